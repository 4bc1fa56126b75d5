# shellcheck shell=bash
# Sourced by ../run after packages.sh: builds the initial RAM disk, which holds busybox, the kernel modules the guest needs
# and guest/init.
# shellcheck disable=SC2154  # here and cache are set by ../run and packages.sh

# First what it takes to reach the host's file system, then RDMA: SoftRoCE over a dummy interface.
readonly FILE_SYSTEM_MODULES=(virtio_pci 9pnet_virtio 9p overlay virtio_rng)
readonly RDMA_MODULES=(crc32_generic crc32-pclmul dummy veth ib_uverbs ib_umad rdma_ucm rdma_rxe)

# One for each version of guest/init and of this file: the cache serves all checkouts.
ensure_initrd() {
  local init=$here/guest/init
  initrd=$cache/initrd-$(cat "$init" "${BASH_SOURCE[0]}" | sha256sum | head -c 12).gz
  [[ $initrd -nt $cache/layout ]] && return
  local work=$cache/initrd release
  release=$(kernel_release)
  busybox=$cache/sysroot/bin/busybox
  "$busybox" depmod -b "$cache/kernel" "$release"
  rm -rf "$work"
  mkdir -p "$work"/{bin,modules,proc,sys,dev,ro,rw,new,sysroot}
  cp "$busybox" "$work/bin/"
  install -m 755 "$init" "$work/init"
  copy_modules "$work" "$release" file-system "${FILE_SYSTEM_MODULES[@]}"
  copy_modules "$work" "$release" rdma "${RDMA_MODULES[@]}"
  (cd "$work" && find . | "$busybox" cpio -o -H newc 2>/dev/null | gzip -1) >"$initrd.new"
  mv "$initrd.new" "$initrd"
  rm -rf "$work"
}

# copy_modules DIR RELEASE LIST MODULE...: copies the modules and what they depend on; DIR/modules/LIST names them in the
# order of loading.
copy_modules() {
  local work=$1 modules=$cache/kernel/lib/modules/$2 list=$1/modules/$3 module line path
  shift 3
  for module in "$@"; do
    # a line of modules.dep: module: dependency..., what must be loaded first coming last
    line=$(grep -E "(^|/)${module//[-_]/[-_]}\.ko:" "$modules/modules.dep") || continue # built into the kernel
    for path in $(tr -d : <<<"$line" | tr ' ' '\n' | tac); do
      [[ -e $work/modules/${path##*/} ]] && continue
      cp "$modules/$path" "$work/modules/"
      echo "${path##*/}" >>"$list"
    done
  done
}
