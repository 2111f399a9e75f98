"""Results of surveys: right as figures, and never of fewer than five people, however one looks."""

import io
from decimal import Decimal
from itertools import count as numbers
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from courses.models import Course
from lms.ledger.models import LedgerEntry
from lms.office.retaining.personal import forget
from lms.people.models import Employee
from lms.people.roles import Office, Role
from lms.records.models import SurveyAnswer
from lms.records.surveys.answering import FEWEST
from lms.records.surveys.wording import USUAL
from lms.reports.charts.shares import Shares
from lms.reports.surveys import Graded, results, satisfactions
from tests import factories as make
from tests.lms.records.surveys.asked import NAMED, answer, answers, survey
from tests.markup import errors, page, texts

pytestmark = pytest.mark.django_db
URL = "/reports/surveys/"
# Every example has a course of its own in the one transaction of its test.
_serial = numbers(100)


@pytest.fixture
def course():
    make.city()
    return make.course()


@pytest.fixture
def office(signed_in):
    return signed_in(Role.SECURITY_OFFICE)


def own(course, more: str = "") -> str:
    return f"{URL}2026/{course.pk}/{more}"


def file(client, course, **data: str):
    return client.post(own(course), {"format": "csv", "purpose": "report", "content": "figures"} | data)


# ---- figures --------------------------------------------------------------------------------------------------------


def test_figures_are_counts_of_each_grade_and_their_mean(course):
    survey(course)
    answers(course, [5, 5, 4, 2, 1], ["い", "", "あ"])
    (result,) = results(course, 2026)
    assert [one.question for one in result.graded] == list(USUAL.questions)
    assert {(one.counts, one.number, one.mean) for one in result.graded} == {((2, 1, 0, 1, 1), 5, Decimal("3.4"))}
    assert result.texts == ["あ", "い"]


def satisfaction(course: Course, fiscal_year: int) -> Graded | None:
    return satisfactions([course], fiscal_year).get(course.pk)


def test_satisfaction_is_the_first_question_of_whatever_was_asked(course):
    survey(course)
    answers(course, [5] * FEWEST)
    survey(course, NAMED)
    answers(course, [2] * FEWEST)
    answer(course, make.employee(), 1, fiscal_year=2027)
    found = satisfaction(course, 2026)
    assert (found.counts, found.mean) == ((5, 0, 0, 5, 0), Decimal("3.5"))
    assert satisfaction(course, 2027) is None
    assert satisfaction(make.course("S-02"), 2026) is None
    assert [result.questionnaire.way for result in results(course, 2026)] == ["記名", "無記名"]


def test_a_mean_is_rounded_up_at_the_half(course):
    survey(course)
    answers(course, [4] * 19 + [5])
    assert satisfaction(course, 2026).mean == Decimal("4.1")  # 4.05


def test_figures_cost_the_same_for_any_number(course, django_assert_num_queries):
    survey(course)
    answers(course, [5] * FEWEST)
    for _ in range(2):
        with django_assert_num_queries(3):
            results(course, 2026)
        answers(course, [1, 2, 3, 4, 5])


def test_shares_fill_the_bar_and_the_table_has_every_number():
    chart = Shares("回答", ["5", "4", "3", "2", "1"], [("分かりやすい", (1, 0, 97, 1, 1), "3.0")])
    (bar,) = chart.bars
    assert [share.text for share in bar.shares] == ["", "97.0%", "", ""]
    assert bar.shares[0].x == 0
    assert bar.shares[-1].x + bar.shares[-1].width == pytest.approx(chart.width, abs=0.2)
    assert chart.table_rows[0] == [
        "分かりやすい", "1.0%（1）", "0.0%（0）", "97.0%（97）", "1.0%（1）", "1.0%（1）", "100件", "3.0",
    ]  # fmt: skip
    assert "「分かりやすい」の平均は3.0" in chart.summary


