#!/usr/bin/env bash
# Prints a key of files and folders of this checkout: the start of a hash over their names and contents.
# usage: scripts/ci/key.sh PATH...
set -euo pipefail
cd "$(dirname "$0")/../.."
find "$@" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16
