# The samples, from a trained network to the reloaded one, with as little training as possible.

check_sample() {
  heading "The samples, in short"
  local file
  file=$(mktemp -u)
  check "QuickStart trains, prunes, saves and reloads" \
    ./build.sh sample --teacher-epochs 1 --joint-epochs 1 --fine-tune-epochs 1 --output "$file"
  if [[ -n ${HIERKD_DATA:-} ]]; then
    check "Cifar10 prunes a pretrained ResNet-20, saves and reloads" \
      ./build.sh cifar10 prune --prune-first-layer --train-images 1280 --validation-images 500 --test-images 500 --fine-tune-epochs 1 --output "$file"
  else
    skip "Cifar10 prunes a pretrained ResNet-20, saves and reloads" "there are no images of CIFAR-10 and no pretrained networks here (HIERKD_DATA is not set)"
  fi
  rm -f "$file"
}
