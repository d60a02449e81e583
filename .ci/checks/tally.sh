# Checks that count: one line each, and a sum at the end.

PASSED=0 FAILED=0 SKIPPED=0

heading() { printf '\n== %s (%s s)\n' "$1" "$SECONDS"; }

# check NAME COMMAND...: the command's output shows only when it fails.
check() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1 </dev/null); then
    PASSED=$((PASSED + 1))
    printf '  ok      %s\n' "$name"
  else
    FAILED=$((FAILED + 1))
    printf '  FAILED  %s\n%s\n' "$name" "$(tail -n 30 <<<"$output" | sed 's/^/          /')"
  fi
}

skip() {
  SKIPPED=$((SKIPPED + 1))
  printf '  skipped %s: %s\n' "$1" "$2"
}

closing_line() { printf '\n%s passed, %s failed, %s skipped\n' "$PASSED" "$FAILED" "$SKIPPED"; }
