#!/usr/bin/env bash
# Writes requirements.lock and requirements-dev.lock. UPGRADE=1 takes the newest versions that the .in files allow;
# without it, what is locked and still allowed stays.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH
# The oldest Python we support decides: a newer one would leave out what only the oldest needs.
.venv/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' ||
  { echo "The lock files are made under Python 3.11: remove .venv/ and have python3.11 on the PATH." >&2; exit 1; }
for name in requirements requirements-dev; do
  # The head of the file then names this target, and no address of a package index or folder of this machine.
  CUSTOM_COMPILE_COMMAND='make lock' .venv/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links ${UPGRADE:+--upgrade} \
    --output-file "$name.lock" "$name.in"
done
# What is locked must install on every Python we support, down to the first 3.11. Where it does not, say so in the .in
# file by an upper bound.
for version in 3.11.0 3.12 3.13; do
  .venv/bin/pip install -qq --dry-run --ignore-installed --target .venv/none --python-version "$version" \
    --require-hashes --only-binary :all: --requirement requirements.lock --requirement requirements-dev.lock ||
    { echo "The lock files do not hold for Python $version." >&2; exit 1; }
done
