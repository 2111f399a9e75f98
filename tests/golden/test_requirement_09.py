"""Requirement 9: names are stored as given; 高橋 finds 髙橋, ﾀｶﾊｼ たかはし タカハシ find both; lists sort by カナ."""

import pytest

from lms.lib.text_keys import search_key
from lms.people.models import Employee
from tests.lms.importing.samples import APRIL, Kind, department_file, person, staff_file, take_in

pytestmark = pytest.mark.django_db

# 神 and 塚 in their compatibility forms, which Unicode normalisation would change.
GIVEN = {
    "00001": ("髙橋　正樹", "タカハシ　マサキ"),
    "00002": ("高橋　彩", "ﾀｶﾊｼ ｱﾔ"),
    "00003": ("\ufa19\ufa10　剛", "カミヅカ　ゴウ"),
    "00004": ("浜田　①子", "ハマダ　イチコ"),
}


@pytest.fixture(autouse=True)
def people(db: None) -> None:
    take_in(Kind.DEPARTMENTS, department_file({}), APRIL)
    rows = [person(number, 氏名=name, カナ氏名=kana) for number, (name, kana) in GIVEN.items()]
    take_in(Kind.STAFF, staff_file(*rows, encoding="utf-8"), APRIL)


def found(text: str) -> set[str]:
    key = search_key(text)
    by_name, by_kana = Employee.objects.filter(name_key__contains=key), Employee.objects.filter(kana_key__contains=key)
    return set((by_name | by_kana).values_list("staff_number", flat=True))


def test_names_are_kept_as_given():
    known = dict(Employee.objects.values_list("staff_number", "name"))

    assert known == {number: name for number, (name, _) in GIVEN.items()}


@pytest.mark.parametrize("text", ["高橋", "髙橋", "ﾀｶﾊｼ", "たかはし", "タカハシ"])
def test_any_way_of_typing_finds_both(text):
    assert found(text) == {"00001", "00002"}


def test_lists_are_in_the_order_of_the_readings():
    assert list(Employee.objects.values_list("staff_number", flat=True)) == ["00003", "00002", "00001", "00004"]
