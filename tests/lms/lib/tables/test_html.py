import re
from dataclasses import replace
from html.parser import HTMLParser

from lms.lib.tables import Column, Table
from lms.lib.tables.html import to_html


class _Cells(HTMLParser):
    """Every cell as (element, class, scope, text), in order."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("th", "td"):
            known = dict(attrs)
            self.cells.append([tag, known.get("class") or "", known.get("scope") or "", ""])
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("th", "td")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.cells[-1][3] += data


def cells(html: str) -> list[list[str]]:
    parser = _Cells()
    parser.feed(html)
    return [[*kind, text.strip()] for *kind, text in parser.cells]


def test_the_head_names_columns_and_the_first_cell_names_its_row(table: Table) -> None:
    assert cells(to_html(table))[:12] == [
        ["th", "", "col", "所属コード"],
        ["th", "", "col", "所属名"],
        ["th", "", "col", "確認日"],
        ["th", "number", "col", "対象者数"],
        ["th", "number", "col", "平均点"],
        ["th", "number", "col", "修了率"],
        ["th", "table__name", "row", "00123"],
        ["td", "", "", "髙﨑課"],
        ["td", "", "", "令和8年7月31日"],
        ["td", "number", "", "1,038"],
        ["td", "number", "", "82.5"],
        ["td", "number", "", "97.4%（37/38）"],
    ]


def test_a_date_tells_its_western_year(table: Table) -> None:
    assert '<time datetime="2026-07-31" title="2026年7月31日">令和8年7月31日</time>' in to_html(table)


def test_a_rate_has_a_bar_that_says_whose_it_is(table: Table) -> None:
    assert '<progress value="37" max="38" aria-label="00123の修了率"></progress>' in to_html(table)


def test_nobody_has_no_bar(table: Table) -> None:
    html = to_html(replace(table, rows=table.rows[1:], total=None))
    assert "<progress" not in html
    assert cells(html)[-1][3] == "対象なし"


def test_the_table_has_a_caption_and_a_name_for_its_region(table: Table) -> None:
    html = to_html(table)
    assert "<caption>所属別の状況</caption>" in html
    assert 'aria-label="所属別の状況"' in html


def test_the_total_is_the_foot_of_the_table(table: Table) -> None:
    foot = re.search(r"<tfoot>(.*)</tfoot>", to_html(table), re.DOTALL)
    assert [cell[3] for cell in cells(foot[1])] == ["", "合計", "", "1,038", "82.5", "97.4%（37/38）"]
    assert "<tfoot>" not in to_html(replace(table, total=None))


def test_the_notes_and_the_label_stand_by_the_table(table: Table) -> None:
    html = to_html(table)
    assert [note in html for note in ("令和8年7月31日現在", "修了率＝修了者数÷対象者数", "機密性2")] == [True] * 3


def test_what_people_typed_is_escaped() -> None:
    html = to_html(Table("<b>表", (Column("x", "<i>"),), (("<script>",), ("<img>",))))
    assert not re.search(r"<(b|i|script|img)>", html)


def test_there_is_no_inline_style_or_script(table: Table) -> None:
    assert not re.search(r"style=|<script| on\w+=", to_html(table))


def test_a_table_without_notes_has_no_list_of_them(table: Table) -> None:
    assert "<dl" not in to_html(replace(table, notes=(), confidentiality=""))
