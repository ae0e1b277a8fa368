#!/usr/bin/env bash
# Installs the Python packages that tests read notebooks with (nbformat, nbconvert, Jupytext) into
# .build/python-peers. Tests find them there, and say that they skip where they are missing.
# Does nothing when they are there already.
set -euo pipefail
cd "$(dirname "$0")/.."

environment=.build/python-peers
requirements=scripts/python-peers.lock
say() { printf 'python-peers: %s\n' "$*" >&2; }
stop() {
  say "$1"
  exit 2
}

# The copy of the requirements says that all of them are there.
cmp -s $requirements $environment/installed.txt && exit 0
python3 -c 'import venv, ensurepip' 2>/dev/null ||
  stop "needs Python 3 with its venv module; on Debian: apt-get install python3 python3-venv"
say "installing into $environment (about 20 MB to download, 80 MB on disk)"
rm -rf $environment
python3 -m venv $environment || stop "python3 -m venv $environment failed"
$environment/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: \
  --require-hashes --requirement $requirements ||
  stop "pip could not install $requirements; is there a network?"
cp $requirements $environment/installed.txt
