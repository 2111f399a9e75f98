"""設定: accounts found by number."""

import pytest
from django.urls import reverse

from lms.people.roles import Role
from tests import factories as make
from tests.markup import page, texts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", ["00123", "００１２３", " 0012 "])
def test_an_account_is_found_by_its_number_in_any_width(client, number):
    client.force_login(make.viewer_of(Role.ADMINISTRATOR).user)
    make.account(make.employee(number="00123"))
    answer = page(client.get(reverse("settings_home"), {"staff_number": number}))

    assert "00123" in texts(answer, "td, th")
