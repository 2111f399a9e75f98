"""What stands on a file beside its figures, and that page, file and list say the same."""

from datetime import date

import pytest

from lms.lib.tables import Kind, Rate
from lms.people.organisation import organisation
from lms.reports.figures import Question, asked_courses, department_figures
from lms.reports.groups import Group
from lms.reports.people import duties_in, people
from lms.reports.reach import everything, only
from lms.reports.tables import Print, department_table, people_table
from tests.lms.reports.conftest import NOW, TODAY

OUTPUT = Print(NOW, "機密性２")


@pytest.fixture
def question(town) -> Question:
    return Question(2026, TODAY, asked_courses(2026), everything(organisation(TODAY)))


def of_one_course(question: Question, code: str = "S-01") -> Question:
    chosen = tuple(course for course in question.courses if course.code == code)
    return Question(question.fiscal_year, question.on, chosen, question.scope)


def test_the_department_table_has_the_columns_of_the_report_and_codes_in_order(question):
    table = department_table(question, department_figures(question), OUTPUT)
    assert [column.label for column in table.columns] == [
        "所属", "対象者", "修了者", "修了率", "着手", "期限超過", "猶予", "免除",
    ]  # fmt: skip
    assert [row[0] for row in table.rows] == ["市長部局", "税務課", "福祉課"]
    assert table.rows[2] == ["福祉課", 4, 2, Rate(2, 4), 3, 2, 2, 0]
    assert table.total == ["合計", 9, 5, Rate(5, 9), 6, 4, 2, 1]


def test_the_notes_say_what_when_and_how_it_was_counted(question):
    figures = department_figures(question)
    table = department_table(question, figures, OUTPUT)
    assert table.all_notes == [
        ("研修", "DXの意義と市のDX推進計画、情報セキュリティ基礎"),
        ("年度", "令和8年度"),
        ("基準日", "令和8年11月22日現在（速報値）"),
        ("出力日時", "令和8年11月22日 10:15"),
        ("数え方", "2研修の延べ数。対象者の実人数は5人"),
        ("定義", "修了率＝修了者数÷対象者数、対象者数＝在籍者数－対象外－猶予－免除"),
        ("機密性区分", "機密性２"),
    ]


def test_one_course_needs_no_word_about_adding_up(question):
    single = of_one_course(question)
    notes = dict(department_table(single, department_figures(single), OUTPUT).notes)
    assert "数え方" not in notes
    assert department_figures(single).people == department_figures(single).total.required == 4


def test_the_department_asked_about_is_named(question):
    welfare = question.scope.departments.by_code("0106")
    scope = only(question.scope.departments, question.scope.departments.below([welfare.id]))
    inside = Question(2026, TODAY, question.courses, scope)
    table = department_table(inside, department_figures(inside), Print(NOW, "", "福祉課"))
    assert ("所属", "福祉課") in table.notes
    assert [row[0] for row in table.rows] == ["福祉課"]


def test_a_year_without_courses_gives_an_empty_table_that_says_so(town):
    nothing = Question(2020, date(2020, 6, 1), (), everything(organisation(TODAY)))
    table = department_table(nothing, department_figures(nothing), OUTPUT)
    assert (table.rows, table.total[1:4]) == ([], [0, 0, Rate(0, 0)])
    assert table.notes[0] == ("研修", "この年度の研修計画に研修がありません。")


def test_numbers_of_staff_are_codes_and_days_are_days(question):
    kinds = {column.label: column.kind for column in people_table(question, Group.ALL, [], OUTPUT).columns}
    assert kinds["職員番号"] == Kind.CODE
    assert kinds["受講期限"] == kinds["修了日"] == Kind.DATE


@pytest.mark.parametrize(
    "group", [Group.REQUIRED, Group.COMPLETED, Group.STARTED, Group.OVERDUE, Group.DEFERRED, Group.EXEMPT]
)
def test_the_people_list_has_as_many_rows_as_the_figure_says_row_by_row(question, group):
    for row in department_figures(question).rows:
        listed = people(question, question.scope.departments, duties_in(question, group, row.department))
        assert len(listed) == getattr(row.counts, group.value), row.department.name


def test_every_duty_is_in_one_row_and_one_state(question):
    rows = [row.counts for row in department_figures(question).rows]
    assert sum(counts.required + counts.deferred + counts.exempt for counts in rows) == 12
    assert question.duties().count() == 12
