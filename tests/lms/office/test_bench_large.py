"""The benchmark of a prefecture, on a village: the statement written by hand gives the product's own totals, and what
is found is kept at once."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from lms.duties.counting import Counts, counts_by_department, total
from lms.lib import clock
from lms.office.bench.goals import PREFECTURE
from lms.office.bench.large import by_hand, history, lists, running
from lms.office.bench.large.commands import Cost
from lms.office.bench.large.running import Extent, figures
from lms.office.management.commands import bench_large
from lms.people.organisation import organisation
from lms.records.models import Completion
from lms.reports.lists.making import make_list
from lms.reports.models import ListFile
from tests import factories as f

pytestmark = pytest.mark.django_db
DURING, AFTER = date(2026, 9, 1), date(2026, 11, 22)


@pytest.fixture
def village() -> None:
    seats = [f.department("0101"), f.department("0202")]
    people = [f.employee(seats[number % 2]) for number in range(30)]
    f.leave(people[0], date(2026, 5, 1))
    f.leave(people[1], date(2026, 5, 1), date(2026, 11, 1))
    courses = history.courses(2)
    for year in (2025, 2026):
        history.plan(courses, year)
        history.give_duties(year)
        history.learn(year)
    duty = people[2].duties.filter(fiscal_year=2026).first()
    f.exemption(people[2], duty.requirement)
    done = Completion.objects.valid().filter(completed_at__gte=f.jst(2026, 4, 1)).first()
    f.cancelled(done, f.jst(2026, 8, 1), people[0])


def ours(on: date) -> Counts:
    return total(counts_by_department(organisation(on), 2026, on).values())


@pytest.mark.parametrize("on", [DURING, AFTER])
def test_the_statement_by_hand_gives_the_totals_of_the_product(village, on):
    found = by_hand.counted(2026, on)
    assert found == ours(on)
    assert found.required + found.deferred + found.exempt == 60
    assert 0 < found.completed < found.started < found.required


def test_one_more_duty_is_one_more_in_the_totals(village):
    before = by_hand.counted(2026, AFTER)
    unfinished = f.employee(f.department("0303"))
    line = unfinished.duties.model.objects.filter(fiscal_year=2026).first().requirement
    f.duty(unfinished, line)
    assert by_hand.counted(2026, AFTER) != before


@pytest.fixture
def brought_in(monkeypatch) -> None:
    """The import runs in a process of its own, which does not see this test's database: its people are here already."""
    seat = f.department("0101")
    for _ in range(20):
        f.employee(seat)
    monkeypatch.setattr(
        running, "_imports", lambda demo: iter([("import_preview", {"seconds": 1.0, "megabytes": 9.0})])
    )
    monkeypatch.setattr(running, "tidy", lambda: None)


def work_off_here() -> Cost:
    """A worker in a process of its own would not see this test's database."""
    for waiting in ListFile.objects.filter(state=ListFile.State.WAITING):
        make_list(list_id=waiting.pk, now=clock.now)
    return Cost(1.0, 1.0, 9.0)


def test_a_run_fills_the_past_opens_the_duties_of_this_year_and_counts_them(
    brought_in, settings, tmp_path, monkeypatch
):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(lists, "work_off", work_off_here)
    found = dict(figures(extent=Extent(20, 3, 2), on=AFTER, at=f.jst(2026, 11, 22), tell=lambda words: None))
    assert list(found) == [name for name in bench_large.LABELS if name not in ("import_apply", "import_again")]
    assert (found["reconcile_first"]["opened"], found["reconcile_again"]["opened"]) == (60, 0)
    assert (found["status"]["queries"], found["status_by_hand"]["queries"]) == (2, 1)
    assert found["list_xlsx"]["rows"] == 60
    assert PREFECTURE.keys() < bench_large.LABELS.keys()
    assert all(goals.keys() <= found[name].keys() for name, goals in PREFECTURE.items() if name in found)
    assert found["overview_unchanged"]["queries"] < found["overview_changed"]["queries"]


def test_what_is_found_is_kept_even_if_the_rest_is_broken_off(brought_in, monkeypatch, tmp_path):
    def broken_off(*args, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "reconcile", broken_off)
    monkeypatch.setattr(bench_large, "prepare_empty_database", lambda: None)
    said = io.StringIO()
    with pytest.raises(KeyboardInterrupt):
        call_command(
            "bench_large",
            "--past-years",
            "1",
            "--json",
            str(tmp_path / "found.json"),
            stdout=said,
            stderr=io.StringIO(),
        )
    assert list(json.loads((tmp_path / "found.json").read_text())["figures"]) == ["import_preview"]
    assert "職員の取込み（確認だけ）　1秒、最大9 MB　目標60秒・500 MB以内：達成" in said.getvalue()


def test_a_database_that_holds_anything_is_refused():
    with pytest.raises(CommandError, match="空のデータベース"):
        call_command("bench_large")
