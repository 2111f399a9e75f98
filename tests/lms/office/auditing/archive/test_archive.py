"""監査資料: everything of a year in one ZIP, with sums that hold, and with the figures of the pages."""

import json
import subprocess
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from lms.certificates.drawing import PaperLostError
from lms.ledger.appending import append
from lms.ledger.models import AuditArchive, LedgerEntry
from lms.ledger.sealing import seal
from lms.lib import clock
from lms.lib.work import take
from lms.office.auditing import tasks
from lms.office.auditing.archive import making
from lms.office.auditing.archive.making import make_archive, order_archive
from lms.office.auditing.archive.pieces import pieces
from lms.office.auditing.files import path_of, throw_away_old
from lms.people.roles import Role
from lms.reports.chain.drawing import frozen_pdf
from tests import factories
from tests.factories import jst
from tests.lms.certificates.town import text as text_of
from tests.lms.office.auditing.archive.taking import FIRST, named, ordered, rows, taken
from tests.lms.reports.conftest import NOW, TODAY
from tests.markup import errors, page, words


def test_every_sum_is_right_as_another_program_sees_it(reported, auditor, tmp_path):
    folder = tmp_path / "taken"
    with taken(auditor, ordered(auditor)) as file:
        file.extractall(folder)
        sums = file.read("SHA256SUMS").decode().splitlines()
        listed = {line.split("  ", 1)[1] for line in sums}
    assert listed == set(file.namelist()) - {"SHA256SUMS"}
    done = subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    (changed,) = folder.glob("06_証書/*.csv")
    changed.write_bytes(changed.read_bytes().replace(b"00001", b"00002"))
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 1


@pytest.mark.parametrize(("course", "name"), [("", "すべての研修"), ("S-01", "02_S-01"), ("D-01", "01_D-01")])
def test_the_figures_are_those_of_the_page(reported, auditor, course, name):
    file = taken(auditor, ordered(auditor))
    asked = {"year": "2026", "course": course, "at": TODAY.isoformat()}
    of_page = auditor.get("/reports/departments/", asked | {"format": "csv", "purpose": "audit"}).content
    found = rows(named(file, f"所属別_{name}.csv"))
    assert found == rows(of_page)
    shown = words(page(auditor.get("/reports/departments/", asked)).main)
    # The page writes the rate and its n/N apart, so each number is looked for by itself.
    assert all(cell in shown for row in found[1:] for cell in row[:3])


def test_the_lists_of_names_are_those_of_the_page(reported, auditor):
    file = taken(auditor, ordered(auditor))
    address = f"/reports/people/?year=2026&course=S-01&state=required&at={TODAY}"
    of_page = auditor.post(address, {"format": "csv", "purpose": "audit"}).content
    found = rows(named(file, "受講者名簿_02_S-01.csv"))
    assert found == rows(of_page)
    assert [row[0].split("　")[0] for row in found[1:]] == ["青木", "石田", "江口", "加藤"]


def test_nowhere_stands_by_name_who_is_excused(reported, auditor):
    """上野 is on leave, 小川 need not take S-01; the numbers of both are there."""
    file = taken(auditor, ordered(auditor))
    said = {name: _words_of(name, file.read(name)) for name in file.namelist()}
    of_nobody = "".join(text for name, text in said.items() if not name.endswith("操作記録.csv"))
    assert "上野" not in of_nobody
    assert "小川" not in said["02_受講状況/受講者名簿_02_S-01.csv"]
    assert "小川" in said["02_受講状況/受講者名簿_01_D-01.csv"]
    assert "猶予と免除の人は載せていません" in said["はじめにお読みください.txt"]


def _words_of(name: str, content: bytes) -> str:
    if name.endswith(".pdf"):
        return text_of(content)
    if name.endswith(".xlsx"):
        return " ".join(str(cell) for sheet in load_workbook(BytesIO(content)) for row in sheet.values for cell in row)
    return content.decode("utf-8-sig")


def test_exemptions_are_numbers_without_names_and_reasons(reported, auditor):
    content = named(taken(auditor, ordered(auditor)), "受講猶予と受講免除の人数.csv")
    assert rows(content)[1:] == [
        ["DXの意義と市のDX推進計画", "5", "1", "0", "0", "0", "0", "0"],
        ["情報セキュリティ基礎", "4", "1", "1", "0", "0", "0", "0"],
    ]
    assert "外部研修" not in content.decode()


