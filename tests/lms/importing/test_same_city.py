"""The city's two staff files, and files made from them as other systems would write them, give the same city."""

import csv
import io
from collections.abc import Callable
from datetime import date
from random import Random

import openpyxl
import pytest
from django.db import transaction

from lms.lib.fiscal_year import era_date, parse_date, short_era_date
from lms.lib.wide import wide
from lms.people.models import Employee, Leave, Posting
from tests.lms.importing.conftest import SHARED
from tests.lms.importing.samples import Kind, take_in

pytestmark = pytest.mark.django_db

APRIL, OCTOBER = date(2026, 4, 1), date(2026, 10, 1)
FILES = (("staff_2026-04-01.csv", APRIL), ("staff_2026-10-01.csv", OCTOBER))
Rows = list[list[str]]
_DAYS = ("発令日", "採用日", "任期満了日", "退職日", "休業開始日", "休業終了予定日")


def as_csv(rows: Rows, encoding: str = "cp932", line_end: str = "\r\n") -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator=line_end).writerows(rows)
    return stream.getvalue().encode(encoding)


def as_workbook(rows: Rows) -> bytes:
    book, stream = openpyxl.Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(stream)
    return stream.getvalue()


def shuffled(rows: Rows) -> Rows:
    """Columns in another order, with one beside them that nobody asked for."""
    order = list(range(len(rows[0])))
    Random(1).shuffle(order)
    return [[*(row[index] for index in order), "備考" if number == 0 else "x"] for number, row in enumerate(rows)]


def days_as(write: Callable[[date], str]) -> Callable[[Rows], Rows]:
    def written(rows: Rows) -> Rows:
        places = [rows[0].index(name) for name in _DAYS]
        return [
            rows[0],
            *(
                [write(parse_date(cell)) if index in places and cell else cell for index, cell in enumerate(row)]
                for row in rows[1:]
            ),
        ]

    return written


def with_blanks(rows: Rows) -> Rows:
    return [rows[0], *([f"{cell}　　" if cell else cell for cell in row] for row in rows[1:])]


WAYS: dict[str, Callable[[Rows], bytes]] = {
    "UTF-8": lambda rows: as_csv(rows, "utf-8"),
    "UTF-8 with BOM": lambda rows: as_csv(rows, "utf-8-sig"),
    "LF": lambda rows: as_csv(rows, line_end="\n"),
    "XLSX": as_workbook,
    "columns shuffled": lambda rows: as_csv(shuffled(rows)),
    "rows shuffled": lambda rows: as_csv([rows[0], *Random(1).sample(rows[1:], len(rows) - 1)]),
    "western days": lambda rows: as_csv(days_as(date.isoformat)(rows)),
    "western days with strokes": lambda rows: as_csv(days_as(lambda day: f"{day:%Y/%m/%d}")(rows)),
    "era days in words": lambda rows: as_csv(days_as(era_date)(rows)),
    "full-width era days": lambda rows: as_csv(days_as(lambda day: wide(short_era_date(day)))(rows)),
    "trailing blanks": lambda rows: as_csv(with_blanks(rows)),
}


def rows_of(name: str) -> Rows:
    return list(csv.reader(io.StringIO((SHARED / name).read_text("cp932"), newline="")))


def city_from(write: Callable[[Rows], bytes]) -> dict[str, list[tuple]]:
    """What the books say after both files; the database is as before afterwards."""
    with transaction.atomic():
        for name, day in FILES:
            plan = take_in(Kind.STAFF, write(rows_of(name)), day)
            assert plan.batch
        found = _city()
        transaction.set_rollback(True)
    return found


def _city() -> dict[str, list[tuple]]:
    posting = ("employee__staff_number", "department__code", "kind", "starts_on", "ends_on", "job_title", "grade")
    leave = ("employee__staff_number", "kind", "starts_on", "ends_on")
    person = ("staff_number", "name", "kana", "email", "hired_on", "user__active_until")
    return {
        "people": list(Employee.objects.order_by("staff_number").values_list(*person)),
        "postings": sorted(Posting.objects.known().values_list(*posting), key=str),
        "leaves": sorted(Leave.objects.known().values_list(*leave), key=str),
    }


@pytest.fixture
def departments(db: None) -> None:
    take_in(Kind.DEPARTMENTS, (SHARED / "departments_2026-04-01.csv").read_bytes(), APRIL)


@pytest.mark.parametrize("way", WAYS)
def test_the_same_files_written_another_way_give_the_same_city(departments, way):
    city = city_from(as_csv)

    assert len(city["people"]) == 426
    assert city_from(WAYS[way]) == city
