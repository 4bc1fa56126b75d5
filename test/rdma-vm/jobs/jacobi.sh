# shellcheck shell=bash
# The main job over verbs and over disni: mpirun starts a rank, which leases a worker and offloads to it; the worker's
# executor is in bubblewrap. Needs target/lib. What each leaves is in $JOB_OUT/FABRIC.
# seconds: 1200
# shellcheck source=../../../run-scripts/lib/common.sh
source "$RIG_ROOT/run-scripts/lib/common.sh"
# shellcheck source=../../../run-scripts/lib/local-cluster.sh
source "$RIG_ROOT/run-scripts/lib/local-cluster.sh"
trap stop_local_cluster EXIT

for fabric in verbs disni; do
  out=$JOB_OUT/$fabric
  mkdir -p "$out"
  export RFAAS_CONFIG=$out/config RFAAS_WORKERS=1
  cat >"$RFAAS_CONFIG" <<END
fabric.provider = $fabric
executor.sandbox = bwrap
# a JVM takes long to start under emulation
offload.start-wait = 120 s
executor.start-timeout = 120 s
control.timeout = 120 s
END
  echo "over $fabric:"
  start_local_cluster 1 "$out"
  run-scripts/mpirun-offload -n 1 jacobi \
    --dominant 200 --margin 0.5 --offload 0.5 --verify --json "$out/result.json" || die "no result over $fabric"
  stop_local_cluster
  unset RFAAS_MANAGER
  ! grep -E '"iterationsRemote" : 0,' "$out/result.json" || die "nothing was offloaded over $fabric"
  ! grep 'NOT SANDBOXED' "$out/cluster.log" || die "bubblewrap does not run in the guest"
done
