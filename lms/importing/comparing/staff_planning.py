"""A staff file compared with the books: what becomes of each person. Pure, once the books have been read.

A posting is known by kind, department and 発令日, a leave by kind and first day. For the people in the file its posting
rows are complete on the file's day; people who are missing from it stay as they are. Name, reading, address, number
and 退職日 have no dates of their own, so a file older than the newest one that spoke of the person leaves them alone.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from lms.importing.comparing.absence import absent
from lms.importing.comparing.books import POSTING_CELLS, Books, Person, unknown_department
from lms.importing.comparing.persons import FilePerson, Staff, left_out_rows
from lms.importing.comparing.plans import Category, Change, Plan
from lms.importing.comparing.role_endings import roles_ended
from lms.importing.comparing.spans import NOTHING, Span, earlier, listed_edit, main_edit, outranked
from lms.importing.comparing.staff_steps import PersonStep
from lms.importing.comparing.staff_wording import cell_changes, ending_words
from lms.importing.gaiji import has_gaiji
from lms.importing.reading.columns import StaffRow
from lms.importing.reading.faults import Fault, Note
from lms.people.organisation import Organisation

_NOBODY = Person(
    id=0, user_id=None, number="", name="", kana="", email="", hired_on=None, active_until=None
)  # fmt: skip


def plan_staff(staff: Staff, books: Books, organisation: Organisation, on: date) -> Plan:
    """The plan for everybody whose rows can be read."""
    meant = [(person, _meant(person, books, on)) for person in staff.people]
    between = [*_unknown_departments(staff, books), *_twice_meant(meant), *_without_zeros(meant, books)]
    wrong = {fault.row for fault in between} | {row.row for row in _of_one_person(meant)}
    changes, steps, notes, left_out = [], [], list(staff.notes), list(staff.left_out)
    for person, known in meant:
        if not wrong.isdisjoint(row.row for row in person.rows):
            left_out.extend(left_out_rows(person.rows))
            continue
        step = _step(person, known, books, organisation, on)
        changes.append(_change(person, step, organisation, on))
        notes.extend(_notes(person, step, books, organisation, on))
        if step:
            steps.append(step)
    faults = tuple(sorted([*staff.faults, *between]))
    return Plan(on, tuple(changes), tuple(steps), faults, tuple(notes), tuple(sorted(left_out)))


def plan_everybody(staff: Staff, books: Books, organisation: Organisation, on: date) -> Plan:
    """The same for a file that lists everybody in service: who is missing from it leaves (全件入替え)."""
    plan = plan_staff(staff, books, organisation, on)
    present = {_meant(person, books, on).id for person in staff.people}
    unread = (books.by_number.get(row.subject) or books.formerly(row.subject) for row in plan.left_out)
    gone = absent(present | {person.id for person in unread if person}, books, organisation, on)
    return replace(
        plan, changes=plan.changes + gone.changes, steps=plan.steps + gone.steps, notes=plan.notes + gone.notes,
        drop=gone.drop,
    )  # fmt: skip


# ---- who is meant ---------------------------------------------------------------------------------------------------


def _meant(person: FilePerson, books: Books, on: date) -> Person:
    """The known person with this number, or who had it when the file was made, or whose new number it is."""
    if known := books.by_number.get(person.number):
        return known
    once = books.formerly(person.number)
    if once and once.told_on and once.told_on > on:
        return once
    former = person.main.former_number
    return books.by_number.get(former) or books.formerly(former) or _NOBODY


def _several(meant: Sequence[tuple[FilePerson, Person]]) -> list[list[FilePerson]]:
    """What the file has as several people, although it is one."""
    files: dict[int, list[FilePerson]] = defaultdict(list)
    for person, known in meant:
        if known.id:
            files[known.id].append(person)
    return [people for people in files.values() if len(people) > 1]


def _of_one_person(meant: Sequence[tuple[FilePerson, Person]]) -> list[StaffRow]:
    return [person.main for people in _several(meant) for person in people]


def _twice_meant(meant: Sequence[tuple[FilePerson, Person]]) -> list[Fault]:
    return [
        Fault(
            other.main.row, "職員番号", other.number,
            f"{first.main.row}行目の職員番号「{first.number}」と同じ職員です。旧職員番号を確かめて、1人分にしてください。",
        )
        for first, *more in _several(meant) for other in more
    ]  # fmt: skip


def _without_zeros(meant: Sequence[tuple[FilePerson, Person]], books: Books) -> list[Fault]:
    """Newcomers whose number is a known one but for its leading zeros, which Excel drops from figures."""
    return [
        Fault(
            person.main.row, "職員番号", person.number,
            f"登録のある職員番号「{number}」と、先頭の0だけが違います。0を補ってください。"
            "番号を改めた職員なら、「旧職員番号」の列に元の番号を入れてください。",
        )
        for person, known in meant
        if not known.id and (number := books.without_zeros.get(person.number.lstrip("0")))
    ]  # fmt: skip


def _unknown_departments(staff: Staff, books: Books) -> list[Fault]:
    return [
        Fault(row.row, "所属コード", row.department, unknown_department(row.department, books.codes_without_zeros))
        for person in staff.people
        for row in person.rows
        if row.department not in books.departments
    ]


# ---- one person -----------------------------------------------------------------------------------------------------


def _step(person: FilePerson, known: Person, books: Books, organisation: Organisation, on: date) -> PersonStep:
    newer_file_spoke = known.told_on is not None and known.told_on > on
    last = known.retired_on if newer_file_spoke else None
    spans = [_posting(row, books, last) for row in person.rows if last is None or row.starts_on <= last]
    mains = [span for span in spans if span.key[0] == person.main.kind]
    main = main_edit(known.mains, mains[0], on) if mains else NOTHING
    others = listed_edit(known.others, [span for span in spans if span not in mains], on)
    leaves = listed_edit(known.leaves, _leaves(person), on)
    after = replace(
        known if newer_file_spoke else _as_said(person, known),
        postings=(main + others).applied_to(known.postings), leaves=leaves.applied_to(known.leaves),
    )  # fmt: skip
    after = replace(after, active_until=_active_until(after) if main else known.active_until)
    grants = roles_ended(known, after, organisation, on) if main or others else NOTHING
    return PersonStep(known=known, after=after, main=main, others=others, leaves=leaves, grants=grants)


def _as_said(person: FilePerson, known: Person) -> Person:
    row = person.main
    return replace(
        known, number=row.number, name=row.name, kana=row.kana, email=row.email, hired_on=row.hired_on,
        retired_on=row.retired_on, usual_name=known.usual_name if row.usual_name is None else row.usual_name,
    )  # fmt: skip


def _posting(row: StaffRow, books: Books, last: date | None) -> Span:
    return Span(
        key=(row.kind.value, books.departments[row.department]),
        cells=tuple(getattr(row, name) for name in POSTING_CELLS),
        starts_on=row.starts_on,
        ends_on=earlier(row.term_ends_on, row.retired_on, last),
    )


def _leaves(person: FilePerson) -> list[Span]:
    leave = person.main.leave
    return [Span(key=(leave.kind,), starts_on=leave.starts_on, ends_on=leave.ends_on)] if leave else []


def _active_until(person: Person) -> date | None:
    """The last day of the last main posting; None while it is open."""
    last = max(person.mains, key=lambda span: span.starts_on, default=None)
    return last.ends_on if last else None


# ---- what to show ---------------------------------------------------------------------------------------------------


def _change(person: FilePerson, step: PersonStep, organisation: Organisation, on: date) -> Change:
    return Change(
        row=person.main.row, category=_category(step, on), subject=person.number, name=person.main.name,
        cells=cell_changes(step, organisation, on),
    )  # fmt: skip


def _category(step: PersonStep, on: date) -> Category:
    if step.arrives:
        return Category.NEW
    if step.after.retired_on and step.after.retired_on != step.known.retired_on:
        return Category.LEFT
    before, row = step.known.main_at(on), step.new_main
    if before and row and before.key != row.key:
        return Category.MOVED
    return Category.CHANGED if step else Category.UNCHANGED


def _notes(person: FilePerson, step: PersonStep, books: Books, organisation: Organisation, on: date) -> list[Note]:
    row = person.main
    texts = [f"職員番号{row.number}の{words}" for words in ending_words(step.grants, organisation)]
    if has_gaiji(row.name):
        texts.append(
            f"職員番号{row.number}の氏名に外字があります。反映の後、「外字の置換え」で正しい字を入力してください。"
        )
    if outranked(step.known.mains, _posting(row, books, None), on):
        texts.append(f"職員番号{row.number}の本務は、より新しい基準日の取込みの内容を残し、変えません。")
    return [Note(row.row, text) for text in texts]
