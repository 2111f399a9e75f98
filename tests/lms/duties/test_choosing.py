"""選択必修: two of three courses, from 1 June to 17 July 2026."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from courses.models import Course
from lms.duties.choosing import choices_of
from lms.duties.counting import counts_by_department
from lms.duties.models import Duty, Requirement, RequirementChoice, TrainingPlan
from lms.duties.planning import reconcile
from lms.duties.plans import (
    Approval,
    Choice,
    Period,
    PlanError,
    Rule,
    add_choice,
    approve_plan,
    copy_plan,
    draft_plan,
    remove_requirement,
)  # fmt: skip
from lms.duties.status import duties_on, own_duties
from lms.lib.fiscal_year import end_of_day
from lms.people.organisation import organisation
from lms.people.roles import Office
from tests import factories as f

pytestmark = pytest.mark.django_db
DURING, AFTER = date(2026, 6, 20), date(2026, 7, 18)
PERIOD = Period(date(2026, 6, 1), date(2026, 7, 17))
BY = {"actor": "90001", "at": f.jst(2026, 5, 1)}


@pytest.fixture
def courses():
    return [f.course(code, title=title) for code, title in [("A", "文書"), ("B", "会計"), ("C", "接遇")]]


@pytest.fixture
def asked(courses):
    return f.choice(2, *courses)


@pytest.fixture
def person(asked):
    someone = f.employee(f.department())
    f.duty(someone, asked)
    return someone


def state(person, on, known_at=None):
    return duties_on(2026, on, known_at).filter(employee=person).values_list("state", "completed_at").first()


# ---- how it stands --------------------------------------------------------------------------------------------------


def test_it_is_done_with_the_second_course_and_not_before(person, courses):
    assert state(person, DURING) == ("not_started", None)
    f.completion(person, courses[0], f.jst(2026, 6, 5))
    f.completion(person, courses[2], f.jst(2026, 6, 15))
    assert state(person, date(2026, 6, 4)) == ("not_started", None)
    assert state(person, date(2026, 6, 14)) == ("in_progress", None)
    assert state(person, date(2026, 6, 15)) == ("completed", f.jst(2026, 6, 15))


def test_the_moment_is_that_of_the_second_even_when_a_third_follows(person, courses):
    for day, course in zip((3, 9, 12), courses, strict=True):
        f.completion(person, course, f.jst(2026, 6, day))
    assert state(person, DURING) == ("completed", f.jst(2026, 6, 9))


def test_one_course_twice_is_one_course(person, courses):
    f.completion(person, courses[0], f.jst(2026, 6, 5))
    f.completion(person, courses[0], f.jst(2026, 6, 6))
    assert state(person, DURING) == ("in_progress", None)


def test_other_courses_other_people_and_other_years_do_not_count(person, courses):
    f.completion(person, courses[0], f.jst(2026, 6, 5))
    f.completion(person, f.course("D"), f.jst(2026, 6, 6))
    f.completion(person, courses[1], f.jst(2026, 3, 31, 23, 59))
    f.completion(f.employee(), courses[1], f.jst(2026, 6, 6))
    assert state(person, DURING) == ("in_progress", None)
    assert state(person, AFTER) == ("overdue", None)


def test_the_last_moment_of_the_year_counts_and_the_next_does_not(person, courses):
    f.completion(person, courses[0], f.jst(2026, 6, 5))
    f.completion(person, courses[1], f.jst(2027, 4, 1, 0))
    assert state(person, date(2027, 4, 1))[0] == "overdue"
    f.completion(person, courses[2], f.jst(2027, 3, 31, 23, 59, 59))
    assert state(person, date(2027, 4, 1)) == ("completed", f.jst(2027, 3, 31, 23, 59, 59))


def test_a_cancelled_course_counts_until_it_was_cancelled(person, courses):
    f.completion(person, courses[0], f.jst(2026, 6, 5))
    f.cancelled(f.completion(person, courses[1], f.jst(2026, 6, 6)), f.jst(2026, 6, 18), person)
    assert state(person, DURING) == ("in_progress", None)
    assert state(person, DURING, f.jst(2026, 6, 17)) == ("completed", f.jst(2026, 6, 6))


def test_what_is_recorded_late_is_known_late(person, courses):
    f.completion(person, courses[0], f.jst(2026, 6, 5))
    f.completion(person, courses[1], f.jst(2026, 6, 6), recorded_at=f.jst(2026, 8, 1))
    assert state(person, DURING, f.jst(2026, 7, 31)) == ("in_progress", None)
    assert state(person, DURING, f.jst(2026, 8, 2)) == ("completed", f.jst(2026, 6, 6))


def test_a_chapter_of_any_of_them_is_a_beginning(person, courses):
    f.lesson_read(person, courses[2], f.jst(2026, 6, 10))
    assert state(person, DURING) == ("in_progress", None)


def test_a_line_of_one_course_is_not_touched_by_the_choice_beside_it(person, courses):
    f.duty(person, f.requirement(courses[0]))
    f.completion(person, courses[1], f.jst(2026, 6, 5))
    f.completion(person, courses[2], f.jst(2026, 6, 6))
    found = dict(duties_on(2026, DURING).values_list("requirement__course__code", "state"))
    assert found == {"SEL-01": "completed", "A": "not_started"}


def test_it_is_counted_once_under_the_name_of_the_choice(person, asked, courses):
    f.completion(person, courses[0], f.jst(2026, 6, 5))
    f.completion(person, courses[1], f.jst(2026, 6, 6))
    counts = counts_by_department(organisation(DURING), 2026, DURING)
    assert {course for course, _ in counts} == {asked.course_id}
    assert [(one.required, one.completed, one.started) for one in counts.values()] == [(1, 1, 1)]


def test_moving_out_keeps_what_is_done_and_closes_what_is_not(asked, courses):
    seat = f.department()
    done, left = f.employee(seat, grade="課長"), f.employee(seat, grade="課長")
    Requirement.objects.filter(pk=asked.pk).update(audience={"is": "grade", "of": ["係員"]})
    for someone in (done, left):
        f.duty(someone, asked)
        f.completion(someone, courses[0], f.jst(2026, 6, 5))
    f.completion(done, courses[1], f.jst(2026, 6, 6))
    reconcile(on=DURING, at=f.jst(2026, 6, 20), actor="command:nightly")
    assert list(Duty.objects.filter(closed_at=None).values_list("employee", flat=True)) == [done.pk]


@pytest.mark.parametrize("number", [1, 3])
def test_what_one_may_choose_among_takes_two_queries_and_nothing_where_there_is_no_choice(courses, number):
    person = f.employee(f.department())
    for serial in range(number):
        f.duty(person, f.choice(1, *courses, code=f"SEL-{serial}"))
    duties = [own.duty for own in own_duties(person, 2026, DURING)]
    with CaptureQueriesContext(connection) as found:
        choices = choices_of(duties, end_of_day(DURING))
    assert (len(found), len(choices)) == (2, number)
    with CaptureQueriesContext(connection) as found:
        assert choices_of([], end_of_day(DURING)) == {}
    assert len(found) == 0


# ---- how it is asked ------------------------------------------------------------------------------------------------


@pytest.fixture
def draft():
    return draft_plan(fiscal_year=2026, office=Office.SECURITY, **BY)


def test_a_choice_becomes_a_line_with_a_course_of_its_own(draft, courses):
    line = add_choice(plan=draft, choice=Choice("選択研修", 2, tuple(courses)), period=PERIOD, rule=Rule(), **BY)
    assert (line.course.code, line.course.title, line.course.measure, line.needed) == ("SEL-01", "選択研修", "12", 2)
    assert line.course not in Course.objects.taught(), "nobody completes it by itself"
    assert [row.course.code for row in line.choices.all()] == ["A", "B", "C"]


@pytest.mark.parametrize("needed", [0, 3, 4])
def test_a_choice_leaves_something_to_choose(draft, courses, needed):
    choice = Choice("選択研修", needed, tuple(courses))
    with pytest.raises(PlanError, match="選べる研修の数より少なくしてください"):
        add_choice(plan=draft, choice=choice, period=PERIOD, rule=Rule(), **BY)
    assert not Course.objects.filter(code="SEL-01").exists()


def test_a_choice_cannot_look_back_on_the_last_completion(draft, courses):
    rule = Rule(cycle=Requirement.Cycle.TWELVE_MONTHS)
    with pytest.raises(PlanError, match="受講の間隔"):
        add_choice(plan=draft, choice=Choice("選択研修", 1, tuple(courses)), period=PERIOD, rule=rule, **BY)


def test_the_database_knows_no_such_choice_either(courses):
    with pytest.raises(IntegrityError), transaction.atomic():
        f.choice(1, *courses, cycle=Requirement.Cycle.ONCE)


def test_a_copied_plan_asks_the_same_choice(draft, courses):
    add_choice(plan=draft, choice=Choice("選択研修", 2, tuple(courses)), period=PERIOD, rule=Rule(), **BY)
    (line,) = copy_plan(source=draft, **BY).requirements.all()
    assert (line.course.code, line.needed, line.opens_on) == ("SEL-01", 2, date(2027, 6, 1))
    assert [row.course.code for row in line.choices.all()] == ["A", "B", "C"]


def test_the_course_of_a_choice_goes_with_its_line_unless_another_plan_asks_it(draft, courses):
    line = add_choice(plan=draft, choice=Choice("選択研修", 2, tuple(courses)), period=PERIOD, rule=Rule(), **BY)
    (copied,) = copy_plan(source=draft, **BY).requirements.all()
    remove_requirement(requirement=line, **BY)
    assert Course.objects.filter(code="SEL-01").exists()
    remove_requirement(requirement=copied, **BY)
    assert not Course.objects.filter(code="SEL-01").exists()
    assert not RequirementChoice.objects.exists()


def test_a_choice_gives_one_duty_a_person(draft, courses):
    person = f.employee(f.department())
    add_choice(plan=draft, choice=Choice("選択研修", 2, tuple(courses)), period=PERIOD, rule=Rule(), **BY)
    approve_plan(plan=draft, approval=Approval("委員会", date(2026, 5, 1), "第1号"), **BY)
    TrainingPlan.objects.update(state=TrainingPlan.State.RUNNING)
    reconcile(on=DURING, at=f.jst(2026, 6, 20), actor="command:nightly")
    assert list(Duty.objects.values_list("employee", "requirement__course__code")) == [(person.pk, "SEL-01")]
