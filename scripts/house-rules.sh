#!/usr/bin/env bash
# Rules that neither the formatter nor the build knows. Prints what breaks them; exit status 1 where any does.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 2
status=0
forbid() { # what, pattern, paths...
  local what=$1 pattern=$2
  shift 2
  local found
  found=$(grep -rnE "$pattern" "$@" --include='*.swift' |
    grep -vE '^Sources/Core/(Numbers|Files/InputFile)\.swift|ImportBenchmark|func print|:[0-9]+: *///')
  [[ -z $found ]] && return
  printf '%s:\n%s\n' "$what" "$found" >&2
  status=1
}
forbid 'a crash waiting for bad input' '\btry!|\bas! ' Sources analyses
forbid 'transcendental functions go through DeterministicMath' '\bFoundation\.(exp|log|log2|pow|sin|cos)\(' Sources analyses
forbid 'text reaches a terminal through Terminal alone' '(^|[^.A-Za-z_])print\(|FileHandle\.standard(Output|Error)|\bfputs\(' Sources/interleave Sources/Notebook Sources/Studies Sources/Workshop Sources/Runs Sources/Storage Sources/Published Sources/Results Sources/Importers Sources/Report Sources/Paper
forbid 'files are read through InputFile alone' '\b(Data|String)\(contentsOf|FileHandle\(forReading' Sources
forbid 'left open' '\b(TODO|FIXME|XXX)\b' Sources analyses Tests
scripts/imports.py >&2 || status=1
exit $status
