#!/usr/bin/env bash
# Builds, tests and runs HierKD, with all the set-up that takes. `./build.sh help` says how.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

source .build/say.sh
source .build/options.sh
source .build/engine.sh
source .build/native.sh
source .build/tests.sh
source .build/cuda.sh
source .build/pack.sh

build() {
  set_up
  say "Building (Release) ..."
  build_quietly HierKD.sln
}

# sample NAME [ARGUMENTS]
sample() {
  local project=samples/$1
  shift
  set_up
  say "Building the sample (Release) ..."
  build_quietly "$project"
  say "Running $project."
  dotnet run --project "$project" -c Release --no-build -- "$@"
}

# measure PROJECT WHAT [ARGUMENTS]
measure() {
  local project=tests/$1 what=$2
  shift 2
  set_up
  say "Building $what (Release) ..."
  build_quietly "$project"
  say "Running $project."
  dotnet run --project "$project" -f net10.0 -c Release --no-build -- "$@"
}

set_up() {
  need_sdk
  use_engine
  if [[ $TorchEngine == LibTorch ]]; then build_native; fi
}

read_options "$@"
case $VERB in
  build)    build ;;
  test)     build; run_all_tests ;;
  sample)   sample QuickStart ${REST[@]+"${REST[@]}"} ;;
  recipe)   sample Recipes ${REST[@]+"${REST[@]}"} ;;
  study)    sample Study ${REST[@]+"${REST[@]}"} ;;
  own-loop) sample OwnTrainingLoop ${REST[@]+"${REST[@]}"} ;;
  custom-saliency) sample CustomSaliency ${REST[@]+"${REST[@]}"} ;;
  cifar10)  sample Cifar10 ${REST[@]+"${REST[@]}"} ;;
  imagenet) sample ImageNetResNet50 ${REST[@]+"${REST[@]}"} ;;
  networks) measure HierKD.Networks "the survey of the networks" ${REST[@]+"${REST[@]}"} ;;
  api)      measure HierKD.ApiReference "the API reference" ;;
  bench)    measure HierKD.Benchmarks "the benchmarks" ${REST[@]+"${REST[@]}"} ;;
  cuda)     run_on_cuda ${REST[@]+"${REST[@]}"} ;;
  engine)   need_sdk; show_or_set_engine ${REST[@]+"${REST[@]}"} ;;
  pack)     pack ;;
  native)   need_sdk; build_native ;;
  help)     help ;;
esac
