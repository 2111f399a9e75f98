"""Requirement 1: a 職員番号 is a string; "00123" goes from the file to the screen and out again, byte for byte."""

import csv
import io

import pytest
from django.urls import reverse

from lms.importing.models import ImportBatch
from lms.people.models import Employee
from lms.people.roles import Role
from tests import factories
from tests.lms.importing.samples import APRIL, Kind, department_file, person, staff_file, take_in, take_staff
from tests.markup import page, texts

pytestmark = pytest.mark.django_db

NUMBERS = ("00123", "123", "K0001", "0" * 20)


@pytest.fixture
def taken_in(db: None) -> None:
    take_in(Kind.DEPARTMENTS, department_file({}), APRIL)
    take_staff(*(person(number) for number in NUMBERS))


def test_numbers_are_kept_as_they_are_written(taken_in):
    assert set(Employee.objects.values_list("staff_number", flat=True)) == set(NUMBERS)
    assert set(Employee.objects.values_list("user__username", flat=True)) == set(NUMBERS)


def test_the_screen_shows_them_as_they_are_written(taken_in, client):
    client.force_login(factories.viewer_of(Role.HR, number="90001").user)
    batch = ImportBatch.objects.get(kind="staff")
    shown = page(client.get(reverse("import_preview", args=[batch.pk]), {"show": "new"}))

    assert texts(shown, "tbody th") == list(NUMBERS)


def test_a_file_written_again_holds_the_same_bytes(taken_in):
    known = Employee.objects.order_by("staff_number").values_list("staff_number", flat=True)
    out = staff_file(*(person(number) for number in known))
    again = [row["職員番号"] for row in csv.DictReader(io.StringIO(out.decode("cp932")))]

    assert sorted(again) == sorted(NUMBERS)
    assert take_in(Kind.STAFF, out, APRIL).counts["unchanged"] == len(NUMBERS)


def test_a_longer_one_is_refused(taken_in):
    assert [fault.column for fault in take_staff(person("1" * 21)).faults] == ["職員番号"]
