# The command line: a verb, a few options, and for some verbs the rest.

help() {
  cat <<'TEXT'
./build.sh build                  build everything
./build.sh test                   build everything and run all tests
./build.sh sample [args]          build and run samples/QuickStart with these arguments
./build.sh own-loop [args]        build and run samples/OwnTrainingLoop: a training loop of one's own around the session
./build.sh custom-saliency [args] build and run samples/CustomSaliency: criteria of one's own, compared with the default
./build.sh cifar10 [args]         build and run samples/Cifar10 with these arguments: evaluate, or prune; it needs data, see its README
./build.sh imagenet [args]        build and run samples/ImageNetResNet50 with these arguments: evaluate, or prune; prune --smoke needs no data
./build.sh networks [args]        find out what can be removed of every network of tests/HierKD.Models; writes docs/results/networks.json and .md
./build.sh api                    write the API reference, docs/api, from the XML comments of the library
./build.sh bench [names]          time training steps side by side with PyTorch's, in processes that take turns; writes docs/results/performance.json and .md
./build.sh bench parts [names]    time small parts, each beside its baseline, with BenchmarkDotNet; writes docs/results/performance-parts.md
./build.sh cuda --libtorch FOLDER [--python PYTHON] [--data FOLDER] [--minutes N]
                                  build the LibTorch engine over a libtorch for CUDA (the folder 'torch' of a PyTorch wheel), run all tests and the benchmarks with it, and VGG16 on CIFAR-10 for N minutes (60)
./build.sh recipe NAME [args]     build and run a published experiment of samples/Recipes (vgg16-cifar10, ...); --smoke needs no data
./build.sh study [args]           build and run samples/Study: compares ways to make networks small, cell by cell of a --grid; what is finished is not repeated
./build.sh study oracle           compare what saliency criteria say of filters with what happens without them
./build.sh study render           write docs/results/study-*.md, the pictures, and the tables of docs/method.md from the study's results
./build.sh pack                   make the packages HierKD (on TorchSharp) and HierKD-libtorch (with the engine), as far as their engines are to be had here; writes artifacts/packages
./build.sh engine                 say which engine this checkout uses, and why
./build.sh engine NAME            use TorchSharp or LibTorch from now on; auto chooses anew
./build.sh native                 install what the LibTorch engine needs and build its native part
./build.sh help                   this text

--engine TorchSharp|LibTorch      this engine for this run (or set TORCH_ENGINE)
--backend cpu|cuda-windows|cuda-linux
                                  TorchSharp's native package (or set TORCH_BACKEND; default cpu)
--torchsharp-version VERSION      the version of the TorchSharp packages (default: the one pinned)

Another libtorch than the system's: set Torch_DIR to the folder that holds its TorchConfig.cmake.
TEXT
}

read_options() {
  VERB=${1:-help}
  shift || true
  REST=()
  case $VERB in
    build | test | sample | own-loop | custom-saliency | cifar10 | imagenet | recipe | study | networks | api | bench | cuda | pack | engine | native) ;;
    help | -h | --help) VERB=help ;;
    *) fail "'$VERB' is not something build.sh does: run './build.sh help' for the list." ;;
  esac
  while (($#)); do
    case $1 in
      --engine | --backend | --torchsharp-version)
        (($# > 1)) || fail "$1 needs a value: run './build.sh help' for the list."
        set_option "$1" "$2"
        shift 2
        ;;
      --) shift; REST+=("$@"); break ;;
      *) REST+=("$1"); shift ;;
    esac
  done
  case $VERB in
    build | test | pack | native | help) ;;
    *) return 0 ;;
  esac
  ((${#REST[@]} == 0)) ||
    fail "'./build.sh $VERB' takes no '${REST[0]}': run './build.sh help' for the list."
}

set_option() {
  case $1 in
    --engine) TORCH_ENGINE=$2 ;;
    --backend) TORCH_BACKEND=$2 ;;
    --torchsharp-version) export TorchSharpVersion=$2 ;;
  esac
}

check_choices() {
  case ${TORCH_ENGINE:-TorchSharp} in
    TorchSharp | LibTorch) ;;
    *) fail "The engine is '$TORCH_ENGINE': it must be TorchSharp or LibTorch." ;;
  esac
  case ${TORCH_BACKEND:-cpu} in
    cpu | cuda-windows | cuda-linux) ;;
    *) fail "The backend is '$TORCH_BACKEND': it must be cpu, cuda-windows or cuda-linux." ;;
  esac
}
