# The study at a token size: that it runs, goes on where it was, and renders; nothing about accuracy.

check_study() {
  heading "The study, at a token size"
  local folder
  folder=$(mktemp -d)
  check "the quick grid runs" token_study "$folder"
  check "what is finished is not repeated" nothing_is_repeated "$folder"
  check "results for trying stay out of the documentation" trial_is_refused
  check "its page is written from it, and the pages in docs are what their results say" pages_are_written "$folder"
  rm -rf "$folder"
}

token_study() {
  ./build.sh study --grid quick --train-images 300 --original-epochs 1 --budget 0.05 --results "$1/quick.jsonl" --work "$1/work"
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
  if output=$(./build.sh study --grid quick --train-images 300 2>&1); then printf 'it ran\n'; return 1; fi
  [[ $output == *"give a file elsewhere by --results"* ]] || { printf '%s\n' "$output"; return 1; }
}

# In a copy of the documentation, where the token results take the place of the quick grid's.
pages_are_written() {
  cp -r docs "$1/docs" &&
    cp "$1/quick.jsonl" "$1/docs/results/study-quick.jsonl" &&
    ./build.sh study render --docs "$1/docs" &&
    grep -F '| `default` | Recipe.Default |' "$1/docs/results/study-quick.md" &&
    diff -r -x 'study-quick.*' docs "$1/docs"
}
