"""What changes for one person, cell by cell and in words. Pure."""

from collections.abc import Callable, Iterator
from datetime import date

from lms.importing.comparing.books import POSTING_CELLS, Person
from lms.importing.comparing.plans import CellChange
from lms.importing.comparing.spans import Edit, Span
from lms.importing.comparing.staff_steps import PersonStep
from lms.lib.fiscal_year import era_date
from lms.people.models import Posting
from lms.people.organisation import Organisation
from lms.people.roles import Role

_PERSON_COLUMNS = {
    "number": "職員番号", "name": "氏名", "kana": "カナ氏名", "usual_name": "旧姓・通称", "email": "メールアドレス",
}  # fmt: skip
_PERSON_DAYS = {"hired_on": "採用日", "retired_on": "退職日"}
_POSTING_COLUMNS = dict(
    zip(POSTING_CELLS, ("職名", "職位", "職種", "任用形態", "任命権者"), strict=True)
)  # fmt: skip


def cell_changes(step: PersonStep, organisation: Organisation, on: date) -> tuple[CellChange, ...]:
    """Every cell that changes, before and after. Of a new person only where and when: everything else is new."""
    if step.arrives:
        return tuple(_main_cells(None, step.new_main, organisation, ("所属", "職名", "発令日")))
    names = ("所属", *_POSTING_COLUMNS.values(), "発令日")
    if step.after.retired_on == step.known.retired_on:  # else the posting ends for that, which is said already
        names += ("任期満了日",)
    return (
        *_person_cells(step.known, step.after),
        *_main_cells(step.known.main_at(on), step.new_main, organisation, names),
        *_row_cells(step.others, lambda span: Posting.Kind(span.key[0]).label, lambda span: _seat(span, organisation)),
        *_row_cells(step.leaves, lambda span: "休職・休業等", _absence),
        *_row_cells(step.grants, lambda span: f"役割（{_role(span, organisation)}）", _days),
    )


def role_words(span: Span, organisation: Organisation) -> str:
    """「所属長 総務課（令和8年4月1日から）」"""
    return f"{_role(span, organisation)}（{_days(span)}）"


def ending_words(grants: Edit, organisation: Organisation) -> Iterator[str]:
    """Which roles end, and when."""
    last_days = {(span.key, span.starts_on): span.ends_on for span in grants.add}
    for span in grants.void:
        last = last_days.get((span.key, span.starts_on))
        end = f"{era_date(last)}で終わります" if last else "取り消します"
        yield f"役割「{_role(span, organisation)}」は、所属を離れるため{end}。"


def _person_cells(before: Person, after: Person) -> Iterator[CellChange]:
    for name, column in _PERSON_COLUMNS.items():
        yield from _differing(column, getattr(before, name), getattr(after, name))
    for name, column in _PERSON_DAYS.items():
        yield from _differing(column, day_words(getattr(before, name)), day_words(getattr(after, name)))


def _main_cells(
    before: Span | None, after: Span | None, organisation: Organisation, columns: tuple[str, ...]
) -> Iterator[CellChange]:
    if after is None:
        return
    was, will_be = _main_texts(before, organisation), _main_texts(after, organisation)
    for column in columns:
        yield from _differing(column, was[column], will_be[column])


def _main_texts(span: Span | None, organisation: Organisation) -> dict[str, str]:
    if span is None:
        return dict.fromkeys(("所属", *_POSTING_COLUMNS.values(), "発令日", "任期満了日"), "")
    return {
        "所属": _department(span, organisation),
        **dict(zip(_POSTING_COLUMNS.values(), span.cells, strict=True)),
        "発令日": era_date(span.starts_on),
        "任期満了日": day_words(span.ends_on),
    }


def _row_cells(edit: Edit, column: Callable[[Span], str], words: Callable[[Span], str]) -> Iterator[CellChange]:
    """Rows beside the main posting: one that is written again is the same row before and after."""
    again = {(span.key, span.starts_on): span for span in edit.add}
    for span in edit.void:
        follower = again.pop((span.key, span.starts_on), None)
        yield CellChange(column(span), words(span), words(follower) if follower else "")
    for span in again.values():
        yield CellChange(column(span), "", words(span))


def _differing(column: str, before: str, after: str) -> Iterator[CellChange]:
    if before != after:
        yield CellChange(column, before, after)


def _seat(span: Span, organisation: Organisation) -> str:
    return f"{_department(span, organisation)} {span.cells[0]}（{_days(span)}）"


def _absence(span: Span) -> str:
    return f"{span.key[0]}（{_days(span)}）"


def _role(span: Span, organisation: Organisation) -> str:
    return f"{Role(span.key[0]).label} {_department(span, organisation)}".strip()


def _department(span: Span, organisation: Organisation) -> str:
    return organisation.name(span.key[1]) if span.key[1] else ""


def _days(span: Span) -> str:
    begin = f"{era_date(span.starts_on)}から"
    return f"{begin}{era_date(span.ends_on)}まで" if span.ends_on else begin


def day_words(day: date | None) -> str:
    """「令和8年4月1日」, or nothing."""
    return era_date(day) if day else ""
