"""保存した条件 of the overview: one's own, twenty at most."""

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from lms.ledger.models import LedgerEntry
from lms.people.roles import Role
from lms.reports.models import SavedView
from lms.reports.saved_views import MOST
from tests import factories
from tests.markup import page, texts

URL = "/reports/overview/"


@pytest.fixture
def auditor(town, client: Client) -> Client:
    client.force_login(factories.viewer_of(Role.AUDITOR).user)
    return client


def keep(client: Client, query: str, name: str = "福祉課") -> str:
    """What the page says afterwards."""
    answer = client.post(f"{URL}views/?{query}", {"name": name}, follow=True)
    assert dict(parse_qsl(query)).items() <= dict(parse_qsl(urlsplit(answer.redirect_chain[-1][0]).query)).items()
    return texts(page(answer), ".banner__title")[0]


def links(client: Client) -> dict[str, str]:
    found = page(client.get(URL)).select("[aria-labelledby=saved] li a")
    return {link.text: link["href"] for link in found}


def conditions(way: str) -> dict[str, str]:
    """In whatever order the database keeps them."""
    return dict(parse_qsl(urlsplit(way).query))


def test_what_is_kept_leads_back_to_the_same_figures(auditor):
    query = "year=2026&course=S-01&department=0106&at=&known=&by=grade&role="
    assert "表示の条件を「福祉課」として保存しました。" in keep(auditor, query)
    way = links(auditor)["福祉課"]
    assert conditions(way) == {"course": "S-01", "department": "0106", "by": "grade"}
    shown = [texts(page(auditor.get(one)), "main td, main h2") for one in (way, f"{URL}?{query}")]
    assert shown[0] == shown[1]


def test_this_year_is_not_kept_but_an_earlier_one_and_a_day_are(auditor, town):
    factories.requirement(town.security, 2025)
    keep(auditor, "year=2026&course=S-01", "今年度")
    keep(auditor, "year=2025&course=S-01", "前年度")
    keep(auditor, "year=2026&at=R8.9.30", "上半期")
    assert {name: conditions(way) for name, way in links(auditor).items()} == {
        "今年度": {"course": "S-01"}, "前年度": {"year": "2025", "course": "S-01"},
        "上半期": {"year": "2026", "at": "R8.9.30"},
    }  # fmt: skip


def test_the_same_name_takes_the_new_conditions(auditor):
    keep(auditor, "course=S-01")
    keep(auditor, "course=D-01")
    assert links(auditor) == {"福祉課": f"{URL}?course=D-01"}


def test_twenty_are_enough(auditor):
    for number in range(MOST):
        keep(auditor, "course=S-01", f"条件{number}")
    assert "保存できる条件は20件までです。" in keep(auditor, "course=S-01", "もう一つ")
    assert SavedView.objects.count() == MOST
    assert "保存しました。" in keep(auditor, "course=D-01", "条件0")


@pytest.mark.parametrize(
    ("query", "name", "said"),
    [
        ("course=S-01", " ", "条件に付ける名前を入力してください。"),
        ("course=S-01", "長" * 41, "名前は、40文字までで入力してください。"),
        ("by=weather", "天気", "一覧から内訳を選んでください。"),
    ],
)
def test_what_cannot_be_kept_is_said_in_words(auditor, query, name, said):
    assert said in keep(auditor, query, name)
    assert not SavedView.objects.exists()


def test_they_are_ones_own_and_leave_no_trace(auditor, town):
    keep(auditor, "course=S-01")
    row, other = SavedView.objects.get(), Client()
    other.force_login(factories.viewer_of(Role.HEAD, town.places["tax"]).user)
    assert links(other) == {}
    assert other.post(f"{URL}views/{row.pk}/forget/").status_code == 404
    answer = auditor.post(f"{URL}views/{row.pk}/forget/", follow=True)
    assert "保存した条件「福祉課」を削除しました。" in texts(page(answer), ".banner__title")[0]
    assert links(auditor) == {}
    assert not LedgerEntry.objects.exists()


def test_who_sees_no_reports_keeps_nothing(town, signed_in):
    client = signed_in(Role.SYSTEM_STAFF)
    assert client.post(f"{URL}views/?course=S-01", {"name": "x"}).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_one_query_however_long_it_is(db, client, django_assert_num_queries, number):
    person = factories.viewer_of(Role.AUDITOR)
    factories.requirement(opens_on=date(2026, 4, 1))
    for serial in range(number):
        SavedView.objects.create(employee=person, name=f"条件{serial}", conditions={})
    client.force_login(person.user)
    client.get(URL)
    with django_assert_num_queries(14):
        assert len(links(client)) == number
