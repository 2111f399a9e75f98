from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from lms.accounts.models import User
from lms.accounts.sessions import SessionStore
from lms.lib import clock
from tests.markup import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    client.force_login(User.objects.create_user("00007"))
    return client


def test_a_session_is_found_again():
    store = SessionStore()
    store["step"] = 3
    store.save()
    assert SessionStore(store.session_key)["step"] == 3


def test_a_session_past_its_time_is_gone(signed_in):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert signed_in.get("/accounts/logout/").url == "/accounts/login/"


def test_a_session_begun_later_ends_later(monkeypatch, settings):
    later(monkeypatch, days=90)
    store = SessionStore()
    store.save()
    session = Session.objects.get(pk=store.session_key)
    assert session.expire_date == clock.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)


def test_an_invented_key_opens_nothing(client):
    client.cookies["sid"] = "x" * 32
    assert client.get("/accounts/password/").url.startswith("/accounts/login/")


def test_a_session_in_use_goes_on_and_one_left_idle_ends(signed_in, settings):
    signed_in.get("/accounts/logout/")
    renewed = signed_in.session["renewed"]
    assert renewed
    session = signed_in.session
    session["renewed"] = renewed - settings.SESSION_COOKIE_AGE - 1
    session.save()
    assert signed_in.get("/accounts/logout/").url == "/accounts/login/"
    assert not Session.objects.filter(session_key=session.session_key).exists()


# ---- what a page's script asks --------------------------------------------------------------------------------------

SESSION = "/accounts/session/"


def later(monkeypatch, **by: int) -> None:
    moment = clock.now() + timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_asking_how_long_a_session_lasts_does_not_prolong_it_and_a_press_does(signed_in, settings, monkeypatch):
    signed_in.get("/accounts/logout/")
    later(monkeypatch, minutes=28)
    for _ in range(2):
        assert signed_in.get(SESSION).json()["seconds"] in (119, 120)
    for answer in (signed_in.post(SESSION), signed_in.get(SESSION)):
        assert answer.json()["seconds"] == settings.SESSION_COOKIE_AGE


def test_half_an_hour_without_a_request_ends_the_session(signed_in, monkeypatch):
    signed_in.get("/accounts/logout/")
    later(monkeypatch, minutes=30)
    assert signed_in.get(SESSION).json()["person"] is None
    assert signed_in.get("/accounts/password/").url.startswith("/accounts/login/")


def test_whoever_is_not_signed_in_learns_nothing_but_that(client):
    told = client.get(SESSION).json()
    assert told.pop("token")
    assert told == {"person": None, "seconds": 0}
    assert client.post(SESSION).json()["person"] is None


def test_prolonging_needs_the_token_of_a_page(signed_in):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in.cookies
    assert strict.post(SESSION).status_code == 403
    token = strict.get(SESSION).json()["token"]
    assert strict.post(SESSION, headers={"X-CSRFToken": token}).status_code == 200


def test_every_page_says_whose_it_is_and_how_long_the_session_lasts(signed_in, settings):
    document = page(signed_in.get("/accounts/logout/"))
    told = document.select_one("[data-session]")
    assert (told["data-person"], told["data-seconds"]) == (str(User.objects.get().pk), str(settings.SESSION_COOKIE_AGE))
    assert document.select_one("#session-login")["value"] == "00007"
    assert document.select_one("header a[href='/accounts/password/']").text == "パスワードの変更"


def test_who_is_not_signed_in_is_not_asked_to_go_on(client):
    assert not page(client.get("/accounts/login/")).select(
        "dialog, [data-session], header a[href='/accounts/password/']"
    )


# ---- cost -----------------------------------------------------------------------------------------------------------


def test_session_and_user_are_two_queries(signed_in, django_assert_num_queries):
    signed_in.get("/accounts/logout/")
    with django_assert_num_queries(2):
        signed_in.get("/accounts/login/")
