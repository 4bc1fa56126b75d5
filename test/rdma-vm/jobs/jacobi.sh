# shellcheck shell=bash
# The main job over verbs: mpirun starts a rank, which leases a worker and offloads to it. Needs target/lib.
# seconds: 120
printf 'fabric.provider = verbs\n' >/tmp/verbs.conf
RFAAS_CONFIG=/tmp/verbs.conf run-scripts/mpirun-offload -n 1 --workers 1 jacobi \
  --dominant 400 --offload 0.5 --verify --json "$JOB_OUT/jacobi.json" &&
  cat "$JOB_OUT/jacobi.json"
