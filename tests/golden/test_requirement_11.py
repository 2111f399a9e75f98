"""Requirement 11: retired on 3/31 is shut out from 4/1 with the records kept; a new number is the same person."""

from datetime import date

import pytest

from lms.duties.planning import reconcile
from lms.people.models import Employee, Posting
from lms.records.models import Completion
from tests import factories
from tests.factories import jst
from tests.lms.importing.samples import APRIL, Kind, counted, department_file, person, take_in, take_staff

pytestmark = pytest.mark.django_db

MARCH_31, NEXT_APRIL = date(2027, 3, 31), date(2027, 4, 1)
TERM = {"任用形態": "会計年度任用", "採用日": "R6.4.1", "発令日": "R8.4.1", "任期満了日": "R9.3.31"}
NEXT_TERM = TERM | {"発令日": "R9.4.1", "任期満了日": "R10.3.31"}
AT = jst(2027, 4, 1)


@pytest.fixture(autouse=True)
def april(db: None) -> None:
    take_in(Kind.DEPARTMENTS, department_file({}), APRIL)
    take_staff(person("00001"), person("K0001", **TERM), person("K0002", **TERM))


def test_who_retires_is_shut_out_from_the_next_day_and_the_records_stay():
    leaver = Employee.objects.get(staff_number="00001")
    factories.completion(leaver, factories.course(), jst(2026, 6, 12))
    take_staff(person("00001", 退職日="R9.3.31"), on=NEXT_APRIL, at=AT)

    leaver.user.refresh_from_db()
    assert (leaver.user.may_sign_in(MARCH_31), leaver.user.may_sign_in(NEXT_APRIL)) == (True, False)
    assert Completion.objects.filter(employee=leaver).count() == 1


def test_part_timers_appointed_again_stay_the_same_people_under_a_new_number_or_the_old():
    before = {person.pk for person in Employee.objects.all()}
    plan = take_staff(
        person("K0139", 旧職員番号="K0001", **NEXT_TERM), person("K0002", **NEXT_TERM), on=NEXT_APRIL, at=AT
    )

    assert counted(plan) == {"changed": 2}
    assert {person.pk for person in Employee.objects.all()} == before
    for number in ("K0139", "K0002"):
        known = Employee.objects.get(staff_number=number)
        assert known.hired_on == date(2024, 4, 1)
        spans = Posting.objects.known().filter(employee=known).order_by("starts_on")
        assert [span.ends_on for span in spans] == [MARCH_31, date(2028, 3, 31)]
        assert known.user.may_sign_in(NEXT_APRIL)


def test_they_are_no_newcomers_for_their_duties():
    asked = factories.requirement(fiscal_year=2027, opens_on=NEXT_APRIL, due_on=date(2027, 7, 17))
    take_staff(person("K0139", 旧職員番号="K0001", **NEXT_TERM), on=NEXT_APRIL, at=AT)
    reconcile(on=date(2027, 6, 1), at=jst(2027, 6, 1), actor="command:test")

    duties = asked.duties.filter(employee__staff_number="K0139")
    assert [(duty.opened_on, duty.due_on) for duty in duties] == [(NEXT_APRIL, date(2027, 7, 17))]
