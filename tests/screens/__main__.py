"""Start a made-up city of its own, look at every page of every role, and write docs/screens and docs/screens.md."""

import argparse
import os
import sys
from pathlib import Path

import django

from tests.screens.city import ROOT, running_city


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.screens", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs" / "screens")
    arguments = parser.parse_args()
    with running_city() as city:
        os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings"
        django.setup()
        from tests.screens import listing, taking  # noqa: PLC0415 - Django must be ready

        pictures = taking.pictures(city, arguments.folder)
        listing.write(pictures, arguments.folder)
        missing = listing.without_picture(pictures)
    size = sum(file.stat().st_size for file in arguments.folder.glob("*.png")) / 1_000_000
    sys.stdout.write(f"{len(pictures)} pages, {size:.1f} MB; no picture of: {', '.join(missing) or 'none'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
