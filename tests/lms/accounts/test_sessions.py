from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from lms.accounts.models import User
from lms.accounts.sessions import SessionStore

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


def test_session_and_user_are_two_queries(signed_in, django_assert_num_queries):
    signed_in.get("/accounts/logout/")
    with django_assert_num_queries(2):
        signed_in.get("/accounts/login/")