def test_plans_reports_and_papers_are_those_that_were_kept(reported, auditor):
    file = taken(auditor, ordered(auditor))
    plan = "".join(text_of(named(file, "研修計画_2026_security.pdf")).split())
    assert "垂総第12号" in plan
    assert "情報セキュリティ基礎" in plan
    assert ["委員会", "2026-04-20", "垂総第12号"] in [row[3:] for row in rows(named(file, "研修計画の一覧.csv"))]
    assert "長期出張" in "".join(text_of(named(file, "S-01_0106_第1版.pdf")).split())
    assert named(file, "05_確定版/001_S-01_第1版.pdf") == frozen_pdf(reported.frozen, NOW)
    assert [row[3] for row in rows(named(file, "修了証書交付台帳.csv"))] == ["職員番号（所属コード）", "00001"]


def test_a_lost_file_is_named_in_its_place(reported, auditor):
    frozen_pdf(reported.frozen, NOW)
    (kept,) = Path(settings.DATA_DIR, "reports").iterdir()
    kept.unlink()
    reported.frozen.refresh_from_db()
    said = named(taken(auditor, ordered(auditor)), "S-01_第1版_失われたファイル.txt").decode()
    assert "確定版のファイルが失われたか" in said


def test_the_ledger_of_the_period_is_there_up_to_the_order_with_the_signed_head(reported, auditor):
    clock_before = jst(2026, 3, 31, 23)
    append_at(clock_before)
    archive = ordered(auditor)
    file = taken(auditor, archive)
    found = rows(named(file, "操作記録.csv"))
    wanted = LedgerEntry.objects.filter(pk__lte=archive.last, recorded_at__gte=jst(2026, 4, 1, 0)).order_by("pk")
    assert [row[4] for row in found[1:]] == [entry.action for entry in wanted]
    assert found[-1][4] == "出力"
    assert "令和8年3月31日" not in named(file, "操作記録.csv").decode()
    head = json.loads(named(file, "連鎖の先頭.json"))
    assert head["hash"] == LedgerEntry.objects.sealed().last().hash
    assert "signature" in head


def append_at(at) -> None:
    append(actor="00900", action="団体の設定", subject="団体", at=at)
    seal()


def test_the_order_and_the_sum_of_the_whole_file_stand_in_the_ledger(reported, auditor):
    archive = ordered(auditor)
    order, made = LedgerEntry.objects.filter(actor="90001").order_by("pk")
    assert (order.action, order.subject) == ("出力", "監査資料 令和8年度")
    assert (order.payload["purpose"], order.payload["on"]) == ("audit", "2026-11-22")
    archive.refresh_from_db()
    assert made.action == "監査資料の作成"
    assert made.payload["sha256"] == archive.sha256 == sha256(path_of(archive).read_bytes()).hexdigest()
    assert archive.sha256 in words(page(auditor.get(f"/audit/archives/{archive.pk}/")).main)


def test_what_is_recorded_after_the_order_is_not_in_a_file_made_later(reported, auditor, monkeypatch):
    archive = order_archive(fiscal_year=2026, first=FIRST, on=TODAY, purpose="audit", actor="90001", at=NOW)
    later = NOW + timedelta(minutes=5)
    factories.completion(reported.people["石田"], reported.security, jst(2026, 11, 22, 9), recorded_at=later)
    factories.exemption(reported.people["加藤"], reported.dx.requirements.get(), recorded_at=later)
    make_archive(archive_id=archive.pk, now=lambda: later)
    file = taken(auditor, archive)
    assert rows(named(file, "所属別_02_S-01.csv"))[-1][:3] == ["合計", "4", "3"]
    assert "令和8年11月22日 10:15までに記録されたもの" in named(file, "はじめにお読みください.txt").decode()
    monkeypatch.setattr(clock, "now", lambda: later)
    assert rows(named(taken(auditor, ordered(auditor)), "所属別_02_S-01.csv"))[-1][:3] == ["合計", "4", "4"]


def test_the_words_name_every_file(reported, auditor):
    file = taken(auditor, ordered(auditor))
    said = file.read("はじめにお読みください.txt").decode("utf-8-sig")
    for name in set(file.namelist()) - {"SHA256SUMS", "はじめにお読みください.txt"}:
        assert name in said


