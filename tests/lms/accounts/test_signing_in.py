from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.accounts.models import User
from lms.ledger.models import LedgerEntry
from tests.markup import errors, page, words

pytestmark = pytest.mark.django_db
PASSWORD = "kasumi-no-asa-7"
LOGIN = "/accounts/login/"


@pytest.fixture
def user() -> User:
    return User.objects.create_user("00007", password=PASSWORD, name="髙橋　正樹")


@pytest.fixture
def desk_is_not_needed(settings) -> None:
    """The page after signing in is another room's."""
    settings.LOGIN_REDIRECT_URL = "account_logout"


def sign_in(client: Client, number: str = "00007", password: str = PASSWORD, **data: str):
    return client.post(LOGIN, {"login": number, "password": password, **data})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def trace() -> list[tuple[str, str]]:
    return list(LedgerEntry.objects.order_by("pk").values_list("actor", "action"))


# ---- the page -------------------------------------------------------------------------------------------------------


def test_the_page_asks_for_number_and_password_in_japanese(client):
    document = page(client.get(LOGIN))
    labels = {label["for"]: words(label) for label in document.select("main form label")}
    assert labels == {"id_login": "職員番号※必須", "id_password": "パスワード※必須"}
    assert document.h1.text == "職員研修にログインする"
    assert "利用を認められた職員だけが利用できます" in document.text


def test_the_browser_may_fill_in_and_paste(client):
    document = page(client.get(LOGIN))
    assert [i.get("autocomplete") for i in document.select("#id_login, #id_password")] == [
        "username",
        "current-password",
    ]
    assert not document.select("[onpaste], [placeholder], [disabled]")


def test_nobody_is_remembered(client, user):
    assert not page(client.get(LOGIN)).select("[name=remember]")
    sign_in(client, remember="on")
    assert client.session.get_expire_at_browser_close()


@pytest.mark.parametrize("address", ["signup/", "password/reset/", "email/", "inactive/"])
def test_nothing_else_of_the_library_is_reachable(client, address):
    assert client.get(f"/accounts/{address}").status_code == 404


# ---- getting in -----------------------------------------------------------------------------------------------------


def test_number_and_password_open_the_start_page(client, user):
    assert sign_in(client).url == reverse("start")
    assert signed_in(client)
    assert trace() == [("00007", "ログイン")]


def test_the_leading_zeros_belong_to_the_number(client, user):
    assert not errors(sign_in(client))
    client.logout()
    sign_in(client, "7")
    assert not signed_in(client)


def test_a_number_typed_in_full_width_is_the_same_number(client, user):
    sign_in(client, " ００００７ ")
    assert signed_in(client)


def test_after_signing_in_one_goes_where_one_wanted_to_but_never_outside(client, user):
    assert sign_in(client, next="/learn/courses/S-01/").url == "/learn/courses/S-01/"
    client.logout()
    assert sign_in(client, next="https://example.com/").url == reverse("start")


@pytest.mark.usefixtures("desk_is_not_needed")
def test_the_previous_sign_in_is_told(client, user):
    User.objects.update(last_login=datetime(2026, 6, 30, 23, 5, tzinfo=UTC))
    client.post(LOGIN, {"login": "00007", "password": PASSWORD})
    said = page(client.get("/accounts/logout/")).select_one(".banners").text
    assert "前回のログイン：令和8年7月1日 08:05" in said
    assert "心当たりがないときは" in said


@pytest.mark.usefixtures("desk_is_not_needed")
def test_the_first_sign_in_is_said_to_be_the_first(client, user):
    sign_in(client)
    assert "初めてのログインです" in page(client.get("/accounts/logout/")).select_one(".banners").text


# ---- staying out ----------------------------------------------------------------------------------------------------


def test_errors_do_not_tell_whether_a_number_exists(client, user):
    wrong = errors(sign_in(client, password="something-else"))
    nobody = errors(sign_in(client, "99999"))
    assert wrong == nobody
    assert "職員番号又はパスワードが正しくありません" in wrong[0]


def test_who_has_left_is_told_no_more_than_anybody_else(client, user):
    wrong = errors(sign_in(client, "99999"))
    User.objects.update(active_until=timezone.now().date() - timedelta(days=2))
    assert errors(sign_in(client)) == wrong
    User.objects.update(active_until=None, is_active=False)
    assert errors(sign_in(client)) == wrong
    assert not signed_in(client)


def test_the_session_of_who_leaves_ends(client, user):
    sign_in(client)
    User.objects.update(active_until=date(2020, 3, 31))
    assert client.get("/accounts/password/").url.startswith(LOGIN)


def test_empty_fields_say_what_is_missing(client):
    assert errors(sign_in(client, "", "")) == [
        "職員番号：職員番号を入力してください。",
        "パスワード：パスワードを入力してください。",
    ]


def test_failures_are_written_down_but_never_what_was_typed(client, user):
    sign_in(client, password="wrong-password-1")
    sign_in(client, PASSWORD, "typed in the wrong field")
    assert trace() == [("00007", "ログインの失敗"), ("登録のない職員番号", "ログインの失敗")]
    assert PASSWORD not in str(list(LedgerEntry.objects.values()))


def test_after_too_many_failures_even_the_right_password_waits(client, user):
    for _ in range(5):
        sign_in(client, password="wrong")
    assert "15分たってから" in errors(sign_in(client))[0]
    assert not signed_in(client)


def test_too_many_attempts_from_one_terminal_get_a_page_in_japanese(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    for _ in range(2):
        sign_in(client)
    response = sign_in(client)
    assert response.status_code == 429
    assert page(response).h1.text == "しばらくお待ちください"


# ---- going ----------------------------------------------------------------------------------------------------------


def test_signing_out_is_a_press_and_leaves_nothing(client, user):
    sign_in(client)
    assert page(client.get("/accounts/logout/")).select("main form[method=post] button")
    assert signed_in(client), "opening the page signs nobody out"
    response = client.post("/accounts/logout/", follow=True)
    assert not signed_in(client)
    assert "ログアウトしました。" in page(response).select_one(".banners").text
    assert trace()[-1] == ("00007", "ログアウト")


def test_pages_are_not_kept_by_the_browser(client, user):
    sign_in(client)
    assert "no-store" in client.get("/accounts/logout/")["Cache-Control"]
