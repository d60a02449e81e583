#!/usr/bin/env bash
# The choice of engine and of the native package, tried in a copy of the checkout against a feed of placeholder packages.
# Needs the SDK and, for the packages that are no placeholders, the machine's ordinary package folder (any build fills it).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tests/build/tally.sh

WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
ORDINARY=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //')
export DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
unset TORCH_ENGINE TORCH_BACKEND TorchEngine TorchBackend TorchSharpVersion

source tests/build/placeholders.sh
source tests/build/restore-checks.sh
source tests/build/front-door-checks.sh

make_copy
make_feeds
restore_checks
front_door_checks
closing_line
((FAILED == 0))
