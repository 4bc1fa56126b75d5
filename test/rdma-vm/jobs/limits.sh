# shellcheck shell=bash
# The limits of executors by control groups of version 2, which the test machine may not have, in a group that is delegated as
# systemd does it (Delegate=yes). On a machine of which this is not the guest they are of whichever version it has.
# seconds: 120
# shellcheck source=../lib/java-tests.sh
source "$RIG_HOME/lib/java-tests.sh"

if ! mountpoint --quiet /sys/fs/cgroup; then
  mount -t cgroup2 cgroup2 /sys/fs/cgroup || exit 1
  group=/sys/fs/cgroup/delegated
  echo "+memory +pids +cpuset" >/sys/fs/cgroup/cgroup.subtree_control || exit 1
  mkdir "$group" || exit 1
  # the JVM alone is in it, as a service's first process is
  # shellcheck disable=SC2016  # for the shell that becomes the JVM
  TEST_LAUNCHER=(sh -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$group")
fi
RIG_JOB_CLASS_PATH=$RIG_ROOT/executors/target/test-classes:$(test_class_path) || exit 1
run_tests org.rfaas.executor.sandbox.ConfinementIT
