#!/usr/bin/env bash
# All static checks. Every one runs, so that one look shows everything; fails when any of them does.
set -uo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
DATA_DIR=$(mktemp -d)
export DATA_DIR
trap 'rm -rf "$DATA_DIR"' EXIT
# Ctrl-C ends everything, not only what runs just now.
trap 'exit 130' INT
failed=()

check() {
  local name=$1
  shift
  echo "== $name"
  "$@" </dev/null || failed+=("$name")
}

deployment() {
  HTTPS=1 BEHIND_PROXY=1 ALLOWED_HOSTS=kenshu.city.example DEBUG=0 \
    SECRET_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(64))') \
    python manage.py check --deploy --fail-level WARNING
}

check 'ruff check' ruff check --no-cache .
check 'ruff format' ruff format --check .
check 'templates (djhtml)' find templates lms courses quizzes -name '*.html' -exec djhtml --check --tabwidth 2 {} +
check 'one-way imports' lint-imports
check 'types (mypy)' mypy
check 'migrations' python manage.py makemigrations --check --dry-run
check 'deployment settings' deployment

if [[ ${#failed[@]} -gt 0 ]]; then
  printf 'FAILED: %s\n' "${failed[@]}"
  exit 1
fi
echo 'All checks passed.'