# ---- nobody is read by figures --------------------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(grades=st.lists(st.integers(1, 5), max_size=3 * FEWEST + 4))
def test_two_looks_differ_by_whole_groups_or_not_at_all(grades):
    """Whatever was answered, and after however many answers somebody looks."""
    course = make.course(f"S-{next(_serial)}")
    survey(course)
    seen = [(0,) * 5]
    for grade in grades:
        answers(course, [grade])
        found = satisfaction(course, 2026)
        seen.append(found.counts if found else (0,) * 5)
    for before, after in pairwise(seen):
        grown = [new - old for old, new in zip(before, after, strict=True)]
        assert min(grown) >= 0
        assert sum(grown) in (0, FEWEST)
    assert sum(seen[-1]) == len(grades) // FEWEST * FEWEST


def looks(client, course) -> list[object]:
    """All that the office sees or takes out of a course, by every way there is; without the moment of the look."""
    sheets = []
    for content in ("figures", "texts"):
        book = load_workbook(io.BytesIO(file(client, course, format="xlsx", content=content).content))
        rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
        sheets.append([row for row in rows if "出力日時" not in row])
    pages = [texts(page(client.get(address)), "main") for address in (URL, f"{URL}?year=2026", own(course))]
    csv = [
        [line for line in file(client, course, format=form).content.decode().splitlines() if "出力日時" not in line]
        for form in ("csv", "csv-utf8")
    ]
    return [sheets, pages, csv]


def test_nothing_shows_between_none_and_four_answers_and_between_five_and_nine(office, course):
    survey(course)
    nothing = looks(office, course)
    seen = []
    for place in range(2 * FEWEST):
        answers(course, [1 + place % 5], [f"感想{place}"])
        seen.append(looks(office, course))
    assert seen[:4] == [nothing] * 4
    assert seen[4] != nothing
    assert seen[4:9] == [seen[4]] * 5
    assert seen[9] != seen[4]
    assert "感想8" not in str(seen[8])
    assert "感想8" in str(seen[9])


@pytest.mark.parametrize("asked", ["department=0101", "at=R8.6.1", "grade=係長級", "person=00001", "employment=正規"])
def test_no_filter_narrows_the_results(office, course, asked):
    survey(course)
    answers(course, [1, 2, 3, 4, 5], ["感想"])
    whole = texts(page(office.get(own(course))), "main")
    assert texts(page(office.get(f"{own(course)}?{asked}")), "main") == whole


def test_another_year_holds_none_of_this_ones(office, course):
    survey(course)
    answers(course, [1, 2, 3, 4, 5], ["感想"])
    assert "感想" not in office.get(f"{URL}2025/{course.pk}/").content.decode()
    assert office.get(f"{URL}2027/{course.pk}/").status_code == 404


def test_named_answers_are_counted_in_groups_as_well(course):
    survey(course, NAMED)
    answers(course, [1] * (FEWEST + 1))
    assert satisfaction(course, 2026).number == FEWEST


# ---- pages and files ------------------------------------------------------------------------------------------------


def test_the_list_shows_satisfaction_of_ones_own_courses(office, course):
    make.course("D-01", Office.DX)
    survey(course)
    answers(course, [5, 5, 5, 5, 4])
    make.course("S-02")
    document = page(office.get(URL))
    assert texts(document, "tbody th") == ["S-01　情報セキュリティ基礎", "S-02　研修S-02"]
    assert texts(document, "tbody td") == ["5件", "4.8", "－", "－"]


def test_the_page_of_a_course_shows_picture_table_and_texts(office, course):
    survey(course)
    answers(course, [5, 5, 5, 5, 4], ["よかった", "＜長い＞"])
    document = page(office.get(own(course)))
    assert texts(document, "section h2")[:1] == ["無記名の回答（5件）"]
    assert texts(document, "main ul:not([role]) li") == ["よかった", "＜長い＞"]
    assert len(document.select("figure svg[role=img] title")) == 12
    assert texts(document, "figure tbody tr:first-of-type td") == [
        "80.0%（4）", "20.0%（1）", "0.0%（0）", "0.0%（0）", "0.0%（0）", "5件", "4.8"
    ]  # fmt: skip


