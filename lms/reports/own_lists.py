"""What a head prints of the own department: 督促一覧 for oneself, 回覧用紙 for everybody's eyes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.template.loader import render_to_string

from lms.duties.models import Requirement
from lms.duties.wording import periods_in_words
from lms.lib.fiscal_year import era_date, fiscal_year_name
from lms.lib.pdf import render_pdf
from lms.lib.tables import Cell, Column, Kind, Table
from lms.people.organisation import Organisation
from lms.reports.exporting import Format, TooManyRowsError, refuse_too_long
from lms.reports.figures import Question
from lms.reports.groups import Group
from lms.reports.people import Person, duties_in, people, with_reminders
from lms.reports.roster import Member, course_totals, members, roster
from lms.reports.tables import Print, people_notes

_REMINDER_COLUMNS = (
    Column("course", "研修"),
    Column("due_on", "受講期限", Kind.DATE),
    Column("state", "状態"),
    Column("department", "所属"),
    Column("name", "氏名"),
    Column("staff_number", "職員番号", Kind.CODE),
    Column("reminded", "最終督促日"),
)
_LEFT_OUT = "受講猶予と受講免除の人は、載せていません"
_REMINDED = "この紙より前に、督促一覧か受講のお願いをつくった最後の日と回数（同じ用紙は1日に1回と数えます）"


def unfinished(question: Question, city: Organisation) -> list[Person]:
    """Training by training, whoever has the least time first. Raises TooManyRowsError."""
    duties = duties_in(question, Group.UNFINISHED)
    refuse_too_long(Format.PDF, duties.count())
    return sorted(with_reminders(people(question, city, duties), question.on), key=_least_time_first)


def reminders(question: Question, found: Sequence[Person], output: Print) -> Table:
    """督促一覧 of the unfinished. The last column says when they were asked before, and has room for the pen."""
    notes = [
        *people_notes(question, Group.UNFINISHED, len(found), output),
        ("猶予・免除", _LEFT_OUT), ("最終督促日", _REMINDED),
    ]  # fmt: skip
    return Table(
        f"督促一覧（{fiscal_year_name(question.fiscal_year)}）", _REMINDER_COLUMNS, [_row(one) for one in found], notes,
        confidentiality=output.confidentiality,
    )  # fmt: skip


def _least_time_first(person: Person) -> tuple[str, date]:
    return person.course.code, person.standing.due_on or date.max


def _row(person: Person) -> list[Cell]:
    standing = person.standing
    return [
        person.course.title, standing.due_on, standing.state.label, person.department, person.name,
        person.staff_number, str(standing.reminded or ""),
    ]  # fmt: skip


@dataclass(frozen=True)
class Circulation:
    """Each training with its days, and everybody who sits there. How anybody stands is not in it: who has finished
    and who is excused signs like the others."""

    place: str
    on: str
    trainings: Sequence[tuple[str, str]]
    members: Sequence[Member]
    confidentiality: str


def circulation(question: Question, city: Organisation, output: Print) -> Circulation:
    """Of the trainings that are asked there and can still be done in time. Raises TooManyRowsError, for none too."""
    trainings = [(line.course.title, periods_in_words(line)) for line in _still_open(question)]
    if not trainings:
        raise TooManyRowsError("実施期間が終わっていない研修がありません。未修了の人は、督促一覧で確かめてください。")
    there = members(question.scope, question.on)
    refuse_too_long(Format.PDF, there.count())
    seated = roster(replace(question, courses=()), city, list(there))
    return Circulation(output.place, era_date(question.on), trainings, seated, output.confidentiality)


def _still_open(question: Question) -> list[Requirement]:
    asked = [course for course, counts in course_totals(question) if counts.required]
    lines = Requirement.objects.filter(plan__fiscal_year=question.fiscal_year, course__in=asked)
    return [line for line in lines.select_related("course") if (line.second_due_on or line.due_on) >= question.on]


def circulation_pdf(found: Circulation) -> bytes:
    stylesheet = render_to_string("reports/circulation.css")
    return render_pdf(render_to_string("reports/circulation_paper.html", {"found": found}), stylesheets=(stylesheet,))
