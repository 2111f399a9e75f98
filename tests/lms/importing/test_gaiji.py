"""外字: kept as they come, shown, and replaced once for all files to come."""

import pytest
from django.test import Client
from django.urls import reverse

from lms.importing.gaiji import code_points, gaiji
from lms.ledger.models import LedgerEntry
from lms.people.models import Employee
from lms.people.roles import Role
from tests import factories
from tests.lms.importing.samples import OCTOBER, counted, person, take_staff
from tests.markup import errors, page, texts

pytestmark = pytest.mark.usefixtures("city")

RAW, REAL = "\ue000下　翔太", "𡈽下　翔太"


@pytest.fixture
def hr(client: Client) -> Client:
    client.force_login(factories.viewer_of(Role.HR, number="90001").user)
    return client


def test_all_private_use_areas_are_found_and_nothing_else():
    text = "髙\ue000﨑\uf8ff𠮷\U000f0000葛\U000e0100\U0010fffd"

    assert gaiji(text) == ["\ue000", "\uf8ff", "\U000f0000", "\U0010fffd"]
    assert code_points(RAW) == "U+E000"


def test_a_name_is_kept_with_its_gaiji_and_noted():
    plan = take_staff(person(氏名=RAW))

    assert Employee.objects.get(staff_number="00123").name == RAW
    assert [note.text for note in plan.notes] == [
        "職員番号00123の氏名に外字があります。反映の後、「外字の置換え」で正しい字を入力してください。"
    ]


def test_the_page_lists_who_has_one_and_takes_the_real_name(hr):
    take_staff(person(氏名=RAW), person("00124"))
    employee = Employee.objects.get(staff_number="00123")
    shown = page(hr.get(reverse("gaiji_names")))
    assert texts(shown, "tbody tr th, tbody tr td")[:4] == ["00123", RAW, "タカハシ　マサキ", "U+E000"]
    assert len(shown.select("tbody tr")) == 1

    hr.post(reverse("gaiji_name", args=[employee.pk]), {"name": REAL})
    employee.refresh_from_db()
    assert (employee.name, employee.user.name, employee.kana) == (REAL, REAL, "タカハシ　マサキ")
    entry = LedgerEntry.objects.get(action="外字の置換え")
    assert entry.payload["people"] == [{"employee": employee.pk, "name": [RAW, REAL]}]
    assert page(hr.get(reverse("gaiji_names"))).select("tbody tr") == []


def test_the_next_file_with_the_same_raw_name_changes_nothing(hr):
    take_staff(person(氏名=RAW))
    hr.post(reverse("gaiji_name", args=[Employee.objects.get(staff_number="00123").pk]), {"name": REAL})
    plan = take_staff(person(氏名=RAW), on=OCTOBER)

    assert (counted(plan), plan.notes) == ({"unchanged": 1}, ())
    assert Employee.objects.get(staff_number="00123").name == REAL


def test_another_name_with_a_gaiji_is_asked_about_anew(hr):
    take_staff(person(氏名=RAW))
    hr.post(reverse("gaiji_name", args=[Employee.objects.get(staff_number="00123").pk]), {"name": REAL})
    take_staff(person(氏名="\ue000山　翔太"), on=OCTOBER)

    assert texts(page(hr.get(reverse("gaiji_names"))), "tbody th") == ["00123"]


def test_a_name_that_still_has_a_gaiji_is_refused(hr):
    take_staff(person(氏名=RAW))
    address = reverse("gaiji_name", args=[Employee.objects.get(staff_number="00123").pk])

    assert errors(hr.post(address, {"name": "\ue001下　翔太"})) == [
        "置き換えた氏名：まだ外字が入っています。すべて別の字に改めてください。"
    ]
    assert errors(hr.post(address, {"name": ""})) == ["置き換えた氏名：氏名を入力してください。"]


def test_a_person_without_a_gaiji_has_no_such_page(hr):
    take_staff(person())

    address = reverse("gaiji_name", args=[Employee.objects.get(staff_number="00123").pk])
    assert hr.get(address).status_code == 404