def test_a_file_needs_a_purpose_and_leaves_its_trace(office, course):
    survey(course)
    answers(course, [5, 5, 5, 5, 4], ["=1+1"])
    assert errors(file(office, course, purpose="")) == ["出力の目的：出力の目的を選んでください。"]
    assert not LedgerEntry.objects.filter(action="出力").exists()
    figures = file(office, course).content.decode("utf-8-sig").splitlines()
    assert "全体として、この研修に満足している,無記名,4,1,0,0,0,5,4.8" in figures
    assert "'=1+1" in file(office, course, content="texts").content.decode("utf-8-sig")
    entries = LedgerEntry.objects.filter(action="出力").order_by("pk")
    assert [(entry.payload["purpose"], entry.payload["rows"]) for entry in entries] == [("report", 6), ("report", 1)]
    assert entries[1].payload["conditions"] == {"course": "S-01", "year": "2026", "content": "texts"}


def test_named_answers_are_shown_by_name_and_the_look_leaves_its_trace(office, course):
    survey(course, NAMED)
    person = make.employee(number="00077", name="青木　花")
    Employee.objects.filter(pk=person.pk).update(usual_name="青山　花")
    answer(course, person, 1, "難しい")
    assert "青山" not in office.get(own(course)).content.decode()
    document = page(office.get(own(course, "named/")))
    assert texts(document, "section h2") == ["青山　花（00077）"]
    assert texts(document, "dd") == ["まったくそう思わない"] * 6
    entry = LedgerEntry.objects.get(action="記名のアンケートの閲覧")
    assert entry.subject == "アンケート S-01 2026年度"
    assert "青" not in str(entry.payload)


def test_answers_without_a_name_are_never_on_the_page_of_names(office, course):
    survey(course)
    answers(course, [1] * FEWEST, ["感想"])
    assert "記名の回答を開く" not in office.get(own(course)).content.decode()
    assert "感想" not in office.get(own(course, "named/")).content.decode()


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY, Role.CLERK, Role.HR, Role.DX_OFFICE, Role.ADMINISTRATOR])
def test_who_did_not_ask_sees_no_results(signed_in, course, role):
    survey(course)
    client = signed_in(role, make.department())
    for address in (own(course), own(course, "named/")):
        assert client.get(address).status_code == 404
    assert file(client, course).status_code == 404


def test_the_overview_leads_to_the_results(town, signed_in):
    link = "a[href='/reports/surveys/?year=2026']"
    assert page(signed_in(Role.SECURITY_OFFICE).get("/reports/overview/")).select(link)


def test_a_head_is_not_led_there(town, signed_in):
    head = signed_in(Role.HEAD, town.places["welfare"])
    assert not page(head.get("/reports/overview/")).select("a[href^='/reports/surveys/']")


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_for_any_number(office, django_assert_num_queries, count):
    make.city()
    for number in range(count):
        course = make.course(f"S-{number}")
        survey(course, NAMED)
        answers(course, [4] * FEWEST * count)
    office.get(URL)
    with django_assert_num_queries(5):
        office.get(URL)
    with django_assert_num_queries(9):
        office.get(own(course))
    with django_assert_num_queries(10):
        office.get(own(course, "named/"))


def test_the_words_of_a_named_answer_go_with_its_person(course):
    survey(course, NAMED)
    people = [make.employee() for _ in range(FEWEST)]
    for person in people:
        answer(course, person, text="難しい")
    forget([people[0].pk])
    assert SurveyAnswer.objects.count() == FEWEST - 1
    assert (satisfaction(course, 2026), results(course, 2026)) == (None, [])
