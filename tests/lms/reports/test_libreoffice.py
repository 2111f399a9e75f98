"""The workbooks and letters of the product as LibreOffice opens them: every cell is shown as it was written."""

import csv
import io
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain
from pathlib import Path
from unittest.mock import patch

import pytest
from django.test import Client
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from courses.models import Course
from lms.certificates.bundles.files import path_of
from lms.certificates.bundles.making import Choice, make_bundle, order_bundle
from lms.certificates.models import Bundle, Certificate
from lms.lib import clock
from lms.lib.fiscal_year import era_date
from lms.lib.tables import Column, Kind, Rate, Table
from lms.lib.tables.xlsx import to_xlsx
from lms.lib.tables.xlsx_stream import write_xlsx
from lms.people.roles import Role
from lms.reports.outside.tables import Answer
from tests import factories
from tests.lms.certificates.town import Town, build_town, give
from tests.lms.records.surveys.asked import answers, survey
from tests.recomputing.reading import docx_text

_SOFFICE = shutil.which("soffice")
_PROGRAM = Path(_SOFFICE or "/").resolve().parent
with_calc = pytest.mark.skipif(
    not (_PROGRAM / "libsclo.so").exists(), reason="the system package libreoffice-calc-nogui is missing"
)
with_writer = pytest.mark.skipif(
    not (_PROGRAM / "libswlo.so").exists(), reason="the system package libreoffice-writer-nogui is missing"
)
# Comma, quotes, UTF-8, all sheets; cells as a person sees them.
_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1041,false,true,true,false,false,-1"
_TEXT = "txt:Text (encoded):UTF8"

COLUMNS = (
    Column("name", "氏名"), Column("number", "職員番号", Kind.CODE), Column("count", "件数", Kind.NUMBER),
    Column("on", "修了日", Kind.DATE), Column("rate", "修了率", Kind.RATE), Column("note", "備考"),
)  # fmt: skip
ROWS = [
    ["髙﨑　花子", "00012", 1038, date(2026, 6, 12), Rate(37, 38), "=1+1"],
    ["葛\U000e0100城　𠮷子", "2026-04-01", 0, date(2024, 2, 29), Rate(1, 16), "=cmd|'/c calc'!A0"],
    ["+1", "1-2", 5, None, Rate(0, 0), "@SUM(1,2)"],
]
SHOWN = [
    ["氏名", "職員番号", "件数", "修了日", "修了率", "備考"],
    ["髙﨑　花子", "00012", "1,038", "令和8年6月12日", "97.4%", "=1+1"],
    ["葛\U000e0100城　𠮷子", "2026-04-01", "0", "令和6年2月29日", "6.3%", "=cmd|'/c calc'!A0"],
    ["+1", "1-2", "5", "", "対象なし", "@SUM(1,2)"],
]


def seen(file: Path) -> list[list[str]]:
    """The cells of a sheet as a person sees them."""
    return _trimmed(csv.reader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))


def _trimmed(lines: Iterable[Iterable[str]]) -> list[list[str]]:
    """Without the empty cells at the end of a line."""
    return ["\0".join(line).rstrip("\0").split("\0") for line in lines]


