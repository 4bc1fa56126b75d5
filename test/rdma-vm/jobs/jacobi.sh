# shellcheck shell=bash
# The main job over verbs: mpirun starts a rank, which leases a worker and offloads to it. Needs target/lib.
# seconds: 180
cat >/tmp/verbs.conf <<'END'
fabric.provider = verbs
# a JVM takes long to start under emulation
offload.start-wait = 90 s
executor.start-timeout = 90 s
control.timeout = 90 s
END
RFAAS_CONFIG=/tmp/verbs.conf run-scripts/mpirun-offload -n 1 --workers 1 jacobi \
  --dominant 200 --offload 0.5 --verify --json "$JOB_OUT/jacobi.json" || exit 1
cat "$JOB_OUT/jacobi.json"
if grep -E '"iterationsRemote" : 0,' "$JOB_OUT/jacobi.json"; then
  echo "nothing was offloaded"
  exit 1
fi
