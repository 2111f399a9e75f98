"""22. A plan goes 案, 承認, 実施, 報告, with who approved it and when; without approval it cannot run."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from lms.duties.changing import Decision, change_line
from lms.duties.models import TrainingPlan
from lms.duties.plans import (
    Approval,
    Period,
    PlanError,
    add_requirement,
    approve_plan,
    copy_plan,
    draft_plan,
    report_plan,
    start_plan,
)
from lms.people.roles import Office
from tests import factories as f

pytestmark = pytest.mark.django_db
AT = f.jst(2026, 4, 1)
BY = {"actor": "00098", "at": AT}
APPROVAL = Approval("情報セキュリティ委員会", date(2026, 4, 20), "垂総第12号")


def draft() -> TrainingPlan:
    return draft_plan(fiscal_year=2026, office=Office.SECURITY, **BY)


def test_a_plan_is_approved_run_and_reported():
    plan = draft()
    approve_plan(plan=plan, approval=APPROVAL, **BY)
    start_plan(plan=plan, **BY)
    report_plan(plan=plan, **BY)
    assert (plan.state, plan.approved_by, plan.document_number) == ("reported", "情報セキュリティ委員会", "垂総第12号")


def test_a_draft_cannot_run():
    with pytest.raises(PlanError, match="案"):
        start_plan(plan=draft(), **BY)


def test_the_database_refuses_a_running_plan_without_approval():
    plan = draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingPlan.objects.filter(pk=plan.pk).update(state=TrainingPlan.State.RUNNING)


def test_last_years_plan_is_copied_with_its_days_moved_by_a_year():
    plan = draft()
    period = Period(date(2026, 6, 1), date(2026, 7, 17), date(2026, 9, 1), date(2027, 1, 29))
    add_requirement(plan=plan, course=f.course(), period=period, **BY)
    following = copy_plan(source=plan, **BY)
    line = following.requirements.get()
    assert (following.fiscal_year, following.state) == (2027, "draft")
    assert (line.opens_on, line.due_on) == (date(2027, 6, 1), date(2027, 7, 17))
    assert (line.second_opens_on, line.second_due_on) == (date(2027, 9, 1), date(2028, 1, 29))
    assert copy_plan(source=plan, **BY).requirements.count() == 1


def test_a_running_plan_is_changed_by_a_decision_of_its_own():
    asked = f.requirement()
    by_then = Approval("情報セキュリティ委員会", date(2026, 7, 1), "垂総第45号")
    made = change_line(
        requirement=asked, period=Period(asked.opens_on, date(2026, 8, 31)), audience=asked.audience,
        decision=Decision(by_then, date(2026, 7, 2)), **BY,
    )  # fmt: skip
    asked.refresh_from_db()
    assert (asked.due_on, made.approved_on, made.document_number) == (date(2026, 8, 31), date(2026, 7, 1), "垂総第45号")
    assert asked.plan.approved_on == date(2026, 4, 20)
