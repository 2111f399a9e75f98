"""One run of the benchmark of a prefecture, in an empty database."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

from django.core.management.base import CommandError
from django.db import connection, transaction

from lms.duties.counting import Counts, counts_by_department, total
from lms.duties.planning import reconcile
from lms.lib.fiscal_year import fiscal_year
from lms.office.bench.large import by_hand, history
from lms.office.bench.large.importing import measured_imports
from lms.office.bench.measuring import Stopwatch
from lms.office.demo.city import DemoCity
from lms.people.models import Employee
from lms.people.organisation import organisation

ACTOR = "command:bench_large"
_SEED = 1
_LAPS = 3


@dataclass(frozen=True)
class Extent:
    """How large the prefecture is."""

    staff: int = 50_000
    requirements: int = 10
    past_years: int = 5


def run(*, extent: Extent, on: date, at: datetime, tell: Callable[[str], None]) -> dict[str, Any]:
    """All figures of this database, ready for JSON. Seconds; megabytes."""
    year, chance = fiscal_year(on), Random(_SEED)  # noqa: S311 - a made-up city
    demo = DemoCity(year, extent.staff, _SEED)
    tell("職員のファイルを取り込んでいます")
    with tempfile.TemporaryDirectory() as folder:
        demo.write_files(Path(folder))
        figures: dict[str, Any] = {
            name: asdict(cost) for name, cost in measured_imports(Path(folder), demo.april_first).items()
        }
    courses = history.courses(extent.requirements)
    lines = history.planned(courses, year)
    tell("受講対象を決めています")
    figures["reconcile_first"] = _reconciled(on, at)
    figures["reconcile_again"] = _reconciled(on, at)
    tell("過去の年度の記録を作っています")
    people = list(Employee.objects.values_list("pk", flat=True))
    with transaction.atomic():
        for line in lines:
            history.learned(line, people, year, chance)
        for past in range(year - extent.past_years, year):
            history.past_year(history.planned(courses, past), past, chance)
    tell("受講状況を計測しています")
    return {"database": connection.display_name, "extent": asdict(extent), "figures": figures | _status(year, on)}


def _reconciled(on: date, at: datetime) -> dict[str, Any]:
    started = time.perf_counter()
    found = reconcile(on=on, at=at, actor=ACTOR)
    return {"seconds": time.perf_counter() - started, **asdict(found)}


def _status(year: int, on: date) -> dict[str, Any]:
    """The product's counts of all departments, and the same totals by hand; laps in turns, the best of each."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # both databases do this by themselves in time
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
    return {
        "status": {"seconds": found["ours"].median_ms / 1000, "queries": found["ours"].queries},
        "status_by_hand": {"seconds": found["by_hand"].median_ms / 1000, "queries": found["by_hand"].queries},
        "ratio": found["ours"].median_ms / found["by_hand"].median_ms,
    }
