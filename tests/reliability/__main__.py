"""Kill the server and the database while people take tests, and see whether an acknowledged answer is missing."""

import argparse
import os
import sys
from random import Random

import django
from django.conf import settings
from django.core.management import call_command


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--acknowledgements", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
    django.setup()
    from tests.reliability import trials  # noqa: PLC0415 - Django must be ready

    call_command("migrate", verbosity=0, interactive=False)
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        call_command("collectstatic", verbosity=0, interactive=False)
    rng, ready = Random(arguments.seed), trials.prepare()
    killed = trials.killing(
        ready=ready[:8], kills=arguments.kills, acknowledgements=arguments.acknowledgements, rng=rng
    )
    _say(f"kills {arguments.kills}: {killed}")
    with trials.running() as server:
        fine, closed = trials.many_submits(one=ready[8], server=server)
        late = trials.deadlines(ready=ready[17:29], server=server)
    _say(f"50 equal submits: {fine} answered, closed {closed} time")
    _say(str(late))
    full = trials.full_disk(ready=ready[29:37], rng=rng)
    _say(f"disk full: {full or _NOT_TRIED}")
    control = trials.killing(
        ready=ready[9:17], kills=1, acknowledgements=300, rng=rng, application="tests.reliability.lossy"
    )
    _say(f"negative control (a server that throws answers away): {control}")
    good = killed.clean and fine == 50 and closed == 1 and late.clean and control.lost > 0
    good = good and (full is None or (full.clean and full.refused > 0))
    _say("passed" if good else "FAILED")
    return 0 if good else 1


_NOT_TRIED = "not tried; the files of this database are not written by the web server"


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
