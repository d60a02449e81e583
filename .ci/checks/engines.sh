# The test suites: on the engine that build.sh picks, on the other one where it runs too, and the choice itself.

ENGINES=()

test_every_engine() {
  local chosen
  heading "Tests on the engine that build.sh picks"
  run_and_add_up ./build.sh test
  chosen=$(TORCH_ENGINE= ./build.sh engine | sed -n 's/^Engine: \([A-Za-z]*\).*/\1/p')
  ENGINES=("$chosen")

  if [[ $chosen == TorchSharp ]] && command -v apt-get >/dev/null; then
    heading "Tests on the other engine, LibTorch"
    run_and_add_up ./build.sh test --engine LibTorch
    ENGINES+=(LibTorch)
  elif [[ $chosen == TorchSharp ]]; then
    skip "tests on LibTorch" "no apt-get to install libtorch with"
  else
    skip "tests on TorchSharp" "$(sed -n 's/.*<TorchEngineReason>\(.*\)<.*/\1/p' .engine.props)"
  fi
}

test_engine_choice() {
  heading "The choice of engine"
  run_and_add_up bash tests/build/engine-choice.sh
}

heading() { printf '\n== %s (%s s)\n' "$1" "$SECONDS"; }

# Adds the closing line of a command that counts for itself; without one, or with a bad end, it is one failure.
run_and_add_up() {
  local log status=0 line failed_before=$FAILED
  log=$(mktemp)
  "$@" </dev/null 2>&1 | tee "$log" || status=$?
  line=$(grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' "$log" | tail -n 1 || true)
  rm -f "$log"
  if [[ $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed,\ ([0-9]+)\ skipped$ ]]; then
    PASSED=$((PASSED + BASH_REMATCH[1])) FAILED=$((FAILED + BASH_REMATCH[2])) SKIPPED=$((SKIPPED + BASH_REMATCH[3]))
  fi
  if ((status != 0 && FAILED == failed_before)); then
    FAILED=$((FAILED + 1))
    printf '%s ended with exit code %s: it counts as one failure\n' "$*" "$status"
  fi
}
