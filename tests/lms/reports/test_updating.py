"""「対象者を更新しています」 stands wherever figures of the running year are about to change, and nowhere else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lms.duties.models import UPDATE_LEASE
from lms.duties.updating import ask_update, claim
from lms.people.roles import Role
from tests import factories
from tests.lms.reports.conftest import NOW

WORDS = "対象者を更新しています。"


def pages(town) -> dict[str, str]:
    person = town.people["石田"]
    return {
        "department_report": reverse("department_report"), "report_people": reverse("report_people"),
        "department_table": reverse("department_table"), "person": reverse("person", args=[person.pk]),
    }  # fmt: skip


def said(client, address: str, **data) -> bool:
    answer = client.get(address, data)
    assert answer.status_code == 200
    return WORDS in answer.content.decode()


@pytest.mark.parametrize("name", ["department_report", "report_people", "department_table", "person"])
def test_a_page_of_figures_says_that_they_are_about_to_change(town, signed_in, name):
    client, address = signed_in(Role.HEAD, town.places["welfare"]), pages(town)[name]
    assert not said(client, address)
    ask_update(by="90001", at=NOW)
    assert said(client, address)
    claim(at=NOW)
    assert said(client, address)


def test_a_worker_that_died_is_not_waited_for(town, signed_in):
    ask_update(by="90001", at=NOW - UPDATE_LEASE - timedelta(minutes=1))
    assert not said(signed_in(Role.AUDITOR), reverse("department_report"))


def test_another_year_and_what_was_known_at_a_moment_do_not_change(town, signed_in):
    ask_update(by="90001", at=NOW)
    client, address = signed_in(Role.AUDITOR), reverse("department_report")
    assert said(client, address, at="R8.9.30")
    assert not said(client, address, at="R8.9.30", known="then")
    factories.requirement(factories.course("S-09"), fiscal_year=2025)
    assert not said(client, address, year="2025")
