"""The rows of a staff file put together by person. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from lms.importing.reading.columns import StaffRow, Typed
from lms.importing.reading.faults import Fault, LeftOut, Note
from lms.people.models import Posting

_MAIN = Posting.Kind.MAIN
# Only they may sit in two places with equal right; the second post is then taken as 併任.
_MAY_HOLD_TWO = "会計年度任用"
_REPEATED = {
    "氏名": "name",
    "カナ氏名": "kana",
    "旧姓・通称": "usual_name",
    "メールアドレス": "email",
    "採用日": "hired_on",
    "旧職員番号": "former_number",
}


@dataclass(frozen=True)
class FilePerson:
    """One person as the file has them. What is not about a posting stands in the main row."""

    main: StaffRow
    others: tuple[StaffRow, ...]

    @property
    def number(self) -> str:
        return self.main.number

    @property
    def retired_on(self) -> date | None:
        return self.main.retired_on

    @property
    def rows(self) -> tuple[StaffRow, ...]:
        return (self.main, *self.others)


@dataclass(frozen=True)
class Staff:
    """Everybody in the file of whom every row is right, the rows of the others, and what is wrong."""

    people: tuple[FilePerson, ...]
    faults: tuple[Fault, ...]
    notes: tuple[Note, ...]
    left_out: tuple[LeftOut, ...] = ()


def staff(read: Typed[StaffRow]) -> Staff:
    """The file's people in the order of the file, without those of whom a row could not be read."""
    rows_of: dict[str, list[StaffRow]] = defaultdict(list)
    for row in read.rows:
        rows_of[row.number].append(row)
    people, faults, notes, left_out = [], list(read.faults), [], list(read.bad)
    for number, rows in rows_of.items():
        rows, told = _second_posts(rows)
        wrong = [] if number in read.faulty else [*_main_faults(rows), *_repeated_faults(rows)]
        faults.extend(wrong)
        if wrong or number in read.faulty:
            left_out.extend(left_out_rows(rows))
        else:
            notes.extend(told)
            main = next(row for row in rows if row.kind == _MAIN)
            people.append(FilePerson(main, tuple(row for row in rows if row is not main)))
    return Staff(tuple(people), tuple(faults), tuple(notes), tuple(left_out))


def left_out_rows(rows: Iterable[StaffRow]) -> list[LeftOut]:
    return [LeftOut(row.row, row.number, row.name) for row in rows]


def _second_posts(rows: list[StaffRow]) -> tuple[list[StaffRow], list[Note]]:
    mains = [row for row in rows if row.kind == _MAIN]
    two_posts = len({row.department for row in mains}) == len(mains) > 1
    if not two_posts or any(row.employment_type != _MAY_HOLD_TWO for row in mains):
        return rows, []
    notes = [Note(row.row, f"職員番号{row.number}の二つ目の本務は、併任として取り込みます。") for row in mains[1:]]
    seconds = {row.row for row in mains[1:]}
    return [replace(row, kind=Posting.Kind.CONCURRENT) if row.row in seconds else row for row in rows], notes


def _main_faults(rows: list[StaffRow]) -> list[Fault]:
    mains = [row for row in rows if row.kind == _MAIN]
    if not mains:
        first = rows[0]
        words = "この職員の本務の行がありません。1人につき1行を本務にしてください。"
        return [Fault(first.row, "本務兼務", first.kind.label, words)]
    words = f"この職員の本務の行が二つ以上あります（{mains[0].row}行目）。本務は1人につき1行にしてください。"
    return [Fault(row.row, "本務兼務", row.kind.label, words) for row in mains[1:]]


def _repeated_faults(rows: list[StaffRow]) -> list[Fault]:
    """The same posting twice, or two rows of one person that do not agree about the person."""
    faults, seen = [], set()
    for row in rows:
        posting = (row.kind, row.department, row.starts_on)
        if posting in seen:
            words = "同じ職員の同じ発令の行が二つ以上あります。一つにしてください。"
            faults.append(Fault(row.row, "所属コード", row.department, words))
        seen.add(posting)
        faults.extend(_disagreements(rows[0], row))
    return faults


def _disagreements(first: StaffRow, row: StaffRow) -> list[Fault]:
    found = []
    for column, name in _REPEATED.items():
        said, says = getattr(first, name), getattr(row, name)
        if said and says and said != says:
            words = f"同じ職員の{first.row}行目と{column}が違います。どちらかを直してください。"
            found.append(Fault(row.row, column, str(says), words))
    return found
