"""The made-up city: the same every time, and like a real one where it matters."""

import pytest

from lms.office.demo.city import DemoCity
from lms.people.roles import Role

CITY = DemoCity(year=2026, staff=421, seed=1)


def test_the_same_seed_gives_the_same_files():
    assert DemoCity(2026, 300, 7).files() == DemoCity(2026, 300, 7).files()


def test_another_seed_gives_other_people():
    assert DemoCity(2026, 300, 7).files() != DemoCity(2026, 300, 8).files()


@pytest.mark.parametrize("staff", [100, 300, 421, 2000, 5000])
def test_a_city_has_as_many_people_as_asked(staff):
    assert len(DemoCity(2026, staff, 1).april) == staff


def test_staff_numbers_are_text_with_leading_zeros_and_never_twice():
    numbers = [person.number for person in CITY.october]

    assert len(set(numbers)) == len(numbers)
    assert "00007" in numbers
    assert any(number.startswith("K") for number in numbers)


def test_october_brings_newcomers_leavers_moves_and_new_names():
    april, october = {p.number: p for p in CITY.april}, {p.number: p for p in CITY.october}
    both = april.keys() & october.keys()

    assert len(october.keys() - april.keys()) == 4
    assert sum(1 for n in both if october[n].retired_on) == 4
    assert sum(1 for n in both if october[n].main.department != april[n].main.department) == 16
    assert sum(1 for n in both if october[n].name != april[n].name) in {1, 2}


def test_files_are_what_a_japanese_hr_system_writes():
    content = CITY.files()["staff_2026-04-01.csv"]
    text = content.decode("cp932")

    assert text.startswith("職員番号,氏名,カナ氏名,所属コード")
    assert text.count("\r\n") == text.count("\n")
    assert "R8.4.1" in text
    assert any(kanji in text for kanji in "髙﨑德瀨濵")


def test_every_reporting_department_has_a_head_and_the_city_has_its_offices():
    headed = {grant.department for grant in CITY.grants if grant.role is Role.HEAD}

    assert headed == {d.code for d in CITY.departments if d.reports}
    roles = {grant.role for grant in CITY.grants}
    assert roles >= {Role.DX_OFFICE, Role.SECURITY_OFFICE, Role.HR, Role.AUDITOR, Role.ADMINISTRATOR, Role.CLERK}
