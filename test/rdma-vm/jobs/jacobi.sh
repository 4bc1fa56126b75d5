# shellcheck shell=bash
# The main job over verbs and over disni: mpirun starts a rank, which leases a worker and offloads to it. Needs target/lib.
# seconds: 600
for fabric in verbs disni; do
  config=/tmp/$fabric.conf result=$JOB_OUT/$fabric.json
  cat >"$config" <<END
fabric.provider = $fabric
# a JVM takes long to start under emulation
offload.start-wait = 90 s
executor.start-timeout = 90 s
control.timeout = 90 s
END
  echo "over $fabric:"
  RFAAS_CONFIG=$config run-scripts/mpirun-offload -n 1 --workers 1 jacobi \
    --dominant 200 --margin 0.5 --offload 0.5 --verify --json "$result" || exit 1
  cat "$result"
  if grep -E '"iterationsRemote" : 0,' "$result"; then
    echo "nothing was offloaded over $fabric"
    exit 1
  fi
done
