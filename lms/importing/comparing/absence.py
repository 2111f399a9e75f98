"""全件入替え: what becomes of people in service whom the file does not list. Pure, once the books have been read."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lms.importing.comparing.books import POSTING_CELLS, Books, Person
from lms.importing.comparing.plans import Category, CellChange, Change, Drop
from lms.importing.comparing.role_endings import roles_ended
from lms.importing.comparing.spans import NOTHING, ended, listed_edit
from lms.importing.comparing.staff_steps import PersonStep
from lms.importing.reading.faults import Note
from lms.lib.fiscal_year import era_date
from lms.people.expiring import EXTERNAL
from lms.people.organisation import Organisation

_NOT_IN_THE_FILE = 0
_EMPLOYMENT_TYPE = POSTING_CELLS.index("employment_type")


@dataclass(frozen=True)
class Absent:
    """The steps by which absent people leave, as they are shown, and how many they are."""

    steps: tuple[PersonStep, ...]
    changes: tuple[Change, ...]
    drop: Drop
    notes: tuple[Note, ...]


def absent(present: Collection[int], books: Books, organisation: Organisation, on: date) -> Absent:
    """Everybody in service on the day but for `present` (employee ids) leaves on the day before it.

    派遣・委託 people of whom no file ever told came in by hand, and no file of HR is expected to list them.
    """
    everybody = [person for person in books.people.values() if _serves(person, on)]
    missing = [person for person in everybody if person.id not in present]
    by_hand = [person for person in missing if _is_external_by_hand(person, on)]
    leaving = [person for person in missing if not (_is_external_by_hand(person, on) or _spoken_of_later(person, on))]
    steps = tuple(_step(person, organisation, on) for person in leaving)
    drop = Drop(len(leaving), len(everybody) - len(by_hand))
    return Absent(steps, tuple(_change(step) for step in steps), drop, _notes(by_hand))


def _serves(person: Person, on: date) -> bool:
    return any(span.covers(on) for span in person.mains)


def _is_external_by_hand(person: Person, on: date) -> bool:
    standing = person.main_at(on)
    return person.told_on is None and standing is not None and standing.cells[_EMPLOYMENT_TYPE] == EXTERNAL


def _notes(by_hand: Collection[Person]) -> tuple[Note, ...]:
    if not by_hand:
        return ()
    words = f"手で登録した{EXTERNAL}の職員{len(by_hand)}人は、ファイルになくても退職としません。"
    return (Note(_NOT_IN_THE_FILE, words),)


def _spoken_of_later(person: Person, on: date) -> bool:
    """A later file knows better, whether it told of the person or of the posting."""
    return (person.told_on is not None and person.told_on > on) or all(span.stands(on) for span in person.mains)


def _step(person: Person, organisation: Organisation, on: date) -> PersonStep:
    last = on - timedelta(days=1)
    main = NOTHING
    for span in person.mains:
        if not span.stands(on) and not span.ended_before(on):
            main += ended(span, last)
    others, leaves = listed_edit(person.others, [], on), listed_edit(person.leaves, [], on)
    after = replace(
        person, retired_on=last, active_until=last, postings=(main + others).applied_to(person.postings),
        leaves=leaves.applied_to(person.leaves),
    )  # fmt: skip
    grants = roles_ended(person, after, organisation, on)
    return PersonStep(known=person, after=after, main=main, others=others, leaves=leaves, grants=grants)


def _change(step: PersonStep) -> Change:
    last = step.after.retired_on
    cell = CellChange("ファイルにない職員", "在籍", f"{era_date(last)}で退職" if last else "")
    return Change(
        row=_NOT_IN_THE_FILE, category=Category.LEFT, subject=step.after.number, name=step.after.name, cells=(cell,)
    )  # fmt: skip
