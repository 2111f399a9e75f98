"""One run of the benchmark of a prefecture, in an empty database."""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.core.management.base import CommandError
from django.db import transaction

from lms.duties.counting import Counts, counts_by_department, total
from lms.duties.planning import reconcile
from lms.lib import clock
from lms.lib.fiscal_year import fiscal_year, start_of_day
from lms.office.bench.large import by_hand, history
from lms.office.bench.large.importing import measured_imports
from lms.office.bench.large.lists import measured_list
from lms.office.bench.large.pages import Day, page_figures
from lms.office.bench.large.people import appointed
from lms.office.bench.measuring import Stopwatch
from lms.office.bench.preparing import tidy
from lms.office.demo.city import DemoCity
from lms.people.organisation import organisation
from lms.people.roles import Role

ACTOR = "command:bench_large"
_SEED = 1
_LAPS = 5
Figures = Iterator[tuple[str, dict[str, Any]]]


@dataclass(frozen=True)
class Extent:
    """How large the prefecture is."""

    staff: int = 50_000
    requirements: int = 10
    past_years: int = 5


def figures(*, extent: Extent, on: date, at: datetime, tell: Callable[[str], None]) -> Figures:
    """Each figure under its name, as soon as it is known, ready for JSON. Seconds; megabytes.

    The past years come before the duties of this one, so that these are opened in tables of full size.
    """
    year = fiscal_year(on)
    tell("職員のファイルを取り込んでいます")
    yield from _imports(DemoCity(year, extent.staff, _SEED))
    courses = history.courses(extent.requirements)
    for past in range(year - extent.past_years, year):
        tell(f"{past}年度の記録を作っています")
        with transaction.atomic():
            history.plan(courses, past)
            history.give_duties(past)
            history.learn(past)
    history.plan(courses, year)
    tidy()
    tell("受講対象を決めています")
    yield "reconcile_first", _reconciled(on, at)
    yield "reconcile_again", _reconciled(on, at)
    tell("今年度の受講の記録を作っています")
    with transaction.atomic():
        history.learn(year)
    tidy()
    tell("受講状況を集計しています")
    status = dict(_status(year, on))
    yield from status.items()
    tell("画面と報告書を計測しています")
    auditor = appointed(Role.AUDITOR, on, at)
    day = the_day_after(on)
    with patch.object(clock, "now", return_value=day.at):
        yield from page_figures(auditor, day, status["status"]["seconds"])
    tell("名簿のファイルを作っています")
    yield "list_xlsx", measured_list(auditor, on, at)


def the_day_after(on: date) -> Day:
    """At noon: pages of the very day would ask for the last year as known before its people came in, in vain."""
    tomorrow = on + timedelta(days=1)
    return Day(tomorrow, start_of_day(tomorrow) + timedelta(hours=12))


def _imports(demo: DemoCity) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        demo.write_files(Path(folder))
        for name, cost in measured_imports(Path(folder), demo.april_first):
            yield name, asdict(cost)


def _reconciled(on: date, at: datetime) -> dict[str, Any]:
    started, used = time.perf_counter(), time.process_time()
    found = reconcile(on=on, at=at, actor=ACTOR)
    return {
        "seconds": time.perf_counter() - started, "cpu_seconds": time.process_time() - used, **asdict(found)
    }  # fmt: skip


def _status(year: int, on: date) -> Figures:
    """The product's counts of all departments, and the same totals by hand; laps in turns, the median of each."""
    watch, ours, theirs = Stopwatch(), Counts(), Counts()
    city = organisation(on)
    for _ in range(_LAPS):
        with watch.lap("ours"):
            ours = total(counts_by_department(city, year, on).values())
        with watch.lap("by_hand"):
            theirs = by_hand.counted(year, on)
    if ours != theirs:
        raise CommandError(f"集計が一致しません。{ours} {theirs}")
    found = watch.figures()
    for name, lap in (("status", found["ours"]), ("status_by_hand", found["by_hand"])):
        yield name, {"seconds": lap.median_ms / 1000, "queries": lap.queries}
    yield "ratio", {"times": found["ours"].median_ms / found["by_hand"].median_ms}
