#!/usr/bin/env bash
# Fetches the programs of this checkout's release, where there is one for this system, and prints the folder
# that holds them. Programs are taken only if they were built from the very sources of this checkout and
# the hash of the file is the published one. Otherwise it gives the reason and exits with 1: the caller builds.
#
# Releases are looked for on GitHub, in the repository whose action this is, or in the folder or address
# INTERLEAVE_RELEASES (file:///path works).
#
# usage: scripts/ci/fetch-release.sh FOLDER
set -euo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$(dirname "$0")/../.."
root=$PWD
build() { printf 'release: %s, so the programs are built\n' "$*" >&2; exit 1; }

version=$(scripts/ci/version.sh)
if [[ -n ${INTERLEAVE_RELEASES:-} ]]; then
  base=${INTERLEAVE_RELEASES%/}
elif [[ ${GITHUB_ACTION_PATH:-$root} =~ /_actions/([^/]+/[^/]+)/ ]]; then
  base=${GITHUB_SERVER_URL:-https://github.com}/${BASH_REMATCH[1]}/releases/download/v$version
else
  build "this checkout is not an action of another repository"
fi
system=$(scripts/ci/system.sh) || build "the distribution has no code name"

if ! command -v curl >/dev/null 2>&1; then
  as_root=()
  if [[ $(id -u) -ne 0 ]]; then as_root=(sudo); fi
  { "${as_root[@]}" apt-get update -qq && "${as_root[@]}" apt-get install -y -qq --no-install-recommends \
    curl ca-certificates; } >/dev/null 2>&1 || build "curl cannot be installed"
fi
get() { curl --fail --silent --location --retry 2 --max-time 300 --output "$folder/$1" "$base/$1"; }

get SHA256SUMS || build "there is no release $version at $base"
name=interleave-$version-$system.tar.gz
get SOURCES || build "the release does not say what it was built from"
[[ $(cat "$folder/SOURCES") == "$(scripts/ci/key.sh Package.swift Sources analyses)" ]] ||
  build "the sources are not those of release $version"
expected=$(awk -v name="$name" '$2 == name || $2 == "*" name { print $1 }' "$folder/SHA256SUMS")
[[ -n $expected ]] || build "release $version has no programs for $system"
get "$name" || build "$name cannot be downloaded"
found=$(sha256sum "$folder/$name" | cut -d ' ' -f 1)
[[ $found == "$expected" ]] || build "$name has the hash $found, expected $expected"
mkdir -p "$folder/programs"
tar -C "$folder/programs" --no-same-owner --strip-components=1 -xzf "$folder/$name" || build "$name cannot be unpacked"
rm "$folder/$name"
[[ -x $folder/programs/bin/interleave ]] || build "$name holds no interleave"
echo "$folder/programs/bin"
