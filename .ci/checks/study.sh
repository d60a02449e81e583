# The study at a token size: that it runs, goes on where it was, and renders; nothing about accuracy.

check_study() {
  heading "The study, at a token size"
  local folder
  folder=$(mktemp -d)
  mkdir -p "$folder/docs/results"
  cp docs/method.md "$folder/docs"
  check "the quick grid runs" token_study "$folder"
  check "what is finished is not repeated" nothing_is_repeated "$folder"
  check "its page is written from it" page_is_written "$folder"
  check "results for trying stay out of the documentation" trial_is_refused
  check "the pages on the study are what the results say" study_pages_are_current
  rm -rf "$folder"
}

token_study() {
  ./build.sh study --grid quick --train-images 300 --original-epochs 1 --budget 0.05 --results "$1/docs/results/study-quick.jsonl" --work "$1/work"
}

nothing_is_repeated() {
  local before output
  before=$(<"$1/docs/results/study-quick.jsonl")
  output=$(token_study "$1")
  printf '%s\n' "$output"
  [[ $output == *", 0 to run here."* && $before == "$(<"$1/docs/results/study-quick.jsonl")" ]]
}

page_is_written() {
  ./build.sh study render --docs "$1/docs"
  grep -F '| `default` | Recipe.Default |' "$1/docs/results/study-quick.md"
}

trial_is_refused() {
  local output
  if output=$(./build.sh study --grid quick --train-images 300 2>&1); then printf 'it ran\n'; return 1; fi
  [[ $output == *"give a file elsewhere by --results"* ]] || { printf '%s\n' "$output"; return 1; }
}

study_pages_are_current() {
  local folder
  folder=$(mktemp -d)
  cp -r docs/. "$folder"
  ./build.sh study render --docs "$folder"
  diff -r docs "$folder"
}
