# The samples, from a trained network to the reloaded one, with as little training as possible.

check_sample() {
  heading "The samples, in short"
  local file folder
  folder=$(mktemp -d)
  file=$folder/small.hierkd
  check "QuickStart trains, prunes, saves and reloads" \
    ./build.sh sample --original-epochs 1 --joint-epochs 1 --fine-tune-epochs 1 --output "$file"
  check "OwnTrainingLoop trains, saves and reloads" \
    ./build.sh own-loop --original-epochs 1 --shrink-epochs 1 --max-epochs 2 --work "$folder/own-loop" --output "$file"
  check "CustomSaliency compares a criterion of its own with the default" \
    ./build.sh custom-saliency --criteria default read-variation --seeds 1 --original-epochs 1 --joint-epochs 1 --fine-tune-epochs 0 --work "$folder/custom-saliency"
  check "what it has finished is not run again" finished_criteria "$folder/custom-saliency"
  check "ImageNetResNet50 trains, prunes, saves and reloads" check_imagenet "$file"
  if [[ -n ${HIERKD_DATA:-} ]]; then
    check "Cifar10 prunes a pretrained ResNet-20, saves and reloads" \
      ./build.sh cifar10 prune --prune-first-layer --train-images 1280 --validation-images 500 --test-images 500 --fine-tune-epochs 1 --output "$file"
  else
    skip "Cifar10 prunes a pretrained ResNet-20, saves and reloads" "there are no images of CIFAR-10 and no pretrained networks here (HIERKD_DATA is not set)"
  fi
  rm -rf "$folder"
}

# finished_criteria FOLDER
finished_criteria() {
  local output
  output=$(./build.sh custom-saliency --criteria default read-variation --seeds 1 --original-epochs 1 --joint-epochs 1 --fine-tune-epochs 0 --work "$1") || return 1
  printf '%s\n' "$output"
  [[ $output == *"2 of 2 criteria are finished."* && $output == *"| read-variation "* ]]
}

# On real images where there are some, else on made-up ones.
check_imagenet() {
  if [[ -n ${HIERKD_IMAGE_FOLDERS:-} ]]; then
    ./build.sh imagenet prune --smoke --data "$HIERKD_IMAGE_FOLDERS" --output "$1"
  else
    ./build.sh imagenet prune --smoke --output "$1"
  fi
}
