# shellcheck shell=bash
# The fabric contract on verbs, both ends in one JVM.
# seconds: 400
source "$RIG_HOME/lib/java-tests.sh"
run_tests org.rfaas.fabric.contract.VerbsFabricInProcessTest
