#!/bin/sh
# Acts as `interleave train` for the tests of sweeps. What it does is in the file beside it that has the
# name of the run's seed: crash, diverge, wait... It notes each start in the file `started`.
plan=$(dirname "$(readlink -f "$0")")
while [ $# -gt 0 ]; do
  case $1 in --config) config=$2; shift;; --checkpoint) checkpoint=$2; shift;; esac
  shift
done
identity=$(basename "$(dirname "$checkpoint")")
text=$(cat "$config")
seed=$(echo "$text" | sed 's/.*"seed":\([0-9]*\).*/\1/')
echo "$seed" >> "$plan/started"
deed=$(cat "$plan/$seed" 2>/dev/null)
place='{"engine":"fake","coreType":"Fake","cpu":"none"}'
from=0
[ -f "$checkpoint" ] && from=$(cat "$checkpoint")
score() { echo '{"task":"recite","loss":'"$1.$seed"',"accuracy":0.5,"predictions":10,"sequences":5,"floor":0},{"task":"hmm","loss":'"$1.5"',"accuracy":0.25,"predictions":90,"sequences":5,"floor":1.25}'; }
point() { echo '{"step":'"$1"',"tokens":'"$(($1 * 64))"',"learningRate":0.001,"scores":['"$(score "$2")"']}'; }
tell() { echo '{"event":"evaluation","identity":"'"$1"'","evaluation":'"$2"'}'; }
end() { echo '{"event":"end","record":{"identity":"'"$identity"'","config":'"$text"',"environment":'"$place"',"outcome":"'"$1"'","reason":'"$2"',"parameters":10,"evaluations":['"$(point 0 3),$(point 100 1)"'],"seconds":1.5}}'; }
echo '{"event":"start","identity":"'"$identity"'","config":'"$text"',"parameters":10,"environment":'"$place"',"resumedAtStep":'"$from"'}'
[ "$from" = 0 ] && tell "$identity" "$(point 0 3)"
case $deed in
  crash) echo "out of luck" >&2; exit 3;;
  kill) kill -9 $$;;
  silent) exit 0;;
  garbage) echo "hello"; sleep 20;;
  other) tell "ffffffffffffffff" "$(point 50 2)"; sleep 20;;
  diverge) end diverged '"the loss is not finite"'; exit 0;;
  wait) trap 'echo 50 > "$checkpoint"; exit 130' INT; tell "$identity" "$(point 50 2)"; touch "$plan/waits-$seed"; i=0; while [ $i -lt 400 ]; do sleep 0.05; i=$((i + 1)); done;;
  stubborn) trap '' INT; touch "$plan/waits-$seed"; i=0; while [ $i -lt 400 ]; do sleep 0.05; i=$((i + 1)); done;;
  orphan) touch "$plan/waits-$seed"; cat > /dev/null; touch "$plan/alone-$seed"; exit 1;;
  late*) sleep 0.2;;
esac
tell "$identity" "$(point 100 1)"
end finished null
