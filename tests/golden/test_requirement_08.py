"""Requirement 8: CP932, UTF-8, BOM, CRLF and LF, 和暦 and 西暦, full-width digits; one unreadable byte is named."""

from datetime import date

import pytest

from lms.people.models import Employee, Posting
from tests.lms.importing.samples import APRIL, Kind, department_file, look, person, staff_file, take_in

pytestmark = pytest.mark.django_db

NAMES = {"cp932": "髙橋　﨑①㈱", "utf-8": "𠮷田　葛\U000e0100", "utf-8-sig": "𠮷田　葛\U000e0100"}
DAYS = ("R8.4.1", "Ｒ８．４．１", "令和8年4月1日", "2026-04-01", "2026/4/1", "２０２６／４／１")


@pytest.fixture(autouse=True)
def departments(db: None) -> None:
    take_in(Kind.DEPARTMENTS, department_file({}), APRIL)


@pytest.mark.parametrize("encoding", NAMES)
@pytest.mark.parametrize("line_end", [b"\r\n", b"\n"])
@pytest.mark.parametrize("day", DAYS)
def test_every_way_of_writing_gives_the_same_person(encoding, line_end, day):
    name = NAMES[encoding]
    content = staff_file(person(氏名=name, 発令日=day), encoding=encoding).replace(b"\r\n", line_end)
    plan = take_in(Kind.STAFF, content, APRIL)

    assert plan.faults == ()
    assert Employee.objects.get().name == name
    assert Posting.objects.get().starts_on == date(2026, 4, 1)


def test_a_byte_that_cannot_be_read_names_its_row_and_column():
    content = staff_file(person(), person("00124")).replace("00124,髙".encode("cp932"), b"00124,\x81\xad")

    assert [(fault.row, fault.column) for fault in look(Kind.STAFF, content, APRIL).faults] == [(3, "氏名")]
