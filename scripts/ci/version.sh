#!/usr/bin/env bash
# Prints the version of this checkout, from the one place that holds it.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$(sed -nE 's/^ *static let current = "([0-9]+\.[0-9]+\.[0-9]+)"$/\1/p' Sources/interleave/Version.swift)
[[ -n $version ]] || { echo "version: Sources/interleave/Version.swift holds no version" >&2; exit 1; }
echo "$version"
