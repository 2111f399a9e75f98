#!/usr/bin/env bash
# The whole suite in three parts. A part whose system package is missing is left out by name; with CI=true that fails.
set -uo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
# Nothing of an installation on this machine, and nothing left behind.
unset DATABASE_URL SECRET_KEY DEBUG HTTPS BEHIND_PROXY ALLOWED_HOSTS EMAIL_HOST
DATA_DIR=$(mktemp -d)
export DATA_DIR
trap 'rm -rf "$DATA_DIR"' EXIT
# Ctrl-C ends everything, not only what runs just now.
trap 'exit 130' INT
summary=()
status=0

part() {
  local name=$1 result=passed started=$SECONDS
  shift
  echo "== $name"
  "$@" </dev/null || { result=FAILED; status=1; }
  summary+=("$name: $result ($((SECONDS - started)) s)")
}

left_out() {
  summary+=("$1: SKIPPED, the system package $2 is missing")
  [[ ${CI:-} != true ]] || status=1
}

suite=(pytest --numprocesses auto --maxprocesses 4 --quiet)
on_postgresql=(python -m tests.postgres --)

part 'SQLite' "${suite[@]}" --ignore tests/browser tests
if compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
  part 'PostgreSQL' "${on_postgresql[@]}" "${suite[@]}" --only-database --ignore tests/browser tests
else
  left_out 'PostgreSQL' postgresql
fi
part 'Reliability (short form)' .ci/reliability.sh --kills 4 --acknowledgements 200
if [[ $(command -v chromium) == /usr/* ]]; then
  part 'Browser' "${suite[@]}" tests/browser
else
  left_out 'Browser' chromium
fi

# A few tests of one file each, which pytest skips: no reason to fail.
[[ -e /usr/lib/softhsm/libsofthsm2.so ]] ||
  summary+=('Token (tests/lms/lib/signatures/test_token.py): SKIPPED, the system package softhsm2 is missing')
command -v soffice >/dev/null ||
  summary+=('LibreOffice (tests/lms/reports/test_libreoffice.py): SKIPPED, libreoffice-{calc,writer}-nogui are missing')

printf '\n== Summary\n'
printf '%s\n' "${summary[@]}"
exit "$status"
