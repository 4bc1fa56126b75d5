# shellcheck shell=bash
# Sourced by jobs: runs JUnit tests of the module test, which Maven has compiled, in the guest.

# Prints the class path of the tests: the caller's, else that of the last build.
test_class_path() {
  if [[ -n ${RIG_JOB_CLASS_PATH:-} ]]; then
    echo "$RIG_JOB_CLASS_PATH"
    return
  fi
  local dependencies=$RIG_ROOT/test/target/test-class-path
  [[ -e $dependencies ]] || { echo "no $dependencies; run mvn test-compile first" >&2 && return 1; }
  echo "$RIG_ROOT/test/target/test-classes:$RIG_ROOT/test/target/classes:$(<"$dependencies")"
}

# run_tests CLASS...: runs them; a line a test goes to $JOB_OUT/tests. Properties for the JVM come from TEST_JVM_ARGUMENTS, a
# command that starts it from the array TEST_LAUNCHER.
run_tests() {
  local class_path
  class_path=$(test_class_path) || return 1
  # shellcheck disable=SC2086  # several arguments
  "${TEST_LAUNCHER[@]}" "$JAVA_HOME/bin/java" "-Djava.library.path=$RIG_NATIVE" ${TEST_JVM_ARGUMENTS:-} -cp "$class_path" org.rfaas.rig.GuestTestsMain "$JOB_OUT/tests" "$@"
}
