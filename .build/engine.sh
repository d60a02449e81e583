# Which engine: the forced one, else the remembered one, else TorchSharp if it restores and really loads here, else LibTorch.
# MSBuild reads TorchEngine and TorchBackend from the environment; .engine.props gives them to a plain `dotnet build` and an IDE.

CHOICE=.engine.props

use_engine() {
  check_choices
  [[ -z ${TORCH_BACKEND:-} ]] || export TorchBackend=$TORCH_BACKEND
  if [[ -n ${TORCH_ENGINE:-} ]]; then
    export TorchEngine=$TORCH_ENGINE
    say "Engine: $TorchEngine (asked for)."
  else
    [[ -f $CHOICE ]] || choose_engine
    export TorchEngine; TorchEngine=$(remembered TorchEngine)
    say "Engine: $TorchEngine ($(remembered TorchEngineReason))."
  fi
}

choose_engine() {
  say "Choosing the engine: does TorchSharp run on this machine? (once; $CHOICE remembers)"
  if torchsharp_runs; then remember TorchSharp "$WHY"; else remember LibTorch "$WHY"; fi
  say "To use the other one: './build.sh engine TorchSharp' or './build.sh engine LibTorch'."
}

show_or_set_engine() {
  check_choices
  case ${1:-} in
    TorchSharp | LibTorch) remember "$1" "chosen by hand" ;;
    auto) rm -f "$CHOICE" ;;
    "") ;;
    *) fail "The engine is '$1': it must be TorchSharp, LibTorch or auto." ;;
  esac
  use_engine
}

# Sets WHY. The cheap questions come first: TorchSharp alone is 3 MB, its libtorch some 300 MB.
torchsharp_runs() {
  WHY="its packages restore and its native library loads here"
  if ! probe restore managed; then
    WHY="the TorchSharp package could not be restored"
  elif ! system_is_new_enough; then
    WHY="TorchSharp's native library needs $MISSING, which this system's C++ runtime lacks"
  elif say "  fetching the native package (TorchSharp-${TorchBackend:-cpu}) ..." && ! probe restore native; then
    WHY="the package TorchSharp-${TorchBackend:-cpu} could not be restored"
  elif ! probe run native; then
    WHY="TorchSharp restores, but its native library does not load here"
  else
    return 0
  fi
  return 1
}

# probe restore|run managed|native
probe() {
  local log=$LOGS/probe-$1-$2.log folder=.build/probe application=false
  [[ $2 == managed ]] || application=true
  mkdir -p "$LOGS"
  local arguments=(-v quiet -p:TorchEngine=TorchSharp -p:TorchApplication=$application)
  if [[ $1 == restore ]]; then
    dotnet restore "$folder" "${arguments[@]}" >"$log" 2>&1 </dev/null
  else
    dotnet build "$folder" -c Release --no-restore "${arguments[@]}" >"$log" 2>&1 </dev/null &&
      dotnet "$folder/bin/TorchSharp/Release/net10.0/TorchProbe.dll" >>"$log" 2>&1 </dev/null
  fi
}

# Compares the symbol versions that TorchSharp's native library asks for with those that the C++ runtime has.
# It saves the large download where the answer is certain; where something is not found the probe decides.
system_is_new_enough() {
  [[ $(uname -s) == Linux ]] || return 0
  local library runtime
  library=$(native_library_of_torchsharp)
  runtime=$(ldconfig -p 2>/dev/null | sed -n 's/.*libstdc++\.so\.6 .*=> //p' | head -n 1)
  [[ -f $library && -f $runtime ]] || return 0
  MISSING=$(comm -23 <(cpp_versions "$library") <(cpp_versions "$runtime") | sort -V | tail -n 1)
  [[ -z $MISSING ]]
}

cpp_versions() { grep -aoE '(GLIBCXX|CXXABI)_[0-9]+(\.[0-9]+)*' "$1" | sort -u; }

native_library_of_torchsharp() {
  local assets=.build/probe/obj/TorchSharp/project.assets.json packages version
  [[ -f $assets ]] || return 0
  packages=$(sed -n '/"packageFolders"/,/}/ s/^ *"\(.*\)": {}.*/\1/p' "$assets" | head -n 1)
  version=$(sed -n 's/.*"TorchSharp\/\([^"]*\)": {.*/\1/p' "$assets" | head -n 1)
  printf '%s' "${packages%/}/torchsharp/$version/runtimes/linux-$(dotnet_architecture)/native/libLibTorchSharp.so"
}

dotnet_architecture() { [[ $(uname -m) == aarch64 ]] && printf arm64 || printf x64; }

remember() {
  local backend=${TORCH_BACKEND:-cpu}
  cat >"$CHOICE" <<XML
<Project>
  <!-- Written by build.sh; './build.sh engine auto' chooses anew. -->
  <PropertyGroup>
    <TorchEngine Condition="'\$(TorchEngine)' == ''">$1</TorchEngine>
    <TorchBackend Condition="'\$(TorchBackend)' == ''">$backend</TorchBackend>
    <TorchEngineReason>$2</TorchEngineReason>
  </PropertyGroup>
</Project>
XML
}

remembered() { sed -n "s/.*<$1[^>]*>\([^<]*\)<\/$1>.*/\1/p" "$CHOICE"; }
