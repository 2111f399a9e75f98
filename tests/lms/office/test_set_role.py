"""`manage.py set_role`: for installations that begin, and for scripts."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from lms.office.management.commands.set_role import Command
from lms.people.models import RoleGrant
from tests import factories

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("set_role", *words, stdout=out)
    return out.getvalue()


def test_a_role_over_the_city_is_given():
    factories.employee(number="00028")

    assert run("00028", "hr") == "職員番号00028に、役割「人事担当」を指定しました。\n"
    assert (RoleGrant.objects.get().role, RoleGrant.objects.get().department) == ("hr", None)


def test_a_role_ends_on_the_day_that_is_said():
    factories.employee(number="00028")
    run("00028", "auditor", "--until", "2099-03-31")

    assert RoleGrant.objects.get().ends_on == date(2099, 3, 31)


def test_a_department_s_role_is_given_there_or_where_the_person_sits():
    seat, other = factories.department("0101"), factories.department("0102")
    factories.employee(seat, "00028")
    run("00028", "head", "--department", "0102")
    run("00028", "head")

    assert [grant.department for grant in RoleGrant.objects.order_by("pk")] == [other, seat]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("99999", "hr"), "職員番号「99999」の職員は登録されていません"),
        (("00028", "head", "--department", "9999"), "所属コード「9999」の所属は登録されていません"),
        (("00028", "head"), "--department で所属コードを指定してください"),
        (("00028", "chief"), "chief"),
        (
            ("00028", "auditor"),
            "監査担当には期間が必要です。終了日を入力してください。--until で終了日を指定してください。",
        ),
        (("00028", "auditor", "--until", "いつか"), "「いつか」は日付として読めません"),
        (("00028", "hr", "--department", "0101"), "人事担当は全庁の役割です"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(words, said):
    factories.department("0101")
    factories.employee(number="00028")
    with pytest.raises(CommandError, match=said):
        run(*words)


def test_the_help_lists_every_role_with_its_japanese_name():
    text = Command().create_parser("manage.py", "set_role").format_help()

    assert "head                所属長" in text
    assert "security-office     情報セキュリティ研修担当" in text
