# shellcheck shell=bash
# A cluster on this host for the length of a script: start_local_cluster, stop_local_cluster.

cluster_pid=

# start_local_cluster WORKERS FOLDER: starts `rfaas local`, waits until it serves, exports RFAAS_MANAGER. Says what the cluster
# has warned of by then, such as that executors are not sandboxed. Where it does not start, the script exits: with 2 if its
# configuration is wrong.
start_local_cluster() {
  local workers=$1 folder=$2
  local address_file=$folder/manager.address
  "$root/run-scripts/rfaas" local --cores "$workers" --address-file "$address_file" >"$folder/cluster.log" 2>&1 &
  cluster_pid=$!
  local deadline=$((SECONDS + 120)) # a second or two, but not on a machine that is emulated or busy
  while ((SECONDS < deadline)); do
    if [[ -s $address_file ]]; then
      RFAAS_MANAGER=$(<"$address_file")
      export RFAAS_MANAGER
      grep -E '^\[[^]]*\] (WARN|ERROR) ' "$folder/cluster.log" >&2 || true
      return
    fi
    kill -0 "$cluster_pid" 2>/dev/null || break
    sleep 0.1
  done
  cat "$folder/cluster.log" >&2
  note "the local cluster did not start; its output is above"
  local result=1
  kill -0 "$cluster_pid" 2>/dev/null || wait "$cluster_pid" || result=$?
  ((result == 2)) || result=1
  exit "$result"
}

# stop_local_cluster [SECONDS]: ends the cluster, which ends its executors; kills it if that takes longer (10 s).
# Does nothing if none was started.
stop_local_cluster() {
  [[ -n $cluster_pid ]] || return 0
  kill -TERM "$cluster_pid" 2>/dev/null || true
  local waited tenths=$((${1:-10} * 10))
  for ((waited = 0; waited < tenths; waited++)); do
    kill -0 "$cluster_pid" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL "$cluster_pid" 2>/dev/null || true
  wait "$cluster_pid" 2>/dev/null || true
  cluster_pid=
}
