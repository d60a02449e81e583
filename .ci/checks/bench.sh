# The benchmarks, one of each kind that needs nothing from outside: that they run, not how long anything takes.

check_benchmarks() {
  heading "The benchmarks, a few of them"
  local folder
  folder=$(mktemp -d)
  check "two processes take turns" ./build.sh bench overhead-resnet20 --rounds 1 --seconds 0.1 --results "$folder/performance.json"
  check "a small part beside its baseline" ./build.sh bench parts Augmentation --results "$folder/parts.md"
  rm -rf "$folder"
}
