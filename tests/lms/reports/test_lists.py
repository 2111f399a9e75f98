"""Long lists of names: ordered, written in the background, fetched by who may still see all that is in them."""

import io
import os
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from lms.duties.models import Requirement
from lms.ledger.models import LedgerEntry
from lms.lib import clock
from lms.office.nightly.steps import STEPS
from lms.people.models import RoleGrant
from lms.people.roles import Role
from lms.reports.lists import making, rows
from lms.reports.lists.files import path_of, throw_away_old
from lms.reports.lists.making import make_list
from lms.reports.models import ListFile
from tests import factories
from tests.lms.reports.conftest import NOW
from tests.markup import page, texts, words

URL = "/reports/people/"


@pytest.fixture(autouse=True)
def long(monkeypatch, settings, tmp_path):
    """Three rows are a long list here, and two people a portion."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr("lms.reports.views.people.AT_ONCE", 3)
    monkeypatch.setattr(rows, "_AT_ONCE", 2)
    monkeypatch.setattr(rows, "_EACH", 2)


@pytest.fixture
def auditor(town) -> Client:
    client = Client()
    client.force_login(factories.viewer_of(Role.AUDITOR).user)
    return client


def order(client: Client, form: str = "xlsx", asked: str = "") -> ListFile:
    answer = client.post(URL + asked, {"format": form, "purpose": "audit"})
    row = ListFile.objects.latest("pk")
    assert answer["Location"] == f"/reports/lists/{row.pk}/"
    return row


def fetch(client: Client, row: ListFile):
    return client.get(f"/reports/lists/{row.pk}/file/")


def content(answer) -> bytes:
    return b"".join(answer.streaming_content)


def may_fetch(client: Client, row: ListFile) -> bool:
    answer = fetch(client, row)
    return answer.status_code == 200 and bool(content(answer))


@pytest.fixture
def waiting(monkeypatch):
    """No worker takes anything up by itself."""
    monkeypatch.setattr("lms.reports.views.lists.write_list", SimpleNamespace(enqueue=lambda pk: None))


# ---- what is in it --------------------------------------------------------------------------------------------------


def test_the_file_holds_what_the_page_lists_and_what_a_short_file_would(auditor, monkeypatch):
    row = order(auditor)
    lines = CalamineWorkbook.from_filelike(io.BytesIO(content(fetch(auditor, row)))).get_sheet_by_index(0).to_python()
    names = [words(cell) for cell in page(auditor.get(URL)).select("tbody th")]
    assert [line[0] for line in lines[1:13]] == names
    monkeypatch.setattr("lms.reports.views.people.AT_ONCE", 100)
    short = load_workbook(io.BytesIO(auditor.post(URL, {"format": "xlsx", "purpose": "audit"}).content)).active
    shown = [["" if cell is None else cell for cell in line] for line in short.iter_rows(values_only=True)]
    assert [line[:2] for line in lines] == [line[:2] for line in shown]


def test_as_csv_it_is_the_same_as_a_short_one(auditor, monkeypatch):
    long = content(fetch(auditor, order(auditor, "csv", "?state=unfinished")))
    monkeypatch.setattr("lms.reports.views.people.AT_ONCE", 100)
    assert long == auditor.post(URL + "?state=unfinished", {"format": "csv", "purpose": "audit"}).content


def test_a_row_of_the_report_stays_a_row(auditor):
    row = order(auditor, "csv-utf8", "?department=0106&row=on")
    said = content(fetch(auditor, row)).decode()
    assert row.total == 6
    assert "青木" in said
    assert "江口" not in said


def test_a_paper_of_many_rows_is_refused_before_anything_is_read(auditor, monkeypatch):
    monkeypatch.setattr("lms.reports.exporting.MOST_ROWS_ON_PAPER", 3)
    answer = auditor.post(URL, {"format": "pdf", "purpose": "audit"})
    assert "PDFにできるのは3件までです（今は12件）" in words(page(answer).select_one(".banner"))
    assert not ListFile.objects.exists()


def test_more_rows_than_a_sheet_holds_are_refused_with_a_way_out(auditor, monkeypatch):
    monkeypatch.setattr(making, "MOST_ROWS", 4)
    answer = auditor.post(URL, {"format": "xlsx", "purpose": "audit"})
    assert "XLSXにできるのは4件までです（今は12件）" in words(page(answer).select_one(".banner"))


# ---- trace ----------------------------------------------------------------------------------------------------------


def test_the_trace_is_left_when_the_file_is_there(auditor, waiting):
    row = order(auditor, asked="?state=unfinished")
    assert not LedgerEntry.objects.filter(action="出力").exists()
    make_list(list_id=row.pk, now=clock.now)
    entry = LedgerEntry.objects.get(action="出力")
    assert (entry.actor, entry.subject) == (row.ordered_by, "受講者名簿（令和8年度） XLSX")
    assert (entry.payload["rows"], entry.payload["purpose"]) == (row.total, "audit")
    assert entry.payload["conditions"]["state"] == "unfinished"


def test_a_name_that_no_workbook_holds_ends_the_work_in_words_and_leaves_no_trace(town, auditor):
    town.people["加藤"].__class__.objects.filter(pk=town.people["加藤"].pk).update(name="加\x0b藤")
    row = order(auditor)
    assert row.state == ListFile.State.FAILED
    shown = page(auditor.get(f"/reports/lists/{row.pk}/"))
    assert "制御文字000B（12行目「氏名」）" in words(shown.select_one(".banner"))
    assert not LedgerEntry.objects.filter(action="出力").exists()
    assert not path_of(row).exists()


# ---- the way of the work --------------------------------------------------------------------------------------------


def test_it_waits_is_stopped_begun_again_and_done(auditor, waiting):
    row = order(auditor)
    address = f"/reports/lists/{row.pk}/"
    assert "作成が始まるのを待っています。" in words(page(auditor.get(address)).main)
    assert not may_fetch(auditor, row)
    auditor.post(address + "stop/")
    make_list(list_id=row.pk, now=clock.now)
    assert "作成を中止しました。" in words(page(auditor.get(address)).main)
    auditor.post(address + "again/")
    make_list(list_id=row.pk, now=clock.now)
    shown = page(auditor.get(address))
    assert texts(shown, ".files a") == ["ファイルを保存する"]
    assert "12件" in words(shown.select_one(".file__facts"))
    assert texts(page(auditor.get(URL)), ".file a") == ["受講者名簿（令和8年度）"]


def test_whoever_stops_it_in_the_middle_leaves_no_file(auditor, waiting, monkeypatch):
    row = order(auditor)
    written = []

    def stopped(person):
        written.append(person)
        if len(written) == 3:
            auditor.post(f"/reports/lists/{row.pk}/stop/")
        return ["", "", "", "", "", "", "", None, None]

    monkeypatch.setattr(rows, "person_row", stopped)
    make_list(list_id=row.pk, now=clock.now)
    assert len(written) == 3
    assert [*path_of(row).parent.iterdir()] == []
    row.refresh_from_db()
    assert (row.state, row.done) == (ListFile.State.STOPPED, 0)


def test_after_days_the_night_throws_it_away(auditor):
    row = order(auditor)
    path = path_of(row)
    assert "名簿等のファイルの削除" in [step.title for step in STEPS]
    orphan = path.with_name("99999")
    orphan.touch()
    os.utime(orphan, (0, 0))
    assert throw_away_old(at=NOW + timedelta(days=6)) == 0
    assert path.exists()
    assert not orphan.exists()
    assert throw_away_old(at=NOW + timedelta(days=8)) == 1
    assert not path.exists()
    assert not ListFile.objects.exists()


# ---- who ------------------------------------------------------------------------------------------------------------


def test_it_is_the_orderers_own(auditor, town):
    row, other = order(auditor), Client()
    other.force_login(factories.viewer_of(Role.AUDITOR).user)
    for address in ("", "file/"):
        assert other.get(f"/reports/lists/{row.pk}/{address}").status_code == 404
    for address in ("stop/", "again/"):
        assert other.post(f"/reports/lists/{row.pk}/{address}").status_code == 404
    assert "作成したファイル" not in words(page(other.get(URL)).main)


def test_who_has_lost_the_role_does_not_get_it(auditor):
    row = order(auditor)
    assert may_fetch(auditor, row)
    RoleGrant.objects.filter(role=Role.AUDITOR).void(NOW)
    assert not may_fetch(auditor, row)


def test_who_sees_less_than_before_does_not_get_it(town):
    person, client = factories.viewer_of(Role.HEAD, town.places["welfare"]), Client()
    held = factories.grant(person, Role.AUDITOR)
    client.force_login(person.user)
    row, own = order(client), order(client, asked="?department=0106")
    RoleGrant.objects.filter(pk=held.pk).void(NOW)
    assert not may_fetch(client, row)
    assert may_fetch(client, own)


def test_it_is_written_as_far_as_the_orderer_sees_at_that_time(town, waiting):
    person, client = factories.viewer_of(Role.HEAD, town.places["welfare"]), Client()
    held = factories.grant(person, Role.AUDITOR)
    client.force_login(person.user)
    row = order(client, "csv")
    RoleGrant.objects.filter(pk=held.pk).void(NOW)
    make_list(list_id=row.pk, now=clock.now)
    said = content(fetch(client, row)).decode()
    assert "青木" in said
    assert "江口" not in said


def test_where_a_condition_fits_no_more_the_person_is_sent_back_to_the_page(auditor, waiting):
    row = order(auditor, asked="?course=D-01")
    Requirement.objects.filter(course__code="D-01").update(course=factories.course("D-99"))
    make_list(list_id=row.pk, now=clock.now)
    row.refresh_from_db()
    assert row.state == ListFile.State.FAILED
    assert row.notice.endswith("画面で条件を指定し直してください。")


def test_whoever_may_see_nothing_any_more_gets_no_file(auditor, waiting):
    row = order(auditor)
    RoleGrant.objects.filter(role=Role.AUDITOR).void(NOW)
    make_list(list_id=row.pk, now=clock.now)
    row.refresh_from_db()
    assert (row.state, row.notice) == (
        ListFile.State.FAILED, "この名簿を出力できる役割がありません。役割の指定を確かめてください。"
    )  # fmt: skip


# ---- cost -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [2, 6])
def test_writing_asks_as_often_as_there_are_portions(db, waiting, django_assert_num_queries, monkeypatch, number):
    monkeypatch.setattr("lms.reports.views.people.AT_ONCE", 1)
    monkeypatch.setattr(rows, "_AT_ONCE", 6)
    monkeypatch.setattr(rows, "_EACH", 100)
    client, asked = Client(), factories.requirement()
    client.force_login(factories.viewer_of(Role.AUDITOR).user)
    for serial in range(number):
        person = factories.employee(factories.department(f"02{serial}"))
        factories.duty(person, asked)
        factories.leave(person, date(2026, 6, 1), date(2026, 6, 5))
    row = order(client, "csv")
    with django_assert_num_queries(24):
        make_list(list_id=row.pk, now=clock.now)
