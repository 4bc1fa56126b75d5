# shellcheck shell=bash
# The fabric contract with both ends in one JVM, on verbs and on disni; not part of run-scripts/test.
# seconds: 400
# shellcheck source=../lib/java-tests.sh
source "$RIG_HOME/lib/java-tests.sh"
export TEST_JVM_ARGUMENTS=-Drfaas.test.rounds=${RIG_JOB_ROUNDS:-5000}
run_tests org.rfaas.fabric.contract.VerbsFabricInProcessTest org.rfaas.fabric.contract.DisniFabricInProcessTest
