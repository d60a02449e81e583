# Formatting, as .editorconfig says; what the compiler and the analyzers say is already an error in every build.

check_style() {
  heading "Style"
  check "dotnet format finds nothing to change" dotnet format whitespace HierKD.sln --no-restore --verify-no-changes
  check "every shell script parses" parses
  check "no two files differ in case alone" names_are_apart
  check "all that was built takes less than 2 GB of disk" builds_are_small
}

# Windows and macOS hold such files for one, and MSBuild for a duplicate.
names_are_apart() { [[ -z $(git ls-files | tr '[:upper:]' '[:lower:]' | sort | uniq -d | tee /dev/stderr) ]]; }

parses() {
  local script
  for script in build.sh .ci/run .build/*.sh .ci/checks/*.sh tests/build/*.sh; do bash -n "$script"; done
}

# A native library copied into every project, for every platform, once filled a disk.
builds_are_small() {
  du -sm . | tee /dev/stderr
  (($(du -sm . | cut -f1) < 2000))
}
