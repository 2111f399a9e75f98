"""Columns and rows of the reports, without a format: page, CSV, XLSX and PDF are made of the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lms.duties.counting import Counts
from lms.lib.fiscal_year import TOKYO, end_of_day, era_date, fiscal_year_name
from lms.lib.tables import Cell, Column, Kind, Rate, Table
from lms.reports.figures import Figures, Question
from lms.reports.groups import Group
from lms.reports.people import Person

DEFINITION = "修了率＝修了者数÷対象者数、対象者数＝在籍者数－対象外－猶予－免除"
PRELIMINARY = "速報値"
DEPARTMENT_COLUMNS = (
    Column("department", "所属"),
    Column("required", "対象者", Kind.NUMBER),
    Column("completed", "修了者", Kind.NUMBER),
    Column("rate", "修了率", Kind.RATE),
    Column("started", "着手", Kind.NUMBER),
    Column("overdue", "期限超過", Kind.NUMBER),
    Column("deferred", "猶予", Kind.NUMBER),
    Column("exempt", "免除", Kind.NUMBER),
)
PEOPLE_COLUMNS = (
    Column("name", "氏名"),
    Column("staff_number", "職員番号", Kind.CODE),
    Column("department", "所属"),
    Column("job_title", "職名"),
    Column("other_posts", "兼務"),
    Column("course", "研修"),
    Column("state", "状態"),
    Column("due_on", "受講期限", Kind.DATE),
    Column("completed_on", "修了日", Kind.DATE),
)


@dataclass(frozen=True)
class Print:
    """What stands on a file beside its rows: when it was taken out, how confidential it is, of which 所属 it speaks,
    the head of 操作記録, and the 施策・取組 whose trainings alone were asked about."""

    at: datetime
    confidentiality: str
    place: str = ""
    ledger: str = ""
    measure: str = ""


def department_table(question: Question, figures: Figures, output: Print) -> Table:
    rows = [figures_row(row.department.name, row.counts) for row in figures.rows]
    return Table(
        title=f"所属別研修受講状況（{fiscal_year_name(question.fiscal_year)}）",
        columns=DEPARTMENT_COLUMNS, rows=rows, total=figures_row("合計", figures.total),
        notes=[*origin_notes(question, output), *notes_of(question, figures)],
        confidentiality=output.confidentiality,
    )  # fmt: skip


def people_table(question: Question, group: Group, people: Sequence[Person], output: Print) -> Table:
    empty, notes = people_frame(question, output), people_notes(question, group, len(people), output)
    return replace(empty, rows=[person_row(person) for person in people], notes=notes)


def people_frame(question: Question, output: Print) -> Table:
    """The list without rows and notes."""
    title = f"受講者名簿（{fiscal_year_name(question.fiscal_year)}）"
    return Table(title, PEOPLE_COLUMNS, [], confidentiality=output.confidentiality)


def people_notes(question: Question, group: Group, number: int, output: Print) -> list[tuple[str, str]]:
    return [*origin_notes(question, output), ("状態", group.label), ("件数", f"{number:,}件")]


def circumstances(question: Question) -> str:
    """「令和8年11月22日現在（速報値）」"""
    return f"{era_date(question.on)}現在（{PRELIMINARY}{_known(question)}）"


def _known(question: Question) -> str:
    """From which books, where they are not those of now."""
    if question.known_at is None:
        return ""
    if question.known_at == end_of_day(question.on):
        return "、同日までの記録"
    return f"、{_moment(question.known_at)}までの記録"


def _moment(at: datetime) -> str:
    local = at.astimezone(TOKYO)
    return f"{era_date(local.date())} {local:%H:%M}"


def notes_of(question: Question, figures: Figures) -> list[tuple[str, str]]:
    """How to read the figures. Rows that add up courses may hold a person more than once: the people stand beside."""
    number = len(question.courses)
    sums = [("数え方", f"{number}研修の延べ数。対象者の実人数は{figures.people:,}人")] if number > 1 else []
    return [*sums, ("定義", DEFINITION)]


def origin_notes(question: Question, output: Print) -> list[tuple[str, str]]:
    """Of what, of whom and of which day the figures are."""
    place = [("所属", output.place)] if output.place else []
    further = "、".join(filter(None, [output.measure and f"施策・取組は{output.measure}", question.cut.words]))
    narrowed = [("詳しい条件", further)] if further else []
    return [
        ("研修", "、".join(course.title for course in question.courses) or "この年度の研修計画に研修がありません。"),
        ("年度", fiscal_year_name(question.fiscal_year)),
        *place,
        *narrowed,
        ("基準日", circumstances(question)),
        ("出力日時", _moment(output.at)),
        *([("操作記録", output.ledger)] if output.ledger else []),
    ]


def figures_row(name: str, counts: Counts) -> list[Cell]:
    return [
        name, counts.required, counts.completed, Rate(counts.completed, counts.required), counts.started,
        counts.overdue, counts.deferred, counts.exempt,
    ]  # fmt: skip


def person_row(person: Person) -> list[Cell]:
    standing = person.standing
    return [
        person.name, person.staff_number, person.department, person.job_title, person.other_posts,
        person.course.title, standing.state.label, standing.due_on, standing.completed_on,
    ]  # fmt: skip
