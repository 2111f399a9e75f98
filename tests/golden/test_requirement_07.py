"""Requirement 7: a file of 1 April that comes on 28 March changes nothing before 1 April 00:00 in Japan."""

from datetime import date, datetime

import pytest

from lms.importing.carrying_out.coming import bring_into_force
from lms.lib.fiscal_year import local_date
from lms.people.models import Employee, Posting
from tests.factories import jst
from tests.lms.importing.samples import APRIL, Kind, department_file, person, take_in, take_staff

pytestmark = pytest.mark.django_db

MARCH_28, NEXT_APRIL = jst(2027, 3, 28), date(2027, 4, 1)
BEFORE, AFTER = jst(2027, 3, 31, 23, 59, 59), jst(2027, 4, 1, 0, 0, 0)


def as_it_stands(at: datetime) -> tuple[str, str, bool]:
    """Where the person sits at a moment, what the person is called, and whether the other one may sign in."""
    bring_into_force(at=at, actor="command:nightly")
    day = local_date(at)
    mover, leaver = Employee.objects.get(staff_number="00001"), Employee.objects.get(staff_number="00002")
    seat = Posting.objects.on(day).get(employee=mover).department.code
    return seat, mover.name, leaver.user.may_sign_in(day)


def test_nothing_changes_before_the_first_moment_of_the_day():
    take_in(Kind.DEPARTMENTS, department_file({}, {"所属コード": "0102", "所属名": "企画政策課"}), APRIL)
    take_staff(person("00001"), person("00002"))
    rows = (
        person("00001", 氏名="坂元　正樹", 所属コード="0102", 発令日="Ｒ９．４．１"), person("00002", 退職日="R9.3.31"),
    )  # fmt: skip
    take_staff(*rows, on=NEXT_APRIL, at=MARCH_28)

    assert as_it_stands(MARCH_28) == ("0101", "髙橋　正樹", True)
    assert as_it_stands(BEFORE) == ("0101", "髙橋　正樹", True)
    assert as_it_stands(AFTER) == ("0102", "坂元　正樹", False)
