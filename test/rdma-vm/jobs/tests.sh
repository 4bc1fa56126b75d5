# shellcheck shell=bash
# In one JVM, since starting one takes long under emulation: the fabric contract between two processes on verbs and on
# disni, and over verbs invocations on real executors, executors that are killed, and that a hot invocation allocates
# nothing on either side.
# seconds: 1800
# shellcheck source=../lib/java-tests.sh
source "$RIG_HOME/lib/java-tests.sh"
export TEST_JVM_ARGUMENTS="-Drfaas.test.fabric=verbs -Drfaas.test.rounds=2000 -Drfaas.test.allocation.rounds=10000"
TEST_JVM_ARGUMENTS+=" -Drfaas.test.notice.seconds=12" # no latency is judged here
loss=org.rfaas.client.ExecutorLossTest # not all of it: each of its tests starts a JVM
run_tests org.rfaas.fabric.contract.VerbsFabricTwoProcessTest org.rfaas.fabric.contract.DisniFabricTwoProcessTest \
  org.rfaas.client.AllocationFreeTest "$loss#shouldNoticeAKilledExecutor" \
  "$loss#shouldFailTheNextInvocationAfterALoss" org.rfaas.client.InvocationTest org.rfaas.client.ResidentBufferTest
