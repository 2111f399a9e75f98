"""標的型訓練 on the screen: names for one office, counts for those who answer for people."""

import pytest

from lms.ledger.models import LedgerEntry
from lms.people.roles import Role
from lms.records.models import PhishingDrill
from tests import factories as make
from tests.demo import stop_the_clock
from tests.factories import jst
from tests.lms.records import learnt
from tests.markup import errors, page, texts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_the_clock(monkeypatch, jst(2026, 6, 18).date())


@pytest.fixture
def town():
    """福祉課 with six people of whom two opened, 会計課 with four of whom one did."""
    make.city()
    held = learnt.drill()
    welfare, treasury = make.department("0301", "福祉課"), make.department("0401", "会計課")
    people = [make.employee(welfare, name=f"福祉　{number}", kana=f"フ{number}") for number in range(6)]
    few = [make.employee(treasury, name=f"会計　{number}", kana=f"カ{number}") for number in range(4)]
    learnt.results(held, people, opened=2, reported=3)
    learnt.results(held, few, opened=1)
    return held, welfare, treasury


def shown(client, held, place="departments/"):
    return client.get(f"/records/drills/{held.pk}/{place}")


def table(response):
    return [texts(row, "th, td") for row in page(response).select("tbody tr, tfoot tr")]


def test_the_security_office_sees_who_did_what_and_every_look_is_traced(client, town):
    held, *_ = town
    client.force_login(learnt.office(Role.SECURITY_OFFICE, "90001").user)
    rows = table(shown(client, held, ""))
    assert len(rows) == 10
    opened = table(client.get(f"/records/drills/{held.pk}/?deed=opened"))
    assert [row[1] for row in opened] == ["会計　0", "福祉　0", "福祉　1"]
    assert opened[1][2:] == ["福祉課", "令和8年6月1日 10:00", "令和8年6月1日 11:00", "令和8年6月1日 12:00"]
    silent = table(client.get(f"/records/drills/{held.pk}/?deed=silent"))
    assert [row[1] for row in silent] == ["会計　0"]
    assert LedgerEntry.objects.filter(action="標的型訓練の結果の閲覧", actor="90001").count() == 3


def test_nobody_else_sees_a_name_not_even_the_auditor(client, town):
    held, welfare, _ = town
    for role in set(Role) - {Role.SECURITY_OFFICE}:
        client.force_login(make.viewer_of(role, welfare).user)
        assert shown(client, held, "").status_code == 404, role
        assert "福祉　" not in shown(client, held).content.decode(), role


@pytest.mark.parametrize("role", [Role.HR, Role.AUDITOR, Role.SECURITY_OFFICE])
def test_the_whole_city_in_counts_with_few_people_masked_and_no_total_to_betray_them(client, town, role):
    held, *_ = town
    client.force_login(make.viewer_of(role).user)
    assert table(shown(client, held)) == [
        ["福祉課", "6人", "33.3%（2/6）", "50.0%（3/6）"],
        ["会計課", "4人", "－", "－"],
    ]


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY])
def test_a_head_sees_the_own_department_alone(client, town, role):
    held, welfare, treasury = town
    client.force_login(make.viewer_of(role, welfare).user)
    assert table(shown(client, held)) == [["福祉課", "6人", "33.3%（2/6）", "50.0%（3/6）"]]
    client.force_login(make.viewer_of(role, treasury).user)
    assert table(shown(client, held)) == [["会計課", "4人", "－", "－"]]


@pytest.mark.parametrize("role", [Role.CLERK, Role.DX_OFFICE, Role.ADMINISTRATOR, Role.SECURITY_AUTHOR])
def test_for_others_there_are_no_drills(client, town, role):
    held, welfare, _ = town
    client.force_login(make.viewer_of(role, welfare).user)
    assert client.get("/records/drills/").status_code == 404
    assert shown(client, held).status_code == 404


def test_the_security_office_adds_a_drill_once_and_nobody_else_does(client, town):
    _, welfare, _ = town
    given = {"title": "第2回", "sent_on": "R8.6.10"}
    client.force_login(make.viewer_of(Role.HEAD, welfare).user)
    assert client.post("/records/drills/", given).status_code == 404
    assert "訓練を登録する" not in client.get("/records/drills/").content.decode()
    client.force_login(learnt.office(Role.SECURITY_OFFICE).user)
    assert errors(client.post("/records/drills/", given | {"title": ""})) == ["訓練名：訓練名を入力してください。"]
    for _ in range(2):
        response = client.post("/records/drills/", given)
    assert response.url == f"/records/drills/{PhishingDrill.objects.get(title='第2回').pk}/"


def test_a_drill_registered_wrongly_is_taken_back_and_registered_anew(client, town):
    held, *_ = town
    client.force_login(learnt.office(Role.SECURITY_OFFICE).user)
    assert "訓練の登録を取り消す" in shown(client, held, "").content.decode()
    assert client.post(f"/records/drills/{held.pk}/withdraw/").url == "/records/drills/"
    assert shown(client, held).status_code == shown(client, held, "").status_code == 404
    assert held.title not in texts(page(client.get("/records/drills/")), "tbody th")
    anew = client.post("/records/drills/", {"title": held.title, "sent_on": held.sent_on.isoformat()})
    assert anew.url != f"/records/drills/{held.pk}/"
    assert texts(page(client.get("/records/drills/")), "tbody th") == [held.title]


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_for_any_number(client, django_assert_num_queries, count):
    make.city()
    held = learnt.drill()
    learnt.results(held, [make.employee(make.department(f"x{number}")) for number in range(count)], opened=1)
    client.force_login(learnt.office(Role.SECURITY_OFFICE).user)
    client.get("/records/drills/")
    with django_assert_num_queries(4):
        client.get("/records/drills/")
    with django_assert_num_queries(12):
        shown(client, held, "")
    with django_assert_num_queries(7):
        shown(client, held)
