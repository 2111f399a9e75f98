"""研修計画の変更: after the approval, with a decision of its own. The period here: 1 June to 17 July 2026."""

from datetime import date

import pytest

from lms.duties.changing import Decision, add_choice_line, add_lines, change_line
from lms.duties.models import Duty, PlanChange, Requirement, TrainingPlan
from lms.duties.planning import Reconciled, reconcile
from lms.duties.plans import Approval, Choice, Period, PlanError, Rule
from lms.duties.status import State, duties_on
from lms.ledger.models import LedgerEntry
from lms.people.models import Employee
from tests import factories as f

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 6, 1), date(2026, 7, 17)
TODAY = date(2026, 8, 3)
APPROVAL = Approval("情報セキュリティ委員会", date(2026, 4, 30), "垂総第45号")
REGULAR = {"is": "employment", "of": ["正規"]}
EVERYBODY = {"is": "everybody"}


def by(on: date = TODAY) -> dict[str, object]:
    return {"decision": Decision(APPROVAL, on), "actor": "90001", "at": f.jst(on.year, on.month, on.day, 10)}


def run(on: date) -> Reconciled:
    return reconcile(on=on, at=f.jst(on.year, on.month, on.day, 3), actor="command:nightly")


def change(line: Requirement, on: date = TODAY, audience: dict | None = None, **days: date | None) -> PlanChange:
    standing = {name: getattr(line, name) for name in ("opens_on", "due_on", "second_opens_on", "second_due_on")}
    return change_line(
        requirement=line, period=Period(**(standing | days)), audience=audience or line.audience, **by(on)
    )


def state(on: date, person: Employee, **asked: object) -> str | None:
    return duties_on(2026, on, **asked).filter(employee=person).values_list("state", flat=True).first()


@pytest.fixture
def line() -> Requirement:
    return f.requirement()


@pytest.fixture
def person(line: Requirement) -> Employee:
    return f.employee(f.department(), employment_type="正規")


# ---- days -----------------------------------------------------------------------------------------------------------


def test_a_later_last_day_holds_from_the_change_and_the_past_stays(line, person):
    run(FIRST)
    made = change(line, due_on=date(2026, 8, 31))
    days = (date(2026, 7, 20), TODAY, date(2026, 8, 31), date(2026, 9, 1))
    assert [state(day, person) for day in days] == ["overdue", "not_started", "not_started", "overdue"]
    assert made.content == "実施期間を「R8.6.1からR8.7.17まで」から「R8.6.1からR8.8.31まで」に改めた。"
    assert (made.approved_by, made.document_number) == ("情報セキュリティ委員会", "垂総第45号")
    assert run(TODAY) == Reconciled(opened=0, closed=0)


def test_what_was_learnt_before_the_change_counts(line, person):
    run(FIRST)
    change(line, due_on=date(2026, 8, 31))
    f.completion(person, line.course, f.jst(2026, 7, 1))
    assert state(TODAY, person) == State.COMPLETED


def test_who_has_completed_keeps_the_duty_as_it_is(line, person):
    run(FIRST)
    f.completion(person, line.course, f.jst(2026, 7, 1))
    change(line, due_on=date(2026, 8, 31))
    assert (Duty.objects.get().due_on, Duty.objects.get().closed_at) == (LAST, None)


@pytest.mark.parametrize(
    ("joined", "new", "due"),
    [
        (date(2026, 7, 1), date(2026, 8, 31), date(2026, 8, 31)),
        (date(2026, 8, 3), date(2026, 8, 31), date(2026, 9, 2)),
    ],
)
def test_who_came_later_is_not_left_behind_the_new_last_day(line, joined, new, due):
    f.employee(f.department(), starts_on=joined)
    run(joined)
    change(line, due_on=new)
    assert Duty.objects.get(closed_at=None).due_on == due


def test_a_last_day_that_was_mistyped_is_brought_forward(person):
    long = f.requirement(f.course("S-02"), due_on=date(2026, 12, 31))
    run(FIRST)
    change(long, date(2026, 6, 8), due_on=LAST)
    assert Duty.objects.get(requirement=long, closed_at=None).due_on == LAST


def test_the_days_of_ones_own_twelve_months_stay(person):
    asked = f.requirement(f.course("S-03"), cycle=Requirement.Cycle.TWELVE_MONTHS)
    f.completion(person, asked.course, f.jst(2025, 8, 10))
    run(FIRST)
    change(asked, due_on=date(2026, 8, 31))
    assert Duty.objects.get(requirement=asked).due_on == date(2026, 8, 10)


def test_a_second_period_decided_in_autumn_lets_people_learn_again(line, person):
    run(FIRST)
    change(line, second_opens_on=date(2026, 12, 1), second_due_on=date(2027, 1, 29))
    days = (date(2026, 11, 30), date(2026, 12, 1), date(2027, 1, 30))
    assert [state(day, person) for day in days] == ["overdue", "not_started", "overdue"]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"opens_on": date(2026, 8, 10), "due_on": date(2026, 8, 31)}, "実施期間の初日は過ぎている"),
        ({"due_on": date(2026, 8, 2)}, "実施期間の末日は、今日以後の日"),
        ({"second_opens_on": date(2026, 8, 1), "second_due_on": date(2026, 9, 1)}, "追加実施期間の初日は、今日以後"),
        ({}, "変わるところがありません"),
    ],
)
def test_days_that_are_over_stay_as_they_are(line, days, words):
    with pytest.raises(PlanError, match=words):
        change(line, **days)
    assert (Requirement.objects.get().due_on, PlanChange.objects.count()) == (LAST, 0)


