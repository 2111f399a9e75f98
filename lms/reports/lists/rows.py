"""Long lists of names, which are written row by row."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO

from django.db.models import QuerySet

from lms.duties.models import Duty
from lms.ledger.heads import head_line
from lms.lib.tables import Cell, Table
from lms.lib.tables.csv import Encoding, write_csv, write_csv_notes
from lms.lib.tables.xlsx_stream import write_xlsx
from lms.people.city import city as city_settings
from lms.people.visibility import Viewer
from lms.records.models import Completion
from lms.reports.asking import Asked
from lms.reports.exporting import Format
from lms.reports.forms import PeopleForm
from lms.reports.history import HISTORY_COLUMNS, completions_of_year, history_rows, history_title, offices_of
from lms.reports.lists.source import NO_ROLE, NotAllowedError, Tell, asked_anew, covered
from lms.reports.people import duties_in, listed
from lms.reports.tables import Print, people_frame, people_notes, person_row

# So many people or completions are read at a time.
_AT_ONCE = 500
# After so many rows it is told how far the file is.
_EACH = 10_000
_WHAT = "名簿"
_ENCODINGS: Mapping[Format, Encoding] = {
    Format.CSV: "utf-8-sig", Format.PLAIN_CSV: "utf-8", Format.SHIFT_JIS: "cp932"
}  # fmt: skip


@dataclass(frozen=True)
class Rows:
    """A table that comes row by row, with the notes for so many rows."""

    frame: Table
    covers: frozenset[str]
    count: Callable[[], int]
    rows: Callable[[], Iterator[list[Cell]]]
    notes: Callable[[int], list[tuple[str, str]]]

    @property
    def title(self) -> str:
        return self.frame.title

    def all_notes(self, number: int) -> list[tuple[str, str]]:
        return replace(self.frame, notes=self.notes(number)).all_notes

    def write(self, file: IO[bytes], form: Format, tell: Tell) -> int:
        rows = _told(self.rows(), tell)
        if form is Format.XLSX:
            return write_xlsx(file, self.frame, rows, self.notes)
        encoding = _ENCODINGS[form]
        number = write_csv(file, self.frame.columns, rows, encoding=encoding)
        if notes := self.all_notes(number):
            write_csv_notes(file, notes, encoding=encoding)
        return number


def _told(rows: Iterable[list[Cell]], tell: Tell) -> Iterator[list[Cell]]:
    for done, row in enumerate(rows):
        if done % _EACH == 0:
            tell(done)
        yield row


def people_list(conditions: Mapping[str, str], viewer: Viewer, at: datetime) -> Rows:
    """受講者名簿 under the conditions of its page."""
    found = asked_anew(PeopleForm(conditions, today=viewer.on), viewer, _WHAT)
    question, group = found.question, found.form.cleaned_data["state"]
    place = found.department.name if found.department else ""
    output = Print(at, city_settings().confidentiality_label, place, head_line(at), found.measure)
    return Rows(
        people_frame(question, output), covered(question), people_asked(found).count,
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


def history_list(conditions: Mapping[str, str], viewer: Viewer, _at: datetime) -> Rows:
    """研修履歴 for another program: no notes, which it would take for rows."""
    offices, year = offices_of(viewer), int(conditions["year"])
    if not offices:
        raise NotAllowedError(NO_ROLE.format(what=_WHAT))
    done = completions_of_year(year, offices)
    return Rows(
        Table(history_title(year), HISTORY_COLUMNS, []), frozenset(f"office:{office}" for office in offices),
        done.count, lambda: _history_rows(done), lambda number: [],
    )  # fmt: skip


def _history_rows(done: QuerySet[Completion]) -> Iterator[list[Cell]]:
    ids = [*done.values_list("pk", flat=True).iterator()]
    return history_rows(done.filter(pk__in=some) for some in _portions(ids))


def _portions(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
