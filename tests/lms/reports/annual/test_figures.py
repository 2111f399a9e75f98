"""What the report counts: tests within their year, 訓練 as the sheets have them, and which 確定版 says the same."""

from datetime import date, datetime
from typing import Any

import pytest

from lms.people.roles import Role
from lms.records.models import AttendanceSheet, Attendant, SheetDecision
from lms.reports.annual.content import annual_report
from lms.reports.annual.figures import figures_of
from lms.reports.annual.texts import texts_of
from lms.reports.chain.freezing import freeze
from quizzes.models import Attempt, ItemVersion, Quiz
from tests import factories
from tests.factories import jst
from tests.lms.learning.samples import exam, taught
from tests.lms.records.learnt import drill, result, sheet
from tests.lms.reports.conftest import NOW, TODAY
from tests.quizzes.samples import CHOICES, every_kind, item

JUNE = jst(2026, 6, 12)


@pytest.fixture
def tested(db):
    """A course with a test, and six people who have to take it."""
    subject = taught(quiz=exam())
    asked = factories.requirement(subject)
    seat = factories.department()
    people = [factories.employee(seat) for _ in range(6)]
    factories.duties(people, asked)
    return asked, people, Quiz.objects.get()


def sat(person, quiz, score: int, at: datetime = JUNE, number: int = 1, right: str = "1", **answer: Any) -> Attempt:
    """`answer`: to another question than the first, in another order, with other options."""
    version = answer.get("version") or ItemVersion.objects.earliest("pk")
    asked = {"version": version.pk, "kind": version.content["kind"], "order": answer.get("order", [0, 1, 2, 3])}
    return Attempt.objects.create(
        employee=person, quiz=quiz, number=number, submitted_at=at, recorded_at=at, score=score, passed=score >= 80,
        pass_percent=80, paper={"questions": [asked]},
        result={"marks": [{"position": 1, "value": answer.get("value", ["1"]), "score": right}]},
    )  # fmt: skip


def item_of(quiz: Quiz, kind: str) -> ItemVersion:
    return item(quiz.bank, "q-90", every_kind()[kind]).versions.get()


def test_the_first_attempt_of_the_year_counts_for_the_questions_whatever_its_number(tested):
    asked, people, quiz = tested
    for person in people:
        sat(person, quiz, 100, jst(2025, 6, 1))
        sat(person, quiz, 40, JUNE, 2, right="0")
        sat(person, quiz, 100, jst(2026, 6, 13), 3)
    [item] = figures_of(asked.plan, TODAY).items
    assert (item.right, item.answered) == (0, 6)


def mistake(asked) -> str:
    [found] = figures_of(asked.plan, TODAY).items
    return found.mistake


def test_the_wrong_option_that_most_chose_first_is_named_however_each_paper_shuffled_it(tested):
    """The first of the bank is right; a second attempt no longer counts."""
    asked, people, quiz = tested
    sat(people[0], quiz, 100)
    sat(people[1], quiz, 0, right="0", value=["2"])
    sat(people[2], quiz, 0, right="0", value=["3"])
    sat(people[3], quiz, 0, right="0", value=["1"], order=[2, 1, 0, 3])
    sat(people[4], quiz, 0, right="0", value=[])
    for person in people[:4]:
        sat(person, quiz, 0, jst(2026, 6, 13), 2, right="0", value=["4"])
    assert mistake(asked) == f"{CHOICES[2]}（2人）"


@pytest.mark.parametrize(
    ("kind", "order", "value", "said"),
    [
        ("multiple", [3, 2, 1, 0], ["1", "2"], f"{CHOICES[3]}（5人）"),
        ("true_false", [0, 1], ["2"], "誤り（5人）"),
        ("single", [0, 1, 2, 3], ["1"], "－"),
        ("short", None, "外部", "－"),
    ],
)
def test_a_wrong_answer_is_named_where_one_chooses(tested, kind, order, value, said):
    asked, people, quiz = tested
    version = item_of(quiz, kind)
    for person in people[:5]:
        sat(person, quiz, 0, right="1" if kind == "single" else "0", version=version, order=order, value=value)
    assert mistake(asked) == said


def test_only_those_asked_are_counted_and_a_half_is_rounded_up(tested):
    asked, people, quiz = tested
    sat(people[0], quiz, 80)
    sat(people[1], quiz, 85)
    sat(factories.employee(people[0].postings.get().department), quiz, 0)
    factories.exemption(people[2], asked)
    sat(people[2], quiz, 0)
    [found] = figures_of(asked.plan, TODAY).tests
    assert (found.people, found.passed, found.mean, found.of_what) == (2, 2, 83, "最も高い得点")


