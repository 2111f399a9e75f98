"""A file of a drill's results (職員番号, 配信日時, 開封日時, 報告日時) against the books. Writes nothing."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from lms.importing.history.people import Named, people_of, second_rows, unknown_person
from lms.importing.history.plans import Becomes, Line, RecordsPlan, too_many
from lms.importing.reading.cells import Cells
from lms.importing.reading.columns import Typed, typed
from lms.importing.reading.faults import Fault
from lms.importing.reading.files import read
from lms.lib.fiscal_year import TOKYO, era_date, local_date, parse_date
from lms.records.drill import DrillResult, PhishingDrill

COLUMNS = ("職員番号", "配信日時", "開封日時", "報告日時")
# Stands in a faulty row, which nobody uses.
_NOBODY_SEES = datetime.max.replace(tzinfo=TOKYO)
_MOMENT = re.compile(
    r"(?P<day>.*\S)(?:\s+|T)(?P<hour>[0-9]{1,2})[:時](?P<minute>[0-9]{1,2})(?:[:分](?P<second>[0-9]{0,2})秒?)?"
)
_NO_TIME = (
    "日付と時刻を「R8.6.1 10:30」「2026-06-01 10:30」のように書いてください。"
    "Excelのファイルのときは、CSVで保存し直してください。"
)


@dataclass(frozen=True)
class Deeds:
    """What became of the mail that one person got."""

    delivered_at: datetime
    opened_at: datetime | None
    reported_at: datetime | None


@dataclass(frozen=True)
class DrillRow:
    """One person as the file has them."""

    row: int
    number: str
    deeds: Deeds


@dataclass(frozen=True)
class DrillStep:
    """What is to be said of a person from now on."""

    employee_id: int
    deeds: Deeds


def moment(text: str) -> datetime:
    """Raises ValueError with a message for the person who wrote it."""
    match = _MOMENT.fullmatch(unicodedata.normalize("NFKC", text))
    if match is None:
        raise ValueError(f"「{text}」は日時として読めません。{_NO_TIME}")
    on = parse_date(match["day"])
    try:
        clock = time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
    except ValueError as error:
        raise ValueError(f"「{text}」の時刻は、ありえない時刻です。{_NO_TIME}") from error
    return datetime.combine(on, clock, TOKYO)


def plan_drill(content: bytes, drill: PhishingDrill | None, sent_on: date, on: date) -> RecordsPlan[DrillStep]:
    """What the file would say of the drill's people. `drill`: None as long as it is not in the books."""
    sheet = read(content, COLUMNS)
    if sheet.faults or too_many(sheet.rows):
        return RecordsPlan(faults=sheet.faults or too_many(sheet.rows))
    rows = typed(sheet.rows, partial(_row, sent_on=sent_on, on=on), "職員番号")
    people = people_of([row.number for row in rows.rows])
    said = _said(drill)
    faults = sorted([*rows.faults, *_faults(rows, people)])
    known = [row for row in rows.rows if row.number in people]
    lines = [_line(row, people, said) for row in known]
    steps = [
        DrillStep(people[row.number].id, row.deeds)
        for row, line in zip(known, lines, strict=True)
        if line.becomes is not Becomes.UNCHANGED
    ]
    return RecordsPlan(tuple(lines), tuple(steps), tuple(faults))


def _row(cells: Cells, sent_on: date, on: date) -> DrillRow:
    number = cells.needed_code("職員番号", 20)
    delivered_at, opened_at, reported_at = (_at(cells, column) for column in COLUMNS[1:])
    if delivered_at is None and not cells.faults:
        cells.fault("配信日時", "配信日時がありません。配信していない人の行は消してください。")
    if not cells.faults and not sent_on <= local_date(delivered_at) <= on:
        cells.fault("配信日時", f"訓練の実施日（{era_date(sent_on)}）から今日までの日時を書いてください。")
    if not cells.faults:
        _check_order(cells, delivered_at, {"開封日時": opened_at, "報告日時": reported_at})
    return DrillRow(cells.row, number, Deeds(delivered_at or _NOBODY_SEES, opened_at, reported_at))


def _at(cells: Cells, column: str) -> datetime | None:
    text = cells.text(column, 40)
    if not text:
        return None
    try:
        return moment(text)
    except ValueError as error:
        cells.fault(column, str(error))
        return None


def _check_order(cells: Cells, delivered_at: datetime, later: Mapping[str, datetime | None]) -> None:
    for column, at in later.items():
        if at and at < delivered_at:
            cells.fault(column, f"{column}が配信日時より前です。どちらかの日時を直してください。")


def _faults(rows: Typed[DrillRow], people: Mapping[str, Named]) -> list[Fault]:
    again = second_rows((row.row, row.number) for row in rows.rows)
    found: list[Fault] = []
    for row in rows.rows:
        if row.number not in people:
            found.append(unknown_person(row.row, row.number))
        if row.row in again:
            message = f"{again[row.row]}行目と同じ職員番号です。どちらかの行を消してください。"
            found.append(Fault(row.row, "職員番号", row.number, message))
    return found


def _said(drill: PhishingDrill | None) -> dict[int, Deeds]:
    """What the books say, by employee id. One query."""
    standing = DrillResult.objects.filter(drill=drill, voided_at=None) if drill else DrillResult.objects.none()
    rows = standing.values_list("employee_id", "delivered_at", "opened_at", "reported_at")
    return {row[0]: Deeds(*row[1:]) for row in rows}


def _line(row: DrillRow, people: Mapping[str, Named], said: Mapping[int, Deeds]) -> Line:
    person = people[row.number]
    before = said.get(person.id)
    becomes = Becomes.NEW if before is None else Becomes.CHANGED
    if before == row.deeds:
        becomes = Becomes.UNCHANGED
    deeds = row.deeds
    words = tuple(_words(at) for at in (deeds.delivered_at, deeds.opened_at, deeds.reported_at))
    return Line(row.row, becomes, row.number, person.name, words)


def _words(at: datetime | None) -> str:
    if at is None:
        return ""
    there = at.astimezone(TOKYO)
    return f"{era_date(there.date())} {there:%H:%M}"
