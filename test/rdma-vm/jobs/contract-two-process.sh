# shellcheck shell=bash
# The fabric contract on verbs between two JVMs.
# seconds: 400
source "$RIG_HOME/lib/java-tests.sh"
run_tests org.rfaas.fabric.contract.VerbsFabricTwoProcessTest
