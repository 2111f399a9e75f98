"""受講の概況 as files: the same figures as on the page, whatever they are cut by, and no more than the page shows."""

import io
from datetime import date
from urllib.parse import unquote

import pytest
from django.core.cache import caches
from django.test import Client
from openpyxl import load_workbook
from openpyxl.cell import Cell
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from lms.ledger.models import LedgerEntry
from lms.lib.tables import Rate
from lms.people.models import City
from lms.people.roles import Role
from lms.reports import exporting
from lms.reports.annual.past import Past, record_past
from lms.reports.charts.heat import HeatMap
from lms.reports.dimensions import Dimension
from tests import factories
from tests.factories import jst
from tests.lms.certificates.town import text
from tests.lms.reports.test_overview import URL, rows
from tests.markup import page, words
from tests.recomputing.reading import csv_rows, pdf_rows, sheets
from tests.standards.structure import elements

REPORT = {"purpose": "report"}
NARROWED = [
    {}, {"course": "S-01"}, {"department": "0106"}, {"grade": "係長級"}, {"role": "dx-leader"}, {"at": "R8.6.11"},
    {"at": "R8.9.30", "known": "then"},
]  # fmt: skip


@pytest.fixture(autouse=True)
def forgotten():
    caches["local"].clear()
    yield
    caches["local"].clear()


@pytest.fixture
def office(town, signed_in) -> Client:
    for name in ("江口", "青木"):
        factories.grant(town.people[name], Role.DX_LEADER)
    factories.grant(town.people["石田"], Role.CLERK, town.places["welfare"])
    factories.ended(town.people["青木"], date(2026, 4, 1))
    factories.posting(town.people["青木"], town.places["welfare"], starts_on=date(2026, 4, 1), grade="係長級")
    for serial, subject in enumerate((town.security, town.dx), start=11):
        subject.measure = str(serial)
        subject.save(update_fields=["measure"])
    return signed_in(Role.AUDITOR)


def file_of(client: Client, form: str, **conditions: str) -> bytes:
    response = client.get(URL, {**REPORT, "format": form, **conditions})
    assert response["Content-Disposition"].startswith("attachment"), words(page(response).main)
    return response.content


def plain(cells: dict[str, list[str]]) -> list[list[str]]:
    return [[name, *(cell.replace(",", "") for cell in row)] for name, row in cells.items()]


def percents(cells: list[list[str]]) -> list[list[str]]:
    """As a workbook shows them."""
    return [[cell.partition("（")[0] if "%" in cell else cell for cell in row] for row in cells]


def notes(client: Client, **conditions: str) -> dict[str, str]:
    lines = file_of(client, "csv", **conditions).decode("utf-8-sig").splitlines()
    return dict(line.split(",", 1) for line in lines[lines.index("") + 1 :])


# ---- the same figures -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", Dimension.values)
@pytest.mark.parametrize("narrowed", NARROWED, ids=str)
def test_csv_and_workbook_hold_the_figures_of_the_page_however_it_is_cut(office, by, narrowed):
    asked = {**narrowed, "by": by}
    shown = plain(rows(office.get(URL, asked)))
    assert len(shown) > 1
    assert csv_rows(file_of(office, "csv", **asked)) == shown
    assert next(iter(sheets(file_of(office, "xlsx", **asked)).values())) == percents(shown)


@pytest.mark.parametrize("by", Dimension.values)
def test_the_paper_holds_the_figures_of_the_page_however_it_is_cut(office, by):
    shown = plain(rows(office.get(URL, {"by": by})))
    found = pdf_rows(file_of(office, "pdf", by=by), 8)
    assert found[: len(shown)] == shown


def test_the_form_of_the_page_asks_for_what_the_page_shows(office):
    asked = {"by": "grade", "course": "S-01", "at": "R8.9.30", "known": "then", "grade": "係長級", "measure": "11"}
    shown = office.get(URL, asked)
    sent = {field["name"]: field["value"] for field in page(shown).select("form.stack input[name][value]")}
    assert csv_rows(office.get(URL, {**sent, **REPORT, "format": "csv"}).content) == plain(rows(shown))


# ---- charts ---------------------------------------------------------------------------------------------------------


def tables_of_charts(response) -> dict[str, list[list[str]]]:
    return {
        words(table.caption): [[words(cell) for cell in row.select("th, td")] for row in table.select("tr")]
        for table in page(response).select("details.chart__table table")
    }


def sheets_of_charts(content: bytes) -> dict[str, list[list[str]]]:
    """Until the empty line above the notes, as a spreadsheet shows the cells."""
    book, found = load_workbook(io.BytesIO(content)), {}
    for sheet in book.worksheets[1:]:
        lines = [[shown(cell) for cell in row] for row in sheet.iter_rows()]
        found[sheet.title] = lines[: lines.index([""] * len(lines[0]))]
    return found


def shown(cell: Cell) -> str:
    if cell.value is None:
        return ""
    return f"{cell.value:.1%}" if cell.number_format == "0.0%" else str(cell.value)


def test_every_chart_of_the_page_is_a_sheet_with_its_numbers(town, office):
    shown = tables_of_charts(office.get(URL))
    found = sheets_of_charts(file_of(office, "xlsx"))
    assert [*found] == [*shown] == ["4月からの修了の累計", "所属と研修（修了率、％）"]
    assert found["4月からの修了の累計"] == shown["4月からの修了の累計"]
    head, *lines = shown["所属と研修（修了率、％）"]
    assert found["所属と研修（修了率、％）"] == [head, *percents(lines)]


