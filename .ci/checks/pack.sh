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
  if [[ -f $folder/HierKD-libtorch/Consumer.dll ]]; then
    check "HierKD-libtorch prunes a stranger's network with her own criterion, pruner and loss" dotnet "$folder/HierKD-libtorch/Consumer.dll"
  fi
  if [[ -f artifacts/packages/HierKD.0.1.0.nupkg && -f artifacts/packages/HierKD-libtorch.0.1.0.nupkg ]]; then
    check "a project that references both is told which to remove" refused "$folder" HIERKD001 "remove HierKD" HierKD HierKD-libtorch
    check "so is one with HierKD-libtorch and TorchSharp" refused "$folder" HIERKD002 "Remove TorchSharp" HierKD-libtorch TorchSharp-cpu
  fi
  rm -rf "$folder"
}

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
