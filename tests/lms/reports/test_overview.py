"""受講の概況: the year cut one way or another; every number leads to as many people."""

from collections import Counter
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.ledger.appending import append
from lms.lib import clock
from lms.lib.tables import Rate
from lms.people.roles import Role
from lms.records.recording import record_lesson_read
from lms.reports.annual.past import Past, record_past
from lms.reports.charts.heat import HeatMap
from lms.reports.charts.lines import Lines, Series
from lms.reports.charts.scale import ticks
from lms.reports.dimensions import Dimension
from lms.reports.pictures import distribution
from tests import factories
from tests.factories import jst
from tests.lms.reports.test_departments_page import URL as DEPARTMENTS
from tests.lms.reports.test_departments_page import rows as department_rows
from tests.markup import errors, page, texts, words

URL = "/reports/overview/"


@pytest.fixture(autouse=True)
def forgotten():
    caches["local"].clear()
    yield
    caches["local"].clear()


@pytest.fixture
def office(town, signed_in):
    return signed_in(Role.AUDITOR)


def rows(response) -> dict[str, list[str]]:
    """The table of the 内訳 as it reads: name, and its cells."""
    found = {}
    for row in page(response).select("[aria-label$=別の受講状況] tbody tr, [aria-label$=別の受講状況] tfoot tr"):
        for hidden in row.select(".visually-hidden"):
            hidden.decompose()
        name, *cells = (words(cell) for cell in row.select("th, td"))
        found[name] = cells
    return found


def number_behind(client, href: str) -> int:
    """How many rows the people's list of a link has."""
    return len(page(client.get(href)).select("table.table tbody tr"))


# ---- rows -----------------------------------------------------------------------------------------------------------


def test_by_department_the_rows_are_those_of_the_department_report(office):
    assert rows(office.get(URL)) == department_rows(office.get(DEPARTMENTS))


def test_by_course_and_by_measure(office):
    assert {name: cells[:2] for name, cells in rows(office.get(URL, {"by": "course"})).items()} == {
        "DXの意義と市のDX推進計画": ["5", "2"], "情報セキュリティ基礎": ["4", "3"], "合計": ["9", "5"],
    }  # fmt: skip


def test_by_a_column_of_the_posting_an_empty_one_has_a_row_of_its_own(town, office):
    found = rows(office.get(URL, {"by": "grade"}))
    assert found["合計"][:2] == ["9", "5"]
    assert sum(int(cells[0]) for name, cells in found.items() if name != "合計") == 9


def test_by_role_who_has_the_same_role_in_two_departments_counts_once(town, office):
    for place in ("welfare", "tax"):
        factories.grant(town.people["青木"], Role.CLERK, town.places[place])
    found = rows(office.get(URL, {"by": "role"}))
    assert found["所属の研修担当者"][:2] == ["2", "1"]
    assert found["合計"][:2] == ["9", "5"]


def test_by_role_whoever_has_none_has_a_row_of_its_own_even_where_nobody_has_any(town, office):
    factories.grant(town.people["青木"], Role.CLERK, town.places["welfare"], ends_on=date(2026, 11, 21))
    found = rows(office.get(URL, {"by": "role"}))
    assert found == {"役割なし": found["合計"], "合計": found["合計"]}
    assert found["合計"][:2] == ["9", "5"]


def test_by_role_who_has_one_is_not_among_those_without(town, office):
    factories.grant(town.people["江口"], Role.DX_LEADER)
    factories.grant(town.people["江口"], Role.CLERK, town.places["tax"])
    found = rows(office.get(URL, {"by": "role"}))
    assert [(name, cells[0]) for name, cells in found.items()] == [
        ("所属の研修担当者", "2"), ("DX推進リーダー", "2"), ("役割なし", "7"), ("合計", "9")
    ]  # fmt: skip


@pytest.mark.parametrize("by", Dimension.values)
def test_every_number_leads_to_as_many_people(town, office, by):
    factories.grant(town.people["江口"], Role.DX_LEADER)
    document = page(office.get(URL, {"by": by}))
    cells = document.select("[aria-label$=別の受講状況] td a, .stats a")
    assert cells
    for link in cells:
        link.find(class_="visually-hidden").decompose()
        assert number_behind(office, link["href"]) == int(words(link)), link["href"]


def test_a_hundred_rows_are_a_page_and_the_total_is_of_all(office, monkeypatch):
    whole = rows(office.get(URL))
    monkeypatch.setattr("lms.reports.views.overview.PAGE_ROWS", 2)
    pages = [rows(office.get(URL, {"page": number})) for number in (1, 2)]
    totals = [found.popitem() for found in pages]
    assert totals == [("合計（全3行）", whole.pop("合計"))] * 2
    assert pages[0] | pages[1] == whole
    assert [len(found) for found in pages] == [2, 1]


