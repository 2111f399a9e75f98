"""The pages and the paper by which a whole prefecture is overseen: what they take in the product's own tables."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse

from lms.duties.models import Requirement, TrainingPlan
from lms.ledger.appending import append
from lms.lib.fiscal_year import fiscal_year
from lms.office.bench.journeys import carry_out, page
from lms.office.bench.large.people import appointed
from lms.office.bench.measuring import Stopwatch
from lms.office.bench.people import Browser
from lms.people.models import Department, Employee, Posting
from lms.people.organisation import organisation
from lms.people.roles import Role
from lms.people.visibility import viewer
from lms.records.models import Completion
from lms.records.recording import Earned, record_completion
from lms.reports.annual.files import AnnualFile, Edition
from lms.reports.exporting import Format
from lms.reports.lists.sources import source_of
from lms.reports.models import ListFile

_LAPS = 5
# So many rows has the list of a department that is measured, or a few more.
_LIST_ROWS = 500
Figures = Iterator[tuple[str, dict[str, Any]]]


@dataclass(frozen=True)
class Day:
    """When everything is asked."""

    on: date
    at: datetime


def page_figures(auditor: Employee, day: Day, status_seconds: float) -> Figures:
    """The overview as somebody sees it who sees everybody, then the pages of a head of a department.

    `status_seconds`: what the counts of all departments take, to which the overview is held.
    """
    watch, browser = Stopwatch(), Browser(auditor.user)
    _overview(watch, browser, day)
    _pages_of_head(watch, day)
    for name, figure in watch.figures().items():
        yield name, {"seconds": figure.median_ms / 1000, "queries": figure.queries}
    for name, lap in (("overview_ratio", "overview_changed"), ("overview_anew_ratio", "overview_anew")):
        yield name, {"times": watch.figures()[lap].median_ms / 1000 / status_seconds}
    yield "annual_pdf", _annual_report(auditor, day)


def _overview(watch: Stopwatch, browser: Browser, day: Day) -> None:
    """In turns: after somebody completed a training, once more, and after an act that may concern every training. The
    first time, which asks for the last year, counts not."""
    path = reverse("overview")
    carry_out(page(path), browser.ask)
    for lap in range(_LAPS):
        _record(lap, day)
        for name in ("overview_changed", "overview_unchanged"):
            with watch.lap(name):
                carry_out(page(path), browser.ask)
        _act(day)
        with watch.lap("overview_anew"):
            carry_out(page(path), browser.ask)


def _act(day: Day) -> None:
    """What an act leaves that figures know nothing of, so that everything is counted anew."""
    with transaction.atomic():
        append(actor="command:bench_large", action="計測", subject="受講の概況", at=day.at)


def _record(lap: int, day: Day) -> None:
    """One more completion of somebody."""
    line = Requirement.objects.filter(plan__fiscal_year=fiscal_year(day.on)).select_related("course").earliest("pk")
    person = line.duties.filter(closed_on=None).select_related("employee").order_by("pk")[lap].employee
    earned = Earned(person.pk, line.course, day.at, Completion.Source.E_LEARNING, f"bench-overview:{lap}")
    record_completion(employee=person, earned=earned, actor="command:bench_large", at=day.at)


def _pages_of_head(watch: Stopwatch, day: Day) -> None:
    department = _department(day.on)
    head = appointed(Role.HEAD, day.on, day.at, department.pk)
    browser = Browser(head.user)
    addresses = {
        "head_page": reverse("department_table"),
        "department_list": f"{reverse('report_people')}?{urlencode({'department': department.code})}",
    }
    for name, path in addresses.items():
        carry_out(page(path), browser.ask)
        for _ in range(_LAPS):
            with watch.lap(name):
                carry_out(page(path), browser.ask)


def _department(on: date) -> Department:
    """The smallest, with all below it, whose list has as many rows as are to be measured; else the largest."""
    city = organisation(on)
    main = Posting.objects.on(on).filter(kind=Posting.Kind.MAIN)
    people = Counter(above for pk in main.values_list("department_id", flat=True) for above in city.upwards(pk))
    lines = Requirement.objects.filter(plan__fiscal_year=fiscal_year(on)).count()
    enough = [pk for pk, number in people.items() if number * lines >= _LIST_ROWS]
    chosen = min(enough, key=people.__getitem__) if enough else max(people, key=people.__getitem__)
    return Department.objects.get(pk=chosen)


def _annual_report(auditor: Employee, day: Day) -> dict[str, Any]:
    """研修実施状況報告書 of the year as PDF, as a background worker draws it."""
    watch, plan = Stopwatch(), TrainingPlan.objects.get(fiscal_year=fiscal_year(day.on))
    conditions = AnnualFile(plan, day.on, Edition.INSIDE).conditions
    with watch.lap("annual_pdf"):
        source = source_of(ListFile.Kind.ANNUAL, conditions, viewer(auditor, day.on), day.at)
        source.write(BytesIO(), Format.PDF, lambda done: None)
    [figure] = watch.figures().values()
    return {"seconds": figure.median_ms / 1000, "queries": figure.queries}
