# The native part of the LibTorch engine: what it needs from the system, and the build.

NATIVE=src/HierKD.LibTorch/native

build_native() {
  local stamp=$NATIVE/build/up-to-date
  local now; now=$(native_fingerprint)
  if [[ -f $stamp && $(<"$stamp") == "$now" ]] && runtime_packages_present; then return 0; fi

  install_missing
  # CMake remembers where it found the libraries of another libtorch.
  local libtorch="${Torch_DIR:-}|${CMAKE_PREFIX_PATH:-}"
  [[ ! -d $NATIVE/build || $(cat "$NATIVE/build/libtorch" 2>/dev/null) == "$libtorch" ]] || rm -rf "$NATIVE/build"
  say "Building the native part of the LibTorch engine ..."
  logged cmake-configure cmake -S "$NATIVE" -B "$NATIVE/build" -DCMAKE_BUILD_TYPE=Release ${Torch_DIR:+-DTorch_DIR="$Torch_DIR"} ||
    fail "No usable libtorch was found: set Torch_DIR to the folder that holds the TorchConfig.cmake of libtorch 1.13 or later, and run this again."
  logged cmake-build cmake --build "$NATIVE/build" --parallel "$(getconf _NPROCESSORS_ONLN)" ||
    fail "The native part does not compile with this libtorch: the compiler's messages are above."
  printf '%s' "$libtorch" >"$NATIVE/build/libtorch"
  printf '%s' "$now" >"$stamp"
}

native_fingerprint() {
  { find "$NATIVE" -path "$NATIVE/build" -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 cat
    printf '%s|%s|%s' "$(uname -m)" "${Torch_DIR:-}" "${CMAKE_PREFIX_PATH:-}"; } | sha256sum | cut -d ' ' -f 1
}

own_libtorch() { [[ -n ${Torch_DIR:-}${CMAKE_PREFIX_PATH:-} ]]; }

runtime_packages_present() { own_libtorch || ! has_apt || [[ -z $(missing_packages) ]]; }

has_apt() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }

# OpenBLAS by name: without it libtorch silently uses a reference BLAS that is some 20 times slower.
wanted_packages() {
  command -v c++ >/dev/null || printf 'g++\n'
  command -v cmake >/dev/null || printf 'cmake\n'
  command -v make >/dev/null || printf 'make\n'
  own_libtorch || printf 'libtorch-dev\nlibopenblas0-pthread\n'
}

missing_packages() {
  local package
  for package in $(wanted_packages); do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || printf '%s ' "$package"
  done
}

install_missing() {
  local by_hand="install a C++17 compiler, cmake, make and libtorch 1.13 or later, set Torch_DIR to the folder of its TorchConfig.cmake, and run this again"
  if ! has_apt; then
    { command -v c++ && command -v cmake && command -v make && own_libtorch; } >/dev/null ||
      fail "This system has no apt-get, so nothing can be installed for the LibTorch engine: $by_hand."
    return 0
  fi
  local packages; packages=$(missing_packages)
  [[ -n $packages ]] || return 0
  local root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null && sudo -n true 2>/dev/null || { [[ -t 0 ]] && command -v sudo >/dev/null; } ||
      fail "The LibTorch engine needs packages that only root can install: run 'apt-get install --no-install-recommends ${packages% }' as root, and run this again."
    root=(sudo)
  fi
  say "Installing ${packages% } (apt-get, once) ..."
  # shellcheck disable=SC2086
  apt_install $packages
}

apt_install() {
  local apt=(${root[@]+"${root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get -q -y)
  logged apt-update "${apt[@]}" update ||
    fail "apt-get could not read its package lists: check the network and the system's package sources, and run this again."
  apt-cache show libtorch-dev >/dev/null 2>&1 || own_libtorch ||
    fail "This system's packages hold no libtorch-dev (Debian 12 and later have it): set Torch_DIR to the folder of another libtorch's TorchConfig.cmake, and run this again."
  logged apt-install "${apt[@]}" install --no-install-recommends "$@" ||
    fail "apt-get could not install $*: its message is above; put that right and run this again."
}
