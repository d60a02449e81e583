# The packages: the library once for each engine that can be had here.

PACKAGES=artifacts/packages

pack() {
  need_sdk
  local made=0
  rm -f "$PACKAGES"/HierKD*.nupkg "$PACKAGES"/HierKD*.snupkg
  if probe restore managed; then
    pack_flavour TorchSharp HierKD && made=$((made + 1))
  else
    say "HierKD: left out, the TorchSharp package could not be restored."
  fi
  if own_libtorch; then
    say "HierKD-libtorch: left out, it is made with the distribution's libtorch; unset Torch_DIR and CMAKE_PREFIX_PATH."
  elif (build_native); then
    pack_flavour LibTorch HierKD-libtorch && made=$((made + 1))
  else
    say "HierKD-libtorch: left out, its native part could not be built here (see above)."
  fi
  ((made > 0)) || fail "No package could be made."
}

# pack_flavour ENGINE PACKAGE
pack_flavour() {
  logged "pack-$2" env TorchEngine="$1" dotnet pack src/HierKD -c Release -nologo -o "$PACKAGES" || fail "$2 could not be packed: the messages are above."
  say "$2: $(cd "$PACKAGES" && ls "$2".[0-9]*.nupkg)"
}
