"""Rows of text into typed rows, with every fault of every row. Knows the columns; knows no database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Generic, TypeVar

from lms.importing.reading.cells import Cells, narrow
from lms.importing.reading.faults import Fault, LeftOut
from lms.importing.reading.files import Row
from lms.lib.text_keys import kana_reading
from lms.people.expiring import EXTERNAL
from lms.people.models import Posting
from lms.people.roles import DEPARTMENT_ROLES, Role

T = TypeVar("T")

DEPARTMENT_COLUMNS = ("所属コード", "所属名", "上位所属コード", "任命権者", "報告単位")
STAFF_COLUMNS = (
    "職員番号", "氏名", "カナ氏名", "所属コード", "職名", "職位", "職種", "任用形態", "任命権者", "本務兼務", "発令日",
    "採用日", "任期満了日", "退職日", "休業区分", "休業開始日", "休業終了予定日", "メールアドレス",
)  # fmt: skip
# Of the columns that a staff file need not have: what it lacks stays as it is in the books.
USUAL_NAME = "旧姓・通称"
ROLE_COLUMNS = ("職員番号", "役割", "所属コード", "指定日", "解除日")

_TICKS = {"": False, "○": True, "〇": True, "◯": True, "1": True, "×": False, "0": False}
_KINDS = {kind.label: kind for kind in Posting.Kind}
_ROLES = {role.label: role for role in Role} | {"特定個人情報の事務取扱担当者": Role.MY_NUMBER_HANDLER}


@dataclass(frozen=True)
class DepartmentRow:
    """A department as the file has it."""

    row: int
    code: str
    name: str
    parent: str
    appointing_authority: str
    reports: bool


@dataclass(frozen=True)
class LeaveCells:
    """An absence; its planned end may be open."""

    kind: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class StaffRow:
    """One posting of one person, with what the file repeats about the person; of a name it has no column for, None."""

    row: int
    number: str
    name: str
    kana: str
    usual_name: str | None
    email: str
    hired_on: date | None
    retired_on: date | None
    former_number: str
    leave: LeaveCells | None
    kind: Posting.Kind
    department: str
    starts_on: date
    term_ends_on: date | None
    job_title: str
    grade: str
    occupation: str
    employment_type: str
    appointing_authority: str


@dataclass(frozen=True)
class RoleRow:
    """A role given to a person."""

    row: int
    number: str
    role: Role
    department: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class Typed(Generic[T]):
    """Rows without a fault; the faults of the others, and those others with their number or code."""

    rows: tuple[T, ...]
    faults: tuple[Fault, ...]
    bad: tuple[LeftOut, ...] = ()

    @cached_property
    def faulty(self) -> frozenset[str]:
        """The numbers or codes of which a row cannot be read."""
        return frozenset(row.subject for row in self.bad)


def typed(rows: Sequence[Row], read: Callable[[Cells], T], key: str) -> Typed[T]:
    """Read every row; `key` is the column that says whose row it is."""
    good: list[T] = []
    faults: list[Fault] = []
    bad: list[LeftOut] = []
    for row in rows:
        cells = Cells(row)
        value = read(cells)
        if cells.faults:
            faults.extend(cells.faults)
            name = row.cells.get("氏名") or row.cells.get("所属名") or ""
            bad.append(LeftOut(row.number, narrow(row.cells.get(key, "")), name))
        else:
            good.append(value)
    return Typed(tuple(good), tuple(faults), tuple(bad))


def department_row(cells: Cells) -> DepartmentRow:
    return DepartmentRow(
        row=cells.row,
        code=cells.needed_code("所属コード", 20),
        name=cells.needed("所属名", 100),
        parent=cells.code("上位所属コード", 20),
        appointing_authority=cells.text("任命権者", 50),
        reports=cells.word("報告単位", _TICKS),
    )


def staff_row(cells: Cells) -> StaffRow:
    row = StaffRow(
        row=cells.row,
        number=cells.needed_code("職員番号", 20),
        name=cells.needed("氏名", 100),
        kana=kana_reading(cells.text("カナ氏名", 100))[:100],
        usual_name=cells.text(USUAL_NAME, 100) if USUAL_NAME in cells else None,
        email=cells.email("メールアドレス"),
        hired_on=cells.day("採用日"),
        retired_on=cells.day("退職日"),
        former_number=cells.code("旧職員番号", 20),
        leave=_leave(cells),
        kind=cells.word("本務兼務", _KINDS),
        department=cells.needed_code("所属コード", 20),
        starts_on=cells.needed_day("発令日"),
        term_ends_on=cells.day("任期満了日"),
        job_title=cells.text("職名", 60),
        grade=cells.text("職位", 30),
        occupation=cells.text("職種", 60),
        employment_type=cells.text("任用形態", 30),
        appointing_authority=cells.text("任命権者", 50),
    )
    if not cells.faults:
        _check_ends(cells, row)
    return row


def _check_ends(cells: Cells, row: StaffRow) -> None:
    for column, day in (("任期満了日", row.term_ends_on), ("退職日", row.retired_on)):
        if day and day < row.starts_on:
            cells.fault(column, f"{column}が発令日より前です。どちらかの日付を直してください。")
    if row.employment_type == EXTERNAL and not (row.term_ends_on or row.retired_on):
        cells.fault("任期満了日", f"{EXTERNAL}の職員には任期満了日が必要です。契約の最後の日を入れてください。")
    if row.hired_on and row.starts_on < row.hired_on:
        cells.fault("発令日", "発令日が採用日より前です。どちらかの日付を直してください。")


def _leave(cells: Cells) -> LeaveCells | None:
    kind = cells.text("休業区分", 30)
    if not kind:
        if cells.day("休業開始日") or cells.day("休業終了予定日"):
            words = "休業の日付がありますが、休業区分がありません。休業区分を入れるか、日付を消してください。"
            cells.fault("休業区分", words)
        return None
    starts_on, ends_on = cells.needed_day("休業開始日"), cells.day("休業終了予定日")
    if not cells.faults and ends_on and ends_on < starts_on:
        cells.fault("休業終了予定日", "休業終了予定日が休業開始日より前です。どちらかの日付を直してください。")
    return LeaveCells(kind, starts_on, ends_on)


def role_row(cells: Cells) -> RoleRow:
    row = RoleRow(
        row=cells.row,
        number=cells.needed_code("職員番号", 20),
        role=cells.word("役割", _ROLES),
        department=cells.code("所属コード", 20),
        starts_on=cells.needed_day("指定日"),
        ends_on=cells.day("解除日"),
    )
    if not cells.faults and row.ends_on and row.ends_on < row.starts_on:
        cells.fault("解除日", "解除日が指定日より前です。どちらかの日付を直してください。")
    if not cells.faults and row.role in DEPARTMENT_ROLES and not row.department:
        cells.fault("所属コード", f"{row.role.label}には所属コードが必要です。所属コードを入れてください。")
    return row