# ---- narrowing ------------------------------------------------------------------------------------------------------


def test_narrowed_to_a_role_only_its_holders_count_and_links_keep_the_condition(town, office):
    factories.grant(town.people["石田"], Role.DX_LEADER)
    response = office.get(URL, {"role": "dx-leader"})
    assert rows(response)["合計"][:2] == ["2", "1"]
    way = page(response).select_one("[aria-label$=別の受講状況] tfoot td a")["href"]
    assert dict(parse_qsl(urlsplit(way).query))["role"] == "dx-leader"


def test_an_earlier_posting_neither_doubles_nor_moves_anybody(town, office):
    factories.ended(town.people["青木"], date(2026, 4, 1))
    factories.posting(town.people["青木"], town.places["tax"], starts_on=date(2026, 4, 1), grade="係長級")
    by_grade = rows(office.get(URL, {"by": "grade"}))
    assert {name: cells[0] for name, cells in by_grade.items()} == {"係長級": "2", "（登録なし）": "7", "合計": "9"}
    assert rows(office.get(URL, {"by": "grade", "grade": "係長級"}))["合計"][:2] == ["2", "1"]


def test_what_is_not_in_the_lists_is_refused_in_words(office):
    assert errors(office.get(URL, {"grade": "貴族"})) == ["職位：一覧から職位を選んでください。"]
    assert errors(office.get(URL, {"by": "weather"})) == ["内訳：一覧から内訳を選んでください。"]


# ---- what is due, and the year before -------------------------------------------------------------------------------


def test_unfinished_whose_period_ends_within_two_weeks_are_named(town, office, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: jst(2026, 7, 10, 9))
    stats = dict(
        zip(texts(page(office.get(URL)), ".stat dt"), texts(page(office.get(URL)), ".stat__value"), strict=True)
    )
    # 青木's D-01 begun; 石田's S-01, 小川's D-01 and 加藤's D-01 not.
    assert stats["期限まで14日以内の未修了"].startswith("4")


@pytest.mark.parametrize(("month", "day", "soon"), [(7, 10, 0), (7, 20, 0), (7, 21, 1), (8, 4, 1), (8, 5, 0)])
def test_who_came_back_is_due_soon_by_the_days_left_after_the_return(town, office, month, day, soon):
    """石田 would have had until 17 July; away until 5 July, it is 4 August."""
    factories.leave(town.people["石田"], date(2026, 4, 1), date(2026, 7, 5))
    asked = f"/reports/people/?course=S-01&state=due_soon&at={date(2026, month, day)}"
    assert number_behind(office, asked) == soon


def test_the_last_year_at_the_same_day_stands_beside(town, office):
    before = factories.requirement(town.security, 2025)
    factories.duties([town.people["青木"], town.people["石田"]], before)
    factories.completion(town.people["青木"], town.security, jst(2025, 6, 3))
    factories.completion(town.people["石田"], town.security, jst(2025, 12, 3))
    document = page(office.get(URL))
    assert "50.0%（1/2）" in words(document.select_one(".stats"))
    assert document.select_one(".chart svg")["aria-label"] == "4月からの修了の累計。令和8年度は5件、令和7年度は1件"


def past(town, course, required: int, completed: int) -> None:
    record_past(
        past=Past(course, 2025, required, completed, "令和7年度報告書"), by=town.people["加藤"], at=jst(2026, 11, 1)
    )


def test_a_year_of_which_only_older_papers_tell_is_shown_at_its_end(town, office):
    past(town, town.security, 200, 100)
    past(town, town.security, 200, 150)
    stat = words(page(office.get(URL)).select_one(".stats .support"))
    assert stat == "前年度末（2研修のうち、過去の年度の実績がある1研修）75.0%（150/200）"
    past(town, town.dx, 200, 50)
    assert "50.0%（200/400）" in words(page(office.get(URL)).select_one(".stats .support"))
    assert "25.0%（50/200）" in words(page(office.get(URL, {"course": "D-01"})).select_one(".stats .support"))


def test_older_papers_say_nothing_of_a_part_of_the_city_or_of_its_people(town, office):
    past(town, town.security, 200, 150)
    for narrower in ({"department": "0106"}, {"role": "head"}, {"course": "D-01"}):
        assert "150/200" not in words(page(office.get(URL, narrower)).main), narrower


def test_where_the_last_year_has_duties_older_papers_stay_out(town, office):
    past(town, town.dx, 200, 150)
    factories.duties([town.people["青木"]], factories.requirement(town.security, 2025))
    assert words(page(office.get(URL)).select_one(".stats .support")) == "前年度の同じ日0.0%（0/1）"


