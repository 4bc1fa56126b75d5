# shellcheck shell=bash
# Sourced after common.sh: builds libdisni, DiSNI's native half, from rfaas-core/src/main/c.

# shellcheck disable=SC2154  # root and native_dir are set by common.sh

# Where headers are looked for if nothing else is said.
# shellcheck disable=SC2034  # used by the scripts that source this file
readonly SYSTEM_HEADERS=/usr/include

has_rdma_headers() {
  [[ -e $1/rdma/rdma_cma.h && -e $1/infiniband/verbs.h ]]
}

# ensure_disni_library INCLUDE [LIBRARIES]: builds it unless it is newer than its source. INCLUDE holds the headers of
# libibverbs and librdmacm; LIBRARIES the libraries, if they are not where the linker looks. False if the compiler fails.
ensure_disni_library() {
  local include=$1 libraries=${2:-} source=$root/rfaas-core/src/main/c/disni.c library=$native_dir/libdisni.so
  [[ $library -nt $source ]] && return
  note "building libdisni …"
  mkdir -p "$native_dir"
  # linked by the names of the libraries that users have: the plain .so comes with the headers only
  gcc -std=c11 -O2 -Wall -Wextra -Werror -fPIC -shared -fvisibility=hidden -Wl,-z,now \
    -I"$JAVA_HOME/include" -I"$JAVA_HOME/include/linux" -isystem "$include" \
    -o "$library.new" "$source" ${libraries:+"-L$libraries"} -l:libibverbs.so.1 -l:librdmacm.so.1 || return
  mv "$library.new" "$library"
}
