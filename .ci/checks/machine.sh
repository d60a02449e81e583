# What this machine has: data that some tests and checks need, and processors that need a word.

# HIERKD_DATA names a folder with cifar-10-batches-bin/*.bin and pretrained/*.safetensors, HIERKD_IMAGE_FOLDERS a folder or zip file
# with train/CLASS and val/CLASS full of images.
# use_data FOLDER: sets both, unless they are set; FOLDER may hold packed images with the program that unpacks them, and networks.
use_data() {
  local target=$PWD/artifacts/ci/data images=$1/tiny-imagenet-subset/tiny-imagenet-10.zip
  if [[ -z ${HIERKD_IMAGE_FOLDERS:-} && -f $images ]]; then
    HIERKD_IMAGE_FOLDERS=$(cd "$(dirname "$images")" && pwd)/${images##*/}
    export HIERKD_IMAGE_FOLDERS
  fi
  if [[ -n ${HIERKD_DATA:-} ]]; then return 0; fi
  unset HIERKD_DATA
  if [[ ! -f $1/unpack-cifar10.cs ]]; then
    printf 'No images of CIFAR-10 and no pretrained networks here: the tests that need them are skipped.\n'
    return 0
  fi
  if [[ ! -f $target/complete ]]; then
    mkdir -p "$target"
    printf 'Unpacking CIFAR-10 ...\n'
    if ! dotnet run "$1/unpack-cifar10.cs" -- "$target/cifar-10-batches-bin" >"$target/unpack.log" 2>&1 </dev/null; then
      tail -n 5 "$target/unpack.log"
      printf 'CIFAR-10 could not be unpacked: the tests that need it are skipped.\n'
      return 0
    fi
    ln -sfn "$(cd "$1" && pwd)/pretrained" "$target/pretrained"
    touch "$target/complete"
  fi
  export HIERKD_DATA=$target
}

# Both MPIs, for the tests of HierKD.Mpi: they are installed where that is possible; those of one that is not there are skipped.
use_mpi() {
  local launcher package missing=()
  for launcher in openmpi:openmpi-bin mpich:mpich; do
    command -v "mpirun.${launcher%%:*}" >/dev/null || missing+=("${launcher##*:}")
  done
  ((${#missing[@]} > 0)) || return 0
  if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    for package in "${missing[@]}"; do
      timeout 120 apt-get install -y --no-install-recommends "$package" >/dev/null 2>&1 </dev/null ||
        { apt-get update >/dev/null 2>&1 && timeout 120 apt-get install -y --no-install-recommends "$package" >/dev/null 2>&1 </dev/null; } ||
        printf '%s could not be installed: the tests that need it are skipped.\n' "$package"
    done
  else
    printf '%s not installed here: the tests that need them are skipped.\n' "${missing[*]}"
  fi
}

# Virtual processors that hide their caches: the repository's own programs see to it themselves, a stranger has to (docs/troubleshooting.md).
as_a_stranger() {
  if grep -q AuthenticAMD /proc/cpuinfo 2>/dev/null && ! lscpu 2>/dev/null | grep -q '^L1d'; then
    env DNNL_MAX_CPU_ISA="${DNNL_MAX_CPU_ISA:-SSE41}" "$@"
  else
    "$@"
  fi
}
