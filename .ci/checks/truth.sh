# Truth to TorchSharp: what the assemblies use exists in every supported version, and the sources compile against each.

LISTED_VERSIONS=(0.105.2 0.106.0)
STUBS=$PWD/.build/log/stubs
CODE=(src/HierKD tests/HierKD.Tests tests/HierKD.LibTorch.Tests tests/HierKD.Networks samples/QuickStart samples/OwnTrainingLoop samples/CustomSaliency samples/Cifar10 samples/ImageNetResNet50
  samples/Recipes samples/Study)

check_truth() {
  heading "Truth to TorchSharp's API"
  local version engine
  if [[ -z ${HIERKD_API_LISTINGS:-} ]]; then
    skip "use of TorchSharp's API" "there are no listings of it here (HIERKD_API_LISTINGS is not set)"
    skip "compiling against TorchSharp's API" "there are no listings of it here (HIERKD_API_LISTINGS is not set)"
    return 0
  fi
  check "the stub generator builds" dotnet build .ci/torchsharp-stub -c Release -v quiet
  for version in "${LISTED_VERSIONS[@]}"; do
    for engine in "${ENGINES[@]}"; do
      check "$version has all that the assemblies built on $engine use" uses_only_what_exists "$version" "$engine"
    done
    check "a stub of $version" make_stub "$version"
    check "library, tests and samples compile against $version" compile_against "$version"
    check "a right named argument compiles against $version" canary "$version" false
    check "a wrong named argument does not" canary_refused "$version"
  done
}

uses_only_what_exists() {
  dotnet run "$HIERKD_API_LISTINGS/check.cs" -- "$HIERKD_API_LISTINGS/$1.txt" $(built_assemblies "$2")
}

built_assemblies() {
  local project
  for project in "${CODE[@]}" tests/HierKD.Models; do
    ls "$project/bin/$1/Release/net10.0/${project##*/}.dll"
  done
}

make_stub() {
  local tool=.ci/torchsharp-stub/bin/*/Release/net10.0/TorchSharpStub.dll
  dotnet $tool "$HIERKD_API_LISTINGS/$1.txt" "$STUBS/$1"
}

compile_against() {
  local project
  for project in "${CODE[@]}"; do against_stub "$1" build "$project"; done
}

canary() { against_stub "$1" build .ci/canary -p:WrongName="$2"; }

# Fails to compile, and for the one reason that it should.
canary_refused() {
  local output
  if output=$(canary "$1" true); then printf 'it compiled\n'; return 1; fi
  [[ $output == *CS1739* ]] || { printf '%s\n' "$output"; return 1; }
}

# against_stub VERSION VERB PROJECT ...: with the TorchSharp engine, whose package the stub stands for.
against_stub() {
  local version=$1 verb=$2
  shift 2
  TorchEngine=TorchSharp TorchSharpStub=$STUBS/$version/TorchSharp.dll TorchSharpStubName=-$version \
    dotnet "$verb" "$@" -c Release -v quiet '-clp:NoSummary;ErrorsOnly'
}
