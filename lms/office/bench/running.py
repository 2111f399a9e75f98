"""One run of the bench over the city that stands in the database."""

import os
import platform
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from importlib.metadata import version
from typing import Any

from django.db import connection

from courses.models import Course
from lms.duties.models import Duty
from lms.office.bench.answers import saves, submits
from lms.office.bench.bank import build_bank, measure_bank
from lms.office.bench.goals import outcomes
from lms.office.bench.load import JOURNEYS
from lms.office.bench.measuring import Figure, Stopwatch
from lms.office.bench.pages import measure_certificates, measure_pages, measure_report, measure_tests
from lms.office.bench.papers import measured_papers
from lms.office.bench.people import browsers, key, office_browser, sittings
from lms.office.bench.server import running_server
from lms.office.bench.throughput import CONNECTIONS, ask_rate, page_rates, sitting_rate, sittings_needed
from lms.people.models import Department, Employee
from lms.people.roles import Role
from lms.records.models import Completion

_PACKAGES = ("Django", "wagtail", "gunicorn", "WeasyPrint")


@dataclass(frozen=True)
class Effort:
    """How often each thing is done: by how many people, and for how many seconds through the web server."""

    seconds: float
    people: int = 50
    tests: int = 40
    reports: int = 10
    certificates: int = 100
    questions: int = 20_000
    draws: int = 40
    papers: int = 2000
    plain_papers: int = 100


def measured_pages(effort: Effort, on: date, at: datetime) -> dict[str, Figure]:
    """Queries and milliseconds of every kind of request."""
    watch = Stopwatch()
    measure_pages(watch, browsers(effort.people))
    measure_tests(watch, sittings(effort.tests), key())
    measure_report(watch, office_browser(Role.HR), effort.reports)
    measure_certificates(watch, effort.certificates, on, at)
    bank = build_bank(effort.questions, at)
    measure_bank(watch, bank, office_browser(Role.SECURITY_OFFICE), effort.draws)
    return watch.figures()


def measured_rates(seconds: float, at: datetime) -> dict[str, Any]:
    """Requests and tests a second through the web server."""
    # All sign in before: so many at once would keep the database from the server.
    visitors, right, shares = browsers(CONNECTIONS), key(), len(JOURNEYS) + 1
    waiting = sittings(shares * sittings_needed(seconds))
    single = waiting[len(JOURNEYS) :: shares]
    # A tiny city has few of them.
    savers = min(CONNECTIONS, len(single) // 2)
    to_save, to_submit = saves(single[:savers], seconds, at), submits(single[savers:], CONNECTIONS, at)
    with running_server() as port:
        rates = page_rates(port, visitors, seconds)
        for turn, journey in enumerate(JOURNEYS):
            rates[journey] = sitting_rate(port, journey, waiting[turn::shares], right, seconds)
        rates["answer_save"] = ask_rate(port, to_save, seconds)
        rates["submit_and_grade"] = ask_rate(port, to_submit, seconds)
    return {name: asdict(rate) for name, rate in rates.items()}


def run(*, effort: Effort, on: date, at: datetime, tell: Callable[[str], None]) -> dict[str, Any]:
    """All figures of this database, ready for JSON."""
    facts = {"database": _database(), "date": on.isoformat(), "machine": _machine(), "city": _city()}
    tell("画面ごとの時間と問合せの数を計測しています")
    figures = measured_pages(effort, on, at)
    tell("ウェブサーバーを通して計測しています")
    rates = measured_rates(effort.seconds, at)
    tell("証書の一括作成を計測しています")
    papers = measured_papers(effort.papers, effort.plain_papers, on, at)
    result = facts | {
        "pages": {name: asdict(figure) for name, figure in figures.items()},
        "certificate_ms": _certificate_ms(figures),
        "server": rates,
        "papers": asdict(papers),
    }
    return result | {"goals": [asdict(goal) | {"reached": goal.reached} for goal in outcomes(result)]}


def _certificate_ms(figures: dict[str, Figure]) -> float:
    """One paper of the batch: its part of the giving, and its drawing."""
    given, drawn = figures["give_certificates"], figures["draw_certificate"]
    return (given.total_ms + drawn.total_ms) / drawn.laps


def _database() -> str:
    numbers = connection.Database.sqlite_version if connection.vendor == "sqlite" else _postgresql_version()
    return f"{connection.display_name} {numbers}"


def _postgresql_version() -> str:
    return ".".join(map(str, connection.get_database_version()))


def _machine() -> dict[str, Any]:
    versions = {"Python": platform.python_version()} | {name: version(name) for name in _PACKAGES}
    return {"cores": len(os.sched_getaffinity(0)), "versions": versions}


def _city() -> dict[str, Any]:
    return {
        "staff": Employee.objects.count(),
        "departments": Department.objects.count(),
        "courses": Course.objects.count(),
        "done_percent": 100 * Completion.objects.count() / Duty.objects.count(),
    }
