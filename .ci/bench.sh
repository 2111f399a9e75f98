#!/usr/bin/env bash
# The benchmark on both databases, each new and empty, and durable as in production.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
unset DATABASE_URL SECRET_KEY DEBUG
# On the disk that carries the product's data: the folder for temporary files may be memory.
mkdir -p var
DATA_DIR=$(mktemp -d "$PWD/var/bench.XXXXXX")
export DATA_DIR
trap 'rm -rf "$DATA_DIR"' EXIT

# Each measurement has a database of its own.
on_sqlite() { DATABASE_URL="sqlite:///$DATA_DIR/$1.sqlite3" python manage.py "$@"; }

on_sqlite bench --json var/bench-sqlite.json
on_sqlite bench_large --json var/bench-large-sqlite.json
on_sqlite bench_ledger --json var/bench-ledger-sqlite.json
on_sqlite bench_search --json var/bench-search-sqlite.json
if compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
  python -m tests.postgres --durable -- \
    python manage.py bench --json var/bench-postgresql.json --beside var/bench-sqlite.json
  python -m tests.postgres --durable -- \
    python manage.py bench_large --json var/bench-large-postgresql.json
  python -m tests.postgres --durable -- \
    python manage.py bench_ledger --json var/bench-ledger-postgresql.json
  python -m tests.postgres --durable -- \
    python manage.py bench_search --json var/bench-search-postgresql.json
else
  echo 'PostgreSQL: SKIPPED, the system package postgresql is missing'
fi
