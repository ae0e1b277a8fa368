#!/usr/bin/env bash
# Compares the training step of interleave with the same step in JAX, on one core, mixer by mixer.
# Installs JAX into .build/peers-venv on the first run. Arguments: names of mixers; none for all.
set -euo pipefail
cd "$(dirname "$0")/../.."

interleave=${INTERLEAVE:-.build/release/interleave}
environment=.build/peers-venv
python=$environment/bin/python
requirements=bench/peers/requirements.lock
all=(attention hgrn retnet gla hgrn2 deltanet gated_deltanet)

say() { printf 'bench-peers: %s\n' "$*" >&2; }
stop() { # exit status, message
  say "$2"
  exit "$1"
}

mixers=("$@")
[[ $# -gt 0 ]] || mixers=("${all[@]}")
for mixer in "${mixers[@]}"; do
  [[ " ${all[*]} " == *" $mixer "* ]] || stop 2 "no mixer is named $mixer; there are ${all[*]}"
done
[[ -x $interleave ]] || stop 2 "$interleave is not there; run make build first"

# JAX, into an environment of its own. The copy of the requirements says that all of them are there.
if ! cmp -s $requirements $environment/installed.txt; then
  command -v python3 >/dev/null || stop 2 "needs python3; on Debian: apt-get install python3 python3-venv"
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop 2 "needs Python 3.11 or later; $(python3 --version) is too old for the pinned JAX"
  python3 -c 'import venv, ensurepip' 2>/dev/null ||
    stop 2 "needs Python's venv module; on Debian: apt-get install python3-venv"
  say "installing JAX into $environment (about 100 MB to download, 600 MB on disk)"
  rm -rf $environment
  python3 -m venv $environment || stop 2 "python3 -m venv $environment failed"
  $python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes \
    --requirement $requirements ||
    stop 2 "pip could not install $requirements; is there a network, and a wheel for this machine?"
  cp $requirements $environment/installed.txt
fi

# Both sides stay on one and the same core, the last of those allowed.
pin=()
if command -v taskset >/dev/null; then
  core=$($python -c 'import os; print(max(os.sched_getaffinity(0)))')
  pin=(taskset --cpu-list "$core")
fi
if [[ -r /proc/loadavg ]] && awk '{ exit !($1 > 0.5) }' /proc/loadavg; then
  say "other work is running (load $(cut -d' ' -f1 /proc/loadavg)); the figures will be low and uneven"
fi

# Each of a mixer's two runs directly after the other, so that both meet the machine in one state.
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
for mixer in "${mixers[@]}"; do
  say "$mixer"
  "${pin[@]}" "$interleave" bench --mixers "$mixer" --json >"$results/$mixer.a.json" ||
    stop 1 "$interleave bench --mixers $mixer --json failed"
  "${pin[@]}" $python bench/peers/jax_step.py --mixer "$mixer" --json >"$results/$mixer.b.json" ||
    stop 1 "jax_step.py --mixer $mixer failed"
done
$python bench/peers/table.py "$results" "${mixers[@]}"
