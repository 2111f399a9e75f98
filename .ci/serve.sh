#!/usr/bin/env bash
# The product as one: web server, background worker and ledger sealer. They start together, and when one of them stops,
# or on Ctrl-C, all stop.
set -euo pipefail
# Every process in a group of its own: Ctrl-C reaches this script alone, which then stops each of them once.
set -m
cd "$(dirname "$0")/.."
# Without one in the environment, bash has a default that programs it starts would not see.
export PATH
export PORT=${PORT:-8000}
data=${DATA_DIR:-var}

manage() { .venv/bin/python manage.py "$@" </dev/null; }

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; }

# Compressing takes half a minute, so it is done only when what is collected has changed.
collect_static() {
  local now kept=$data/static/.collected-from
  now=$(find requirements.lock lms courses quizzes -type f \
    \( -name requirements.lock -o -path '*/static/*' -o -path 'courses/library/*' \
    -o -path courses/figures.py -o -path lms/settings.py \) \
    -print0 | sort -z | xargs -0 sha256sum | sha256sum)
  if [[ -e $kept && $now == "$(<"$kept")" ]]; then return; fi
  echo "Collecting static files ..."
  manage collectstatic --no-input --verbosity 0
  echo "$now" >"$kept"
}

declare -A names=()

start() {
  local name=$1
  shift
  # Even when this script is killed outright, nothing is left running.
  setpriv --pdeathsig TERM -- "$@" </dev/null &
  names[$!]=$name
}

stop_all() {
  trap '' INT TERM HUP
  kill "${!names[@]}" 2>/dev/null || true
  wait 2>/dev/null
}

if answers; then
  echo "Port $PORT is taken. Choose another one: make run PORT=8001" >&2
  exit 1
fi
echo "Preparing the database ..."
manage migrate --no-input --verbosity 0
manage load_demo --if-empty
collect_static

trap 'echo; echo "Stopping ..."; stop_all; exit 0' INT TERM HUP
start 'web server' .venv/bin/gunicorn --config lms/gunicorn.py lms.wsgi
web=$!
start 'background worker' .venv/bin/python manage.py db_worker --verbosity 0
start 'ledger sealer' .venv/bin/python manage.py seal_ledger --forever
manage demo_people
until answers || ! kill -0 "$web" 2>/dev/null; do sleep 0.1; done
printf '\nhttp://127.0.0.1:%s  (Ctrl-C stops)\n' "$PORT"

status=0
wait -n -p ended || status=$?
echo "The ${names[$ended]} stopped by itself (exit $status); stopping the rest." >&2
unset "names[$ended]"
stop_all
exit 1
