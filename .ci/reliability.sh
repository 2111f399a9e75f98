#!/usr/bin/env bash
# The reliability harness on both databases, each new, empty and durable. Arguments go to it, such as --kills 3.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
unset DATABASE_URL SECRET_KEY DEBUG
mkdir -p var
DATA_DIR=$(mktemp -d "$PWD/var/reliability.XXXXXX")
export DATA_DIR
trap 'rm -rf "$DATA_DIR"' EXIT

echo 'SQLite'
DATABASE_URL="sqlite:///$DATA_DIR/db.sqlite3" python -m tests.reliability "$@"
if compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
  echo 'PostgreSQL'
  python -m tests.postgres --durable -- python -m tests.reliability "$@"
else
  echo 'PostgreSQL: SKIPPED, the system package postgresql is missing'
fi
