#!/usr/bin/env bash
# Rules that the formatter does not know. Prints what breaks them; exit status 1 where any does.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 2
status=0
forbid() { # what, pattern, paths...
  local what=$1 pattern=$2
  shift 2
  local found
  found=$(grep -rnE "$pattern" "$@" --include='*.swift' | grep -v 'Sources/Core/DeterministicMath.swift')
  [[ -z $found ]] && return
  printf '%s:\n%s\n' "$what" "$found" >&2
  status=1
}
imports() { # target, modules that it must not import
  forbid "$1 must not import $2" "^(@testable )?import ($2)$" "Sources/$1"
}
forbid 'a crash waiting for bad input' '\btry!|\bas! ' Sources analyses
forbid 'transcendental functions go through DeterministicMath' '\bFoundation\.(exp|log|log2|pow|sin|cos)\(' Sources analyses
forbid 'left open' '\b(TODO|FIXME|XXX)\b' Sources analyses Tests
imports Core 'Lab|Metrics|Statistics|Canvas|Plot|Report|Notebook|Costs|Audit|Claims'
imports Costs 'Lab|Metrics|Statistics|Canvas|Plot|Report|Notebook|Audit|Claims'
imports Audit 'Lab|Canvas|Plot|Report|Notebook|Claims'
imports Claims 'Lab|Canvas|Plot|Report|Notebook'
imports Lab 'Metrics|Statistics|Canvas|Plot|Report|Notebook'
imports Metrics 'Lab|Statistics|Canvas|Plot|Report|Notebook'
imports Statistics 'Lab|Metrics|Canvas|Plot|Report|Notebook'
imports Canvas 'Lab|Metrics|Statistics|Plot|Report|Notebook'
imports Plot 'Lab|Metrics|Statistics|Report|Notebook'
imports Report 'Lab|Metrics|Statistics|Notebook'
exit $status
