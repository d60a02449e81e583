# The README's two commands, as they stand there, and what the built assemblies use of TorchSharp.

first_command() {
  heading "The README's first command"
  check "dotnet run --project samples/QuickStart -c Release" \
    dotnet run --project samples/QuickStart -c Release
}

# Adds up what the test runs say; a run that ends badly without a failed test (a crash) counts as one failure.
second_command() {
  heading "The README's second command"
  local log status=0 before=$FAILED line
  log=$(mktemp)
  dotnet test -c Release </dev/null 2>&1 | tee "$log" || status=$?
  while read -r line; do
    [[ $line =~ Failed:\ +([0-9]+),\ Passed:\ +([0-9]+),\ Skipped:\ +([0-9]+) ]] || continue
    FAILED=$((FAILED + BASH_REMATCH[1])) PASSED=$((PASSED + BASH_REMATCH[2])) SKIPPED=$((SKIPPED + BASH_REMATCH[3]))
  done < <(grep -E '^(Passed|Failed|Skipped)!' "$log")
  if ((status != 0 && FAILED == before)); then
    FAILED=$((FAILED + 1))
    printf 'dotnet test ended with exit code %s and no failed test: it counts as one failure.\n' "$status"
  fi
  rm -f "$log"
}

used_members() {
  heading "Used members of TorchSharp"
  local version
  if [[ -z ${HIERKD_API_LISTINGS:-} ]]; then
    skip "use of TorchSharp's API" "there are no listings of it here (HIERKD_API_LISTINGS is not set)"
    return 0
  fi
  for version in 0.105.2 0.106.0; do
    check "$version has all that library, tests, samples and tools use" \
      dotnet run "$HIERKD_API_LISTINGS/check.cs" -- "$HIERKD_API_LISTINGS/$version.txt" $(built_assemblies)
  done
}

built_assemblies() {
  local project name
  for project in src/HierKD src/HierKD.Onnx src/HierKD.Mpi tests/HierKD.Mpi.Worker tests/HierKD.Tests tests/HierKD.Models tests/HierKD.Benchmarks samples/*/ docs/tools/*/; do
    # It exports TorchVision's networks, and the listings are TorchSharp's alone.
    [[ ${project%/} != docs/tools/Onnx ]] || continue
    for name in "$project"/*.csproj; do
      [[ ! -f $name ]] || ls "${project%/}/bin/Release/net10.0/$(basename "$name" .csproj).dll"
    done
  done
}
