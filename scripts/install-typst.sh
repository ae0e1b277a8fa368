#!/usr/bin/env bash
# Installs Typst, which sets the report's PDF, into .build/typst, pinned by scripts/typst.txt: the PyPI
# package, and a program `typst` over it. Does nothing where that is done, or where a typst of the same
# version is on the PATH.
set -euo pipefail
cd "$(dirname "$0")/.."

environment=.build/typst
requirements=scripts/typst.txt
version=$(sed -nE 's/^typst==([0-9]+\.[0-9]+).*/\1/p' $requirements)
say() { printf 'setup: %s\n' "$*" >&2; }
stop() {
  say "$1; reports will have no PDF"
  exit 2
}

if command -v typst >/dev/null 2>&1 && [[ $(typst --version) == "typst $version."* ]]; then exit 0; fi
# The copy of what was installed says that all of it is there.
if cat $requirements scripts/typst-cli.py | cmp -s - $environment/installed.txt; then exit 0; fi
python3 -c 'import venv, ensurepip' 2>/dev/null ||
  stop "Typst needs Python 3 with its venv module (on Debian and Ubuntu: python3-venv)"
say "installing Typst $version into $environment (about 35 MB to download)"
rm -rf $environment
python3 -m venv $environment || stop "python3 -m venv $environment failed"
$environment/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: \
  --require-hashes --requirement $requirements || stop "pip could not install $requirements; is there a network?"
cp scripts/typst-cli.py $environment/bin/typst-cli.py
cat >$environment/bin/typst <<'END'
#!/bin/sh
here=$(dirname "$0")
exec "$here/python" "$here/typst-cli.py" "$@"
END
chmod +x $environment/bin/typst
cat $requirements scripts/typst-cli.py >$environment/installed.txt
