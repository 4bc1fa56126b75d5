# shellcheck shell=bash
# Sourced after common.sh: AOT caches (JEP 483, 514), from which the JVMs of ranks and of the rfaas command map their classes,
# loaded and linked. They lie beside the jars and are as trustworthy as these: whoever may write there may as well change a jar.

# shellcheck disable=SC2154,SC2034  # root and lib_dir are set by common.sh; AOT_FLAGS is for the scripts that source this file
readonly aot_dir=$root/target/aot

# Ten are enough on an idle machine.
readonly AOT_TRAINING_SECONDS=${RFAAS_AOT_TRAINING_SECONDS:-120}

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

# Makes the caches unless they are there. Where that fails, JVMs start without, and it is not tried again for the same jars.
ensure_aot_caches() {
  local commands ranks failed work trainer began result
  commands=$(aot_cache rfaas)
  ranks=$(aot_cache rank)
  failed=$(aot_cache failed)
  failed=${failed%.aot}
  [[ ! -e $commands || ! -e $ranks ]] || return 0
  [[ ! -e $failed ]] || return 0
  # a checkout may be another user's, and its caches of another JDK
  if ! { mkdir -p "$aot_dir" && work=$(mktemp -d "$aot_dir/making.XXXXXX"); } 2>/dev/null; then
    note "there are no AOT caches for this JDK, and JVMs start slower: cannot write to $aot_dir"
    return 0
  fi
  note "making AOT caches, from which commands and ranks start faster …"
  find "$aot_dir" -maxdepth 1 -name 'making.*' -mmin +60 -exec rm -rf {} + || true # of one that was killed
  began=$SECONDS
  # timeout makes it a process group of its own
  timeout --kill-after=20 "$AOT_TRAINING_SECONDS" "$root/run-scripts/lib/train-aot" "$work" >"$work/log" 2>&1 &
  trainer=$!
  trap 'kill -TERM "$trainer"' EXIT
  result=0
  wait "$trainer" || result=$?
  trap - EXIT
  kill -KILL -- "-$trainer" 2>/dev/null || true # what of it outlived it, such as a JVM that hangs while it writes a cache
  rm -f "$aot_dir"/failed-* # of other jars
  if ((result == 0)) && [[ -s $work/rfaas.aot && -s $work/rank.aot ]]; then
    rm -f "$aot_dir"/*.aot # of other jars
    mv "$work/rfaas.aot" "$commands"
    mv "$work/rank.aot" "$ranks"
    rm -rf "$work"
    return
  fi
  ((SECONDS - began < AOT_TRAINING_SECONDS)) || echo "ended after $AOT_TRAINING_SECONDS s" >>"$work/log"
  mv "$work/log" "$aot_dir/log" || true # on a full disk, for one
  rm -rf "$work"
  touch "$failed" || true
  note "there are no AOT caches, and JVMs start slower: $(tail -n 1 "$aot_dir/log" 2>/dev/null || true); see $aot_dir/log. To try again: rm $failed"
}
