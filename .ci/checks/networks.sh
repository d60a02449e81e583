# The survey of the networks, on a few that take no time and hold a difficulty each.

check_networks() {
  heading "The networks, a few of them"
  local file
  file=$(mktemp -d)
  check "half of their filters can go, and what is left is right" \
    ./build.sh networks --out "$file/networks.json" --only "ResNet-20, CIFAR" "small ViT, separate q, k, v" "chunk(2)" "two inputs, two outputs" "path that follows the data"
  rm -rf "$file"
}
