"""別紙１ of a city with more departments than a paper holds: by the units above them, each counted once."""

import io

import pytest
from docx import Document
from openpyxl import load_workbook

from lms.duties.counting import Counts, total
from lms.lib.tables import Rate
from lms.people.organisation import Node, Organisation
from lms.reports.annual.content import annual_report
from lms.reports.annual.departments import units_above
from lms.reports.annual.docx import to_docx
from lms.reports.annual.figures import figures_of
from lms.reports.annual.pdf import to_pdf
from lms.reports.annual.texts import texts_of
from lms.reports.annual.xlsx import to_xlsx
from lms.reports.dimensions import Dimension, Part, Slice
from tests.lms.certificates.town import text
from tests.lms.reports.conftest import NOW, TODAY

#  市長部局 > 総務部 > 総務課 > 文書係, 法規係     市長部局 > 福祉部 > 福祉課     市長部局 > 会計課     議会事務局
TREE = {
    "01": ("市長部局", None), "011": ("総務部", "01"), "0111": ("総務課", "011"), "01111": ("文書係", "0111"),
    "01112": ("法規係", "0111"), "012": ("福祉部", "01"), "0121": ("福祉課", "012"), "013": ("会計課", "01"),
    "02": ("議会事務局", None),
}  # fmt: skip
GONE = Slice("\U0010ffff", "この日にない所属")


def city(tree: dict[str, tuple[str, str | None]] = TREE) -> Organisation:
    ids = {code: number for number, code in enumerate(tree, start=1)}
    return Organisation(
        {
            ids[code]: Node(ids[code], code, name, ids[above] if above else None, "", reports=True)
            for code, (name, above) in tree.items()
        }
    )


def part(code: str, required: int) -> Part:
    return Part(Slice(code, TREE[code][0], (("department", code),)), Counts(required=required, completed=1))


ROWS = [
    part("01", 1), part("0111", 2), part("01111", 4), part("01112", 8), part("0121", 16), part("013", 32),
    part("02", 64), Part(GONE, Counts(required=128)),
]  # fmt: skip


def shown(most: int, rows: list[Part] = ROWS) -> list[tuple[str, int]]:
    return [(row.slice.name, row.counts.required) for row in units_above(city(), rows, most)]


def test_so_many_rows_as_a_paper_holds_stay_as_they_are():
    assert units_above(city(), ROWS, 8) == ROWS


def test_more_go_up_to_the_lowest_level_at_which_there_are_no_more():
    others = [("会計課", 32), ("議会事務局", 64), ("この日にない所属", 128)]
    assert shown(7) == [("市長部局", 1), ("総務課", 14), ("福祉課", 16), *others]
    assert shown(5) == [("市長部局", 63), *others[1:]]


def test_one_that_stands_higher_stands_for_itself_and_goes_into_no_other():
    departments_of_a_bureau = [part("01", 1), part("0111", 2), part("01111", 4), part("0121", 16), part("02", 64)]
    assert shown(4, departments_of_a_bureau) == [("市長部局", 1), ("総務課", 6), ("福祉課", 16), ("議会事務局", 64)]


@pytest.mark.parametrize("most", range(1, 9))
def test_rows_add_up_to_the_total_and_nobody_stands_twice(most):
    found = units_above(city(), ROWS, most)
    assert total(row.counts for row in found) == total(row.counts for row in ROWS)
    assert len({row.slice.order for row in found}) == len(found)


def test_where_nothing_stands_above_the_rows_stay():
    flat = city({code: (name, None) for code, (name, _) in TREE.items()})
    assert units_above(flat, ROWS, 1) == ROWS


# ---- on paper -------------------------------------------------------------------------------------------------------


@pytest.fixture
def report(town, monkeypatch):
    """福祉課, 税務課 and 市長部局, of which a paper holds two here."""
    monkeypatch.setattr("lms.reports.annual.figures.MOST_ROWS", 2)
    plan = town.security.requirements.get().plan
    return annual_report(plan, texts_of(plan), figures_of(plan, TODAY), NOW)


def test_paper_and_word_have_the_units_and_say_so(report):
    said = " ".join(text(to_pdf(report)).split())
    assert "所属が300を超えるため、部等の単位で集計しています。" in said
    assert "福祉課" not in said
    assert report.sheets[0].on_paper.rows == [["市長部局", 4, 3, Rate(3, 4), 1, 1]]
    document = Document(io.BytesIO(to_docx(report)))
    assert any("部等の単位で集計しています" in one.text for one in document.paragraphs)
    assert not any("福祉課" in cell.text for table in document.tables for row in table.rows for cell in row.cells)


def test_the_workbook_has_every_department(report):
    sheet = load_workbook(io.BytesIO(to_xlsx(report)))["別紙１　所属別一覧"]
    assert [row[0] for row in sheet.iter_rows(values_only=True)][:5] == ["所属", "市長部局", "税務課", "福祉課", "合計"]


def test_fewer_departments_say_nothing_of_units(town):
    plan = town.security.requirements.get().plan
    figures = figures_of(plan, TODAY)
    assert figures.units == figures.by[Dimension.DEPARTMENT]
    sheet = annual_report(plan, texts_of(plan), figures, NOW).sheets[0]
    assert (sheet.note, sheet.on_paper) == ("", sheet.table)
