#!/usr/bin/env bash
# Packs the built programs for a release: the command line, all analyses, and the Swift runtime, as
# FOLDER/interleave-VERSION-DISTRIBUTION-PROCESSOR.tar.gz. Needs patchelf and binutils.
#
# There is one file per distribution, since the programs link to its C libraries, and the file names of some
# (cmark-gfm) change with each of their versions. The Swift runtime lies beside the programs rather than
# in them: linked statically, its 80 MB would be in each of twenty programs.
#
# usage: scripts/ci/pack.sh FOLDER [folder with the built programs]
set -euo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$(dirname "$0")/../.."
bin=${2:-.build/release}
stop() { printf 'pack: %s\n' "$*" >&2; exit 1; }

for tool in patchelf strip; do
  command -v "$tool" >/dev/null 2>&1 || stop "$tool is not installed (Debian packages: patchelf, binutils)"
done
version=$(scripts/ci/version.sh)
system=$(scripts/ci/system.sh) || stop "/etc/os-release names no VERSION_CODENAME"
mapfile -t programs < <(sed -n '/^let analyses = \[/,/^\]/p' Package.swift | sed -nE 's/^ *"([a-z0-9-]+)",?$/\1/p')
[[ ${#programs[@]} -gt 0 ]] || stop "Package.swift lists no analyses"
programs=(interleave "${programs[@]}")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/interleave-$version
mkdir -p "$root/bin" "$root/lib"
for program in "${programs[@]}"; do
  [[ -x $bin/$program ]] || stop "$bin/$program is not built: scripts/build.sh"
  strip -o "$root/bin/$program" "$bin/$program"
  ldd "$bin/$program" | awk '$3 ~ /\/swift\/linux\// { print $3 }' >>"$work/runtime"
  patchelf --set-rpath "\$ORIGIN/../lib" "$root/bin/$program"
done
while read -r library; do
  cp -L "$library" "$root/lib/"
  patchelf --set-rpath "\$ORIGIN" "$root/lib/$(basename "$library")"
done < <(sort -u "$work/runtime")
[[ -e $root/lib/libswiftCore.so ]] || stop "the programs use no Swift runtime that could be packed"
cp LICENSE "$root/"
scripts/ci/key.sh Package.swift Sources analyses >"$root/SOURCES"

file=$folder/interleave-$version-$system.tar.gz
tar -C "$work" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@${SOURCE_DATE_EPOCH:-0}" \
  -cf - "interleave-$version" | gzip -n >"$file"
printf 'pack: %s, %s programs, %s MB\n' "$file" "${#programs[@]}" "$(($(stat -c %s "$file") / 1000000))" >&2