def converted(folder: Path, to: str, files: Mapping[str, bytes]) -> None:
    """All in one go: the program takes seconds to start."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    subprocess.run(
        [_SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to, "--outdir",
         folder, *(folder / name for name in files)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip


@with_calc
def test_zeros_dates_and_names_are_kept_and_no_text_is_computed(tmp_path):
    table, long = Table("表", COLUMNS, ROWS), io.BytesIO()
    write_xlsx(long, Table("表", COLUMNS, []), iter(ROWS), lambda number: [])
    converted(tmp_path, _CSV, {"short.xlsx": to_xlsx(table), "long.xlsx": long.getvalue()})
    assert seen(tmp_path / "short-表.csv") == SHOWN
    assert seen(tmp_path / "long-表.csv") == SHOWN


# ---- all that the product makes -------------------------------------------------------------------------------------


@pytest.fixture
def town(db) -> Town:
    """A training whose name looks like a formula; papers given, a survey answered."""
    town = build_town()
    Course.objects.filter(pk=town.security.pk).update(title="=1+1の研修")
    give(town.done["髙橋"], town.done["﨑山"])
    survey(town.security)
    answers(town.security, [5, 4, 4, 3, 1], ["=2+2", "00012", "+3", "@x", "よかった"])
    return town


@pytest.fixture
def auditor(town) -> Client:
    client = Client()
    client.force_login(factories.viewer_of(Role.AUDITOR).user)
    return client


def figures(client: Client, town: Town) -> dict[str, bytes]:
    """受講状況, 研修実施状況報告書, アンケート, 照会・調査への回答."""
    wanted = {"format": "xlsx", "purpose": "audit"}
    survey_page = f"/reports/surveys/2026/{town.security.pk}/"
    return {
        "departments.xlsx": client.get("/reports/departments/", wanted).content,
        "annual.xlsx": annual(client, town, "xlsx"),
        **{f"survey-{one}.xlsx": client.post(survey_page, wanted | {"content": one}).content
           for one in ("figures", "texts")},
        **{f"outside-{one}.xlsx": client.get("/reports/outside/", wanted | {"edition": "inside", "answer": one}).content
           for one in Answer.values},
    }  # fmt: skip


def annual(client: Client, town: Town, form: str) -> bytes:
    sent = {"format": form, "edition": "inside", "on": "R8.11.22", "purpose": "audit"}
    return client.post(f"/reports/annual/{town.asked.plan_id}/file/", sent).content


def lists(client: Client) -> dict[str, bytes]:
    """受講者名簿, short and long, 操作記録, 修了証書交付台帳."""
    wanted = {"format": "xlsx", "purpose": "audit"}
    short = client.post("/reports/people/", wanted).content
    with patch("lms.reports.views.people.AT_ONCE", 1):
        long = fetched(client, client.post("/reports/people/", wanted)["Location"] + "file/")
    ledger = client.post("/audit/ledger/", {"form": "xlsx", "purpose": "audit"}, follow=True)
    return {
        "people.xlsx": short, "long.xlsx": long, "ledger.xlsx": b"".join(ledger.streaming_content),
        "register.xlsx": register(),
    }  # fmt: skip


def fetched(client: Client, url: str) -> bytes:
    return b"".join(client.get(url).streaming_content)


def register() -> bytes:
    choice = Choice("交付台帳", [*Certificate.objects.values_list("pk", flat=True)], ["security"], {})
    bundle = order_bundle(choice=choice, form=Bundle.Form.LIST, purpose="audit", actor="00900", at=clock.now())
    make_bundle(bundle_id=bundle.pk, now=clock.now)
    return path_of(bundle).read_bytes()


def written(sheet: Worksheet) -> list[list[str]]:
    """What a person should see of a sheet."""
    return _trimmed([_words(cell) for cell in row] for row in sheet.iter_rows())


def _words(cell: Cell) -> str:
    if isinstance(cell.value, datetime):
        return era_date(cell.value.date())
    if cell.number_format == "0.0%":
        return f"{(Decimal(str(cell.value)) * 100).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
    if isinstance(cell.value, int):
        return f"{cell.value:,}"
    return "" if cell.value is None else str(cell.value)


@with_calc
def test_every_workbook_is_shown_as_it_was_written(town, auditor, tmp_path):
    files = figures(auditor, town) | lists(auditor)
    converted(tmp_path, _CSV, files)
    cells = set()
    for name, content in files.items():
        for sheet in load_workbook(io.BytesIO(content)):
            shown = seen(tmp_path / f"{Path(name).stem}-{sheet.title}.csv")
            assert (name, sheet.title, shown) == (name, sheet.title, written(sheet))
            cells.update(chain.from_iterable(shown))
    assert {"=1+1の研修", "=2+2", "+3", "00012", "000123", "髙橋　正樹", "﨑山　花子", "令和8年6月10日"} <= cells


@with_writer
def test_every_word_of_report_and_letter_is_there_in_its_order(town, auditor, tmp_path):
    files = {"annual.docx": annual(auditor, town, "docx"), "letter.docx": letter(town)}
    converted(tmp_path, _TEXT, files)
    for name, content in files.items():
        shown = (tmp_path / name).with_suffix(".txt").read_text(encoding="utf-8-sig")
        assert "".join(shown.split()) == "".join(docx_text(content).split())


def letter(town: Town) -> bytes:
    office = Client()
    office.force_login(factories.viewer_of(Role.SECURITY_OFFICE).user)
    return office.post(f"/reports/chain/{town.asked.pk}/circular/", {"purpose": "report"}).content


@with_writer
def test_every_page_of_report_and_letter_says_which_of_how_many_it_is(town, auditor, tmp_path):
    converted(tmp_path, "pdf", {"annual.docx": annual(auditor, town, "docx"), "letter.docx": letter(town)})
    for name in ("annual.pdf", "letter.pdf"):
        pages = PdfReader(tmp_path / name).pages
        assert len(pages) > 1
        feet = [one.extract_text().splitlines()[-1].strip() for one in pages]
        assert feet == [f"{number} / {len(pages)}" for number in range(1, len(pages) + 1)]
