"""Make up cities, ask the product for their figures, work each out from the raw rows and tell every difference.

Exit status 1 when there is one, or when rows that are withheld go unnoticed. Everything happens in
transactions that are rolled back, in a new database unless DATABASE_URL names one.
"""

import argparse
import os
import sys
import tempfile

import django
from django.core.management import call_command


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.recomputing", description=__doc__)
    parser.add_argument("--cities", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
        django.setup()
        from tests.recomputing import controls, trial  # noqa: PLC0415 - Django must be ready

        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        found = trial.tried(arguments.cities, arguments.seed)
        sys.stdout.write(f"{arguments.cities} cities, {found}\n")
        sys.stdout.flush()
        missed = controls.missed(arguments.seed)
    sys.stdout.write("".join(f"negative control unnoticed: {one}\n" for one in missed) or "negative controls noticed\n")
    return 1 if found.differences or missed else 0


if __name__ == "__main__":
    sys.exit(main())
