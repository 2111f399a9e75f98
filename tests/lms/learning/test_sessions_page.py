"""集合研修の申込み: a person sees the sessions of the own courses, signs up and takes it back."""

import pytest

from lms.records.models import SignUp
from tests import factories as make
from tests.demo import stop_the_clock
from tests.factories import jst
from tests.lms.records import learnt
from tests.markup import page, texts

pytestmark = pytest.mark.django_db
TODAY = jst(2026, 6, 9)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_the_clock(monkeypatch, TODAY.date())


@pytest.fixture
def asked():
    """S-01 is asked of everybody."""
    return make.requirement(make.course())


@pytest.fixture
def person(client, asked):
    someone = make.employee(make.department("0101", "総務課"))
    make.duty(someone, asked)
    client.force_login(make.account(someone))
    return someone


def titles(client):
    return texts(page(client.get("/learn/sessions/")), ".card__title")


def press(client, session, what="sign-up"):
    return client.post(f"/learn/sessions/{session.pk}/{what}/", follow=True)


def said(response):
    return texts(page(response), ".banner__title")


def test_coming_sessions_of_the_own_courses_are_offered(client, person, asked):
    learnt.session(asked.course, title="第2回", held_on=jst(2026, 6, 20).date())
    learnt.session(asked.course, title="第1回")
    learnt.session(asked.course, title="昨日", held_on=jst(2026, 6, 8).date(), sign_up_until=jst(2026, 6, 8).date())
    learnt.session(make.course("S-05"), title="管理者編")
    learnt.session(asked.course, title="中止", called_off_at=TODAY)
    assert titles(client) == ["第1回", "第2回"]
    first_day = texts(page(client.get("/learn/sessions/")), ".card__facts dd")[0]
    assert first_day == "令和8年6月18日（木）　13:30から15:00まで"


def test_who_has_completed_or_is_excused_is_offered_nothing(client, person, asked):
    learnt.session(asked.course)
    make.exemption(person, asked)
    assert titles(client) == []
    other = make.employee(make.department("0102"))
    make.duty(other, asked)
    make.completion(other, asked.course, jst(2026, 6, 2))
    client.force_login(make.account(other))
    assert titles(client) == []


def test_a_person_signs_up_and_takes_it_back(client, person, asked):
    session = learnt.session(asked.course)
    assert said(press(client, session)) == ["「第1回」に申し込みました。"]
    assert texts(page(client.get("/learn/sessions/")), "h2")[0] == "申し込んだ開催回"
    assert said(press(client, session)) == ["エラー：この開催回には、既に申し込んでいます。"]
    assert said(press(client, session, "take-back")) == ["「第1回」の申込みを取り消しました。"]
    assert said(press(client, session, "take-back")) == ["エラー：この開催回には、申し込んでいません。"]
    assert not SignUp.objects.filter(cancelled_at=None).exists()


def test_full_and_late_are_said_and_offer_no_button(client, person, asked):
    full = learnt.session(asked.course, title="満員", capacity=1)
    learnt.listed(full, make.employee(make.department("0102")))
    late = learnt.session(asked.course, title="締切", sign_up_until=jst(2026, 6, 8).date())
    shown = client.get("/learn/sessions/").content.decode()
    assert "定員に達しています。" in shown
    assert "申込期限を過ぎています。" in shown
    assert "申し込む<" not in shown
    assert said(press(client, full)) == ["エラー：定員に達したため、申し込めません。ほかの開催回を選んでください。"]
    assert said(press(client, late)) == ["エラー：申込期限を過ぎています。研修担当に連絡してください。"]


def test_what_one_signed_up_for_stays_in_sight_when_it_is_called_off(client, person, asked):
    session = learnt.session(asked.course)
    learnt.listed(session, person)
    type(session).objects.update(called_off_at=TODAY)
    assert titles(client) == ["第1回"]
    assert "中止になりました。" in client.get("/learn/sessions/").content.decode()


def test_a_session_that_is_not_offered_does_not_exist(client, person, asked):
    other = learnt.session(make.course("S-05"))
    assert press(client, other).status_code == 404
    assert press(client, other, "take-back").status_code == 404
    assert not SignUp.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number(client, person, asked, django_assert_num_queries, count):
    for number in range(count):
        learnt.session(asked.course, title=f"第{number}回")
    client.get("/learn/sessions/")
    with django_assert_num_queries(5):
        client.get("/learn/sessions/")
