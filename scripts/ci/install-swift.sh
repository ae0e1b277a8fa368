#!/usr/bin/env bash
# Installs a Swift toolchain into /opt/swift on Debian 13, for which there is no container image of this
# version: swift.org's toolchain for Debian 12 runs there. Checks the signature. Run as root.
# On GitHub, later steps find it on PATH.
#
# usage: scripts/ci/install-swift.sh [VERSION]
set -euo pipefail
version=${1:-6.3.1}
# "Swift 6.x Release Signing Key", https://www.swift.org/keys
signer=52BB7E3DE28A71BE22EC05FFEF80A866B47A981F
case $(uname -m) in
  x86_64) platform=debian12 ;;
  aarch64) platform=debian12-aarch64 ;;
  *) echo "install-swift: there is no toolchain for $(uname -m)" >&2; exit 1 ;;
esac
address=https://download.swift.org/swift-$version-release/$platform/swift-$version-RELEASE
file=swift-$version-RELEASE-$platform.tar.gz

apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
  binutils binutils-gold ca-certificates curl gcc git gpg gpg-agent libc6-dev libcurl4-openssl-dev \
  libedit-dev libncurses-dev libsqlite3-dev libstdc++-14-dev libxml2-dev pkg-config tzdata uuid-dev \
  zlib1g-dev >/dev/null

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GNUPGHOME=$work/gnupg
install -d -m 700 "$GNUPGHOME"
curl -fsSL --retry 3 -o "$work/$file" "$address/$file"
curl -fsSL --retry 3 -o "$work/$file.sig" "$address/$file.sig"
curl -fsSL --retry 3 --compressed https://www.swift.org/keys/all-keys.asc | gpg --batch --quiet --import
# gpg may warn that the key has expired since; what counts is whose signature it is.
status=$(gpg --batch --status-fd 1 --verify "$work/$file.sig" "$work/$file" 2>/dev/null || true)
[[ $status == *"VALIDSIG $signer "* ]] ||
  { echo "install-swift: $file has no valid signature of $signer" >&2; exit 1; }
mkdir -p /opt/swift
tar -C /opt/swift --strip-components=1 -xzf "$work/$file"
if [[ -n ${GITHUB_PATH:-} ]]; then echo /opt/swift/usr/bin >>"$GITHUB_PATH"; fi
/opt/swift/usr/bin/swift --version
