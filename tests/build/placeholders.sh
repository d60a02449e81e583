# The copy of the checkout and the feeds with placeholder packages.

make_copy() {
  mkdir "$WORK/copy"
  tar c --exclude=./.git --exclude=bin --exclude=obj --exclude=./.engine.props --exclude=./.build/log --exclude=native/build . | tar x -C "$WORK/copy"
  # The checkout's own feed would serve packages that somebody packed there.
  rm -f "$WORK"/copy/artifacts/packages/*.nupkg
}

# Feeds: working (restores, loads), lifeless (restores, has no code), newer (asks for a newer C++ runtime), empty.
make_feeds() {
  local backend
  mkdir "$WORK/empty" "$WORK/native" "$WORK/native-of-the-future"
  printf 'not a library\n' >"$WORK/native/libLibTorchSharp.so"
  printf 'GLIBCXX_9.9.9\n' >"$WORK/native-of-the-future/libLibTorchSharp.so"
  for backend in cpu cuda-windows cuda-linux; do pack working "TorchSharp-$backend"; done
  cp -r "$WORK/working" "$WORK/lifeless"
  cp -r "$WORK/working" "$WORK/newer"
  pack working TorchSharp -p:Code=true -p:Native="$WORK/native/libLibTorchSharp.so"
  pack lifeless TorchSharp
  pack newer TorchSharp -p:Native="$WORK/native-of-the-future/libLibTorchSharp.so"
}

# pack FEED ID [properties]
pack() {
  local feed=$1 id=$2 log=$WORK/pack.log
  shift 2
  local properties=(-p:PackageId="$id" -p:PackageVersion=0.105.2 -p:Code=false -p:IsPackable=true)
  rm -rf "$WORK/copy/tests/build/placeholder/obj"
  dotnet pack "$WORK/copy/tests/build/placeholder" -c Release -v quiet -o "$WORK/$feed" "${properties[@]}" "$@" >"$log" 2>&1 </dev/null ||
    { cat "$log"; exit 1; }
}

# Runs with one feed and nothing else as a source, and with a package folder of its own per feed.
with_feed() {
  local feed=$1
  shift
  (cd "$WORK/copy" && RestoreSources="$WORK/$feed" NUGET_PACKAGES="$WORK/packages-$feed" "$@")
}
