# shellcheck shell=bash
# Invocations on real executors over verbs, resident buffers, and executors that are killed.
# seconds: 150
# shellcheck source=../lib/java-tests.sh
source "$RIG_HOME/lib/java-tests.sh"
export TEST_JVM_ARGUMENTS=-Drfaas.test.fabric=verbs
loss=org.rfaas.client.ExecutorLossTest # not all of it: each of its tests starts a JVM
run_tests "$loss#shouldNoticeAKilledExecutorWithinASecond" "$loss#shouldFailTheNextInvocationAfterALoss" \
  "$loss#shouldExitWhenItsClientDisconnects" org.rfaas.client.InvocationTest org.rfaas.client.ResidentBufferTest
