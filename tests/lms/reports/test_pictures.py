"""Trend, heat map and distribution of scores: the same people as the figures beside them."""

from collections.abc import Iterable
from datetime import date, datetime

import pytest
from django.core.cache import caches
from django.test import Client

from courses.models import QuizPage
from lms.lib.fiscal_year import end_of_day
from lms.people.models import Department, Employee
from lms.people.organisation import organisation
from lms.people.roles import Role
from lms.reports.cuts import EVERYBODY, Cut
from lms.reports.dimensions import Dimension
from lms.reports.figures import Question, asked_courses
from lms.reports.overview import overview
from lms.reports.pictures import heat_map, rates_by_department
from lms.reports.reach import everything
from lms.reports.tallies import counts_of_tallies, tallies
from lms.reports.trend import completed_by_week
from quizzes.models import Attempt, Quiz
from tests import factories
from tests.factories import jst
from tests.lms.learning import samples
from tests.lms.reports.conftest import NOW, TODAY
from tests.markup import page

URL = "/reports/overview/"


@pytest.fixture(autouse=True)
def forgotten():
    caches["local"].clear()
    yield
    caches["local"].clear()


def question(on: date = TODAY, known_at: datetime | None = None, cut: Cut = EVERYBODY) -> Question:
    return Question(2026, on, asked_courses(2026), everything(organisation(on)), known_at, cut)


# ---- heat map -------------------------------------------------------------------------------------------------------


def test_two_departments_of_one_name_are_two_rows(town):
    other = factories.department("0901", "福祉課")
    factories.duties([factories.employee(other)], town.security.requirements.get())
    asked = question()
    chart = heat_map(asked, rates_by_department(asked, counts_of_tallies(tallies(asked), asked.scope.departments)))
    assert [row for row in chart.table_rows if row[0] == "福祉課"] == [
        ["福祉課", "50.0%（1/2）", "50.0%（1/2）"], ["福祉課", "対象なし", "0.0%（0/1）"],
    ]  # fmt: skip
    assert [name for _, name in chart.names] == ["市長部局", "税務課", "福祉課", "福祉課"]


# ---- trend ----------------------------------------------------------------------------------------------------------


def completed(asked: Question) -> int:
    return overview(asked, Dimension.COURSE, at=NOW).total.counts.completed


def test_the_trend_ends_where_the_headline_stands(town):
    factories.completion(town.people["青木"], town.security, jst(2026, 9, 1))  # a second time
    factories.completion(town.people["上野"], town.dx, jst(2026, 9, 1))  # away now, and yet done
    factories.completion(town.people["小川"], town.security, jst(2026, 5, 1))
    factories.completion(factories.employee(town.places["tax"]), town.dx, jst(2026, 9, 1))  # has no duty
    assert completed_by_week(question())[-1] == completed(question()) == 7


def test_a_choice_counts_in_the_week_that_decided_it(town):
    first, second = factories.course("S-02"), factories.course("S-03")
    asked = factories.choice(2, first, second)
    factories.duties([town.people["青木"]], asked)
    factories.completion(town.people["青木"], first, jst(2026, 4, 2))
    factories.completion(town.people["青木"], second, jst(2026, 4, 9))
    weeks = completed_by_week(Question(2026, TODAY, (asked.course,), everything(organisation(TODAY))))
    assert (weeks[0], weeks[1], weeks[-1]) == (0, 1, 1)


def test_what_was_done_before_the_year_began_stands_in_its_first_week(town):
    factories.duty(
        town.people["小川"], factories.requirement(factories.course("S-09")), counts_from=jst(2026, 3, 1)
    )  # fmt: skip
    factories.completion(town.people["小川"], asked_courses(2026)[-1], jst(2026, 3, 5))
    assert completed_by_week(question())[0] == 1
    assert completed_by_week(question())[-1] == completed(question())


