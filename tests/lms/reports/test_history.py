"""研修履歴 as CSV for the city's own HR program."""

import csv
import io

import pytest
from django.test import Client

from lms.ledger.models import LedgerEntry
from lms.people.roles import Role
from lms.records.models import Completion
from lms.reports.models import ListFile
from tests import factories
from tests.factories import jst
from tests.markup import errors, page, words

URL = "/reports/history/"
HEAD = ["職員番号", "氏名", "研修コード", "研修名", "修了日", "修了日（和暦）", "受講方法", "修了時の所属"]


@pytest.fixture
def client_of(town):
    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(factories.viewer_of(role).user)
        return client

    return sign_in


def take(client: Client, **values: str):
    return client.post(URL, {"year": "2026", "format": "csv", "purpose": "handover"} | values)


def rows(answer, encoding: str = "utf-8-sig") -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode(encoding), newline="")))


def test_a_completion_is_a_row_in_both_calendars_with_the_department_of_its_day(town, client_of):
    factories.completion(
        town.people["小川"], town.dx, jst(2027, 3, 31, 23, 59), source=Completion.Source.CLASSROOM,
        department_name="企画課",
    )  # fmt: skip
    factories.completion(town.people["小川"], town.dx, jst(2027, 4, 1, 0, 0))
    factories.completion(town.people["小川"], town.dx, jst(2026, 3, 31, 23, 59))
    found = rows(take(client_of(Role.HR)))
    assert found[0] == HEAD
    assert [row[:3] for row in found[1:]] == [
        ["00001", "青木　花子", "S-01"], ["00002", "石田　花子", "D-01"], ["00004", "江口　花子", "S-01"],
        ["00004", "江口　花子", "D-01"], ["00005", "小川　花子", "D-01"], ["00006", "加藤　花子", "S-01"],
    ]  # fmt: skip
    assert found[5][3:] == [
        "DXの意義と市のDX推進計画", "2027-03-31", "令和9年3月31日", "集合研修", "企画課"
    ]  # fmt: skip


def test_what_was_cancelled_is_not_there(town, client_of):
    factories.cancelled(
        Completion.objects.filter(employee=town.people["加藤"]).get(), jst(2026, 8, 1), town.people["青木"]
    )
    assert "00006" not in {row[0] for row in rows(take(client_of(Role.HR)))}


def test_an_office_takes_its_own_trainings(client_of):
    assert {row[2] for row in rows(take(client_of(Role.DX_OFFICE)))[1:]} == {"D-01"}


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR, Role.DX_AUTHOR])
def test_for_others_the_page_does_not_exist(client_of, role):
    client = client_of(role)
    assert client.get(URL).status_code == 404
    assert take(client).status_code == 404


def test_the_encoding_is_chosen(client_of):
    client = client_of(Role.HR)
    assert take(client).content.startswith(b"\xef\xbb\xbf")
    assert rows(take(client, format="csv-utf8"), "utf-8")[0] == HEAD
    assert rows(take(client, format="csv-sjis"), "cp932")[0] == HEAD


def test_a_name_that_the_old_encoding_lacks_is_named(town, client_of):
    factories.completion(factories.employee(number="00000", name="𠮷田　花子"), town.dx, jst(2026, 6, 1))
    answer = take(client_of(Role.HR), format="csv-sjis")
    assert "「𠮷」（2行目「氏名」）" in words(page(answer).select_one(".banner"))
    assert not LedgerEntry.objects.exists()


def test_it_leaves_a_trace_and_wants_a_purpose(client_of):
    client = client_of(Role.HR)
    assert errors(take(client, purpose="")) == ["出力の目的：出力の目的を選んでください。"]
    take(client)
    entry = LedgerEntry.objects.get(action="出力")
    assert (entry.subject, entry.payload["rows"], entry.payload["purpose"]) == (
        "研修履歴（令和8年度） CSV", 5, "handover"
    )  # fmt: skip


def test_a_long_one_is_written_in_the_background(client_of, monkeypatch, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    client = client_of(Role.HR)
    at_once = take(client).content
    monkeypatch.setattr("lms.reports.views.history.AT_ONCE", 2)
    monkeypatch.setattr("lms.reports.lists.rows._AT_ONCE", 2)
    answer = take(client)
    row = ListFile.objects.get()
    assert answer["Location"] == f"/reports/lists/{row.pk}/"
    assert client.get(answer["Location"]).status_code == 200
    assert b"".join(client.get(f"/reports/lists/{row.pk}/file/").streaming_content) == at_once


def test_the_page_of_figures_leads_there_for_who_may(client_of):
    for role, there in ((Role.HR, True), (Role.SECURITY_OFFICE, True), (Role.AUDITOR, False)):
        found = page(client_of(role).get("/reports/departments/")).select(f'a[href="{URL}"]')
        assert bool(found) == there
