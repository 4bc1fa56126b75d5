# shellcheck shell=bash
# The fabric contract on verbs, both ends in one JVM.
# seconds: 240
# shellcheck source=../lib/java-tests.sh
source "$RIG_HOME/lib/java-tests.sh"
export TEST_JVM_ARGUMENTS=-Drfaas.test.rounds=10000
run_tests org.rfaas.fabric.contract.VerbsFabricInProcessTest
