"""A file of completions (職員番号, 研修コード, 修了日, 受講方法, 根拠資料) against the books. Writes nothing."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from courses.models import Course
from lms.importing.history.people import Named, chunks, people_of, second_rows, unknown_person
from lms.importing.history.plans import Becomes, Line, RecordsPlan, too_many
from lms.importing.reading.cells import Cells
from lms.importing.reading.columns import Typed, typed
from lms.importing.reading.faults import Fault, Note
from lms.importing.reading.files import read
from lms.lib.fiscal_year import TOKYO, era_date, first_day, fiscal_year
from lms.records.models import Completion
from lms.records.recording import Earned

COLUMNS = ("職員番号", "研修コード", "修了日", "受講方法", "根拠資料")
_Source = Completion.Source
_METHODS = {
    source.label: source
    for source in (
        _Source.CLASSROOM, _Source.EXTERNAL, _Source.DRILL, _Source.PAPER, _Source.IN_HOUSE, _Source.MIGRATED
    )
}  # fmt: skip


@dataclass(frozen=True)
class HistoryRow:
    """One completion as the file has it."""

    row: int
    number: str
    code: str
    day: date
    method: Completion.Source
    evidence: str


@dataclass(frozen=True)
class Books:
    """Who and what the file names, as far as it is known; `recorded`: source ids, and whether each still stands."""

    people: Mapping[str, Named]
    courses: Mapping[str, Course]
    recorded: Mapping[str, bool]


def plan_history(content: bytes, offices: Collection[str], on: date) -> RecordsPlan[Earned]:
    """What the file would add to the courses of `offices`, as seen on a day."""
    sheet = read(content, COLUMNS)
    if sheet.faults or too_many(sheet.rows):
        return RecordsPlan(faults=sheet.faults or too_many(sheet.rows))
    rows = typed(sheet.rows, partial(_row, on=on), "職員番号")
    people = people_of([row.number for row in rows.rows])
    courses = {course.code: course for course in Course.objects.taught().filter(office__in=offices)}
    known = [row for row in rows.rows if row.number in people and row.code in courses]
    books = Books(people, courses, _recorded([_source_id(row, people, courses) for row in known]))
    faults = sorted([*rows.faults, *_faults(rows, books)])
    lines = [_line(row, books) for row in known]
    steps = [_step(row, books) for row, line in zip(known, lines, strict=True) if line.becomes is Becomes.NEW]
    notes = [Note(row.row, _TAKEN_BACK) for row in known if books.recorded.get(_id(row, books)) is False]
    return RecordsPlan(tuple(lines), tuple(steps), tuple(faults), tuple(notes))


_TAKEN_BACK = (
    "この行の修了は、記録した後に取り消されています。"
    "もう一度記録するときは、「修了を記録する」の画面で記録してください。"
)


def _row(cells: Cells, on: date) -> HistoryRow:
    row = HistoryRow(
        row=cells.row,
        number=cells.needed_code("職員番号", 20),
        code=cells.needed_code("研修コード", 20),
        day=cells.needed_day("修了日"),
        method=cells.word("受講方法", _METHODS),
        evidence=cells.needed("根拠資料", 200),
    )
    if not cells.faults and (wrong := _wrong_day(row, on)):
        cells.fault("修了日", wrong)
    return row


# ---- what is wrong --------------------------------------------------------------------------------------------------


def _faults(rows: Typed[HistoryRow], books: Books) -> list[Fault]:
    again = second_rows((row.row, (row.number, row.code, row.day, row.method)) for row in rows.rows)
    found: list[Fault] = []
    for row in rows.rows:
        if row.number not in books.people:
            found.append(unknown_person(row.row, row.number))
        if row.code not in books.courses:
            message = "この研修コードの研修は、取り込める研修にありません。コードを確かめてください。"
            found.append(Fault(row.row, "研修コード", row.code, message))
        if row.row in again:
            message = f"{again[row.row]}行目と同じ修了です。どちらかの行を消してください。"
            found.append(Fault(row.row, "職員番号", row.number, message))
    return found


def _wrong_day(row: HistoryRow, on: date) -> str:
    """What was migrated is of past fiscal years; what is told in the year of its doing, or the next, is not."""
    this_year = first_day(fiscal_year(on))
    if row.day > on:
        return "まだ来ていない日付です。修了した日を書いてください。"
    if row.method is _Source.MIGRATED and row.day >= this_year:
        return f"「移行データ」は{era_date(this_year)}より前の修了に使います。受講方法か修了日を直してください。"
    earliest = first_day(fiscal_year(on) - 1)
    if row.method is not _Source.MIGRATED and row.day < earliest:
        return f"{era_date(earliest)}より前の修了です。受講方法を「移行データ」にしてください。"
    return ""


# ---- what becomes of it ---------------------------------------------------------------------------------------------


def _source_id(row: HistoryRow, people: Mapping[str, Named], courses: Mapping[str, Course]) -> str:
    """From what the row says happened, so that the same row is known again, in whichever file it stands."""
    said = f"{people[row.number].id} {courses[row.code].pk} {row.day.isoformat()} {row.method.value}"
    return f"file:{hashlib.sha256(said.encode()).hexdigest()[:40]}"


def _id(row: HistoryRow, books: Books) -> str:
    return _source_id(row, books.people, books.courses)


def _recorded(ids: list[str]) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for part in chunks(ids):
        rows = Completion.objects.filter(source_id__in=part).values_list("source_id", "cancellation")
        found.update((source_id, cancellation is None) for source_id, cancellation in rows)
    return found


def _line(row: HistoryRow, books: Books) -> Line:
    becomes = Becomes.UNCHANGED if _id(row, books) in books.recorded else Becomes.NEW
    words = (books.courses[row.code].title, era_date(row.day), str(row.method.label), row.evidence)
    return Line(row.row, becomes, row.number, books.people[row.number].name, words)


def _step(row: HistoryRow, books: Books) -> Earned:
    completed_at = datetime.combine(row.day, time(12), TOKYO)
    person, course = books.people[row.number], books.courses[row.code]
    return Earned(person.id, course, completed_at, row.method, _id(row, books), row.evidence)
