# shellcheck shell=bash
# Sourced by ../run: fetches what the virtual machine is made of, once, into a cache directory. Debian packages are unpacked
# there, not installed; only qemu is installed, by apt, because it has too many parts to run from elsewhere.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/rfaas/rdma-vm

# The full kernel, not the cloud one: that has neither SoftRoCE nor 9p.
readonly KERNEL_PACKAGE=linux-image-amd64

# User land of the guest beyond what the host has installed; busybox is the guest's first process and our module tool.
readonly GUEST_PACKAGES=(
  busybox-static
  libibverbs1 librdmacm1 ibverbs-providers libnl-3-200 libnl-route-3-200
  ibverbs-utils rdmacm-utils perftest libibumad3 libpci3
  iproute2 libbpf1 libelf1 libmnl0 libcap2 libtirpc3
  libibverbs-dev librdmacm-dev # with which libdisni is built here
)

# Bump when a list above or the layout below changes: caches made before are made anew.
readonly CACHE_LAYOUT=2

# cannot REASON: this machine cannot have the rig; says so and ends the script.
cannot() {
  note "skipped: $*"
  exit "$EXIT_SKIPPED"
}

ensure_qemu() {
  command -v qemu-system-x86_64 >/dev/null && return
  local install=(apt-get install -y --no-install-recommends qemu-system-x86)
  command -v apt-get >/dev/null || cannot "qemu-system-x86_64 is not installed and there is no apt-get"
  ((EUID == 0)) || cannot "qemu is not installed; run: sudo ${install[*]}"
  note "installing qemu …"
  local log=$cache/apt.log
  DEBIAN_FRONTEND=noninteractive "${install[@]}" -o DPkg::Lock::Timeout=300 >"$log" 2>&1 ||
    { apt-get update && DEBIAN_FRONTEND=noninteractive "${install[@]}" -o DPkg::Lock::Timeout=300; } >"$log" 2>&1 ||
    cannot "apt-get could not install qemu-system-x86; its output is in $log"
}

# Fills $cache/kernel (boot/, lib/modules/) and $cache/sysroot.
ensure_packages() {
  [[ -e $cache/layout && $(<"$cache/layout") == "$CACHE_LAYOUT" ]] && return
  [[ $(uname -m) == x86_64 ]] || cannot "the rig boots x86_64 only, this is $(uname -m)"
  command -v dpkg-deb >/dev/null || cannot "the rig unpacks Debian packages; this system has no dpkg-deb"
  local kernel
  kernel=$(apt-cache depends "$KERNEL_PACKAGE" 2>/dev/null | sed -nE 's/^ *Depends: (linux-image-[0-9].*)/\1/p') || true
  if [[ -z $kernel ]]; then
    { apt-get update >"$cache/apt.log" 2>&1 || true; }
    kernel=$(apt-cache depends "$KERNEL_PACKAGE" 2>/dev/null | sed -nE 's/^ *Depends: (linux-image-[0-9].*)/\1/p') || true
  fi
  [[ -n $kernel ]] || cannot "apt knows no package $KERNEL_PACKAGE; run apt-get update"
  note "fetching $kernel and the RDMA user land (70 MB, once) …"
  rm -rf "$cache"/{layout,kernel,sysroot,packages,initrd*}
  mkdir -p "$cache"/{kernel,sysroot,packages}
  (cd "$cache/packages" && apt-get -o APT::Sandbox::User= download "$kernel" "${GUEST_PACKAGES[@]}") >"$cache/apt.log" 2>&1 ||
    cannot "apt-get could not download the guest's packages; its output is in $cache/apt.log"
  unpack_packages
  rm -rf "$cache/packages"
  echo "$CACHE_LAYOUT" >"$cache/layout"
}

unpack_packages() {
  local package
  # the links of a merged /usr, so that packages that still ship /lib or /sbin land where the host has them
  mkdir -p "$cache"/sysroot/usr/{bin,sbin,lib,lib64}
  ln -s usr/bin usr/sbin usr/lib usr/lib64 "$cache/sysroot/"
  for package in "$cache"/packages/*.deb; do
    case ${package##*/} in
      linux-image-*) dpkg-deb --extract "$package" "$cache/kernel" ;;
      *) dpkg-deb --fsys-tarfile "$package" | tar --extract --keep-directory-symlink --directory "$cache/sysroot" ;;
    esac
  done
}

# Prints the cached kernel's release, such as 6.1.0-56-amd64.
kernel_release() {
  local modules
  modules=("$cache"/kernel/lib/modules/*)
  echo "${modules[0]##*/}"
}