def test_roles_are_those_known_at_the_moment(town):
    factories.grant(town.people["青木"], Role.DX_LEADER, recorded_at=jst(2026, 11, 1))
    then = question(date(2026, 9, 30), end_of_day(date(2026, 9, 30)), Cut(role=Role.DX_LEADER))
    assert completed_by_week(then)[-1] == 0


# ---- scores ---------------------------------------------------------------------------------------------------------


def sat(people: Iterable[Employee], quiz: Quiz, score: int, number: int = 1) -> None:
    """Submitted in the summer; the act itself would leave an entry in the ledger."""
    caches["local"].clear()
    for person in people:
        Attempt.objects.create(
            employee=person, quiz=quiz, number=number, paper={}, pass_percent=80, recorded_at=jst(2026, 7, 1),
            submitted_at=jst(2026, 7, 1, 13), score=score, passed=score >= 80, result={},
        )  # fmt: skip


@pytest.fixture
def taught(db):
    """A training with a test, asked of six people of one department and seen by its office."""
    exam = samples.exam()
    subject = samples.taught(quiz=exam, lessons=1)
    seat = factories.department("0101", "総務課")
    people = [factories.employee(seat) for _ in range(6)]
    factories.duties(people, factories.requirement(subject))
    return subject, exam, people


def drawn(client: Client, **conditions: str) -> list[str]:
    """What the pictures of scores say."""
    document = page(client.get(URL, {"course": "S-01", **conditions}))
    return [
        picture["aria-label"] for picture in document.select("figure svg[role=img]") if "得点" in picture["aria-label"]
    ]


@pytest.fixture
def office() -> Client:
    client = Client()
    client.force_login(factories.viewer_of(Role.SECURITY_OFFICE).user)
    return client


def test_each_person_counts_once_in_the_picture_of_a_test(taught, office):
    _, exam, people = taught
    sat(people[:4], exam, 60)
    sat(people[:4], exam, 90, number=2)
    assert drawn(office) == []
    sat(people[4:5], exam, 70)
    assert drawn(office) == ["S-01 理解度テストの得点（各人の最高点）。70～は1人、90～は4人"]


def test_two_tests_are_two_pictures_and_their_papers_are_not_added_up(taught, office):
    subject, exam, people = taught
    other = samples.exam("S-01B")
    subject.page.add_child(instance=QuizPage(title="応用", slug="more", quiz=other)).save_revision().publish()
    for quiz in (exam, other):
        sat(people[:3], quiz, 90)
    assert drawn(office) == []
    sat(people[3:], other, 80)
    assert drawn(office) == ["応用の得点（各人の最高点）。80～は3人、90～は3人"]


def test_of_one_department_classes_of_few_people_are_left_out(taught, office):
    _, exam, people = taught
    sat(people[:5], exam, 90)
    sat(people[5:], exam, 20)
    assert drawn(office, department="0101") == [
        "S-01 理解度テスト（5人未満の区分を除く）の得点（各人の最高点）。90～は5人"
    ]


def test_tests_among_which_one_chooses_are_drawn_for_the_choice(taught, office):
    subject, exam, people = taught
    factories.duties(people, factories.choice(1, subject))
    sat(people, exam, 90)
    assert len(drawn(office, course="SEL-01")) == 1


def test_a_test_that_was_taken_off_is_drawn_no_longer_though_no_fact_has_changed(taught, office):
    _, exam, people = taught
    sat(people, exam, 90)
    assert len(drawn(office)) == 1
    QuizPage.objects.get().unpublish(log_action=True)
    assert drawn(office) == []


@pytest.mark.parametrize(("role", "seen"), [(Role.AUDITOR, 1), (Role.HR, 0), (Role.DX_OFFICE, 0)])
def test_scores_are_for_the_office_of_the_training_and_the_auditor(taught, role, seen):
    _, exam, people = taught
    sat(people, exam, 90)
    viewer, client = factories.viewer_of(role), Client()
    factories.grant(viewer, Role.HEAD, Department.objects.get())
    client.force_login(viewer.user)
    assert len(drawn(client)) == seen
