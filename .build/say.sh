# How the build speaks: plain lines while it works, one sentence when it cannot go on.

LOGS=.build/log

say() { printf '%s\n' "$*"; }

# The one sentence says what to do; exit code 2 tells "could not be set up" from a failed test.
fail() {
  printf 'build.sh: %s\n' "$*" >&2
  exit 2
}

# Runs a command with its output in a log; shows the log's end only when it fails.
logged() {
  local log=$LOGS/$1.log
  shift
  mkdir -p "$LOGS"
  if "$@" >"$log" 2>&1 </dev/null; then return 0; fi
  tail -n 25 "$log" >&2
  return 1
}

need_sdk() {
  local how="install the .NET SDK 10.0 or later, so that 'dotnet' is on the PATH, and run this again"
  command -v dotnet >/dev/null || fail "There is no 'dotnet' command: $how."
  dotnet --list-sdks | grep -qE '^[1-9][0-9]+\.' || fail "The .NET SDK found here is older than 10.0: $how."
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
  # Build servers that stay behind would hold on to a CI job's pipes.
  export MSBUILDDISABLENODEREUSE=1
}

# build_quietly PROJECT: restores and builds (Release); what goes wrong is told apart.
build_quietly() {
  logged restore dotnet restore "$1" -v quiet ||
    fail "The NuGet packages could not be restored: check the network and 'dotnet nuget list source', and run this again."
  # Unlike 'dotnet build' this prints errors once and a success not at all.
  dotnet msbuild "$1" -p:Configuration=Release -nologo -v:quiet -m </dev/null ||
    fail "The code does not build: the compiler's messages are above."
}
