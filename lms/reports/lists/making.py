"""The making of a long file: ordered, written by one worker under a lease, stopped and begun again at will."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lms.lib.fiscal_year import local_date
from lms.lib.kept_files import whole_file
from lms.lib.tables.unwritable import UnwritableCharactersError
from lms.lib.tables.xlsx_stream import MOST_ROWS
from lms.lib.work import done_under, take
from lms.people.models import Employee
from lms.people.visibility import viewer
from lms.reports.exporting import Format, TooManyRowsError, record_taken_out
from lms.reports.lists.files import path_of
from lms.reports.lists.source import NotAllowedError, Source
from lms.reports.lists.sources import source_of
from lms.reports.models import ListFile

# So many rows are given out while the person waits.
AT_ONCE = 2000


@dataclass(frozen=True)
class Wish:
    """What is wanted, in which form, and what for."""

    kind: ListFile.Kind
    conditions: Mapping[str, str]
    form: Format
    purpose: str


def order_list(*, wish: Wish, source: Source, total: int, actor: str, at: datetime) -> ListFile:
    """Write down what is wanted; its trace is left when the file is there. Raises TooManyRowsError."""
    if wish.form is Format.XLSX and total > MOST_ROWS:
        raise TooManyRowsError(
            f"XLSXにできるのは{MOST_ROWS:,}件までです（今は{total:,}件）。所属や状態で絞り込むか、CSVを選んでください。"
        )
    return ListFile.objects.create(
        kind=wish.kind, form=wish.form, title=source.title, purpose=wish.purpose, conditions=wish.conditions,
        covers=sorted(source.covers), total=total, ordered_at=at, ordered_by=actor,
    )  # fmt: skip


def make_list(*, list_id: int, now: Callable[[], datetime]) -> None:
    """Write the file as far as the orderer may see now, unless somebody else does it or nobody wants it any more."""
    hold = take(ListFile, list_id, now(), done=0)
    if hold is None:
        return
    row: ListFile = hold.work
    with done_under(hold, NotAllowedError, TooManyRowsError, UnwritableCharactersError):
        source = _source(row, now())
        ListFile.objects.filter(pk=row.pk).update(covers=sorted(source.covers))
        with whole_file(path_of(row)) as file:
            number = source.write(file, Format(row.form), lambda done: hold.tell(done, now()))
        hold.tell(number, now())
        record_taken_out(
            what=f"{row.title} {Format(row.form).label}", purpose=row.purpose, conditions=row.conditions,
            rows=number, actor=row.ordered_by, at=now(),
        )  # fmt: skip


def _source(row: ListFile, at: datetime) -> Source:
    """With the roles that the orderer holds today."""
    orderer = Employee.objects.filter(user__username=row.ordered_by, user__is_active=True).first()
    return source_of(row.kind, row.conditions, viewer(orderer, local_date(at)), at)
