"""監査資料 is ordered by a person with a purpose, and written by a worker."""

from collections.abc import Callable
from datetime import date, datetime
from hashlib import file_digest
from typing import IO

from django.db import transaction

from lms.certificates.drawing import PaperLostError
from lms.ledger.appending import append
from lms.ledger.models import AuditArchive
from lms.lib.fiscal_year import fiscal_year_name
from lms.lib.kept_files import whole_file
from lms.lib.tables.unwritable import UnwritableCharactersError
from lms.lib.work import done_under, take
from lms.office.auditing.archive.pieces import pieces
from lms.office.auditing.archive.writing import write_archive
from lms.office.auditing.files import newest_entry, path_of


@transaction.atomic
def order_archive(*, fiscal_year: int, first: date, on: date, purpose: str, actor: str, at: datetime) -> AuditArchive:
    """Write down what is wanted, with its trace; never what is in the file."""
    append(
        actor=actor, action="出力", subject=f"監査資料 {fiscal_year_name(fiscal_year)}", at=at,
        payload={
            "purpose": purpose, "first": first.isoformat(), "on": on.isoformat(),
            "conditions": {"year": str(fiscal_year)},
        },
    )  # fmt: skip
    return AuditArchive.objects.create(
        fiscal_year=fiscal_year, first=first, on=on, purpose=purpose, total=0, last=newest_entry(), ordered_at=at,
        ordered_by=actor,
    )  # fmt: skip


def make_archive(*, archive_id: int, now: Callable[[], datetime]) -> None:
    """Write the file, unless somebody else does or has done so; always from the beginning. How it ended stands in the
    row."""
    hold = take(AuditArchive, archive_id, now(), done=0)
    if hold is None:
        return
    archive: AuditArchive = hold.work
    with done_under(hold, PaperLostError, UnwritableCharactersError):
        wanted = pieces(archive, now(), lambda: hold.keep(now()))
        AuditArchive.objects.filter(pk=archive.pk).update(total=len(wanted))
        with whole_file(path_of(archive)) as file:
            write_archive(file, wanted, archive.ordered_at, lambda done: hold.tell(done, now()))
            digest = _digest(file)
            # Whoever took the work over in the meantime keeps this file from taking its place.
            hold.keep(now())
        _enter(archive, digest, now())


@transaction.atomic
def _enter(archive: AuditArchive, digest: str, at: datetime) -> None:
    """The sum of the whole file goes into 操作記録: whoever holds the file can show that it is the one made here."""
    AuditArchive.objects.filter(pk=archive.pk).update(sha256=digest)
    subject = f"監査資料 {fiscal_year_name(archive.fiscal_year)}"
    append(actor=archive.ordered_by, action="監査資料の作成", subject=subject, at=at, payload={"sha256": digest})


def _digest(file: IO[bytes]) -> str:
    file.seek(0)
    return file_digest(file, "sha256").hexdigest()
