# shellcheck shell=bash
# Round trips over verbs beside ib_write_lat, whose figure is one way. Under emulation only their ratios mean something.
# seconds: 120
# shellcheck source=../lib/java-tests.sh
source "$RIG_HOME/lib/java-tests.sh"

write_latency() {
  # -x: the index of the address in the port's table, whose first entry is link-local
  ib_write_lat -d "$RDMA_DEVICE" -x 1 -s 64 -n 1000 -F "$@"
}

write_latency >/dev/null &
sleep 1
write_latency "$RDMA_ADDRESS" | tee "$JOB_OUT/ib_write_lat"
wait
class_path=$(test_class_path) || exit 1
"$JAVA_HOME/bin/java" -cp "$class_path" org.rfaas.cli.Rfaas \
  bench latency --fabric verbs --seconds "${RIG_JOB_BENCH_SECONDS:-0.5}" --json "$JOB_OUT/latency.json"
