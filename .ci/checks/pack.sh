# The packages, as somebody uses them who has nothing else of HierKD: an empty folder, a folder feed, a network of her own.

check_packages() {
  heading "The packages"
  check "pack makes the packages" ./build.sh pack
  local folder package
  folder=$(mktemp -d)
  cp tests/build/consumer/* "$folder"
  printf '<configuration><packageSources><add key="packed" value="%s" /></packageSources><config><add key="globalPackagesFolder" value="%s" /></config></configuration>\n' \
    "$PWD/artifacts/packages" "$folder/packages" >"$folder/nuget.config"
  for package in HierKD HierKD-libtorch; do
    if [[ ! -f artifacts/packages/$package.0.1.0.nupkg ]]; then
      skip "$package in an empty project" "./build.sh pack could not make it here"
      continue
    fi
    check "$package in an empty project builds without a warning" in_folder "$folder" dotnet build -c Release -nologo "-p:HierKDPackage=$package" -o "$folder/$package"
  done
  check_getting_started "$folder/first"
  if [[ -f $folder/HierKD-libtorch/Consumer.dll ]]; then
    check "HierKD-libtorch prunes a stranger's network with her own criterion, pruner and loss" dotnet "$folder/HierKD-libtorch/Consumer.dll"
  fi
  if [[ -f artifacts/packages/HierKD.0.1.0.nupkg && -f artifacts/packages/HierKD-libtorch.0.1.0.nupkg ]]; then
    check "a project that references both is told which to remove" refused "$folder" HIERKD001 "remove HierKD" HierKD HierKD-libtorch
    check "so is one with HierKD-libtorch and TorchSharp" refused "$folder" HIERKD002 "Remove TorchSharp" HierKD-libtorch TorchSharp
  fi
  rm -rf "$folder"
}

# check_getting_started FOLDER: the commands and the code of docs/getting-started.md as they stand there, in an empty folder beside a checkout called HierKD.
check_getting_started() {
  local package
  for package in HierKD HierKD-libtorch; do
    if [[ ! -f artifacts/packages/$package.0.1.0.nupkg ]]; then
      skip "getting started with $package" "./build.sh pack could not make it here"
    elif [[ $package == HierKD && " ${ENGINES[*]} " != *" TorchSharp "* ]]; then
      skip "getting started with $package" "TorchSharp's native library does not run here"
    else
      check "getting started with $package, from an empty folder to a file and a report" get_started "$1/$package" "$package"
    fi
  done
}

get_started() {
  local page=$PWD/docs/getting-started.md code="code: tests/HierKD.Tests/Docs" output
  mkdir -p "$1/prune" && ln -s "$PWD" "$1/HierKD" && cd "$1/prune" || return 1
  # NuGet keeps what it has unpacked by version, and this version is made again and again.
  output=$(
    set -e
    unset TorchEngine
    export NUGET_PACKAGES=$1/packages
    eval "$(block "$page" "run: project")"
    eval "$(block "$page" "run: $2")"
    block "$page" "$code/GettingStarted.cs#program" >Program.cs
    block "$page" "$code/GettingStartedNet.cs#network" >MyNet.cs
    eval "$(block "$page" "run: program")"
  ) || { printf '%s\n' "$output"; return 1; }
  printf '%s\n' "$output"
  [[ $output != *warning* && $output == *"parameters are left."* && -f mynet-small.hierkd && -f report.html ]]
}

# block PAGE MARK: the lines of the code block after <!-- MARK -->.
block() { awk -v mark="<!-- $2 -->" '$0 == mark { found = 1; next } found && /^```/ { if (inside) exit; inside = 1; next } inside' "$1"; }

in_folder() { (cd "$1" && rm -rf obj bin && env -u TorchEngine "${@:2}"); }

# refused FOLDER CODE WORDS PACKAGE OTHER
refused() {
  local output
  if output=$(in_folder "$1" dotnet build -c Release -nologo "-p:HierKDPackage=$4" "-p:OtherPackage=$5" -o "$1/refused" 2>&1); then
    printf 'It builds.\n'
    return 1
  fi
  printf '%s\n' "$output"
  grep -q "error $2: .*$3" <<<"$output"
}
