# shellcheck shell=bash
# The fabric contract between two processes, on verbs and on disni.
# seconds: 400
# shellcheck source=../lib/java-tests.sh
source "$RIG_HOME/lib/java-tests.sh"
export TEST_JVM_ARGUMENTS=-Drfaas.test.rounds=${RIG_JOB_ROUNDS:-5000}
run_tests org.rfaas.fabric.contract.VerbsFabricTwoProcessTest org.rfaas.fabric.contract.DisniFabricTwoProcessTest
