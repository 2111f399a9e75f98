"""`manage.py set_password`: from standard input, checked, and never shown."""

import io

import pytest
from django.core.management import CommandError, call_command

from lms.ledger.models import LedgerEntry
from tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "yama-kawa-hashi-31"


def run(monkeypatch: pytest.MonkeyPatch, given: str, number: str = "00028") -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO(given))
    out = io.StringIO()
    call_command("set_password", number, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_the_first_line_becomes_the_password(monkeypatch, end):
    account = factories.account(factories.employee(number="00028"))
    out = run(monkeypatch, PASSWORD + end)

    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    assert not account.password_is_temporary
    assert out == "職員番号00028のパスワードを設定しました。\n"


def test_the_trace_does_not_hold_the_password(monkeypatch):
    factories.account(factories.employee(number="00028"))
    run(monkeypatch, PASSWORD)

    entry = LedgerEntry.objects.get()
    assert (entry.actor, entry.action, entry.subject) == ("command:set_password", "パスワードの設定", "00028")
    assert PASSWORD not in str(entry.payload)


@pytest.mark.parametrize("weak", ["short", "password1234", "", "123456789012345"])
def test_a_weak_password_is_refused_in_words_and_the_old_one_stays(monkeypatch, weak):
    account = factories.account(factories.employee(number="00028"), PASSWORD)
    with pytest.raises(CommandError) as refused:
        run(monkeypatch, weak + "\n")

    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    assert str(refused.value).endswith("。")
    assert not weak or weak not in str(refused.value)


def test_an_unknown_number_is_said_in_words(monkeypatch):
    with pytest.raises(CommandError, match="職員番号「99999」の利用者は登録されていません"):
        run(monkeypatch, PASSWORD, "99999")
