"""A plan goes from draft to running only through an approval."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from courses.models import Course
from lms.duties.models import TrainingPlan
from lms.duties.plans import (
    Approval,
    Period,
    PlanError,
    add_requirement,
    approve_plan,
    ask_retake,
    copy_plan,
    draft_plan,
    remove_requirement,
    start_plan,
)
from lms.duties.routes import Step, StepKind, route_of, set_route
from lms.ledger.models import LedgerEntry
from lms.people.roles import Office
from tests import factories as f

NOW = datetime(2026, 4, 1, tzinfo=UTC)
PERIOD = Period(date(2026, 6, 1), date(2026, 7, 17), date(2026, 12, 1), date(2027, 1, 29))
APPROVAL = Approval("情報セキュリティ委員会", date(2026, 4, 20), "総第8-12号")

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return Course.objects.create(code="S-01", title="情報セキュリティ基礎", office=Office.SECURITY)


@pytest.fixture
def plan():
    return draft_plan(fiscal_year=2026, office=Office.SECURITY, actor="00007", at=NOW)


def test_a_plan_has_its_year_in_its_title(plan):
    assert plan.title == "令和8年度情報セキュリティ研修計画"


def test_drafting_again_gives_the_same_plan(plan):
    assert draft_plan(fiscal_year=2026, office=Office.SECURITY, actor="00007", at=NOW) == plan


def test_a_plan_cannot_start_without_an_approval(plan):
    with pytest.raises(PlanError, match="案"):
        start_plan(plan=plan, actor="00007", at=NOW)


def test_an_approved_plan_starts_once(plan, course):
    add_requirement(plan=plan, course=course, period=PERIOD, actor="00007", at=NOW)
    approve_plan(plan=plan, approval=APPROVAL, actor="00007", at=NOW)
    start_plan(plan=plan, actor="00007", at=NOW)

    assert plan.state == TrainingPlan.State.RUNNING
    with pytest.raises(PlanError):
        start_plan(plan=plan, actor="00007", at=NOW)
    assert list(LedgerEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "研修計画の作成", "実施研修の追加", "研修計画の承認", "研修計画の開始",
    ]  # fmt: skip


def test_nothing_is_added_to_an_approved_plan(plan, course):
    approve_plan(plan=plan, approval=APPROVAL, actor="00007", at=NOW)

    with pytest.raises(PlanError):
        add_requirement(plan=plan, course=course, period=PERIOD, actor="00007", at=NOW)


def test_the_database_knows_no_running_plan_without_an_approval(plan):
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingPlan.objects.filter(pk=plan.pk).update(state=TrainingPlan.State.RUNNING)


def test_the_database_knows_no_second_period_before_the_first_has_ended(plan, course):
    early = Period(date(2026, 6, 1), date(2026, 7, 17), date(2026, 7, 1), date(2026, 8, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        add_requirement(plan=plan, course=course, period=early, actor="00007", at=NOW)


# ---- what was read before another's act ----------------------------------------------------------------------------


def test_a_line_is_neither_added_nor_removed_by_a_page_older_than_the_approval(plan, course):
    line = add_requirement(plan=plan, course=course, period=PERIOD, actor="00007", at=NOW)
    old = TrainingPlan.objects.get()
    approve_plan(plan=plan, approval=APPROVAL, actor="00007", at=NOW)
    other = Course.objects.create(code="S-02", title="標的型", office=Office.SECURITY)
    line.plan = old
    for act in (
        lambda: add_requirement(plan=old, course=other, period=PERIOD, actor="00007", at=NOW),
        lambda: remove_requirement(requirement=line, actor="00007", at=NOW),
    ):
        with pytest.raises(PlanError, match="承認"):
            act()
    assert plan.requirements.get() == line


def test_a_retake_is_refused_by_a_page_older_than_the_report():
    asked = f.requirement()
    TrainingPlan.objects.update(state=TrainingPlan.State.REPORTED)
    with pytest.raises(PlanError):
        ask_retake(requirement=asked, on=date(2026, 11, 1), actor="00007", at=NOW)


# ---- the next year --------------------------------------------------------------------------------------------------

ROUTE = [Step("情報政策課長", StepKind.ANALYSE), Step("庁議", StepKind.DECIDE)]


def test_the_next_years_plan_takes_over_the_route(plan):
    set_route(plan=plan, steps=ROUTE, actor="00007", at=NOW)
    assert list(route_of(copy_plan(source=plan, actor="00007", at=NOW))) == ROUTE


def test_a_route_that_the_next_years_plan_has_already_stays(plan):
    following = draft_plan(fiscal_year=2027, office=Office.SECURITY, actor="00007", at=NOW)
    set_route(plan=following, steps=ROUTE[1:], actor="00007", at=NOW)
    set_route(plan=plan, steps=ROUTE, actor="00007", at=NOW)
    assert list(route_of(copy_plan(source=plan, actor="00007", at=NOW))) == ROUTE[1:]


def test_a_plan_without_a_route_of_its_own_gives_none_to_the_next(plan):
    assert copy_plan(source=plan, actor="00007", at=NOW).route == []
