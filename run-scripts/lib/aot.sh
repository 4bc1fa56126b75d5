# shellcheck shell=bash
# Sourced after common.sh: AOT caches (JEP 483, 514), from which the JVMs of ranks and of the rfaas command map their classes,
# loaded and linked. They lie beside the jars and are as trustworthy as these: whoever may write there may as well change a jar.

# shellcheck disable=SC2154,SC2034  # root and lib_dir are set by common.sh; AOT_FLAGS is for the scripts that source this file
readonly aot_dir=$root/target/aot

# aot_cache NAME: prints the file's path. The JVM does not notice that a jar was replaced (JDK-8377932), so its name says
# which jars and which JDK it is of, by their sizes and times: to read them all would cost what the cache gains.
aot_cache() {
  local of
  of=$(stat -L -c '%n %s %Y' "$lib_dir"/*.jar "$JAVA_HOME/release" "$JAVA_HOME/lib/modules" | cksum)
  echo "$aot_dir/$1-${of/ /-}.aot"
}

# use_aot_cache NAME: sets AOT_FLAGS, with which a JVM starts from the cache if there is one, or makes RFAAS_AOT_OUTPUT as it
# exits. What does not fit, such as another collector, has the JVM start without; that is nobody's concern.
use_aot_cache() {
  local cache
  AOT_FLAGS=()
  if [[ -n ${RFAAS_AOT_OUTPUT:-} ]]; then
    AOT_FLAGS=("-XX:AOTCacheOutput=$RFAAS_AOT_OUTPUT" -XX:-ClassUnloading)
    return
  fi
  cache=$(aot_cache "$1")
  # no unloading: see docs/executors.md
  [[ ! -e $cache ]] || AOT_FLAGS=("-XX:AOTCache=$cache" -XX:-ClassUnloading -Xlog:aot=off -Xlog:cds=off)
}

# Makes the caches unless they are there. Where that fails, JVMs start without.
ensure_aot_caches() {
  local commands ranks work
  commands=$(aot_cache rfaas)
  ranks=$(aot_cache rank)
  [[ ! -e $commands || ! -e $ranks ]] || return 0
  # a checkout may be another user's, and its caches of another JDK
  if ! { mkdir -p "$aot_dir" && work=$(mktemp -d "$aot_dir/making.XXXXXX"); } 2>/dev/null; then
    note "there are no AOT caches for this JDK, and JVMs start slower: cannot write to $aot_dir"
    return 0
  fi
  note "making AOT caches, from which commands and ranks start faster …"
  find "$aot_dir" -maxdepth 1 -name 'making.*' -mmin +60 -exec rm -rf {} + || true # of one that was killed
  # a job of its own: as a condition it would go on after a failed step
  train_in "$work" >"$work/log" 2>&1 &
  if wait $! && [[ -s $work/rfaas.aot && -s $work/rank.aot ]]; then
    rm -f "$aot_dir"/*.aot # of other jars
    mv "$work/rfaas.aot" "$commands"
    mv "$work/rank.aot" "$ranks"
    rm -rf "$work"
  else
    mv "$work/log" "$aot_dir/log"
    rm -rf "$work"
    note "there are no AOT caches, and JVMs start slower; see $aot_dir/log"
  fi
}

# A cluster on this host and a rank that offloads to it, small and real: what they load is what others load.
train_in() {
  local work=$1
  unset RFAAS_MANAGER RFAAS_CONFIG RFAAS_LOG
  trap stop_local_cluster EXIT
  RFAAS_AOT_OUTPUT=$work/rfaas.aot start_local_cluster 1 "$work"
  RFAAS_AOT_OUTPUT=$work/rank.aot RFAAS_WORKERS=1 \
    "$root/run-scripts/mpirun-offload" -n 1 jacobi --dominant 1500 --margin 0.01
  stop_local_cluster 120 # it writes its cache as it exits
}
