"""What a head prints of the own department: 督促一覧 with the unfinished alone, 回覧用紙 with nobody's results."""

from datetime import date

import pytest
from django.test import Client

from lms.ledger.models import LedgerEntry
from lms.people.models import Department, Employee
from lms.people.organisation import organisation
from lms.people.roles import Role
from lms.reports import exporting
from lms.reports.figures import Question, asked_courses
from lms.reports.own_lists import circulation, reminders, unfinished
from lms.reports.reach import only
from lms.reports.tables import Print
from tests import factories
from tests.factories import jst
from tests.lms.certificates.town import text as text_of
from tests.lms.reports.conftest import NOW, TODAY
from tests.markup import page, texts, words

URL = "/reports/own/lists/"
OUTPUT = Print(NOW, "機密性２", "福祉課")


def question(*seats: Department) -> Question:
    city = organisation(TODAY)
    return Question(2026, TODAY, asked_courses(2026), only(city, city.below([seat.pk for seat in seats])))


def reminded(*seats: Department) -> list[tuple[object, ...]]:
    """Training, 受講期限, state and name of each row."""
    asked = question(*seats)
    table = reminders(asked, unfinished(asked, organisation(TODAY)), OUTPUT)
    return [(row[0], row[1], row[2], row[4]) for row in table.rows]


def sent(client: Client, kind: str, at: str = "", **more: str):
    return client.post(f"{URL}{at}", {"kind": kind, "purpose": "encourage"} | more)


@pytest.fixture
def second_window(town):
    """The period of S-01 is opened once more; that of D-01 is over."""
    town.security.requirements.update(second_opens_on=date(2026, 12, 1), second_due_on=date(2027, 1, 29))


# ---- 督促一覧 -------------------------------------------------------------------------------------------------------


def test_the_unfinished_are_listed_training_by_training_without_those_who_are_excused(town):
    late = date(2026, 7, 17)
    assert reminded(town.places["mayors"]) == [
        ("DXの意義と市のDX推進計画", late, "期限超過", "青木　花子"),
        ("DXの意義と市のDX推進計画", late, "期限超過", "小川　花子"),
        ("DXの意義と市のDX推進計画", late, "期限超過", "加藤　花子"),
        ("情報セキュリティ基礎", late, "期限超過", "石田　花子"),
    ]


def test_whoever_has_the_least_time_left_comes_first(town):
    newcomer = factories.employee(town.places["welfare"], name="亜久津　花子", kana="アクツ　ハナコ")
    factories.duty(newcomer, town.security.requirements.get(), due_on=date(2026, 12, 20))
    rows = [(due, state, name) for title, due, state, name in reminded(town.places["welfare"]) if "基礎" in title]
    assert rows == [
        (date(2026, 7, 17), "期限超過", "石田　花子"), (date(2026, 12, 20), "未受講", "亜久津　花子"),
    ]  # fmt: skip


def test_a_head_prints_the_own_department_and_leaves_a_trace_without_names(town, signed_in):
    answer = sent(signed_in(Role.HEAD, town.places["welfare"]), "reminders")
    text = text_of(answer.content)
    assert [name for name in ("青木", "石田", "上野", "江口", "小川") if name in text] == ["青木", "石田"]
    for said in ("督促一覧（令和8年度）", "福祉課", "機密性２", "2件", "受講猶予と受講免除の人は、載せていません"):
        assert said in text
    entry = LedgerEntry.objects.get(action="出力")
    assert (entry.subject, entry.payload["purpose"], entry.payload["rows"]) == ("督促一覧", "encourage", 2)
    assert "青木" not in str(entry.payload)


def test_of_one_training_only_its_people_are_listed(town, signed_in):
    client = signed_in(Role.CLERK, town.places["welfare"])
    text = text_of(sent(client, "reminders", course="S-01").content)
    assert "石田" in text
    assert "青木" not in text
    assert LedgerEntry.objects.get(action="出力").payload["conditions"]["course"] == "S-01"


# ---- 回覧用紙 -------------------------------------------------------------------------------------------------------


