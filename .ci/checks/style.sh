# Formatting, as .editorconfig says; what the compiler and the analyzers say is already an error in every build.

the_style() {
  heading "Style"
  check "dotnet format finds nothing to change" dotnet format whitespace HierKD.sln --no-restore --verify-no-changes
  check "no line of C# is longer than 140 characters" lines_are_short
  check "every shell script parses" parses
  check "no two files differ in case alone" names_are_apart
}

lines_are_short() {
  local long
  long=$(git ls-files -z '*.cs' | LC_ALL=C.UTF-8 xargs -0 grep -nP '^.{141,}' | cut -c 1-120 || true)
  printf '%s\n' "$long"
  [[ -z $long ]]
}

# Windows and macOS hold such files for one, and MSBuild for a duplicate.
names_are_apart() { [[ -z $(git ls-files | tr '[:upper:]' '[:lower:]' | sort | uniq -d | tee /dev/stderr) ]]; }

parses() {
  local script
  for script in .ci/run .ci/checks/*.sh; do bash -n "$script"; done
}
