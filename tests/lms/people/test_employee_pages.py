"""職員 by page: the list, and what a clerk enters by hand."""

from datetime import date

import pytest

from lms.ledger.models import LedgerEntry
from lms.people.models import Employee, Leave, Posting
from lms.people.roles import Role
from tests import factories
from tests.markup import errors, page, texts

pytestmark = pytest.mark.django_db

URL = "/people/"
TODAY, APRIL = date(2026, 11, 22), date(2027, 4, 1)


@pytest.fixture
def seats():
    welfare = factories.department("0106", "福祉課")
    return {
        "welfare": welfare, "section": factories.department("010601", "社会福祉係", parent=welfare, reports=False),
        "tax": factories.department("0104", "税務課"),
    }  # fmt: skip


def names(answer):
    return texts(page(answer), "tbody .table__name")


def messages(answer):
    return texts(page(answer), ".banner")


def test_the_list_is_in_the_order_of_the_kana_and_leads_to_each_person(signed_in, seats):
    last = factories.employee(seats["tax"], name="渡辺　一", kana="ワタナベ　ハジメ")
    factories.employee(seats["tax"], name="青木　花子", kana="ｱｵｷ ﾊﾅｺ")
    answer = signed_in(Role.HR).get(URL)

    assert names(answer) == ["青木　花子", "渡辺　一"]
    assert page(answer).select(".table__name a")[1]["href"] == f"/reports/people/{last.pk}/"


@pytest.mark.parametrize("words", ["高橋", "ﾀｶﾊｼ", "たかはし", "タカハシ"])
def test_people_are_found_however_the_name_is_typed(signed_in, seats, words):
    factories.employee(seats["tax"], name="髙橋　正樹", kana="タカハシ　マサキ")
    factories.employee(seats["tax"], name="高橋　花子", kana="ﾀｶﾊｼ ﾊﾅｺ")
    factories.employee(seats["tax"], name="青木　花子", kana="アオキ　ハナコ")

    assert names(signed_in(Role.HR).get(URL, {"words": words})) == ["高橋　花子", "髙橋　正樹"]


def test_a_department_holds_what_is_below_it_and_marks_those_beside_another_post(signed_in, seats):
    factories.employee(seats["section"], name="石田　花子", kana="ア")
    beside = factories.employee(seats["tax"], name="江口　花子", kana="イ")
    factories.posting(beside, seats["welfare"], kind=Posting.Kind.ADDITIONAL)
    factories.employee(seats["tax"], name="小川　花子", kana="ウ")

    assert names(signed_in(Role.HR).get(URL, {"department": "0106"})) == ["石田　花子", "江口　花子 兼務"]


def test_the_list_of_another_day_and_of_those_who_left(signed_in, seats):
    left = factories.employee(seats["tax"], name="去年　一", ends_on=date(2026, 3, 31))
    client = signed_in(Role.HR)

    assert names(client.get(URL)) == []
    assert names(client.get(URL, {"on": "R8.3.31"})) == [left.name]
    assert left.name in names(client.get(URL, {"range": "all"}))


def test_heads_find_their_own_people_only(signed_in, seats):
    factories.employee(seats["section"], name="石田　花子")
    factories.employee(seats["tax"], name="小川　花子")
    client = signed_in(Role.HEAD, seats["welfare"])

    assert names(client.get(URL)) == ["石田　花子"]
    assert names(client.get(URL, {"words": "小川"})) == []
    assert texts(page(client.get(URL)), "#id_department option") == [
        "すべての所属", "0106　福祉課", "010601　社会福祉係",
    ]  # fmt: skip
    assert errors(client.get(URL, {"department": "0104"})) != []


@pytest.mark.parametrize("role", [Role.SECURITY_OFFICE, Role.DX_OFFICE, Role.AUDITOR])
def test_offices_and_the_auditor_see_everybody_and_enter_nobody(signed_in, seats, role):
    factories.employee(seats["tax"], name="小川　花子")
    client = signed_in(role)

    assert names(client.get(URL)) == ["小川　花子"]
    assert client.get(f"{URL}external/").status_code == 404


