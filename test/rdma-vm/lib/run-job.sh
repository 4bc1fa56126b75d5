# shellcheck shell=bash
# Sourced by ../guest/run-jobs, and by ../run for jobs on this machine: runs jobs one after the other.
# The markers it prints are read by ../run from the console: output of a job may be lost, the console is not.

# run_jobs OUT: runs the jobs that the file OUT/jobs lists (name, seconds, script); what they leave goes to OUT/NAME.
run_jobs() {
  local out=$1 name seconds script
  while IFS=$'\t' read -r name seconds script; do
    run_job "$out/$name" "$name" "$seconds" "$script"
  done <"$out/jobs"
  echo "@@rdma-vm done"
}

run_job() {
  local out=$1 name=$2 seconds=$3 script=$4 started=$SECONDS result
  echo "@@rdma-vm begin $name"
  mkdir -p "$out"
  (
    cd "$RIG_ROOT" || exit 1
    export JOB_OUT=$out
    exec timeout -k 5 "$seconds" bash "$script"
  ) </dev/null 2>&1 | tee "$out/output"
  result=${PIPESTATUS[0]}
  if ((result == 124 || result == 137)); then
    echo "stopped after its $seconds seconds"
  fi
  echo "@@rdma-vm end $name $result $((SECONDS - started))"
}
