import pytest
from django.test import Client

from lms.accounts.models import User
from lms.ledger.models import LedgerEntry
from tests.markup import errors, page, texts

pytestmark = pytest.mark.django_db
OLD = "kari-no-password-1"
NEW = "kasumi-no-asa-7"
CHANGE = "/accounts/password/"


@pytest.fixture
def user(client) -> User:
    user = User.objects.create_user("00007", password=OLD, name="takahashi-masaki", password_is_temporary=True)
    client.force_login(user)
    return user


def change(client: Client, old: str = OLD, new: str = NEW, again: str | None = None):
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new if again is None else again})


@pytest.mark.parametrize("address", ["/", "/learn/", "/cms/", "/reports/"])
def test_a_temporary_password_opens_no_other_page(client, user, address):
    assert client.get(address).url == CHANGE


def test_with_a_temporary_password_one_can_still_sign_out(client, user):
    assert client.post("/accounts/logout/").url == "/accounts/login/"


def test_the_page_says_why_it_stands_in_the_way(client, user):
    document = page(client.get(CHANGE))
    assert "仮パスワード" in texts(document, ".lead")[0]
    assert texts(document, "main label") == [
        "今のパスワード※必須",
        "新しいパスワード※必須",
        "新しいパスワード（確認）※必須",
    ]
    assert not document.select("[placeholder], [onpaste]")


def test_once_changed_the_way_is_open_and_the_session_goes_on(client, user):
    assert change(client).url == "/"
    user.refresh_from_db()
    assert not user.password_is_temporary
    assert user.check_password(NEW)
    assert client.get("/").get("Location") != CHANGE
    assert LedgerEntry.objects.values_list("actor", "action").get() == ("00007", "パスワードの変更")


def test_other_sessions_end_when_the_password_changes(client, user):
    elsewhere = Client()
    elsewhere.force_login(user)
    change(client)
    assert elsewhere.get("/").url.startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("mijikai-1", "12文字以上にしてください。"),
        ("password1234", "よく使われる語のため、推測されるおそれがあります。関係のない語を組み合わせてください。"),
        ("482915730648", "数字だけでは推測されるおそれがあります。文字も入れてください。"),
        ("takahashi-masaki9", "職員番号や氏名に似ています。関係のない語を組み合わせてください。"),
        (OLD, "今のパスワードと違うものにしてください。"),
    ],
)
def test_a_weak_password_is_refused_with_what_helps(client, user, new, message):
    assert errors(change(client, new=new)) == [f"新しいパスワード：{message}"]
    user.refresh_from_db()
    assert user.password_is_temporary


def test_a_wrong_old_password_is_refused(client, user):
    assert errors(change(client, old="nani-ka-chigau")) == [
        "今のパスワード：今のパスワードが正しくありません。入力し直してください。"
    ]


def test_the_repetition_must_agree(client, user):
    assert errors(change(client, again="kasumi-no-asa-8")) == [
        "新しいパスワード（確認）：新しいパスワードと一致しません。同じものを入力してください。"
    ]


def test_a_password_is_never_shown_or_written_down(client, user):
    body = change(client, old="nani-ka-chigau").content.decode()
    assert NEW not in body
    change(client)
    assert NEW not in str(list(LedgerEntry.objects.values()))
