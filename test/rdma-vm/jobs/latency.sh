# shellcheck shell=bash
# Round trips over verbs and over disni beside ib_write_lat, whose figure is one way. Under emulation only ratios mean
# something, and on a busy machine not even those: nothing is judged here. The table is in $JOB_OUT/table. With RIG_JOB_BRIEF
# set, as in a test run, it is only seen that they can be measured.
# seconds: 900
# shellcheck source=../lib/java-tests.sh
source "$RIG_HOME/lib/java-tests.sh"

write_latency() {
  # -x: the index of the address in the port's table, whose first entry is link-local
  ib_write_lat -d "$RDMA_DEVICE" -x 1 -s 64 -n 1000 -F "$@"
}

write_latency >/dev/null &
for attempt in {1..30}; do # until the other listens
  sleep 1
  write_latency "$RDMA_ADDRESS" >"$JOB_OUT/ib_write_lat" 2>&1 && break
  ((attempt < 30)) || { cat "$JOB_OUT/ib_write_lat" && exit 1; }
done
wait
awk '/^ *64 / { printf "ib_write_lat of 64 B, one way in µs: typical %s, 99%% %s\n", $5, $8 }' \
  "$JOB_OUT/ib_write_lat" | tee "$JOB_OUT/table"
class_path=$(test_class_path) || exit 1
payloads=64,1024
seconds=${RIG_JOB_BENCH_SECONDS:-0.5}
if [[ -n ${RIG_JOB_BRIEF:-} ]]; then
  payloads=64
  seconds=0.1
elif [[ -n ${JDK_JAVA_OPTIONS:-} ]]; then
  # In the guest with C2 alone: what is compared here is code as it is compiled in production, and C1 beside it is not to be
  # had there (docs/decisions/0023)
  JDK_JAVA_OPTIONS="${JDK_JAVA_OPTIONS/-XX:TieredStopAtLevel=1/-XX:-TieredCompilation} -XX:CompileThreshold=2000"
fi
for fabric in verbs disni; do
  "$JAVA_HOME/bin/java" "-Djava.library.path=$RIG_NATIVE" -cp "$class_path" org.rfaas.cli.Rfaas \
    bench latency --fabric "$fabric" --payloads "$payloads" --seconds "$seconds" --json "$JOB_OUT/latency-$fabric.json" |
    tee -a "$JOB_OUT/table"
  ((PIPESTATUS[0] == 0)) || exit 1
done
