# The recipes, each on a little made-up data and a narrow network: that they run from the data to the reloaded student, nothing about accuracy.

check_recipes() {
  heading "The recipes, on made-up data"
  local name folder
  folder=$(mktemp -d)
  for name in vgg16-cifar10 resnet56-cifar10 mobilenetv1-cifar100 resnet50-imagenet; do
    check "$name trains, prunes, saves and reloads" ./build.sh recipe "$name" --smoke --output "$folder/$name.hierkd"
  done
  check "the page on recipes is what the results say" page_is_current "$folder"
  rm -rf "$folder"
}

page_is_current() {
  ./build.sh recipe table --page "$1/recipes.md"
  diff docs/recipes.md "$1/recipes.md"
}
