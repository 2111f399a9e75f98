"""Forge many papers and count who accepts them. Exit status 1 when we accept one, or refuse a genuine paper."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import django


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.forgery", description=__doc__)
    parser.add_argument("--number", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--beside", type=int, default=400, help="how many of them pdfsig and openssl judge as well")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
        django.setup()
        from tests.forgery import trial  # noqa: PLC0415 - Django must be ready

        trial.prepare()
        found = trial.tried(arguments.number, arguments.seed, arguments.beside, Path(folder))
        sys.stdout.write(f"{found}\n")
        sys.stdout.flush()
        refused = trial.genuine_refused(max(50, arguments.number // 100), Path(folder))
    sys.stdout.write(f"genuine papers refused by us, and by pdfsig and openssl: {refused}\n")
    return 1 if found.accepted.total() or refused != (0, 0) else 0


if __name__ == "__main__":
    sys.exit(main())
