# Everything on a GPU: the engine over a CUDA libtorch, all tests, the benchmarks, and a published experiment for as long as it may take.

run_on_cuda() {
  local libtorch="" data="" minutes=60 python=python3
  while (($#)); do
    (($# > 1)) || fail "$1 needs a value: run './build.sh help' for the list."
    case $1 in
      --libtorch) libtorch=$2 ;;
      --data) data=$2 ;;
      --minutes) minutes=$2 ;;
      --python) python=$2 ;;
      *) fail "'./build.sh cuda' takes no '$1': run './build.sh help' for the list." ;;
    esac
    shift 2
  done
  [[ -n $libtorch ]] || fail "'./build.sh cuda' needs --libtorch FOLDER: a libtorch for CUDA, such as the folder 'torch' of a PyTorch wheel."
  [[ -f $libtorch/share/cmake/Torch/TorchConfig.cmake ]] || fail "'$libtorch' is no libtorch: it has no share/cmake/Torch/TorchConfig.cmake."
  [[ $minutes =~ ^[1-9][0-9]*$ ]] || fail "--minutes is '$minutes': it must be a whole number of minutes, at least 1."
  [[ -z $data || -d $data ]] || fail "There is no folder '$data'."

  export Torch_DIR; Torch_DIR=$(cd "$libtorch" && pwd)/share/cmake/Torch
  TORCH_ENGINE=LibTorch
  build
  run_all_tests
  say "Measuring on the GPU ..."
  dotnet run --project tests/HierKD.Benchmarks -c Release --no-build -- --device cuda --python "$python" --results docs/results/performance-cuda.json
  [[ -n $data ]] || { say "No --data FOLDER with CIFAR-10's binary files: the experiment is left out."; return; }
  say "VGG16 on CIFAR-10 with the published schedule, for at most $minutes minutes; the same command goes on from where it ended ..."
  mkdir -p artifacts
  local status=0
  timeout --signal=INT "${minutes}m" dotnet run --project samples/Recipes -c Release --no-build -- vgg16-cifar10 --device cuda --data "$data" \
    --checkpoint artifacts/vgg16-cifar10-cuda.checkpoint --output artifacts/vgg16-cifar10-cuda.hierkd || status=$?
  # timeout's own code: the time that was given is over.
  ((status == 124)) && status=0
  return "$status"
}