@pytest.mark.parametrize(("rule", "mean"), [("best", 90), ("last", 60), ("average", 75)])
def test_the_mean_is_of_what_the_test_counts(tested, rule, mean):
    asked, people, quiz = tested
    Quiz.objects.update(grade_rule=rule)
    sat(people[0], quiz, 90)
    sat(people[0], quiz, 60, jst(2026, 6, 13), 2)
    assert [one.mean for one in figures_of(asked.plan, TODAY).tests] == [mean]


def test_nobody_passes_a_practice(tested):
    asked, people, quiz = tested
    Quiz.objects.update(practice=True)
    sat(people[0], quiz, 10)
    assert figures_of(asked.plan, TODAY).tests == ()


def test_the_tests_of_a_choice_are_those_of_its_courses(db):
    line = factories.choice(1, taught(quiz=exam()), factories.course("S-08"))
    person = factories.employee(factories.department())
    factories.duties([person], line)
    sat(person, Quiz.objects.get(), 90)
    assert [one.people for one in figures_of(line.plan, TODAY).tests] == [1]


def came(subject, by, *people, **values) -> AttendanceSheet:
    held = sheet(subject, by, **({"method": AttendanceSheet.Method.DRILL} | values))
    held.save()
    for person in people:
        Attendant.objects.create(sheet=held, employee=person, recorded_at=NOW)
    return held


def test_exercises_are_named_with_their_day_and_how_many_came(town):
    plan = town.security.requirements.get().plan
    office, people = factories.employee(), [*town.people.values()]
    exercise = factories.course("S-11", title="緊急時対応訓練")
    came(exercise, office, *people[:2])
    came(exercise, office, *people[1:3])
    came(exercise, office, people[5], held_on=date(2026, 3, 31))
    came(exercise, office, people[4], waits=True)
    back = came(exercise, office, people[4], waits=True)
    SheetDecision.objects.create(sheet=back, accepted=False, reason="誤り", decided_by=office, recorded_at=NOW)
    came(exercise, office, people[4], method=AttendanceSheet.Method.CLASSROOM)
    report = annual_report(plan, texts_of(plan), figures_of(plan, TODAY), NOW)
    assert report.sections[7].lines == ("緊急時対応訓練（令和8年6月18日）　参加3人",)


def test_a_drill_whose_figures_would_betray_a_department_is_named_all_the_same(town):
    plan, held = town.security.requirements.get().plan, drill()
    result(held, town.people["加藤"])
    report = annual_report(plan, texts_of(plan), figures_of(plan, TODAY), NOW)
    assert report.sections[7].lines == ("第1回標的型メール訓練（令和8年6月1日）　－",)


def frozen_words(plan, on: date = TODAY) -> str:
    return annual_report(plan, texts_of(plan), figures_of(plan, on), NOW).foot[0].rpartition("確定版　")[2]


def test_a_version_is_named_only_while_the_figures_are_its_own(town):
    asked, office = town.security.requirements.get(), factories.viewer_of(Role.SECURITY_OFFICE)
    assert frozen_words(asked.plan) == "なし（速報値）"
    freeze(requirement=asked, on=TODAY, reason="", by=office, at=NOW)
    assert frozen_words(asked.plan) == "S-01 第1版"
    assert frozen_words(asked.plan, date(2026, 11, 21)) == "なし（速報値）"
    factories.completion(town.people["石田"], town.security, jst(2026, 11, 20, 9))
    assert frozen_words(asked.plan) == "なし（速報値）"


def test_of_two_trainings_each_says_for_itself_whether_it_was_settled(town):
    asked, office = town.security.requirements.get(), factories.viewer_of(Role.SECURITY_OFFICE)
    factories.requirement(factories.course("S-02"))
    freeze(requirement=asked, on=TODAY, reason="", by=office, at=NOW)
    assert frozen_words(asked.plan) == "S-01 第1版、S-02 速報値"


# ---- cost -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trainings", [1, 3])
def test_queries_do_not_grow_with_trainings(db, django_assert_num_queries, trainings):
    """Each with a test that was taken, a 確定版 and a choice beside it."""
    office, people = factories.viewer_of(Role.SECURITY_OFFICE), [factories.employee(factories.department())]
    for serial in range(trainings):
        asked = factories.requirement(taught(f"S-2{serial}", quiz=exam(f"S-2{serial}")))
        factories.duties(people, asked)
        sat(people[0], Quiz.objects.latest("pk"), 90)
        factories.choice(1, factories.course(f"S-3{serial}"), code=f"S-4{serial}")
        freeze(requirement=asked, on=TODAY, reason="", by=office, at=NOW)
    texts = texts_of(asked.plan)
    annual_report(asked.plan, texts, figures_of(asked.plan, TODAY), NOW)
    with django_assert_num_queries(26):
        report = annual_report(asked.plan, texts, figures_of(asked.plan, TODAY), NOW)
    assert report.foot[0].count("第1版") == trainings
