"""What a file of a day changes in a person's dated rows. Pure: spans in, spans out.

A file describes one day, and the files of later days know better. So a row that was last touched by the file of a later
day stands as it is; everything else must look on the file's day as the file says. Reading an old file again therefore
takes back nothing that a newer one brought, in whatever order files arrive.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Span:
    """A dated row. `key` and `starts_on` say which one it is, `cells` what else it says.

    `id` is None until it is in the books; `told_on` is the day of the file that brought it, None if no file did.
    """

    key: tuple[str | int | None, ...]
    starts_on: date
    ends_on: date | None = None
    cells: tuple[str, ...] = ()
    id: int | None = None
    told_on: date | None = None

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and not self.ended_before(day)

    def ended_before(self, day: date) -> bool:
        return self.ends_on is not None and self.ends_on < day

    def stands(self, on: date) -> bool:
        """Whether the file of a day has no say: a later one brought this, or nobody's file and it has not begun."""
        return (self.told_on or self.starts_on) > on

    def same_row(self, other: "Span") -> bool:
        return (self.key, self.starts_on) == (other.key, other.starts_on)

    def says_the_same(self, other: "Span") -> bool:
        return (self.cells, self.ends_on) == (other.cells, other.ends_on)


@dataclass(frozen=True)
class Edit:
    """Rows to take out of the books and rows to write into them; false when there is nothing to do."""

    void: tuple[Span, ...] = ()
    add: tuple[Span, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.void or self.add)

    def __add__(self, other: "Edit") -> "Edit":
        return Edit(self.void + other.void, self.add + other.add)

    def applied_to(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """The rows that stand afterwards."""
        return (*(span for span in spans if span not in self.void), *self.add)


NOTHING = Edit()


def earlier(*days: date | None) -> date | None:
    """The first of these days, where None is no bound."""
    return min((day for day in days if day is not None), default=None)


def outranked(books: Sequence[Span], row: Span, on: date) -> bool:
    """Whether a later file says that on this main posting's first day the person sat elsewhere."""
    return any(span.stands(on) and span.covers(row.starts_on) and not span.same_row(row) for span in books)


def main_edit(books: Sequence[Span], row: Span, on: date) -> Edit:
    """Make `row` the main posting from its first day on; the others give way, since there is one on any day."""
    if any(span.stands(on) and (span.covers(row.starts_on) or span.same_row(row)) for span in books):
        return NOTHING
    next_start = earlier(*(span.starts_on for span in books if span.stands(on) and span.starts_on > row.starts_on))
    bounded = replace(row, ends_on=earlier(row.ends_on, next_start and next_start - _DAY))
    edit = _brought(books, bounded)
    for span in books:
        if not span.stands(on) and not span.same_row(row):
            edit += _giving_way(span, bounded, on)
    return edit


def listed_edit(books: Sequence[Span], rows: Sequence[Span], on: date) -> Edit:
    """Make the rows of `books` that hold on the day those of the file: what it does not list ends the day before."""
    edit = NOTHING
    for row in rows:
        if not any(span.same_row(row) and span.stands(on) for span in books):
            edit += _brought(books, row)
    for span in books:
        if not span.stands(on) and not any(span.same_row(row) for row in rows):
            followers = (row.starts_on for row in rows if row.key == span.key and row.starts_on > span.starts_on)
            edit += _missing(span, min([on, *followers]))
    return edit


def ended(span: Span, last: date) -> Edit:
    """The row shortened to end on `last`; taken out wholly when it would begin after that."""
    if last < span.starts_on:
        return Edit(void=(span,))
    return Edit(void=(span,), add=(replace(span, ends_on=last, id=None, told_on=None),))


def _brought(books: Sequence[Span], row: Span) -> Edit:
    known = next((span for span in books if span.same_row(row)), None)
    if known is None:
        return Edit(add=(row,))
    return NOTHING if known.says_the_same(row) else Edit(void=(known,), add=(row,))


def _giving_way(span: Span, row: Span, on: date) -> Edit:
    if span.ended_before(row.starts_on):
        return NOTHING
    if span.starts_on < row.starts_on:
        return ended(span, row.starts_on - _DAY)
    if not row.ended_before(span.starts_on):
        return Edit(void=(span,))
    return _missing(span, on)


def _missing(span: Span, day: date) -> Edit:
    """A row that should not hold on `day` any more."""
    return NOTHING if span.ended_before(day) else ended(span, day - _DAY)
