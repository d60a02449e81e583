# All test projects on every framework whose runtime is here, and the sum of their results.

RESULTS=.build/log/results
PASSED=0 FAILED=0 SKIPPED=0

run_all_tests() {
  rm -rf "$RESULTS"
  local projects=(tests/HierKD.LibTorch.Tests tests/HierKD.Tests)
  local others="" frameworks project framework
  frameworks=$(frameworks_here)

  if [[ $TorchEngine == TorchSharp ]]; then
    # The library reaches a few private members of TorchSharp; a version without them must say so first.
    run_tests tests/HierKD.Tests net10.0 "Category=PrivateNames"
    ((FAILED == 0)) || { closing_line; fail "This TorchSharp lacks private members that HierKD reaches: see the failures above."; }
    others="Category!=PrivateNames"
  fi
  for framework in $frameworks; do
    for project in "${projects[@]}"; do
      run_tests "$project" "$framework" "$others"
    done
  done
  [[ $frameworks == *net8.0* ]] || say "net8.0: built, not run (runtime not present)"
  closing_line
  ((FAILED == 0 && PASSED > 0))
}

frameworks_here() {
  printf 'net10.0'
  if dotnet --list-runtimes | grep -q '^Microsoft\.NETCore\.App 8\.'; then printf ' net8.0'; fi
}

# run_tests PROJECT FRAMEWORK FILTER
run_tests() {
  local name=${1##*/} trx status=0
  trx=$RESULTS/$name-$2-${3//[^A-Za-z]/_}.trx
  say "Testing $name ($2${3:+, $3}) ..."
  dotnet test "$1" -c Release -f "$2" --no-build --nologo ${3:+--filter "$3"} \
    --logger "trx;LogFileName=$PWD/$trx" </dev/null | grep -v '^Results File:\|^A total of\|^Test run for' || status=${PIPESTATUS[0]}
  count "$trx" "$status"
  reasons_for_skipping "$trx"
}

# A run that ends badly without a failed test (a crash, no result file) counts as one failure.
count() {
  local total passed failed before=$FAILED
  total=$(counter "$1" total) passed=$(counter "$1" passed) failed=$(counter "$1" failed)
  PASSED=$((PASSED + passed)) FAILED=$((FAILED + failed)) SKIPPED=$((SKIPPED + total - passed - failed))
  if (($2 != 0 && FAILED == before)); then
    FAILED=$((FAILED + 1))
    say "The test run ended with exit code $2 and no failed test: it counts as one failure."
  fi
}

reasons_for_skipping() {
  [[ ! -f $1 ]] || sed -n '/outcome="NotExecuted"/,/<\/UnitTestResult>/ s/.*<Message>\(.*\)<\/Message>.*/\1/p' "$1" |
    sort | uniq -c | sed 's/^ *\([0-9]*\) /  skipped \1: /'
}

counter() {
  local value=""
  [[ ! -f $1 ]] || value=$(sed -n 's/.*<Counters[^>]* '"$2"'="\([0-9]*\)".*/\1/p' "$1" | head -n 1)
  printf '%s' "${value:-0}"
}

closing_line() { say "$PASSED passed, $FAILED failed, $SKIPPED skipped"; }
