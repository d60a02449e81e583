# The programs with as little work as possible: that they run from their data to what they write, nothing about accuracy or time.

the_programs() {
  local folder name
  folder=$(mktemp -d)
  heading "The samples, in short"
  own_loop "$folder"
  check "CustomSaliency compares a criterion of its own with the default" criteria "$folder"
  check "what it has finished is not run again" finished_criteria "$folder"
  check "ImagePairs prunes a network of two inputs, saves and reloads" \
    sample ImagePairs --original-epochs 1 --joint-epochs 1 --fine-tune-epochs 0 --output "$folder/pairs.hierkd"
  check "ImageNetResNet50 trains, prunes, saves and reloads" \
    sample ImageNetResNet50 prune --smoke ${HIERKD_IMAGE_FOLDERS:+--data "$HIERKD_IMAGE_FOLDERS"} --output "$folder/imagenet.hierkd"
  if [[ -n ${HIERKD_DATA:-} ]]; then
    check "Cifar10 prunes a pretrained ResNet-20, saves and reloads" sample Cifar10 prune --prune-first-layer --train-images 1280 \
      --validation-images 500 --test-images 500 --fine-tune-epochs 1 --output "$folder/cifar10.hierkd"
  else
    skip "Cifar10 prunes a pretrained ResNet-20, saves and reloads" "there are no images of CIFAR-10 here (HIERKD_DATA is not set)"
  fi
  for name in vgg16-cifar10 resnet56-cifar10 mobilenetv1-cifar100 resnet50-imagenet; do
    check "the recipe $name trains, prunes, saves and reloads" sample Recipes "$name" --smoke --output "$folder/$name.hierkd"
  done
  check "the page on recipes is what the results say" recipes_are_current "$folder"

  heading "The study, at a token size"
  check "the quick grid runs" token_study "$folder"
  check "what is finished is not repeated" nothing_is_repeated "$folder"
  check "results for trying stay out of the documentation" trial_is_refused
  check "its page is written from it, and the pages in docs are what their results say" pages_are_written "$folder"

  heading "The tools"
  check "half of the filters of a few networks can go, and what is left is right" tool docs/tools/Networks \
    --out "$folder/networks.json" --only "ResNet-20, CIFAR" "small ViT, separate q, k, v" "chunk(2)" "two inputs, two outputs" \
    "path that follows the data"
  check "a few networks are exported, and ONNX Runtime gives the same" tool docs/tools/Onnx export \
    --results "$folder/onnx.json" --only "ResNet-20, CIFAR" "two inputs, two outputs" "path that follows the data" mobilenet_v3_small
  check "a network and its file are timed" tool docs/tools/Onnx latency \
    --results "$folder/onnx.json" --only "VGG of QuickStart" --rounds 1 --seconds 0.1
  check "two processes of a benchmark take turns" tool tests/HierKD.Benchmarks \
    overhead-resnet20 --rounds 1 --seconds 0.1 --results "$folder/performance.json"
  check "a small part beside its baseline" tool tests/HierKD.Benchmarks parts Augmentation --results "$folder/parts.md"
  rm -rf "$folder"
}

# All is built by now.
sample() { dotnet run --project "samples/$1" -c Release --no-build -- "${@:2}"; }

tool() { dotnet run --project "$1" -c Release --no-build -- "${@:2}"; }

own_loop() {
  check "OwnTrainingLoop trains, saves and reloads" sample OwnTrainingLoop \
    --original-epochs 1 --shrink-epochs 1 --max-epochs 2 --work "$1/own-loop" --output "$1/own-loop.hierkd"
}

criteria() {
  sample CustomSaliency --criteria default read-variation --seeds 1 --original-epochs 1 --joint-epochs 1 --fine-tune-epochs 0 \
    --work "$1/custom-saliency"
}

finished_criteria() {
  local output
  output=$(criteria "$1") || return 1
  printf '%s\n' "$output"
  [[ $output == *"2 of 2 criteria are finished."* && $output == *"| read-variation "* ]]
}

recipes_are_current() {
  sample Recipes table --page "$1/recipes.md"
  diff docs/recipes.md "$1/recipes.md"
}

token_study() {
  sample Study --grid quick --train-images 300 --original-epochs 1 --budget 0.05 --results "$1/quick.jsonl" --work "$1/work"
}

nothing_is_repeated() {
  local before output
  before=$(<"$1/quick.jsonl")
  output=$(token_study "$1") || return 1
  printf '%s\n' "$output"
  [[ $output == *", 0 to run here."* && $before == "$(<"$1/quick.jsonl")" ]]
}

trial_is_refused() {
  local output
  if output=$(sample Study --grid quick --train-images 300 2>&1); then printf 'it ran\n'; return 1; fi
  [[ $output == *"give a file elsewhere by --results"* ]] || { printf '%s\n' "$output"; return 1; }
}

# In a copy of the documentation, where the token results take the place of the quick grid's.
pages_are_written() {
  mkdir "$1/docs" &&
    cp -r docs/*.md docs/results "$1/docs" &&
    cp "$1/quick.jsonl" "$1/docs/results/study-quick.jsonl" &&
    sample Study render --docs "$1/docs" &&
    grep -F '| `default` | Recipe.Default |' "$1/docs/results/study-quick.md" &&
    diff -r -x 'study-quick.*' -x tools -x api docs "$1/docs"
}
