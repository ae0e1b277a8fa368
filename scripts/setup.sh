#!/usr/bin/env bash
# Installs what Interleave needs: from the system C libraries, fonts, and the tools that its tests look at
# PDFs with; from PyPI Typst, which sets the PDF, into .build/typst. Debian and Ubuntu are set up here;
# elsewhere it says what is missing.
# Does nothing, quickly, when everything is there already.
#
# `setup.sh run` does not ask for a Swift toolchain: the programs of a release run without one.
# `setup.sh tests` adds what only tests need, where it can be had: a browser that looks at the page
# (Debian; Ubuntu has none as a package) and Python packages that read the notebooks. Tests that miss
# them are skipped, and say so.
set -euo pipefail

packages=(
  pkg-config git make
  libopenblas-dev libcairo2-dev libpango1.0-dev libharfbuzz-dev libfontconfig-dev libglib2.0-dev
  libcminpack-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libsqlite3-dev sqlite3
  fonts-inter fonts-linuxlibertine fonts-jetbrains-mono
  poppler-utils qpdf python3-venv
)
# Ubuntu 22.04 has a HarfBuzz that cannot subset fonts; fontTools does it there.
if grep -qs '^VERSION_CODENAME=jammy' /etc/os-release; then packages+=(python3-fonttools); fi
if [[ ${1:-} == tests ]]; then
  packages+=(curl)
  if grep -qs '^ID=debian' /etc/os-release; then packages+=(chromium); fi
fi
say() { printf 'setup: %s\n' "$*" >&2; }

if [[ ${1:-} != run ]] && ! command -v swift >/dev/null 2>&1; then
  say "no Swift toolchain on PATH. Install Swift 6.2 or later from https://www.swift.org/install/linux"
  exit 2
fi

if ! command -v dpkg-query >/dev/null 2>&1; then
  say "this is not Debian or Ubuntu, so nothing is installed. Needed, under your system's names:"
  say "${packages[*]}"
  "$(dirname "$0")/install-typst.sh" || true
  for library in openblas cairo pangocairo harfbuzz-subset glib-2.0 fontconfig cminpack libcmark-gfm sqlite3; do
    pkg-config --exists "$library" 2>/dev/null || say "missing: $library (pkg-config finds no such library)"
  done
  exit 0
fi

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
  [[ $status == "install ok installed" ]] || missing+=("$package")
done
# What comes from PyPI; without it a report has no PDF, and some tests are skipped.
python_packages() {
  "$(dirname "$0")/install-typst.sh" || true
  [[ ${1:-} == tests ]] || return 0
  "$(dirname "$0")/python-peers.sh" || say "tests that read notebooks with Python will be skipped"
}
if [[ ${#missing[@]} -eq 0 ]]; then
  python_packages "$@"
  exit 0
fi

as_root=()
if [[ $(id -u) -ne 0 ]]; then
  if ! command -v sudo >/dev/null 2>&1; then
    say "not root, and there is no sudo. As root: apt-get install ${missing[*]}"
    exit 2
  fi
  as_root=(sudo)
fi
say "installing ${missing[*]}"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
  "${missing[@]}" >/dev/null
python_packages "$@"
