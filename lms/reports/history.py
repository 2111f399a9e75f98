"""研修履歴: what was completed in a fiscal year, a row each, as 人事担当 hands it back to the city's own HR program."""

from collections.abc import Collection, Iterable, Iterator

from django.db.models import QuerySet

from lms.lib.fiscal_year import end_of_year, era_date, fiscal_year_name, fiscal_year_of, local_date, start_of_year
from lms.lib.tables import Cell, Column, Kind
from lms.people.roles import Office, Role
from lms.people.visibility import Viewer
from lms.records.models import Completion

HISTORY_COLUMNS = (
    Column("staff_number", "職員番号", Kind.CODE),
    Column("name", "氏名"),
    Column("course_code", "研修コード", Kind.CODE),
    Column("course", "研修名"),
    Column("completed_on", "修了日", Kind.DATE),
    Column("completed_in_era", "修了日（和暦）"),
    Column("source", "受講方法"),
    Column("department", "修了時の所属"),
)


def offices_of(viewer: Viewer) -> frozenset[str]:
    """Whose trainings the history holds: all for 人事担当, its own for a training office, nothing for others."""
    return frozenset(Office.values if viewer.has(Role.HR) else viewer.offices)


def history_title(fiscal_year: int) -> str:
    return f"研修履歴（{fiscal_year_name(fiscal_year)}）"


def completions_of_year(fiscal_year: int, offices: Collection[str]) -> QuerySet[Completion]:
    """In the order of the staff numbers. What was cancelled is not there."""
    rows = Completion.objects.valid().between(start_of_year(fiscal_year), end_of_year(fiscal_year))
    ordered = rows.filter(course__office__in=offices).order_by("employee__staff_number", "completed_at", "pk")
    return ordered.select_related("employee", "course")


def history_rows(portions: Iterable[Iterable[Completion]]) -> Iterator[list[Cell]]:
    for portion in portions:
        yield from map(_row, portion)


def years_of_history() -> list[int]:
    """Those in which anything was completed, the last first. Two small queries."""
    moments = Completion.objects.order_by("completed_at").values_list("completed_at", flat=True)
    first, last = moments.first(), moments.last()
    return [*range(fiscal_year_of(last), fiscal_year_of(first) - 1, -1)] if first else []


def _row(done: Completion) -> list[Cell]:
    day = local_date(done.completed_at)
    return [
        done.employee.staff_number, done.employee.shown_name, done.course.code, done.course_title, day,
        era_date(day), done.get_source_display(), done.department_name,
    ]  # fmt: skip