@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR, Role.DX_AUTHOR])
def test_for_others_there_is_no_list(signed_in, role):
    assert signed_in(role).get(URL).status_code == 404


def test_a_hundred_people_are_a_page(signed_in, seats):
    for _ in range(101):
        factories.employee(seats["tax"])
    client = signed_in(Role.HR)

    assert (len(names(client.get(URL))), len(names(client.get(URL, {"page": 2})))) == (100, 1)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_as_often_for_one_as_for_three(signed_in, seats, number, django_assert_num_queries):
    for _ in range(number):
        factories.posting(factories.employee(seats["tax"]), seats["welfare"], kind=Posting.Kind.ADDITIONAL)
    client = signed_in(Role.HR)
    client.get(URL)
    with django_assert_num_queries(8):
        client.get(URL)


def test_names_are_put_right(signed_in, seats):
    person = factories.employee(seats["tax"], name="田中　花子", kana="タナカ　ハナコ")
    sent = {"name": "田中　花子", "kana": "ﾀﾅｶ ﾊﾅｺ", "usual_name": "髙橋　花子", "email": "hanako@example.lg.jp"}
    answer = signed_in(Role.HR).post(f"{URL}{person.pk}/names/", sent, follow=True)

    person.refresh_from_db()
    assert (person.kana, person.shown_name) == ("タナカ　ハナコ", "髙橋　花子")
    assert texts(page(answer), "h1") == ["髙橋　花子"]


def test_a_transfer_begins_with_what_the_person_is_now(signed_in, seats):
    person = factories.employee(seats["tax"], job_title="主査", employment_type="正規")
    client = signed_in(Role.HR)
    form = page(client.get(f"{URL}{person.pk}/transfer/"))
    assert form.find(id="id_job_title")["value"] == "主査"
    assert form.select_one("#id_department option[selected]").get_text() == "0104　税務課"

    sent = {"department": seats["welfare"].pk, "job_title": "係長", "employment_type": "正規", "on": "Ｒ９．４．１"}
    answer = client.post(f"{URL}{person.pk}/transfer/", sent, follow=True)
    assert "令和9年4月1日付けの異動を登録しました。" in messages(answer)[0]
    assert "今夜" not in "".join(messages(answer))
    now, then = (Posting.objects.on(day).get(employee=person) for day in (TODAY, APRIL))
    assert (now.department, then.department, then.job_title) == (seats["tax"], seats["welfare"], "係長")


@pytest.mark.parametrize(("own", "shown"), [("教育委員会", "教育委員会"), ("市長", None)])
def test_the_form_keeps_an_appointing_authority_that_is_not_the_department_s(signed_in, own, shown):
    seat = factories.department("0104", "税務課", appointing_authority="市長")
    person = factories.employee(seat, appointing_authority=own)
    form = page(signed_in(Role.HR).get(f"{URL}{person.pk}/transfer/"))

    assert form.find(id="id_appointing_authority").get("value") == shown


def test_two_main_postings_are_refused_in_words(signed_in, seats):
    person = factories.employee(seats["tax"], ends_on=date(2027, 3, 31))
    factories.posting(person, seats["tax"], starts_on=APRIL)
    sent = {"department": seats["welfare"].pk, "on": "R8.12.1", "ends_on": "R9.4.30"}
    answer = signed_in(Role.HR).post(f"{URL}{person.pk}/transfer/", sent)

    assert errors(answer) == ["本務が同じ日に二つになります。所属・発令の履歴を確かめて、日付を直してください。"]
    assert not LedgerEntry.objects.exists()


