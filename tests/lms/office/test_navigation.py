"""Where one may go, in titled groups."""

import pytest
from django.urls import reverse

from lms.people.roles import Role
from tests import factories
from tests.markup import page, texts

pytestmark = pytest.mark.django_db


def navigation(client, user):
    client.force_login(user)
    return page(client.get(reverse("search"))).select_one("nav.site-nav")


def test_whoever_only_learns_finds_one_list_without_a_title(client):
    shown = navigation(client, factories.account(factories.employee(factories.department("d"))))
    assert shown.select(".site-nav__title, [aria-labelledby]") == []
    assert texts(shown, "ul a") == ["受ける研修", "教材を探す", "メモとしおり", "研修担当への質問", "集合研修の申込み"]
    assert texts(shown, "[aria-current=page]") == ["教材を探す"]


def test_whoever_has_more_finds_each_list_named_by_its_title(client):
    shown = navigation(client, factories.viewer_of(Role.SECURITY_OFFICE).user)
    titles = {title["id"]: title.get_text() for title in shown.select(".site-nav__title")}
    assert list(titles.values()) == ["自分の研修", "研修の運営", "状況と報告", "職員と記録"]
    assert [one["aria-labelledby"] for one in shown.select("ul")] == list(titles)
    assert texts(shown.select("ul")[2], "a")[:2] == ["受講の概況", "受講状況"]