def test_the_sheet_to_pass_round_has_everybody_who_sits_there_and_the_last_day(town, second_window):
    found = circulation(question(town.places["welfare"]), organisation(TODAY), OUTPUT)
    assert [member.name[:2] for member in found.members] == ["青木", "石田", "上野", "江口"]
    assert found.trainings == [("情報セキュリティ基礎", "R8.6.1からR8.7.17まで（追加　R8.12.1からR9.1.29まで）")]


def test_nobodys_results_stand_on_it(town, second_window, signed_in):
    text = text_of(sent(signed_in(Role.HEAD, town.places["welfare"]), "circulation").content)
    for said in ("上野　花子".replace("　", " "), "確認印", "日付", "R9.1.29"):
        assert said in text
    assert [word for word in ("修了", "未受講", "期限超過", "猶予", "免除", "00001") if word in text] == []
    assert LedgerEntry.objects.get(action="出力").payload["rows"] == 4


def test_of_trainings_whose_period_is_over_there_is_nothing_to_pass_round(town, signed_in):
    client = signed_in(Role.HEAD, town.places["welfare"])
    answer = sent(client, "circulation", "?department=010601")
    assert answer.url == "/reports/own/?department=010601"
    assert "実施期間が終わっていない研修がありません" in words(page(client.get(answer.url)).body)
    assert not LedgerEntry.objects.filter(action="出力").exists()


# ---- who, and how ---------------------------------------------------------------------------------------------------


def test_the_page_offers_both_papers_of_the_department_that_it_shows(town, signed_in):
    client = signed_in(Role.HEAD, town.places["welfare"])
    form = page(client.get("/reports/own/", {"department": "010601"})).select_one(f"form[action^='{URL}']")
    assert form["action"] == f"{URL}?department=010601"
    assert texts(form, "button") == ["督促一覧をつくる（PDF）", "回覧用紙をつくる（PDF）"]
    assert texts(form, "[name=course] option") == ["すべての研修", "DXの意義と市のDX推進計画", "情報セキュリティ基礎"]


@pytest.mark.parametrize("kind", ["reminders", "circulation"])
def test_another_department_is_not_there(town, second_window, signed_in, kind):
    client = signed_in(Role.HEAD, town.places["section"])
    assert sent(client, kind, "?department=0106").status_code == 404
    text = text_of(sent(client, kind).content)
    assert "石田" in text
    assert "青木" not in text


@pytest.mark.parametrize("role", [Role.HR, Role.AUDITOR, Role.SECURITY_OFFICE, Role.SECURITY_MANAGER])
def test_people_without_a_department_of_their_own_print_nothing(town, signed_in, role):
    seat = town.places["welfare"] if role == Role.SECURITY_MANAGER else None
    assert sent(signed_in(role, seat), "circulation").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"purpose": ""}, "出力の目的を選んでください。"),
        ({"course": "X-99"}, "一覧から研修を選んでください。"),
    ],
)
def test_without_purpose_or_with_an_unknown_training_there_is_no_paper(town, signed_in, wrong, said):
    client = signed_in(Role.HEAD, town.places["welfare"])
    assert said in words(page(client.get(sent(client, "reminders", **wrong).url)).body)
    assert not LedgerEntry.objects.filter(action="出力").exists()


def test_more_people_than_anybody_reads_are_refused_in_words(town, second_window, signed_in, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_ROWS_ON_PAPER", 1)
    client = signed_in(Role.HEAD, town.places["mayors"])
    for kind in ("reminders", "circulation"):
        assert "1件までです" in words(page(client.get(sent(client, kind).url)).body)


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_people_and_courses(db, django_assert_num_queries, number):
    seat = factories.department()
    people: list[Employee] = [factories.employee(seat) for _ in range(number + 1)]
    for serial in range(number):
        asked = factories.requirement(factories.course(f"S-{serial:02}"), due_on=date(2027, 1, 29))
        factories.duties(people, asked)
        factories.completion(people[0], asked.course, jst(2026, 6, 10))
    of_seat, city = question(seat), organisation(TODAY)
    with django_assert_num_queries(7):
        reminders(of_seat, unfinished(of_seat, city), OUTPUT)
    with django_assert_num_queries(8):
        circulation(of_seat, city, OUTPUT)
