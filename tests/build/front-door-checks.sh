# build.sh: which engine it chooses and why, and the sentence with which it stops.

front_door_checks() {
  printf 'build.sh chooses:\n'
  check "TorchSharp, when it restores and loads" chooses TorchSharp "its native library loads here" working
  check "LibTorch, when TorchSharp does not restore" chooses LibTorch "the TorchSharp package could not be restored" empty
  check "LibTorch, when TorchSharp does not load" chooses LibTorch "does not load here" lifeless
  if [[ $(uname -s) == Linux ]]; then
    check "LibTorch, when the C++ runtime is too old" chooses LibTorch "needs GLIBCXX_9.9.9" newer
  else
    skip "LibTorch, when the C++ runtime is too old" "a question for Linux only"
  fi
  check "what it remembers, without asking again" remembers
  check "what --engine says, for one run" obeys_option
  check "what TORCH_ENGINE says, for one run" obeys_variable

  printf 'build.sh stops with a sentence:\n'
  check "wrong engine" refuses "The engine is 'PyTorch': it must be" with_feed empty ./build.sh test --engine PyTorch
  check "wrong backend" refuses "The backend is 'rocm': it must be" with_feed empty ./build.sh test --backend rocm
  check "wrong verb" refuses "run './build.sh help'" with_feed empty ./build.sh make
  check "packages that do not restore" refuses "The NuGet packages could not be restored" with_feed empty ./build.sh build --engine TorchSharp
  if [[ $(uname -s) != Linux ]]; then
    skip "what is missing on the system" "a question for Linux only"
    return 0
  fi
  make_bare_path
  check "no SDK" refuses "There is no 'dotnet' command" bare dotnet ./build.sh test
  check "no apt-get" refuses "This system has no apt-get" bare "apt-get cmake" ./build.sh native
  check "no network for apt-get" refuses "apt-get could not read its package lists" broken_apt ./build.sh native
  if ((EUID != 0)) || command -v setpriv >/dev/null; then
    check "neither root nor sudo" refuses "packages that only root can install" without_root ./build.sh native
  else
    skip "neither root nor sudo" "setpriv is not here"
  fi
}

# chooses ENGINE REASON FEED
chooses() {
  local output
  rm -f "$WORK/copy/.engine.props"
  rm -rf "$WORK"/copy/.build/probe/{bin,obj}
  output=$(with_feed "$3" ./build.sh engine)
  printf '%s\n' "$output"
  [[ $output == *"Engine: $1 ("*"$2"* ]] && grep -q ">$1</TorchEngine>" "$WORK/copy/.engine.props"
}

remembers() {
  local output
  chooses TorchSharp "loads here" working
  output=$(with_feed empty ./build.sh engine)
  printf '%s\n' "$output"
  [[ $output == "Engine: TorchSharp ("* ]]
}

obeys_option() { [[ $(with_feed empty ./build.sh engine --engine LibTorch) == "Engine: LibTorch (asked for)." ]] && remembers; }

obeys_variable() { [[ $(with_feed empty env TORCH_ENGINE=LibTorch ./build.sh engine) == "Engine: LibTorch (asked for)." ]] && remembers; }

# A folder with a link to every command of the system, from which single ones can be left out.
make_bare_path() {
  local folder
  mkdir "$WORK/commands"
  for folder in /bin /usr/bin /sbin /usr/sbin; do ln -sf "$folder"/* "$WORK/commands/"; done
  rm -f "$WORK"/commands/{dotnet,sudo}
  ln -s "$(command -v dotnet)" "$WORK/commands/dotnet"
  chmod -R a+rwX "$WORK"
}

# bare "COMMANDS TO LEAVE OUT" COMMAND...
bare() {
  local left_out=$1 name
  shift
  rm -rf "$WORK/left"
  cp -a "$WORK/commands" "$WORK/left"
  for name in $left_out; do rm -f "$WORK/left/$name"; done
  with_feed empty env PATH="$WORK/left" "$@"
}

# Says that no package is installed, and fails to reach the archive.
broken_apt() {
  mkdir -p "$WORK/broken"
  printf '#!/bin/sh\nexit 1\n' | tee "$WORK/broken/dpkg-query" >"$WORK/broken/apt-get"
  chmod a+rx "$WORK/broken" "$WORK"/broken/*
  with_feed empty env PATH="$WORK/broken:$WORK/commands" "$@"
}

without_root() {
  local user=()
  if ((EUID == 0)); then user=(setpriv --reuid=65534 --clear-groups); fi
  broken_apt env HOME="$WORK" ${user[@]+"${user[@]}"} "$@"
}
