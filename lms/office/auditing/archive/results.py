"""受講状況 of the day: by department, by name, and how many were exempt; as known when the file was ordered.

The file leaves the city hall, so it shows of 猶予 and 免除 the numbers alone: whose name stands beside 猶予 is ill or
at home with a child. The lists of names leave these people out. Whoever audits sees them on the page 受講状況, and
reads the reasons of 免除 on its page, one by one, where each look leaves its trace.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.db.models import Count, Q

from courses.models import Course
from lms.certificates.register.naming import nameable
from lms.duties.models import ExemptionRequest
from lms.ledger.heads import head_line
from lms.ledger.models import AuditArchive
from lms.lib.tables import Column, Kind, Table
from lms.lib.tables.csv import to_csv
from lms.office.auditing.archive.plans import moment
from lms.office.auditing.archive.writing import Piece
from lms.people.city import city
from lms.people.organisation import organisation
from lms.reports.figures import Question, asked_courses, department_figures
from lms.reports.groups import Group
from lms.reports.people import duties_in, people
from lms.reports.reach import everything
from lms.reports.roster import course_totals
from lms.reports.tables import Print, circumstances, department_table, people_table

_Decision = ExemptionRequest.Decision
_CHUNK = 2000
_COLUMNS = (
    Column("training", "研修"), Column("required", "対象者", Kind.NUMBER), Column("deferred", "猶予", Kind.NUMBER),
    Column("exempt", "免除", Kind.NUMBER), Column("asked", "免除の申出", Kind.NUMBER),
    Column("granted", "うち承認", Kind.NUMBER), Column("refused", "うち不承認", Kind.NUMBER),
    Column("waiting", "うち決定待ち", Kind.NUMBER),
)  # fmt: skip


def results(archive: AuditArchive, at: datetime) -> Iterator[Piece]:
    known_at = archive.ordered_at
    question = Question(
        archive.fiscal_year, archive.on, asked_courses(archive.fiscal_year),
        everything(organisation(archive.on, known_at)), known_at,
    )  # fmt: skip
    output = Print(at, city().confidentiality_label, ledger=head_line(at))
    yield _figures("すべての研修", "すべての研修の延べ数", question, output)
    for place, course in enumerate(question.courses, start=1):
        one, name = replace(question, courses=(course,)), f"{place:02}_{nameable(course.code)}"
        yield _figures(name, course.title, one, output)
        yield _list(name, course, one, output)
    yield Piece(
        "03_受講免除/受講猶予と受講免除の人数.csv", "研修別の人数（氏名と理由は入れていません）",
        lambda: [to_csv(_exemptions(question, output))],
    )  # fmt: skip


def _figures(name: str, about: str, question: Question, output: Print) -> Piece:
    return Piece(
        f"02_受講状況/所属別_{name}.csv", f"所属別の人数と修了率（{about}）",
        lambda: [to_csv(department_table(question, department_figures(question), output))],
    )  # fmt: skip


def _list(name: str, course: Course, question: Question, output: Print) -> Piece:
    """One training at a time: of fifty thousand people the rows fit into memory, of all trainings they might not."""

    def rows() -> list[bytes]:
        duties = duties_in(question, Group.REQUIRED).iterator(chunk_size=_CHUNK)
        found = people(question, question.scope.departments, duties)
        return [to_csv(people_table(question, Group.REQUIRED, found, output))]

    about = f"対象者（猶予と免除の人を除く）の状態、受講期限、修了日（{course.title}）"
    return Piece(f"02_受講状況/受講者名簿_{name}.csv", about, rows)


def _exemptions(question: Question, output: Print) -> Table:
    asked = _asked_for(question)
    rows = [
        [course.title, counts.required, counts.deferred, counts.exempt, *asked.get(course.pk, (0, 0, 0, 0))]
        for course, counts in course_totals(question)
    ]
    notes = [("基準日", circumstances(question)), ("出力日時", moment(output.at))]
    return Table("受講猶予と受講免除の人数", _COLUMNS, rows, notes, confidentiality=output.confidentiality)


def _asked_for(question: Question) -> dict[int, tuple[int, int, int, int]]:
    """By course id: asked for until the moment, and what became of it by then. One query."""
    decided = Q(decided_at__lte=question.known_at)
    rows = ExemptionRequest.objects.filter(
        requirement__plan__fiscal_year=question.fiscal_year, recorded_at__lte=question.known_at
    ).values_list("requirement__course")
    counted = rows.annotate(
        Count("pk"), granted=Count("pk", filter=decided & Q(decision=_Decision.GRANTED)),
        refused=Count("pk", filter=decided & Q(decision=_Decision.REFUSED)), waiting=Count("pk", filter=~decided),
    )  # fmt: skip
    return {course: tuple(numbers) for course, *numbers in counted}