def test_a_second_period_that_is_over_is_not_prolonged_backwards():
    line = f.requirement(second_opens_on=date(2026, 7, 20), second_due_on=date(2026, 7, 31))
    with pytest.raises(PlanError, match="追加実施期間の末日は過ぎている"):
        change(line, second_due_on=date(2026, 8, 31))


def test_before_it_begins_a_line_may_be_moved_as_a_whole(line):
    change(line, date(2026, 5, 1), opens_on=date(2026, 9, 1), due_on=date(2026, 10, 30))
    assert (Requirement.objects.get().opens_on, Requirement.objects.get().due_on) == (
        date(2026, 9, 1), date(2026, 10, 30),
    )  # fmt: skip


# ---- people ---------------------------------------------------------------------------------------------------------


def test_who_is_asked_by_the_change_is_counted_as_coming_later_and_who_is_asked_no_more_until_then(person):
    part_timer = f.employee(f.department("0102"), employment_type="会計年度任用")
    line = f.requirement(f.course("S-02"), audience=REGULAR)
    run(FIRST)
    made = change(line, audience={"is": "employment", "of": ["会計年度任用"]})
    assert run(date(2026, 8, 10)).opened == 1
    new, old = (Duty.objects.get(requirement=line, employee=one) for one in (part_timer, person))
    assert (new.opened_on, new.due_on) == (TODAY, date(2026, 9, 9))
    assert old.closed_on == TODAY
    assert "対象者を「任用形態が正規の職員」から「任用形態が会計年度任用の職員」に改めた。" in made.content
    assert run(date(2026, 8, 11)) == Reconciled(opened=0, closed=0)


def test_who_stays_in_the_audience_keeps_the_duty(line, person):
    run(FIRST)
    change(line, audience=REGULAR)
    assert run(TODAY) == Reconciled(opened=0, closed=0)
    assert Duty.objects.get().opened_on == FIRST


# ---- lines ----------------------------------------------------------------------------------------------------------

NOVEMBER = Period(date(2026, 11, 9), date(2026, 12, 25))


def test_a_training_after_an_incident_is_added_to_a_running_plan(line, person):
    (extra,) = add_lines(plan=line.plan, courses=[f.course("S-09")], period=NOVEMBER, rule=Rule(), **by())
    assert PlanChange.objects.get().content == (
        "この実施研修を加えた。実施期間はR8.11.9からR8.12.25まで。すべての職員は、年度に1回、実施期間に受講する。"
        "年度の途中で対象となった者は、その日から30日以内に受講する。"
    )
    run(date(2026, 11, 9))
    assert Duty.objects.get(requirement=extra).due_on == date(2026, 12, 25)


def test_a_choice_is_added_to_an_approved_plan(line):
    TrainingPlan.objects.update(state=TrainingPlan.State.APPROVED)
    choice = Choice("選択研修", 1, (f.course("A"), f.course("B")))
    made = add_choice_line(plan=line.plan, choice=choice, period=NOVEMBER, rule=Rule(), **by())
    assert made.choices.count() == 2
    assert PlanChange.objects.get().requirement == made


def test_what_is_added_begins_today_at_the_earliest_and_once(line):
    early = Period(date(2026, 8, 2), date(2026, 9, 30))
    for course, period, words in ((f.course("S-09"), early, "今日以後に始めて"), (line.course, NOVEMBER, "既に")):
        with pytest.raises(PlanError, match=words):
            add_lines(plan=line.plan, courses=[course], period=period, rule=Rule(), **by())
    assert line.plan.requirements.get() == line


@pytest.mark.parametrize("standing", ["draft", "reported", "closed"])
def test_only_an_approved_or_running_plan_is_changed(line, standing):
    TrainingPlan.objects.update(state=standing)
    with pytest.raises(PlanError, match="承認済み又は実施中"):
        change(line, due_on=date(2026, 8, 31))
    with pytest.raises(PlanError, match="承認済み又は実施中"):
        add_lines(plan=line.plan, courses=[f.course("S-09")], period=NOVEMBER, rule=Rule(), **by())


def test_a_decision_is_entered_once_it_is_taken(line):
    early = Decision(Approval("情報セキュリティ委員会", date(2026, 8, 4), "垂総第45号"), TODAY)
    with pytest.raises(PlanError, match="変更の承認日は、今日までの日"):
        add_lines(
            plan=line.plan, courses=[f.course("S-09")], period=NOVEMBER, rule=Rule(), decision=early, actor="90001",
            at=f.jst(2026, 8, 3),
        )  # fmt: skip


# ---- the trace ------------------------------------------------------------------------------------------------------


def test_one_entry_names_the_change_and_every_duty_it_closed_and_made(line, person):
    run(FIRST)
    (old,) = Duty.objects.values_list("pk", flat=True)
    change(line, due_on=date(2026, 8, 31))
    entry = LedgerEntry.objects.get(action="研修計画の変更")
    assert (entry.actor, entry.subject) == ("90001", "2026 S-01")
    assert [kind for kind, _, _ in entry.payload["facts"]] == ["duties.PlanChange", "duties.Duty"]
    assert [(label, keys) for label, keys, _ in entry.payload["closed"]] == [("duties.Duty", [old])]


def test_queries_do_not_grow_with_the_number_of_people(line, django_assert_max_num_queries):
    seat = f.department()
    for _ in range(5):
        f.employee(seat)
    run(FIRST)
    with django_assert_max_num_queries(16):
        change(line, due_on=date(2026, 8, 31))
