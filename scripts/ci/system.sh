#!/usr/bin/env bash
# Prints the distribution and the processor that programs are built for, as release files name them:
# bookworm-x86_64. Prints nothing, with exit status 1, on a system without a code name.
set -euo pipefail
# shellcheck source=/dev/null
codename=$(. /etc/os-release 2>/dev/null && echo "${VERSION_CODENAME:-}")
[[ -n $codename ]] || exit 1
echo "$codename-$(uname -m)"