def test_a_day_outside_the_year_or_no_purpose_is_refused_in_words(town, auditor):
    answer = auditor.post("/audit/archives/", {"fiscal_year": 2026, "on": "R9.4.1", "purpose": ""})
    assert errors(answer) == [
        "基準日：基準日は、令和8年4月1日から令和8年11月22日までの日を入力してください。",
        "出力の目的：出力の目的を選んでください。",
    ]
    assert not AuditArchive.objects.exists()


def test_one_that_nobody_writes_any_more_is_begun_again(town, auditor):
    archive = order_archive(fiscal_year=2026, first=FIRST, on=TODAY, purpose="audit", actor="90001", at=NOW)
    url = f"/audit/archives/{archive.pk}/"
    assert "作成が始まるのを待っています" in words(page(auditor.get(url)).main)
    hold = take(AuditArchive, archive.pk, NOW - timedelta(minutes=1))
    assert "ファイルを作成しています" in words(page(auditor.get(url)).main)
    hold.keep(NOW - timedelta(minutes=3))
    assert "作成が止まっています。" in words(page(auditor.get(url)).main)
    assert auditor.get(f"{url}file/").status_code == 404
    auditor.post(f"{url}again/")
    assert "ファイルができました。" in words(page(auditor.get(url)).main)
    written = path_of(archive).stat().st_mtime_ns
    tasks.write_archive.enqueue(archive.pk)
    assert path_of(archive).stat().st_mtime_ns == written


def test_one_that_fails_says_so_at_once(town, auditor, monkeypatch):
    def full(*_):
        raise OSError("No space left on device")

    archive = order_archive(fiscal_year=2026, first=FIRST, on=TODAY, purpose="audit", actor="90001", at=NOW)
    monkeypatch.setattr(making, "write_archive", full)
    with pytest.raises(OSError, match="No space"):
        make_archive(archive_id=archive.pk, now=clock.now)
    said = words(page(auditor.get(f"/audit/archives/{archive.pk}/")).main)
    assert "作成が中断しました。" in said
    assert "もう一度始める" in said


def test_whose_work_was_taken_over_leaves_neither_file_nor_entry(town, auditor):
    """The sum in 操作記録 is that of the file which is there."""
    archive = order_archive(fiscal_year=2026, first=FIRST, on=TODAY, purpose="audit", actor="90001", at=NOW)

    def taken_over():
        AuditArchive.objects.filter(state="working").update(holder="another")
        return NOW

    make_archive(archive_id=archive.pk, now=taken_over)
    assert not path_of(archive).exists()
    assert not LedgerEntry.objects.filter(action="監査資料の作成").exists()


def test_of_the_signed_reports_one_at_a_time_is_read(reported):
    """Not kept in memory from the moment the files were listed."""
    frozen_pdf(reported.frozen, NOW)
    archive = order_archive(fiscal_year=2026, first=FIRST, on=TODAY, purpose="audit", actor="90001", at=NOW)
    (piece,) = [one for one in pieces(archive, NOW, lambda: None) if one.path.startswith("05_確定版")]
    (kept,) = Path(settings.DATA_DIR, "reports").iterdir()
    kept.unlink()
    with pytest.raises(PaperLostError):
        piece.content()


def test_another_auditor_finds_no_file_of_mine_and_old_ones_go(town, auditor):
    archive = ordered(auditor)
    other = Client()
    other.force_login(factories.viewer_of(Role.AUDITOR).user)
    for end in ("", "file/"):
        assert other.get(f"/audit/archives/{archive.pk}/{end}").status_code == 404
    assert throw_away_old(at=NOW + timedelta(days=6)) == 0
    assert throw_away_old(at=NOW + timedelta(days=8)) == 1
    assert not path_of(archive).exists()


def test_queries_do_not_grow_with_the_files_ordered(town, auditor):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            auditor.get("/audit/archives/")
        return len(found)

    def order() -> None:
        order_archive(fiscal_year=2026, first=FIRST, on=TODAY, purpose="audit", actor="90001", at=NOW)

    order()
    auditor.get("/audit/archives/")
    one = queries()
    order()
    order()
    assert queries() == one
