"""役割の指定 and 人事担当の確認 by page."""

from datetime import date

import pytest

from lms.accounts.models import User
from lms.people.models import RoleGrant
from lms.people.roles import GIVEN_BY_ADMINISTRATOR, GIVEN_BY_HR, Role
from tests import factories
from tests.factories import jst
from tests.markup import errors, page, texts

pytestmark = pytest.mark.django_db

ROLES, ACCOUNTS = "/people/roles/", "/people/accounts/"
TODAY = date(2026, 11, 22)


def names(answer, caption="役割の指定の一覧"):
    return texts(page(answer), f'[aria-label="{caption}"] tbody .table__name')


def offered(client):
    return {option["value"] for option in page(client.get(f"{ROLES}new/")).select("#id_role option")} - {""}


def test_the_list_shows_who_holds_what_on_a_day(signed_in):
    seat = factories.department("0101", "総務課")
    person = factories.employee(seat, name="青木　花子")
    factories.grant(person, Role.HEAD, seat, starts_on=date(2026, 4, 1), ends_on=date(2026, 9, 30))
    client = signed_in(Role.HR)

    assert "青木　花子" not in names(client.get(ROLES))
    assert "青木　花子" in names(client.get(ROLES, {"on": "R8.9.30", "role": "head", "department": "0101"}))
    assert names(client.get(ROLES, {"on": "R8.9.30", "role": "clerk"})) == []


def test_hr_and_the_auditor_see_what_to_look_at(signed_in):
    seat = factories.department("0101", "総務課")
    factories.grant(factories.employee(name="青木　花子"), Role.CLERK, seat)
    answer = page(signed_in(Role.AUDITOR).get(ROLES))

    assert texts(answer, "main h2") == [
        "所属長の指定がない報告単位（1件）", "その所属に発令のない職員の役割（1件）", "指定の一覧",
    ]  # fmt: skip
    assert answer.select("main table form, main a.button") == []


def test_a_role_is_given_ended_and_taken_back(signed_in):
    seat = factories.department("0101", "総務課")
    person = factories.employee(seat, "00028")
    client = signed_in(Role.HR)
    sent = {"employee": "０００２８", "role": "head", "department": seat.pk, "on": "R8.12.1"}
    answer = client.post(f"{ROLES}new/", sent, follow=True)
    assert "職員番号00028に、令和8年12月1日から「所属長」を指定しました。" in texts(page(answer), ".banner")[0]

    client.post(f"{ROLES}{_held(person).pk}/end/", {"last": "R9.3.31"})
    assert _held(person).ends_on == date(2027, 3, 31)
    client.post(f"{ROLES}{_held(person).pk}/withdrawal/")
    assert not RoleGrant.objects.known().filter(employee=person).exists()


def _held(person):
    return RoleGrant.objects.known().get(employee=person)


def test_what_is_wrong_is_said_in_words(signed_in):
    client = signed_in(Role.HR)
    unknown = client.post(f"{ROLES}new/", {"employee": "99999", "role": "hr", "on": ""})
    assert errors(unknown) == [
        "職員番号：職員番号「99999」の職員は登録されていません。番号を確かめてください。",
        "役割：一覧から役割を選んでください。",
        "開始日：開始日を入力してください。",
    ]
    factories.employee(number="00028")
    assert errors(client.post(f"{ROLES}new/", {"employee": "00028", "role": "head", "on": "R8.12.1"})) == [
        "所属長には所属が必要です。所属を選んでください。"
    ]


@pytest.mark.parametrize(("role", "given"), [(Role.HR, GIVEN_BY_HR), (Role.ADMINISTRATOR, GIVEN_BY_ADMINISTRATOR)])
def test_everybody_gives_and_ends_only_what_is_theirs_to_give(signed_in, role, given):
    client = signed_in(role)
    assert offered(client) == set(given)

    for one in Role:
        grant = factories.grant(factories.employee(), one)
        expected = 200 if one in given else 404
        assert client.get(f"{ROLES}{grant.pk}/end/").status_code == expected
        assert client.post(f"{ROLES}{grant.pk}/withdrawal/").status_code == (302 if one in given else 404)


def test_the_administrator_sees_only_the_roles_that_open_the_system(signed_in):
    factories.grant(factories.employee(name="青木　花子"), Role.DX_LEADER)
    factories.grant(factories.employee(name="石田　花子"), Role.HR)
    found = names(signed_in(Role.ADMINISTRATOR).get(ROLES))

    assert "石田　花子" in found
    assert "青木　花子" not in found


@pytest.mark.parametrize("role", [None, Role.SECURITY_OFFICE])
def test_for_others_the_pages_do_not_exist(signed_in, role):
    client = signed_in(role)

    assert {client.get(url).status_code for url in (ROLES, f"{ROLES}new/", ACCOUNTS)} == {404}


@pytest.mark.parametrize("role", [Role.HR, Role.ADMINISTRATOR])
def test_the_review_counts_and_lists_accounts(signed_in, role):
    client = signed_in(role)
    gone = factories.account(factories.employee(number="00028"))
    old = factories.account(factories.employee(factories.department("0101"), "00031"))
    User.objects.update(date_joined=jst(2026, 11, 1), last_login=jst(2026, 11, 1))
    User.objects.filter(pk=old.pk).update(last_login=jst(2026, 5, 1))

    left = page(client.get(ACCOUNTS))
    assert "00028" in texts(left, '[aria-label="退職後も利用できる利用者"] tbody .table__name')
    unused = page(client.get(ACCOUNTS, {"show": "unused"}))
    assert texts(unused, '[aria-label="長くログインのない利用者"] tbody .table__name') == ["00031"]
    assert "令和8年5月1日" in texts(unused, '[aria-label="長くログインのない利用者"] tbody td')
    assert texts(page(client.get(ACCOUNTS, {"show": "unused", "days": "365"})), ".stat__count")[0] == "0"
    assert role.label in texts(left, '[aria-label="全庁の役割を持つ職員"] tbody td')

    client.post(f"{ACCOUNTS}{gone.pk}/stop/")
    gone.refresh_from_db()
    assert not gone.may_sign_in(TODAY)


def test_a_mistyped_number_of_days_is_answered_in_words(signed_in):
    answer = signed_in(Role.HR).get(ACCOUNTS, {"show": "unused", "days": "半年"})

    assert errors(answer) == ["ログインのない日数：日数は数字で入力してください。"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_roles_ask_the_database_as_often_for_one_as_for_three(signed_in, number, django_assert_num_queries):
    seat = factories.department("0101")
    for _ in range(number):
        factories.grant(factories.employee(seat), Role.DX_LEADER, seat)
    client = signed_in(Role.HR)
    client.get(ROLES)
    with django_assert_num_queries(11):
        client.get(ROLES)
