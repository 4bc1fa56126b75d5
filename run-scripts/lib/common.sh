# shellcheck shell=bash
# Sourced first by every script here: strict mode, where things are, how to speak, how to start Java.

set -euo pipefail

# A standard stream that is closed would be the first file that a program opens. What is printed fails as to a closed one.
# (Not /dev/fd, which small machines lack.)
[[ -e /proc/self/fd/0 ]] || exec </dev/null
[[ -e /proc/self/fd/1 ]] || exec 1</dev/null
[[ -e /proc/self/fd/2 ]] || exec 2>/dev/null

# Where the locale has ASCII alone, as in a container that names none, Java cannot open files whose names have other letters.
if [[ $(locale charmap 2>/dev/null) == ANSI_X3.4-1968 && $(LC_ALL=C.UTF-8 locale charmap 2>/dev/null) == UTF-8 ]]; then
  export LC_ALL=C.UTF-8
fi

readonly JDK_NEEDED=25

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
lib_dir=$root/target/lib
# shellcheck disable=SC2034  # used by the scripts that source this file
native_dir=$root/target/native
build_stamp=$root/target/setup.stamp

# Flags of every JVM this project starts. No perf data: its file costs start-up time and disk traffic.
# The fabric provider disni needs the export, and its library if it was built; it logs every call at level info, and the
# web server its life, and what stops it before we say so.
# Logs go to stderr, from level RFAAS_LOG on (trace, debug, info, warn, error, off).
# shellcheck disable=SC2034  # used by the scripts that source this file
JAVA_FLAGS=(
  --enable-native-access=ALL-UNNAMED
  --add-exports=java.base/sun.nio.ch=ALL-UNNAMED
  -XX:-UsePerfData
  "-Dorg.slf4j.simpleLogger.defaultLogLevel=${RFAAS_LOG:-info}"
  -Dorg.slf4j.simpleLogger.logFile=System.err
  -Dorg.slf4j.simpleLogger.log.com.ibm.disni=warn
  -Dorg.slf4j.simpleLogger.log.org.eclipse.jetty=warn
  -Dorg.slf4j.simpleLogger.log.io.javalin=off
)

# Maven's own libraries use sun.misc.Unsafe, of which JDK 25 complains on stderr, and end each run with terminal escapes.
export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow -Djansi.noreset=true ${MAVEN_OPTS:-}"

note() { echo "${0##*/}: $*" >&2; }

die() {
  note "$*"
  exit 1
}

wrong_use() {
  note "$*; see ${0##*/} --help"
  exit 2
}

[[ ${RFAAS_LOG:-info} =~ ^(trace|debug|info|warn|error|off)$ ]] ||
  wrong_use "RFAAS_LOG=$RFAAS_LOG is no level; there are trace, debug, info, warn, error, off"

# run_child COMMAND...: runs it, and fails as it does. A signal to this script alone is passed on at once, as TERM, and then ends
# the script, too: bash would not run a trap before a command in the foreground has ended.
run_child() {
  local result=0
  child=
  trap 'stop_child 130' INT
  trap 'stop_child 143' TERM
  "$@" &
  child=$!
  wait "$child" || result=$?
  trap - INT TERM
  return "$result"
}

# shellcheck disable=SC2317  # called by the traps
stop_child() {
  trap '' INT TERM
  if [[ -n $child ]] && kill -TERM "$child" 2>/dev/null; then
    wait "$child" || true
  fi
  exit "$1"
}

# jdk_feature DIR: prints the feature release (25) of the JDK in DIR; fails if there is none.
jdk_feature() {
  [[ -x $1/bin/javac && -r $1/release ]] || return 1
  sed -nE 's/^JAVA_VERSION="(1\.)?([0-9]+).*/\2/p' "$1/release"
}

# Sets and exports JAVA_HOME: the caller's if it is new enough, else the JDK on the PATH, else the newest installed.
find_jdk() {
  local candidate feature best=0
  local on_path=
  on_path=$(readlink -f "$(command -v javac || true)") || true
  for candidate in "${JAVA_HOME:-}" "${on_path%/bin/javac}"; do
    if [[ -n $candidate ]] && feature=$(jdk_feature "$candidate") && ((feature >= JDK_NEEDED)); then
      export JAVA_HOME=$candidate
      return
    fi
  done
  for candidate in /usr/lib/jvm/*; do
    if feature=$(jdk_feature "$candidate") && ((feature > best)); then
      best=$feature
      JAVA_HOME=$candidate
    fi
  done
  ((best >= JDK_NEEDED)) ||
    die "no JDK $JDK_NEEDED or later; install one (package openjdk-$JDK_NEEDED-jdk or temurin-$JDK_NEEDED-jdk) or set JAVA_HOME"
  export JAVA_HOME
}

# True if target/lib was built after the last change to a source, a pom or a Maven setting.
# Directories count too: they change when a file in them is deleted.
project_build_is_fresh() {
  [[ -e $build_stamp ]] && compgen -G "$lib_dir/*.jar" >/dev/null || return 1
  local changed
  # relative names: the checkout itself may lie below a folder named src
  changed=$(cd "$root" && find . \( -name .git -o -name target \) -prune -o \
    \( -name pom.xml -o -path '*/src' -o -path '*/src/*' -o -path './.mvn/*' \) -newer "$build_stamp" -print -quit)
  [[ -z $changed ]]
}

# Prints the directory of libmpi_java.so as -Djava.library.path wants it.
java_library_path_for_mpi() {
  local dir
  command -v ompi_info >/dev/null || die "no Open MPI; run run-scripts/setup"
  dir=$(ompi_info --path libdir --parsable)
  dir=${dir#path:libdir:}
  [[ -e $dir/libmpi_java.so ]] || die "Open MPI in $dir has no libmpi_java.so; run run-scripts/setup"
  echo "$dir"
}
