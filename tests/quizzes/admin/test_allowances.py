"""受講上の配慮 in the editor."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lms.lib.wide import wide
from lms.people.roles import Role
from quizzes.allowing import allow
from quizzes.models import Allowance
from tests import factories
from tests.quizzes.admin.typed import faults

NOW = timezone.now()

pytestmark = pytest.mark.django_db


def allowance(bank, **more):
    fields = {"quiz": bank.quizzes.get().pk, "extra_minutes": 15, "extra_attempts": 0, "reason": "拡大読書器を使うため"}
    return fields | more


def test_an_office_allows_somebody_more_time_and_takes_it_back(office, bank):
    person = factories.employee(factories.department("d"))

    typed = wide(f" {person.staff_number}")
    response = office.post(reverse("allowance:add"), allowance(bank, staff_number=typed))
    assert response.status_code == 302, faults(response)
    row = Allowance.objects.get()
    assert (row.employee, row.department, row.extra_minutes) == (person, None, 15)
    assert "拡大読書器" not in office.get(reverse("allowance:index")).content.decode()

    assert "拡大読書器" in office.get(reverse("allowance:edit", args=[row.pk])).content.decode()
    assert office.post(reverse("allowance:edit", args=[row.pk])).status_code == 302
    assert not Allowance.objects.known().exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "どちらか一つ"),
        ({"staff_number": "1", "department_code": "d"}, "どちらか一つ"),
        ({"staff_number": "nobody"}, "登録されていません"),
        ({"department_code": "d", "extra_minutes": 0}, "いずれかを入力"),
    ],
)
def test_an_allowance_that_says_too_little_is_refused_in_words(office, bank, typed, words):
    factories.department("d")

    assert words in office.post(reverse("allowance:add"), allowance(bank, **typed)).content.decode()
    assert not Allowance.objects.exists()


def test_allowances_are_of_the_own_office_only(author, other):
    person = factories.employee(factories.department("d"))
    row = allow(allowance=Allowance(quiz=other.quizzes.get(), employee=person, extra_minutes=5), actor="1", at=NOW)
    client = Client()
    client.force_login(factories.viewer_of(Role.SECURITY_OFFICE).user)

    assert client.get(reverse("allowance:edit", args=[row.pk])).status_code == 404
    assert client.post(reverse("allowance:edit", args=[row.pk])).status_code == 404
    assert client.post(reverse("allowance:add"), allowance(other, department_code="d")).status_code == 200
    assert Allowance.objects.known().count() == 1
    assert author.get(reverse("allowance:index")).status_code == 404


def test_an_allowance_taken_back_twice_says_so(office, bank):
    person = factories.employee(factories.department("d"))
    row = allow(allowance=Allowance(quiz=bank.quizzes.get(), employee=person, extra_minutes=5), actor="1", at=NOW)
    address = reverse("allowance:edit", args=[row.pk])

    assert "取り消しました" in office.post(address, follow=True).content.decode()
    assert "既に取り消されています" in office.post(address, follow=True).content.decode()


def test_a_longer_list_of_allowances_asks_no_more_of_the_database(office, bank):
    def listed(number):
        for _ in range(number):
            place = factories.department(f"d{Allowance.objects.count()}")
            for who in ({"employee": factories.employee(place)}, {"department": place}):
                row = Allowance(quiz=bank.quizzes.get(), extra_minutes=5, reason="繁忙", **who)
                allow(allowance=row, actor="1", at=NOW)
        with CaptureQueriesContext(connection) as asked:
            office.get(reverse("allowance:index"))
        return len(asked)

    listed(0)
    assert listed(1) == listed(2)