def test_what_was_entered_after_the_moment_asked_about_is_not_known(town, office):
    past(town, town.security, 200, 150)
    shown = office.get(URL, {"at": "R8.9.30", "known": "then"})
    assert "記録なし" in words(page(shown).select_one(".stats .support"))


# ---- remembering ----------------------------------------------------------------------------------------------------


def asked(client) -> int:
    with CaptureQueriesContext(connection) as found:
        client.get(URL)
    return sum("duties_duty" in query["sql"] and "COUNT" in query["sql"] for query in found.captured_queries)


def test_figures_are_counted_again_only_when_a_fact_has_changed(town, office):
    assert asked(office) > 0
    assert asked(office) == 0
    assert rows(office.get(URL))["合計"][1] == "5"
    factories.completion(town.people["小川"], town.dx, jst(2026, 11, 20))
    append(actor="試験", action="修了", subject="小川", at=jst(2026, 11, 22), payload={})
    assert rows(office.get(URL))["合計"][1] == "6"


def test_a_chapter_that_was_read_shows_at_once(town, office):
    office.get(URL)
    begun = int(rows(office.get(URL))["合計"][3])
    record_lesson_read(employee=town.people["小川"], course=town.dx, lesson_key="01", turn=1, at=jst(2026, 11, 22, 10))
    assert int(rows(office.get(URL))["合計"][3]) == begun + 1


def test_what_was_known_at_midnight_is_not_what_is_known_a_minute_later(town, signed_in, monkeypatch):
    """At one minute past, with an entry of half a minute past."""
    monkeypatch.setattr(clock, "now", lambda: jst(2026, 11, 23, 0, 1))
    office = signed_in(Role.AUDITOR)
    written = jst(2026, 11, 23, 0, 0) + timedelta(seconds=30)
    factories.completion(town.people["小川"], town.dx, jst(2026, 11, 22, 9), recorded_at=written)
    asked_on = {"at": "2026-11-22"}
    assert rows(office.get(URL, asked_on))["合計"][1] == "6"
    assert rows(office.get(URL, asked_on | {"known": "then"}))["合計"][1] == "5"


# ---- who ------------------------------------------------------------------------------------------------------------


def test_a_head_sees_the_own_department_and_nobody_else_anything(town, signed_in):
    assert rows(signed_in(Role.HEAD, town.places["tax"]).get(URL)).keys() == {"税務課", "合計"}
    assert signed_in(Role.SYSTEM_STAFF).get(URL).status_code == 404


# ---- the picture ----------------------------------------------------------------------------------------------------


def test_an_axis_has_round_steps_and_reaches_the_highest():
    assert ticks(0) == [0, 1]
    assert ticks(4) == [0, 1, 2, 3, 4]
    assert ticks(356) == [0, 100, 200, 300, 400]
    assert ticks(356)[-1] >= 356
    assert len(ticks(123_456)) <= 7


def test_the_table_of_a_chart_holds_its_numbers_and_shorter_lines_end_with_blanks():
    chart = Lines("累計", "件", "週", ["4/7", "4/14"], [(0, "4月")], [Series("今年", [1, 1234]), Series("去年", [3])])
    assert chart.table_rows == [["4/7", "1", "3"], ["4/14", "1,234", ""]]
    assert [line.name for line in chart.drawn] == ["去年", "今年"]
    assert chart.drawn[1].end[1] < chart.drawn[0].end[1]  # more lies higher


def test_the_heat_map_has_a_field_for_each_pair_and_its_number(town, office):
    document = page(office.get(URL))
    [picture] = [figure for figure in document.select("figure.chart") if "所属と研修" in words(figure)]
    said = [title.text for title in picture.select("rect title")]
    assert "福祉課　情報セキュリティ基礎　50.0%（1/2）" in said
    assert len(said) == 3 * 2
    assert [words(cell) for cell in picture.select("tbody tr")[2].select("td")] == ["50.0%（1/2）", "50.0%（1/2）"]


def test_nobody_of_a_pair_is_no_zero():
    chart = HeatMap("図", "所属", [("1", "課"), ("2", "課")], [("S-01", "基礎")], {("1", "S-01"): Rate(0, 3)})
    assert [field.text for field in chart.fields] == ["0.0", "－"]


def test_scores_are_spread_by_tens_and_hidden_of_few():
    assert distribution("基礎のテスト", Counter({80: 4})) is None
    chart = distribution("基礎のテスト", Counter({80: 4, 100: 1}))
    assert ("80～", 4) in chart.classes
    assert chart.classes[-1] == ("100", 1)
    assert chart.columns[8].height > chart.columns[10].height > 0 == chart.columns[0].height
