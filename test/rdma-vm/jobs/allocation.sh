# shellcheck shell=bash
# A hot invocation over verbs allocates nothing on either side.
# seconds: 120
# shellcheck source=../lib/java-tests.sh
source "$RIG_HOME/lib/java-tests.sh"
export TEST_JVM_ARGUMENTS="-Drfaas.test.fabric=verbs -Drfaas.test.rounds=10000"
run_tests org.rfaas.client.AllocationFreeTest
