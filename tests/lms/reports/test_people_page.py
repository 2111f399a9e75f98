"""受講者名簿: the people behind a figure, and the list as a file with a purpose."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from openpyxl import load_workbook

from lms.ledger.models import LedgerEntry
from lms.people.models import Employee
from lms.people.roles import Role
from lms.reports import exporting
from tests import factories
from tests.factories import jst
from tests.markup import errors, page, texts, words

URL = "/reports/people/"
DUE, DONE = "令和8年7月17日", "令和8年6月12日"
DX, SECURITY = "DXの意義と市のDX推進計画", "情報セキュリティ基礎"
ALL_OF_TAX = [
    ["江口　花子", "00004", "税務課", "主査", "福祉課", DX, "修了", DUE, DONE],
    ["江口　花子", "00004", "税務課", "主査", "福祉課", SECURITY, "修了", DUE, DONE],
    ["小川　花子", "00005", "税務課", "主査", "", DX, "期限超過", DUE, ""],
    ["小川　花子", "00005", "税務課", "主査", "", SECURITY, "免除", "", ""],
]  # fmt: skip


def rows(response) -> list[list[str]]:
    return [[words(cell) for cell in row.select("th, td")] for row in page(response).select("table.table tbody tr")]


def names(response) -> list[str]:
    return [row[0][:2] for row in rows(response)]


# ---- the list -------------------------------------------------------------------------------------------------------


def test_each_person_and_course_is_a_row_in_the_order_of_the_kana(town, signed_in):
    assert rows(signed_in(Role.AUDITOR).get(URL, {"department": "0104"})) == ALL_OF_TAX


def test_a_person_in_a_section_is_shown_with_the_reporting_department(town, signed_in):
    response = signed_in(Role.AUDITOR).get(URL, {"department": "0106", "course": "S-01"})
    assert [row[2] for row in rows(response)] == ["福祉課", "福祉課　社会福祉係", "福祉課　社会福祉係"]


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("all", ["青木", "石田", "上野", "江口", "小川", "加藤"]),
        ("required", ["青木", "石田", "江口", "加藤"]),
        ("completed", ["江口", "石田"]),
        ("unfinished", ["青木", "加藤"]),
        ("started", ["青木", "石田", "江口"]),
        ("overdue", ["青木", "加藤"]),
        ("in_progress", []),
        ("not_started", []),
        ("deferred", ["上野"]),
        ("exempt", ["小川"]),
    ],
)
def test_the_state_chooses_the_people(town, signed_in, state, found):
    factories.exemption(town.people["小川"], town.dx.requirements.get())
    response = signed_in(Role.AUDITOR).get(URL, {"course": "D-01", "state": state})
    assert sorted(names(response)) == sorted(found)


def test_before_the_last_day_who_has_begun_is_apart_from_who_has_not(town, signed_in):
    client = signed_in(Role.AUDITOR)
    asked = {"course": "D-01", "at": "2026-07-17"}
    assert names(client.get(URL, asked | {"state": "in_progress"})) == ["青木"]
    assert names(client.get(URL, asked | {"state": "not_started"})) == ["小川", "加藤"]


def test_the_last_day_is_the_one_that_applies_to_the_person_on_that_day(town, signed_in):
    returned = town.people["小川"]
    factories.leave(returned, date(2026, 7, 1), date(2026, 10, 31))
    factories.leave(town.people["加藤"], date(2024, 7, 1), date(2024, 10, 31))
    response = signed_in(Role.AUDITOR).get(URL, {"course": "D-01", "state": "required"})
    days = {row[0][:2]: (row[6], row[7]) for row in rows(response)}
    assert days["小川"] == ("未受講", "令和8年11月30日")
    assert days["加藤"] == ("期限超過", "令和8年7月17日")


def test_people_are_listed_where_they_sat_on_the_day(town, signed_in):
    factories.moved(town.people["小川"], town.places["welfare"], on=date(2026, 10, 1))
    client = signed_in(Role.AUDITOR)
    assert "小川" in names(client.get(URL, {"department": "0104", "at": "2026-09-30"}))
    assert "小川" not in names(client.get(URL, {"department": "0104", "at": "2026-10-01"}))


def test_a_hundred_a_page(town, signed_in):
    asked = town.security.requirements.get()
    for _ in range(98):
        factories.duty(factories.employee(town.places["tax"]), asked)
    client = signed_in(Role.AUDITOR)
    first = client.get(URL, {"course": "S-01"})
    assert len(rows(first)) == 100
    assert texts(page(first), ".pagination__count") == ["104件のうち1件目から100件目"]
    assert len(rows(client.get(URL, {"course": "S-01", "page": "2"}))) == 4


def test_nobody_found_is_said_in_words(town, signed_in):
    response = signed_in(Role.AUDITOR).get(URL, {"course": "S-01", "at": "2026-05-31"})
    assert texts(page(response), ".empty p") == ["この条件に当てはまる人はいません。"]


# ---- who sees whom --------------------------------------------------------------------------------------------------


def test_a_head_sees_the_own_people_and_nobody_else(town, signed_in):
    client = signed_in(Role.HEAD, town.places["welfare"])
    assert set(names(client.get(URL))) == {"青木", "石田", "上野"}
    assert client.get(URL, {"department": "0104"}).status_code == 404


def test_a_head_sees_people_of_past_days_as_they_sat_then(town, signed_in):
    factories.moved(town.people["青木"], town.places["tax"], on=date(2026, 10, 1))
    client = signed_in(Role.HEAD, town.places["welfare"])
    assert "青木" not in names(client.get(URL))
    assert "青木" in names(client.get(URL, {"at": "2026-09-30"}))


def test_an_office_sees_everybody_in_its_own_course_only(town, signed_in):
    response = signed_in(Role.SECURITY_OFFICE).get(URL)
    assert {row[5] for row in rows(response)} == {"情報セキュリティ基礎"}
    assert len(rows(response)) == 6


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR])
def test_others_find_nothing(town, client: Client, method, role):
    person = factories.viewer_of(role) if role else town.people["青木"]
    client.force_login(person.user or factories.account(person))
    assert getattr(client, method)(URL, {"format": "csv", "purpose": "audit"}).status_code == 404


def test_the_kind_of_leave_is_shown_to_nobody_here(town, signed_in):
    response = signed_in(Role.HR).get(URL, {"state": "deferred"})
    assert {row[6] for row in rows(response)} == {"猶予"}
    assert "育児" not in response.content.decode()


# ---- as a file ------------------------------------------------------------------------------------------------------


def take(client: Client, form: str = "csv", asked: str = "?department=0104", **data: str):
    return client.post(URL + asked, {"format": form, "purpose": "encourage"} | data)


def test_the_csv_holds_the_same_rows_and_carries_the_label(town, signed_in):
    response = take(signed_in(Role.AUDITOR))
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    western = {DUE: "2026-07-17", DONE: "2026-06-12"}
    assert lines[1:5] == [[western.get(cell, cell) for cell in row] for row in ALL_OF_TAX]
    notes = dict(line for line in lines[6:])
    assert notes["機密性区分"] == "機密性２"
    assert (notes["所属"], notes["件数"]) == ("税務課", "4件")


def test_the_workbook_keeps_the_zeros_of_the_numbers(town, signed_in):
    response = take(signed_in(Role.AUDITOR), "xlsx")
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert [cell.value for cell in sheet["B"][1:5]] == ["00004", "00004", "00005", "00005"]


def test_all_rows_go_into_the_file_whatever_the_page_shows(town, signed_in, monkeypatch):
    monkeypatch.setattr("lms.reports.views.people._PAGE", 1)
    response = take(signed_in(Role.AUDITOR), asked="?department=0104&page=2")
    assert response.content.decode().count("花子") == 4


def test_a_file_of_names_leaves_a_trace_without_names(town, signed_in):
    client = signed_in(Role.AUDITOR)
    take(client, asked="?department=0104&state=unfinished")
    entry = LedgerEntry.objects.latest("pk")
    assert entry.actor == Employee.objects.get(role_grants__role=Role.AUDITOR).staff_number
    assert (entry.action, entry.subject) == ("出力", "受講者名簿（令和8年度） CSV")
    assert entry.payload["purpose"] == "encourage"
    assert entry.payload["conditions"] == {
        "year": "2026", "course": "", "department": "0104", "at": "2026-11-22", "state": "unfinished", "row": "",
    }  # fmt: skip
    assert "花子" not in str(entry.payload)


@pytest.mark.parametrize("purpose", ["", "curiosity"])
def test_without_a_purpose_there_is_no_file(town, signed_in, purpose):
    response = take(signed_in(Role.AUDITOR), purpose=purpose)
    assert response["Content-Type"].startswith("text/html")
    assert errors(response)[0].startswith("出力の目的：")
    assert page(response).title.text.startswith("入力の誤り：")
    assert not LedgerEntry.objects.exists()


def test_a_file_holds_only_whom_one_may_see(town, signed_in):
    client = signed_in(Role.HEAD, town.places["welfare"])
    assert take(client).status_code == 404
    assert "江口" not in take(client, asked="").content.decode()


def test_too_long_a_paper_is_refused_with_a_way_out(town, signed_in, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_ROWS_ON_PAPER", 3)
    response = take(signed_in(Role.AUDITOR), "pdf")
    assert "PDFにできるのは3件までです（今は4件）。CSV又はXLSXを選んでください。" in words(page(response).main)
    assert not LedgerEntry.objects.exists()


# ---- cost -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_the_number_of_people(db, signed_in, django_assert_num_queries, number):
    asked = factories.requirement()
    for serial in range(number):
        person = factories.employee(factories.department(f"02{serial}"))
        factories.duty(person, asked)
        factories.completion(person, asked.course, jst(2026, 6, 10))
        factories.leave(person, date(2026, 6, 1), date(2026, 6, 5))
    client = signed_in(Role.AUDITOR)
    client.get(URL)
    with django_assert_num_queries(17):
        assert len(rows(client.get(URL))) == number
