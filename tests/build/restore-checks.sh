# What the projects refer to, for every engine and backend.

TORCH_PROJECTS=(src/HierKD tests/HierKD.Models tests/HierKD.Tests tests/HierKD.LibTorch.Tests tests/HierKD.Networks samples/QuickStart)

restore_checks() {
  local backend
  printf 'Packages per engine and backend:\n'
  for backend in cpu cuda-windows cuda-linux; do
    check "backend $backend restores" restore TorchSharp "$backend"
    check "backend $backend: TorchSharp-$backend alone, in applications only" packages_are TorchSharp "torchsharp torchsharp-$backend" "torchsharp"
  done
  check "LibTorch restores" restore LibTorch cpu
  check "LibTorch refers to no package of TorchSharp" packages_are LibTorch "" ""
  check "a wrong backend is refused by name" refuses "it must be cpu, cuda-windows or cuda-linux" restore TorchSharp rocm
  check "a wrong engine is refused by name" refuses "it must be TorchSharp or LibTorch" restore PyTorch cpu
}

restore() {
  with_feed working env TorchEngine="$1" TorchBackend="$2" RestoreFallbackFolders="$ORDINARY" dotnet restore HierKD.sln -v quiet
}

# packages_are ENGINE IN-APPLICATIONS IN-LIBRARIES
packages_are() {
  local project expected found status=0
  for project in "${TORCH_PROJECTS[@]}"; do
    expected=$3
    grep -q '<TorchApplication>true' "$WORK/copy/$project"/*.csproj && expected=$2
    found=$(torch_packages "$WORK/copy/$project/obj/$1/project.assets.json")
    [[ $found == "$expected" ]] || { printf '%s: found "%s", expected "%s"\n' "$project" "$found" "$expected"; status=1; }
  done
  return $status
}

torch_packages() {
  sed -n '/^  "libraries": {/,/^  },/ s/^    "\([^/]*\)\/.*/\1/p' "$1" | tr '[:upper:]' '[:lower:]' | grep '^torchsharp' | sort -u | paste -s -d ' ' - || true
}

# refuses SENTENCE COMMAND...: the command fails, and its output holds the sentence.
refuses() {
  local sentence=$1 output
  shift
  if output=$("$@" 2>&1); then printf 'it did not fail:\n%s\n' "$output"; return 1; fi
  [[ $output == *"$sentence"* ]] || { printf 'no "%s" in:\n%s\n' "$sentence" "$output"; return 1; }
}