def pictures(content: bytes) -> list[str]:
    said = [str(one.get("/Alt", "")) for name, one in elements(PdfReader(io.BytesIO(content))) if name == "Figure"]
    return [words for words in said if "。" in words]


def test_every_chart_of_the_page_is_on_the_paper_and_its_table_below(office):
    shown, content = office.get(URL), file_of(office, "pdf")
    assert pictures(content) == [svg["aria-label"] for svg in page(shown).select("svg[role=img][aria-label*='。']")]
    printed = "".join(text(content).split())
    for title, lines in tables_of_charts(shown).items():
        assert title in printed
        assert all(cell in printed for line in lines[1:] for cell in line)


def test_a_heat_map_of_many_trainings_is_cut_into_pieces_of_all_rows():
    codes = [(f"S-{number:02}", f"研修{number}") for number in range(1, 18)]
    whole = HeatMap("図", "所属", [("1", "課"), ("2", "課")], codes, {("1", "S-17"): Rate(1, 2)})
    found = whole.pieces(8)
    assert [piece.title for piece in found] == ["図　1／3", "図　2／3", "図　3／3"]
    assert [column for piece in found for column in piece.columns] == codes
    assert found[-1].table_rows == [["課", "50.0%（1/2）"], ["課", "対象なし"]]
    assert whole.pieces(17) == [whole]


# ---- what stands beside the figures ---------------------------------------------------------------------------------


def test_the_notes_say_of_whom_of_which_day_and_what_stood_above(office):
    found = notes(office, by="role", grade="（登録なし）", department="0106", at="R8.9.30", known="then")
    assert found["基準日"] == "令和8年9月30日現在（速報値、同日までの記録）"
    assert found["所属"] == "福祉課"
    assert found["詳しい条件"] == "職位は（登録なし）"
    assert found["前年度の同じ日"] == "記録なし"
    assert found["期限まで14日以内の未修了"] == "0件"
    assert found["役割別の数え方"].startswith("複数の役割を持つ職員は、それぞれの役割に数えます。")
    assert found["出力日時"] == "令和8年11月22日 10:15"
    assert {"研修", "年度", "定義", "数え方"} <= found.keys()


def test_the_notes_name_the_measure_to_which_the_trainings_were_narrowed(office):
    found = notes(office, measure="12", role="dx-leader")
    assert found["詳しい条件"] == "施策・取組は施策12、役割はDX推進リーダー"
    assert found["研修"] == "DXの意義と市のDX推進計画"


def test_the_file_of_a_head_says_of_which_department_it_speaks(town, signed_in):
    client = signed_in(Role.HEAD, town.places["welfare"])
    assert notes(client, by="grade")["所属"] == "福祉課"


def test_of_the_whole_city_nothing_is_said_of_departments_or_further_conditions(office):
    assert not {"所属", "詳しい条件", "役割別の数え方"} & notes(office).keys()


def test_the_year_before_of_older_papers_is_told(town, office):
    record_past(past=Past(town.security, 2025, 200, 150, "報告書"), by=town.people["加藤"], at=jst(2026, 11, 1))
    assert notes(office)["前年度末"] == "75.0%（150/200）　2研修のうち、過去の年度の実績がある1研修"


def test_every_page_has_its_number_and_the_label_and_every_sheet_its_origin(office):
    City.objects.update(confidentiality_label="機密性２")
    papers = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(file_of(office, "pdf"))).pages]
    assert len(papers) > 1
    for number, paper in enumerate(papers, start=1):
        assert f"{number} / {len(papers)}" in paper
        assert "機密性２" in paper
    book = CalamineWorkbook.from_filelike(io.BytesIO(file_of(office, "xlsx")))
    for name in book.sheet_names:
        told = {line[0]: line[1] for line in book.get_sheet_by_name(name).to_python()}
        assert (told["基準日"], told["機密性区分"]) == ("令和8年11月22日現在（速報値）", "機密性２")


def test_every_page_is_an_upright_a4(office):
    for sheet in PdfReader(io.BytesIO(file_of(office, "pdf"))).pages:
        assert [round(float(side) / 72 * 25.4) for side in (sheet.mediabox.width, sheet.mediabox.height)] == [210, 297]


# ---- the trace ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf", "csv-utf8"])
def test_each_file_leaves_one_trace_without_names(town, office, form):
    response = office.get(URL, {**REPORT, "format": form, "by": "course", "grade": "係長級"})
    assert "受講の概況（研修別、令和8年度）" in unquote(response["Content-Disposition"])
    entry = LedgerEntry.objects.get(action="出力")
    assert entry.subject == f"受講の概況（研修別、令和8年度） {exporting.Format(form).label}"
    assert entry.payload == {
        "purpose": "report", "rows": 2, "facts": [], "address": "127.0.0.1",
        "conditions": {
            "year": "2026", "course": "", "department": "", "at": "2026-11-22", "by": "course", "grade": "係長級",
        },
    }  # fmt: skip
    assert not [person for person in town.people if person in response.content.decode(errors="ignore")]


def test_without_a_purpose_there_is_no_file(office):
    assert "出力の目的を選んでください。" in words(page(office.get(URL, {"format": "csv", "by": "grade"})).main)
    assert not LedgerEntry.objects.filter(action="出力").exists()


def test_too_long_a_paper_is_refused_on_the_page(office, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_ROWS_ON_PAPER", 1)
    response = office.get(URL, {**REPORT, "format": "pdf"})
    assert "PDFにできるのは1件までです" in words(page(response).select_one(".banner"))
    assert not LedgerEntry.objects.filter(action="出力").exists()
