#!/usr/bin/env bash
# Makes the golden cases of Tests/LabTests/Golden with flash-linear-attention, on a CPU. Installs the pinned packages
# into .build/golden on the first run. Arguments: names of cases; none for all. GOLDEN_OUT names another folder.
set -euo pipefail
cd "$(dirname "$0")/../.."

environment=.build/golden
python=$environment/bin/python
requirements=scripts/golden/requirements.txt
out=${GOLDEN_OUT:-Tests/LabTests/Golden}

say() { printf 'golden: %s\n' "$*" >&2; }
stop() {
  say "$1"
  exit 2
}

# The copy of the requirements says that all of them are installed.
if ! cmp -s $requirements $environment/installed.txt; then
  python3 -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null ||
    say "the cases were made with Python 3.11; found $(python3 --version 2>&1)"
  python3 -c 'import venv, ensurepip' 2>/dev/null ||
    stop "needs Python 3 with its venv module; on Debian: apt-get install python3 python3-venv"
  say "installing into $environment"
  rm -rf $environment
  python3 -m venv $environment || stop "python3 -m venv $environment failed"
  $python -m pip install --quiet --disable-pip-version-check --requirement $requirements ||
    stop "pip could not install $requirements; is there a network?"
  cp $requirements $environment/installed.txt
fi

say "writing to $out"
$python scripts/golden/make_golden.py "$out" "$@"
