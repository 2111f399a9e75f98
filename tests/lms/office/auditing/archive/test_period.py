"""監査資料 of a part of a year, and the reports and numbers of what was held in it."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from lms.ledger.appending import append
from lms.ledger.models import AuditArchive, LedgerEntry
from lms.ledger.sealing import seal
from lms.people.roles import Role
from lms.records.models import Attendant
from tests import factories
from tests.factories import jst
from tests.lms.certificates.town import text as text_of
from tests.lms.office.auditing.archive.taking import named, ordered, rows, taken
from tests.lms.records import learnt
from tests.lms.records.surveys.asked import answers, survey
from tests.lms.reports.conftest import NOW
from tests.markup import errors, page, words


def test_of_a_period_only_its_entries_and_reports_are_there(reported, auditor):
    append(actor="00900", action="団体の設定", subject="団体", at=jst(2026, 6, 30, 23))
    append(actor="00900", action="団体の設定", subject="団体", at=jst(2026, 7, 1, 0))
    seal()
    archive = ordered(auditor, first="R8.7.1", on="R8.11.21")
    file = taken(auditor, archive)
    days = [row[1] for row in rows(named(file, "操作記録.csv"))[1:]]
    assert days
    assert all(day.startswith(("令和8年7月", "令和8年8月", "令和8年9月", "令和8年10月", "令和8年11月")) for day in days)
    assert not [name for name in file.namelist() if name.startswith(("04_", "05_"))], "they are of the 22nd"
    payload = LedgerEntry.objects.get(action="出力").payload
    assert (payload["first"], payload["on"]) == ("2026-07-01", "2026-11-21")
    period = "令和8年7月1日から令和8年11月21日まで"
    assert f"期間　　　　{period}" in named(file, "はじめにお読みください.txt").decode()
    assert period in words(page(auditor.get(f"/audit/archives/{archive.pk}/")).main)
    assert f"令和8年度（{period}）" in words(page(auditor.get("/audit/archives/")).main)


def test_without_a_first_day_it_begins_with_the_year(town, auditor):
    assert ordered(auditor).first == date(2026, 4, 1)


@pytest.mark.parametrize("first", ["R8.3.31", "R8.10.1"])
def test_a_first_day_before_the_year_or_after_the_last_is_refused_in_words(town, auditor, first):
    answer = auditor.post(
        "/audit/archives/", {"fiscal_year": 2026, "first": first, "on": "R8.9.30", "purpose": "audit"}
    )
    assert errors(answer) == ["初日：初日は、令和8年4月1日から基準日までの日を入力してください。"]
    assert not AuditArchive.objects.exists()


def test_the_report_of_each_plan_is_there_with_the_figures_of_the_order(town, auditor):
    file = taken(auditor, ordered(auditor))
    for office, rate in (("security", "75.0%（3/4）"), ("dx", "40.0%（2/5）")):
        paper = text_of(named(file, f"研修実施状況報告書_2026_{office}.pdf"))
        assert "研修実施状況報告書" in paper
        assert rate in paper
        book = load_workbook(BytesIO(named(file, f"研修実施状況報告書_2026_{office}.xlsx")))
        assert "対象者" in {cell for sheet in book for row in sheet.values for cell in row}


def test_sessions_sheets_and_drills_of_the_period_are_numbers(town, auditor):
    office, people = factories.viewer_of(Role.SECURITY_OFFICE), list(town.people.values())
    held = learnt.session(town.security)
    learnt.listed(held, *people[:3])
    for values in ({"session": held, "method": "classroom"}, {"method": "drill"}, {"waits": True}):
        sheet = learnt.sheet(town.security, office, **values)
        sheet.save()
        for person in people[:2]:
            Attendant.objects.create(sheet=sheet, employee=person, recorded_at=NOW)
    learnt.session(town.security, title="第2回", held_on=date(2026, 6, 19), called_off_at=NOW)
    learnt.session(town.security, title="翌年", held_on=date(2027, 6, 18))
    learnt.results(learnt.drill(), people, opened=2)
    learnt.results(learnt.drill(title="少人数"), people[:4], opened=2)
    file = taken(auditor, ordered(auditor))
    title = town.security.title
    assert rows(named(file, "集合研修の開催回.csv"))[1:] == [
        ["2026-06-18", title, "第1回", "20", "3", "2", ""], ["2026-06-19", title, "第2回", "20", "0", "0", "中止"],
    ]  # fmt: skip
    assert rows(named(file, "出席簿の人数.csv"))[1:] == [
        ["2026-06-18", title, "集合研修", "1", "2"], ["2026-06-18", title, "訓練", "1", "2"],
    ]  # fmt: skip
    assert rows(named(file, "標的型訓練.csv"))[1:] == [
        ["2026-06-01", "第1回標的型メール訓練", "6", "33.3%（2/6）", "0.0%（0/6）"],
        ["2026-06-01", "少人数", "非表示", "非表示", "非表示"],
    ]  # fmt: skip
    later = taken(auditor, ordered(auditor, first="R8.6.19"))
    assert [row[2] for row in rows(named(later, "集合研修の開催回.csv"))[1:]] == ["第2回"]


def test_surveys_are_numbers_and_of_fewer_than_five_there_is_nothing(town, auditor):
    for course, grades in ((town.security, [5, 5, 4, 4, 2]), (town.dx, [5, 5, 4, 4])):
        survey(course)
        answers(course, grades, ["読みにくい"])
    file = taken(auditor, ordered(auditor))
    (name,) = [name for name in file.namelist() if "アンケート_" in name]
    assert name.endswith("アンケート_01_S-01.csv")
    assert rows(file.read(name))[1][-2:] == ["5", "4.0"]
    assert "読みにくい" not in file.read(name).decode()
