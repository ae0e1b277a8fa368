#!/usr/bin/env bash
# Builds the project in release, in half of the time of `swift build -c release`: what calls, prints or draws
# is not optimised, nor are the packages; the rooms that compute are (Package.swift says which). An import that
# Package.swift does not declare is an error. Options go on to `swift build`: --product NAME, --build-tests.
set -euo pipefail
exec swift build --package-path "$(dirname "$0")/.." -c release \
  --explicit-target-dependency-import-check error -Xswiftc -Onone "$@"
