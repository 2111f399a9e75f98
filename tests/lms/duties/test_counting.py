"""Figures by department: each duty once, at the 報告単位 of the main posting of the day."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from lms.duties.counting import Counts, counts_by_department, counts_of, people_required, total
from lms.duties.models import Duty, Requirement
from lms.duties.status import OUT_OF_COUNT, OwnDuty, State, duties_on, own_duties
from lms.lib.fiscal_year import fiscal_year, local_date
from lms.people.models import Department, Employee, Posting
from lms.people.organisation import organisation
from lms.people.roles import Office
from lms.records.models import LessonRead
from tests.factories import (
    completion,
    course,
    department,
    duty,
    employee,
    ended,
    exemption,
    jst,
    leave,
    lesson_read,
    moved,
    posting,
    requirement,
)

pytestmark = pytest.mark.django_db

DURING, AFTER = date(2026, 6, 20), date(2026, 9, 30)


@pytest.fixture
def asked() -> Requirement:
    return requirement()


def counted(on: date = DURING) -> dict[str, Counts]:
    """Counts by department code, of the one course."""
    codes = dict(Department.objects.values_list("pk", "code"))
    return {codes[seat]: counts for (_, seat), counts in counts_by_department(organisation(on), 2026, on).items()}


# ---- the sums -------------------------------------------------------------------------------------------------------


def test_each_state_is_counted_in_its_place(asked):
    seat = department()
    done, begun, excused, away, idle = people = [employee(seat) for _ in range(5)]
    for person in people:
        duty(person, asked)
    completion(done, asked.course, jst(2026, 6, 10))
    lesson_read(begun, asked.course, jst(2026, 6, 10))
    exemption(excused, asked)
    leave(away, date(2026, 5, 1))
    assert counted() == {"0101": Counts(required=3, completed=1, started=2, overdue=0, deferred=1, exempt=1)}
    assert counted(AFTER) == {"0101": Counts(required=3, completed=1, started=2, overdue=2, deferred=1, exempt=1)}
    assert idle in people


def test_counts_add_up_field_by_field():
    assert total([Counts(1, 2, 3, 4, 5, 6), Counts(10, 20, 30, 40, 50, 60)]) == Counts(11, 22, 33, 44, 55, 66)
    assert total([]) == Counts()


def test_all_done_needs_somebody_who_must():
    assert Counts(required=2, completed=2, deferred=1).all_done
    assert not Counts(required=2, completed=1).all_done
    assert not Counts(deferred=3).all_done


def test_unfinished_are_those_who_must_and_have_not():
    assert Counts(required=5, completed=2, overdue=1, deferred=4, exempt=4).unfinished == 3


# ---- where a duty is counted ----------------------------------------------------------------------------------------


def test_a_section_counts_in_the_nearest_reporting_department_above(asked):
    bureau = department("01", reports=False)
    division = department("0101", parent=bureau)
    section = department("010101", parent=division, reports=False)
    for seat in (division, section):
        duty(employee(seat), asked)
    assert counted() == {"0101": Counts(required=2)}


def test_who_sits_above_every_reporting_department_counts_there(asked):
    mayors = department("01", reports=False)
    department("0101", parent=mayors)
    duty(employee(mayors), asked)
    assert counted() == {"01": Counts(required=1)}


def test_a_department_that_counts_in_no_duty_is_no_row(asked):
    department("0102")
    duty(employee(department()), asked)
    assert list(counted()) == ["0101"]


def test_a_second_post_counts_at_the_main_posting_only(asked):
    person = employee(department())
    posting(person, department("0102"), kind=Posting.Kind.ADDITIONAL)
    duty(person, asked)
    assert counted() == {"0101": Counts(required=1)}


def test_after_a_transfer_the_duty_counts_in_the_new_department_from_that_day(asked):
    person = employee(department())
    duty(person, asked)
    completion(person, asked.course, jst(2026, 6, 10))
    moved(person, department("0102"), on=date(2026, 7, 1))
    assert counted(date(2026, 6, 30)) == {"0101": Counts(required=1, completed=1, started=1)}
    assert counted(date(2026, 7, 1)) == {"0102": Counts(required=1, completed=1, started=1)}


def test_courses_are_counted_apart(asked):
    other = requirement(course("D-01", Office.DX))
    person = employee(department())
    duty(person, asked)
    duty(person, other)
    completion(person, other.course, jst(2026, 6, 10))
    seat = person.postings.get().department_id
    assert counts_by_department(organisation(DURING), 2026, DURING) == {
        (asked.course_id, seat): Counts(required=1),
        (other.course_id, seat): Counts(required=1, completed=1, started=1),
    }


def test_the_question_as_known_then_gives_the_same_answer_for_ever(asked):
    person = employee(department())
    duty(person, asked)
    known = jst(2026, 10, 5)
    before = counts_by_department(organisation(AFTER, known), 2026, AFTER, known)
    completion(person, asked.course, jst(2026, 9, 1), recorded_at=jst(2026, 10, 6))
    moved(person, department("0102"), on=date(2026, 9, 1), at=jst(2026, 10, 7))
    assert counts_by_department(organisation(AFTER, known), 2026, AFTER, known) == before
    assert counted(AFTER) == {"0102": Counts(required=1, completed=1, started=1)}


def test_people_are_counted_once_whatever_the_number_of_their_duties(asked):
    other = requirement(course("D-01", Office.DX))
    seat = department()
    both, one_excused, wholly_excused = (employee(seat) for _ in range(3))
    for person in (both, one_excused, wholly_excused):
        for one in (asked, other):
            duty(person, one)
    exemption(one_excused, asked)
    leave(wholly_excused, date(2026, 5, 1))
    assert people_required(duties_on(2026, DURING)) == 2


def test_some_of_the_duties_can_be_counted_alone(asked):
    first, second = department("0101"), department("0102")
    for seat in (first, second):
        duty(employee(seat), asked)
    duties = duties_on(2026, DURING).filter(department_id=second.pk)
    assert counts_of(duties, organisation(DURING)) == {(asked.course_id, second.pk): Counts(required=1)}


# ---- the same rows, counted two ways --------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_sums_by_department_equal_the_sum_of_every_persons_own_states(seed):
    """On generated organisations: bulk counts against one person at a time, over the days on which something turns."""
    chance = random.Random(seed)
    _people_and_their_year(chance, _departments(chance))
    for on in (DURING, date(2026, 7, 17), date(2026, 7, 18), AFTER, date(2026, 12, 1), date(2027, 3, 31)):
        assert _from_the_database(on) == _one_by_one(on), on


def _departments(chance: random.Random) -> list[Department]:
    seats: list[Department] = []
    for number in range(8):
        parent = chance.choice([None, *seats])
        seats.append(department(f"{number:02}", parent=parent, reports=chance.random() < 0.5))
    return seats


def _people_and_their_year(chance: random.Random, seats: list[Department]) -> None:
    asked = [
        requirement(second_opens_on=date(2026, 12, 1), second_due_on=date(2027, 1, 29)),
        requirement(course("D-01", Office.DX), due_on=date(2026, 8, 31)),
    ]
    for _ in range(25):
        person = employee(chance.choice(seats))
        for one in asked:
            duty(person, one)
            _what_became(chance, person, one)
        _where_life_led(chance, person, seats)


def _what_became(chance: random.Random, person: Employee, asked: Requirement) -> None:
    day = date(2026, 6, 1) + timedelta(days=chance.randrange(300))
    moment = jst(day.year, day.month, day.day)
    happened = chance.choice(["nothing", "nothing", "read", "completed", "completed", "exempt"])
    if happened == "read":
        lesson_read(person, asked.course, moment)
    elif happened == "completed":
        completion(person, asked.course, moment)
    elif happened == "exempt":
        exemption(person, asked, starts_on=day)


def _where_life_led(chance: random.Random, person: Employee, seats: list[Department]) -> None:
    day = date(2026, 6, 1) + timedelta(days=chance.randrange(300))
    happened = chance.choice(["nothing", "nothing", "leave", "moved", "left", "second post"])
    if happened == "leave":
        leave(person, day, day + timedelta(days=chance.randrange(90)))
    elif happened == "moved":
        moved(person, chance.choice(seats), on=day)
    elif happened == "left":
        ended(person, on=day)
    elif happened == "second post":
        posting(person, chance.choice(seats), kind=Posting.Kind.ADDITIONAL, starts_on=day)


def _from_the_database(on: date) -> dict[tuple[int, int], Counts]:
    return counts_by_department(organisation(on), 2026, on)


def _one_by_one(on: date) -> dict[tuple[int, int], Counts]:
    """Counted by hand: each person's own list, each person's own posting, the tree climbed here."""
    seen: Counter[tuple[int, int, str]] = Counter()
    nodes = organisation(on).nodes
    for posted in Posting.objects.on(on).filter(kind=Posting.Kind.MAIN).select_related("employee"):
        climb, seat = posted.department_id, posted.department_id
        while climb is not None:
            if nodes[climb].reports:
                seat = climb
                break
            climb = nodes[climb].parent_id
        for own in own_duties(posted.employee, 2026, on):
            key = own.duty.requirement.course_id, seat
            seen[*key, "exists"] += 1
            seen[*key, own.state] += 1
            seen[*key, "begun"] += _has_begun(own, on) and own.state not in OUT_OF_COUNT
    return {(c, s): _counts(seen, c, s) for c, s, word in seen if word == "exists"}


def _has_begun(own: OwnDuty, on: date) -> bool:
    read = LessonRead.objects.filter(employee=own.duty.employee_id, course=own.duty.requirement.course_id)
    days = [local_date(at) for at in read.values_list("recorded_at", flat=True)]
    return own.done or any(day <= on and fiscal_year(day) == 2026 for day in days)


def _counts(seen: Counter[tuple[int, int, str]], subject: int, seat: int) -> Counts:
    out = {state: seen[subject, seat, state] for state in OUT_OF_COUNT}
    return Counts(
        required=seen[subject, seat, "exists"] - sum(out.values()),
        completed=seen[subject, seat, State.COMPLETED],
        started=seen[subject, seat, "begun"],
        overdue=seen[subject, seat, State.OVERDUE],
        deferred=out[State.DEFERRED],
        exempt=out[State.EXEMPT],
    )


def test_the_rows_add_up_to_all_duties_of_people_in_post(asked):
    for code in ("0101", "0102", "0103"):
        person = employee(department(code))
        duty(person, asked)
    ended(Employee.objects.first(), on=date(2026, 6, 10))
    city = total(counted().values())
    assert city.required + city.deferred + city.exempt == duties_on(2026, DURING).count() == 2
    assert Duty.objects.count() == 3


@pytest.mark.parametrize("number", [1, 3])
def test_two_queries_whatever_the_number_of_departments_people_and_courses(number, django_assert_num_queries):
    requirements = [requirement(course(f"S-{serial:02}")) for serial in range(number)]
    for serial in range(number):
        person = employee(department(f"01{serial:02}"))
        for asked in requirements:
            duty(person, asked)
    today = organisation(DURING)
    with django_assert_num_queries(2):
        assert len(counts_by_department(today, 2026, DURING)) == number * number
