"""Small files as HR systems write them, row by row."""

import csv
import io
from datetime import date, datetime

from lms.importing.carrying_out.applying import import_at_once
from lms.importing.comparing.planning import planned
from lms.importing.comparing.plans import Plan
from lms.importing.models import ImportBatch
from lms.importing.reading.columns import DEPARTMENT_COLUMNS, ROLE_COLUMNS, STAFF_COLUMNS
from tests.factories import jst

Kind = ImportBatch.Kind
APRIL = date(2026, 4, 1)
OCTOBER = date(2026, 10, 1)
NOW = jst(2026, 10, 1)

_PERSON = {
    "職員番号": "00123", "氏名": "髙橋　正樹", "カナ氏名": "タカハシ　マサキ", "所属コード": "0101", "職名": "主査",
    "職位": "係員", "職種": "一般事務", "任用形態": "正規", "任命権者": "市長", "本務兼務": "本務", "発令日": "R6.4.1",
    "採用日": "H20.4.1",
}  # fmt: skip
_DEPARTMENT = {"所属コード": "0101", "所属名": "総務課", "任命権者": "市長", "報告単位": "○"}
_ROLE = {"職員番号": "00123", "役割": "所属長", "所属コード": "0101", "指定日": "R8.4.1"}

DEPARTMENTS = ("01", "0101", "0102", "010101")


def person(number: str = "00123", **cells: str) -> dict[str, str]:
    return _PERSON | {"職員番号": number} | cells


def written(columns: tuple[str, ...], rows: tuple[dict[str, str], ...], encoding: str = "cp932") -> bytes:
    stream = io.StringIO()
    table = csv.DictWriter(stream, columns, restval="", lineterminator="\r\n")
    table.writeheader()
    table.writerows(rows)
    return stream.getvalue().encode(encoding)


def staff_file(*rows: dict[str, str], encoding: str = "cp932") -> bytes:
    return written((*STAFF_COLUMNS, "旧職員番号"), rows, encoding)


def department_file(*rows: dict[str, str]) -> bytes:
    return written(DEPARTMENT_COLUMNS, tuple(_DEPARTMENT | row for row in rows))


def role_file(*rows: dict[str, str]) -> bytes:
    return written(ROLE_COLUMNS, tuple(_ROLE | row for row in rows))


def look(kind: Kind, content: bytes, on: date, reach: str = "listed") -> Plan:
    return planned(kind=kind, content=content, on=on, reach=reach)


def take_in(kind: Kind, content: bytes, on: date, at: datetime = NOW) -> Plan:
    return import_at_once(kind=kind, on=on, filename="ファイル.csv", content=content, by="command:test", at=at)


def take_staff(*rows: dict[str, str], on: date = APRIL, at: datetime = NOW) -> Plan:
    return take_in(Kind.STAFF, staff_file(*rows), on, at)


def found_city() -> None:
    """市長部局 with two 課, one of them with a 係."""
    plan = take_in(Kind.DEPARTMENTS, department_file(
        {"所属コード": "01", "所属名": "市長部局", "報告単位": ""},
        {"所属コード": "0101", "所属名": "総務課", "上位所属コード": "01"},
        {"所属コード": "010101", "所属名": "行政係", "上位所属コード": "0101", "報告単位": ""},
        {"所属コード": "0102", "所属名": "企画政策課", "上位所属コード": "01"},
    ), APRIL)  # fmt: skip
    assert not plan.faults


def counted(plan: Plan) -> dict[str, int]:
    """The counts that are not zero."""
    return {name: count for name, count in plan.counts.items() if count}
