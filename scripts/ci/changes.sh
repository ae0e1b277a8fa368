#!/usr/bin/env bash
# Prints what CHANGELOG.md says of a version; exit status 1 where it says nothing.
# usage: scripts/ci/changes.sh VERSION
set -euo pipefail
cd "$(dirname "$0")/../.."
changes=$(awk -v version="$1" '
  /^## / { inside = ($2 == version); next }
  inside { print }' CHANGELOG.md)
[[ -n ${changes//[[:space:]]/} ]] || { echo "changes: CHANGELOG.md has no section for $1" >&2; exit 1; }
printf '%s\n' "$changes"
