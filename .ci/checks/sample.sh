# The sample, from training to the reloaded network, with as little training as possible.

check_sample() {
  heading "The sample, in short"
  local file
  file=$(mktemp -u)
  check "QuickStart trains, prunes, saves and reloads" \
    ./build.sh sample --teacher-epochs 1 --joint-epochs 1 --fine-tune-epochs 1 --output "$file"
  rm -f "$file"
}
