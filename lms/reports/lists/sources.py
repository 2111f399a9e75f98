"""What a long list holds, and how far one has to see for it: asked anew when it is ordered, written and fetched."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from lms.duties.models import Duty
from lms.ledger.heads import head_line
from lms.lib.tables import Cell, Table
from lms.people.city import city as city_settings
from lms.people.visibility import Viewer
from lms.records.models import Completion
from lms.reports.asking import Asked, asked
from lms.reports.figures import Question
from lms.reports.forms import PeopleForm
from lms.reports.history import HISTORY_COLUMNS, completions_of_year, history_rows, history_title, offices_of
from lms.reports.models import ListFile
from lms.reports.people import duties_in, listed
from lms.reports.tables import Print, people_frame, people_notes, person_row

# So many people or completions are read at a time.
_AT_ONCE = 500


class NotAllowedError(ValueError):
    """The orderer may not see it, or its conditions fit no more. The message says what to do."""


_NO_ROLE = "この名簿を出力できる役割がありません。役割の指定を確かめてください。"
_NO_LONGER = (
    "指定した条件が、今は使えません（役割、職位、研修計画などが変わっています）。画面で条件を指定し直してください。"
)


@dataclass(frozen=True)
class Source:
    """A table that comes row by row, with the notes for so many rows. `covers`: all that one has to see to read it."""

    frame: Table
    covers: frozenset[str]
    count: Callable[[], int]
    rows: Callable[[], Iterator[list[Cell]]]
    notes: Callable[[int], list[tuple[str, str]]]

    def all_notes(self, number: int) -> list[tuple[str, str]]:
        return replace(self.frame, notes=self.notes(number)).all_notes


def source_of(kind: str, conditions: Mapping[str, str], viewer: Viewer, at: datetime) -> Source:
    """Raises NotAllowedError."""
    return _SOURCES[ListFile.Kind(kind)](conditions, viewer, at)


def _people(conditions: Mapping[str, str], viewer: Viewer, at: datetime) -> Source:
    """受講者名簿 under the conditions of its page."""
    try:
        found = asked(PeopleForm(conditions, today=viewer.on), viewer)
    except Http404 as error:
        raise NotAllowedError(_NO_ROLE) from error
    if found.question is None:
        raise NotAllowedError(_NO_LONGER)
    question, group = found.question, found.form.cleaned_data["state"]
    place = found.department.name if found.department else ""
    output = Print(at, city_settings().confidentiality_label, place, head_line(at), found.measure)
    return Source(
        people_frame(question, output), _covered(question), people_asked(found).count,
        lambda: _people_rows(found), lambda number: people_notes(question, group, number, output),
    )  # fmt: skip


def people_asked(found: Asked) -> QuerySet[Duty]:
    """The duties of 受講者名簿 under the conditions of a valid form."""
    values = found.form.cleaned_data
    return duties_in(found.question, values["state"], found.department if values.get("row") else None)


def _people_rows(found: Asked) -> Iterator[list[Cell]]:
    """Portion by portion, in the order of the page: a database holds no result open while progress is written down."""
    duties = people_asked(found)
    people = [*dict.fromkeys(duties.values_list("employee_id", flat=True).iterator())]
    portions = (duties.filter(employee__in=some) for some in _portions(people))
    return (person_row(person) for person in listed(found.question, found.city, portions))


def _covered(question: Question) -> frozenset[str]:
    scope = question.scope
    places = {"everywhere"} if scope.everywhere else {f"department:{pk}" for pk in scope.departments.nodes}
    return frozenset(places | {f"course:{course.pk}" for course in question.courses})


def _history(conditions: Mapping[str, str], viewer: Viewer, at: datetime) -> Source:
    """研修履歴 for another program: no notes, which it would take for rows."""
    offices, year = offices_of(viewer), int(conditions["year"])
    if not offices:
        raise NotAllowedError(_NO_ROLE)
    done = completions_of_year(year, offices)
    return Source(
        Table(history_title(year), HISTORY_COLUMNS, []), frozenset(f"office:{office}" for office in offices),
        done.count, lambda: _history_rows(done), lambda number: [],
    )  # fmt: skip


def _history_rows(done: QuerySet[Completion]) -> Iterator[list[Cell]]:
    ids = [*done.values_list("pk", flat=True).iterator()]
    return history_rows(done.filter(pk__in=some) for some in _portions(ids))


def _portions(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


_SOURCES: Mapping[ListFile.Kind, Callable[[Mapping[str, str], Viewer, datetime], Source]] = {
    ListFile.Kind.PEOPLE: _people,
    ListFile.Kind.HISTORY: _history,
}
