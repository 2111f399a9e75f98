"""読替え on the screen: decided by the office whose course is completed by another."""

import pytest

from lms.people.roles import Role
from lms.records.models import Completion, Equivalence
from tests import factories as make
from tests.demo import stop_the_clock
from tests.factories import jst
from tests.lms.records import learnt
from tests.markup import errors, page, texts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_the_clock(monkeypatch, jst(2026, 9, 15).date())


@pytest.fixture
def office(client):
    make.course("S-10", title="情報システム担当者編")
    make.course("D-01", "dx", title="DXの意義")
    holder = learnt.office(Role.SECURITY_OFFICE, "90001")
    client.force_login(holder.user)
    return holder


def add(client, **data):
    usual = {"course": "D-01", "counts_as": "S-10", "ground": "委員会決定", "starts_on": "R8.4.1", "ends_on": ""}
    return client.post("/records/equivalences/", usual | data)


def test_a_rule_is_made_for_an_own_course_and_counts_at_once(client, office):
    make.completion(make.employee(), make.course("CYDER", "dx"), jst(2026, 6, 1))
    add(client, course="CYDER")
    assert Completion.objects.filter(course__code="S-10", source="equivalent").count() == 1
    shown = client.get("/records/equivalences/")
    assert "今年度の修了1件を読み替えました。" in shown.content.decode()
    assert texts(page(shown), "tbody th") == ["「研修CYDER」の修了を「情報システム担当者編」の修了に読み替える"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"counts_as": "D-01"}, "読み替える研修：一覧から読み替える研修を選んでください。"),
        ({"course": "S-10"}, "読み替える研修：受講した研修とは別の研修を選んでください。"),
        ({"ends_on": "R8.3.31"}, "終了日：終了日は、開始日以後の日にしてください。"),
        ({"starts_on": "いつか"}, "開始日：「いつか」は日付として読めません。"),
        ({"ground": ""}, "読替えの根拠：読替えの根拠を入力してください。"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(client, office, given, message):
    [said] = errors(add(client, **given))
    assert said.startswith(message)
    assert not Equivalence.objects.exists()


def test_the_same_rule_twice_is_refused(client, office):
    add(client)
    assert errors(add(client)) == ["同じ読替えが既にあります。"]


def test_a_rule_is_ended_by_its_office_alone(client, office):
    add(client)
    address = f"/records/equivalences/{Equivalence.objects.get().pk}/end/"
    client.force_login(learnt.office(Role.DX_OFFICE).user)
    assert client.post(address, {"ends_on": "R8.9.30"}).status_code == 404
    client.force_login(office.user)
    assert errors(client.post(address, {"ends_on": "R8.3.31"})) == ["終了日：終了日は、開始日以後の日にしてください。"]
    client.post(address, {"ends_on": "R8.9.30"})
    assert str(Equivalence.objects.known().get().ends_on) == "2026-09-30"
    shown = page(client.get("/records/equivalences/"))
    assert "令和8年9月30日まで" in shown.text
    assert texts(shown, "tbody a")[0].startswith("終了日を変える")


def test_the_auditor_reads_the_rules_and_makes_none(client, office):
    add(client)
    client.force_login(make.viewer_of(Role.AUDITOR).user)
    shown = client.get("/records/equivalences/").content.decode()
    assert "情報システム担当者編" in shown
    assert "読替えを登録する" not in shown
    assert add(client, course="S-10").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_rules_cost_the_same_for_any_number(client, office, django_assert_num_queries, count):
    target = make.Course.objects.get(code="S-10")
    for number in range(count):
        learnt.rule(make.course(f"X-{number}"), target)
    client.get("/records/equivalences/")
    with django_assert_num_queries(6):
        client.get("/records/equivalences/")