def test_a_posting_beside_the_main_one_is_added_ended_and_taken_back(signed_in, seats):
    person = factories.employee(seats["tax"])
    client = signed_in(Role.HR)
    sent = {"kind": "additional", "department": seats["welfare"].pk, "on": "R8.12.1"}
    client.post(f"{URL}{person.pk}/postings/", sent)
    client.post(f"{URL}postings/{_beside(person).pk}/end/", {"last": "R9.3.31"})
    assert _beside(person).ends_on == date(2027, 3, 31)
    client.post(f"{URL}postings/{_beside(person).pk}/withdrawal/")

    assert list(Posting.objects.known().filter(employee=person)) == [person.postings.get(kind="main")]


def test_the_page_says_when_no_main_posting_goes_on(signed_in, seats):
    person = factories.employee(seats["tax"], ends_on=date(2027, 3, 31))
    mistaken = factories.posting(person, seats["tax"], starts_on=APRIL)
    answer = signed_in(Role.HR).post(f"{URL}postings/{mistaken.pk}/withdrawal/", follow=True)

    assert "令和9年4月1日からの本務はなくなりました。" in messages(answer)[0]


def _beside(person):
    return Posting.objects.known().get(employee=person, kind="additional")


def test_a_retirement_is_entered(signed_in, seats):
    person = factories.employee(seats["tax"])
    account = factories.account(person)
    signed_in(Role.HR).post(f"{URL}{person.pk}/retirement/", {"last": "R9.3.31"})

    account.refresh_from_db()
    assert account.active_until == date(2027, 3, 31)
    assert not Posting.objects.on(APRIL).exists()


def test_an_absence_is_entered_ended_and_taken_back(signed_in, seats):
    person = factories.employee(seats["tax"])
    client = signed_in(Role.HR)
    client.post(f"{URL}{person.pk}/leaves/", {"kind": "育児休業", "starts_on": "R8.12.1"})
    leave = Leave.objects.get()
    client.post(f"{URL}leaves/{leave.pk}/end/", {"last": "R9.3.31"})
    assert Leave.objects.known().get().ends_on == date(2027, 3, 31)
    client.post(f"{URL}leaves/{Leave.objects.known().get().pk}/withdrawal/")

    assert not Leave.objects.known().exists()
    assert client.get(f"{URL}leaves/{leave.pk}/end/").status_code == 404


def test_external_people_are_entered_with_a_last_day_and_a_department(signed_in, seats):
    sent = {"staff_number": "Ｈ０００１", "name": "外山　一", "kana": "ｿﾄﾔﾏ ﾊｼﾞﾒ", "starts_on": "R8.12.1"}
    client = signed_in(Role.HR)
    assert errors(client.post(f"{URL}external/", sent)) == [
        "責任を持つ所属：責任を持つ所属を選んでください。", "利用期限：利用期限を入力してください。",
    ]  # fmt: skip
    client.post(f"{URL}external/", sent | {"department": seats["tax"].pk, "active_until": "R9.3.31"})

    person = Employee.objects.get(staff_number="H0001")
    assert (person.kana, person.user.active_until) == ("ソトヤマ　ハジメ", date(2027, 3, 31))
    client.post(f"{URL}{person.pk}/expiry/", {"until": "R9.9.30"})
    assert Posting.objects.known().get(employee=person).ends_on == date(2027, 9, 30)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SECURITY_OFFICE, Role.HEAD])
@pytest.mark.parametrize("act", ["names", "transfer", "postings", "retirement", "leaves", "expiry"])
def test_only_hr_changes_people(signed_in, seats, role, act):
    person = factories.employee(seats["tax"])
    factories.account(person)
    client = signed_in(role, seats["tax"] if role == Role.HEAD else None)

    assert client.get(f"{URL}{person.pk}/{act}/").status_code == 404
    assert client.post(f"{URL}{person.pk}/{act}/", {"last": "R9.3.31"}).status_code == 404
    assert not LedgerEntry.objects.exists()
