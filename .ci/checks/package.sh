# The package, as somebody uses it who has nothing else of HierKD: an empty folder, a folder feed, an empty folder of packages.

PACKAGES=artifacts/packages

the_package() {
  heading "The package"
  local folder
  folder=$(mktemp -d)
  rm -f "$PACKAGES"/HierKD*.nupkg "$PACKAGES"/HierKD*.snupkg
  check "dotnet pack makes it" dotnet pack src/HierKD -c Release -o "$PACKAGES"
  check "and HierKD.Onnx" dotnet pack src/HierKD.Onnx -c Release -o "$PACKAGES"
  check "and HierKD.Mpi" dotnet pack src/HierKD.Mpi -c Release -o "$PACKAGES"
  check "it asks for the TorchSharp that it was compiled against" says_what_it_was_compiled_against
  check "the page for beginners, from an empty folder to a file and a report" get_started "$folder/first"
  # libtorch for every platform, once for each application, is what fills a disk.
  rm -rf "$folder/first/prune"
  mkdir "$folder/own" && cp .ci/consumer/* "$folder/own"
  printf '<configuration><packageSources><add key="packed" value="%s" /></packageSources></configuration>\n' \
    "$PWD/$PACKAGES" >"$folder/own/nuget.config"
  export NUGET_PACKAGES=$folder/first/packages
  check "an empty project builds without a warning" \
    in_folder "$folder/own" dotnet build -c Release "-p:TorchSharpOfHierKD=$(torchsharp_version)" -o "$folder/out"
  check "it prunes a stranger's network with her own criterion, pruner and loss" as_a_stranger dotnet "$folder/out/Consumer.dll"
  rm -rf "$folder/out"
  check "the page on ONNX, from an empty folder to a program without TorchSharp" export_onnx "$folder/first"
  rm -rf "$folder/first/onnx"
  check "a single file for linux-x64 prunes too" single_file "$folder/own"
  unset NUGET_PACKAGES
  check "all that was built takes less than 5 GB of disk" stays_small "$folder"
  rm -rf "$folder"
}

torchsharp_version() {
  unzip -p "$PACKAGES"/HierKD.0.1.0.nupkg HierKD.nuspec | sed -n 's/.*id="TorchSharp" version="\([^"]*\)".*/\1/p' | head -n 1
}

says_what_it_was_compiled_against() {
  local promised assets=src/HierKD/obj/project.assets.json
  promised=$(torchsharp_version)
  printf 'The package promises %s.\n' "$promised"
  [[ -n $promised ]] && grep -q "\"TorchSharp/$promised\"" "$assets"
}

# The commands and the code of docs/getting-started.md as they stand there, in an empty folder beside a checkout called HierKD.
get_started() {
  local page=$PWD/docs/getting-started.md code="code: tests/HierKD.Tests/Docs" output
  mkdir -p "$1/prune" && ln -s "$PWD" "$1/HierKD" && cd "$1/prune" || return 1
  output=$(
    set -e
    export NUGET_PACKAGES=$1/packages
    eval "$(block "$page" "run: project")"
    eval "$(block "$page" "run: HierKD")"
    block "$page" "$code/GettingStarted.cs#program" >Program.cs
    block "$page" "$code/GettingStartedNet.cs#network" >MyNet.cs
    eval "as_a_stranger $(block "$page" "run: program")"
  ) || { printf '%s\n' "$output"; return 1; }
  printf '%s\n' "$output"
  [[ $output != *warn* && $output == *"parameters are left."* && -f mynet-small.hierkd && -f report.html ]]
}

# The same with docs/onnx.md.
export_onnx() {
  local page=$PWD/docs/onnx.md code="code: tests/HierKD.Onnx.Tests/Docs" output
  mkdir -p "$1/onnx" && cd "$1/onnx" || return 1
  output=$(
    set -e
    eval "$(block "$page" "run: onnx projects")"
    block "$page" "$code/MyNet.cs#network" >export/MyNet.cs
    block "$page" "$code/ExportProgram.cs#program" >export/Program.cs
    block "$page" "$code/RunProgram.cs#program" >use/Program.cs
    eval "$(block "$page" "run: onnx programs" | sed 's/^dotnet run/as_a_stranger dotnet run/')"
  ) || { printf '%s\n' "$output"; return 1; }
  printf '%s\n' "$output"
  [[ $output != *warn* && $output == *"20 numbers, the first is "* && ! -e use/bin/Release/net10.0/TorchSharp.dll ]]
}

# block PAGE MARK: the lines of the code block after <!-- MARK -->.
block() {
  awk -v mark="<!-- $2 -->" '$0 == mark { found = 1; next } found && /^```/ { if (inside) exit; inside = 1; next } inside' "$1"
}

in_folder() { (cd "$1" && rm -rf obj bin && "${@:2}"); }

single_file() {
  [[ $(uname -sm) == "Linux x86_64" ]] || return 0
  in_folder "$1" dotnet publish -c Release -r linux-x64 --self-contained false -p:PublishSingleFile=true \
    "-p:TorchSharpOfHierKD=$(torchsharp_version)" -o "$1/single" &&
    as_a_stranger "$1/single/Consumer"
}

# A native library copied into every project, for every platform, once filled a disk.
stays_small() {
  du -sm . "$1" | tee /dev/stderr
  (($(du -smc . "$1" | tail -n 1 | cut -f 1) < 5000))
}
