"""Permission to print the seal (印影), as given under the city's 公印規程."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from lms.certificates.layouts.pictures import keep_picture
from lms.certificates.layouts.rows import SealPermission
from lms.ledger.appending import append
from lms.lib.uploaded_pictures import CleanPicture
from lms.people.rewriting import rewrite


@dataclass(frozen=True)
class Permitted:
    """For whose papers, how large, and by which 決裁."""

    office: str
    millimetres: int
    decided_on: date
    decided_by: str
    document_number: str


@transaction.atomic
def permit_seal(
    *, permitted: Permitted, picture: CleanPicture, starts_on: date, actor: str, at: datetime
) -> SealPermission:
    """From a day on; what was permitted until then ends on the day before."""
    before = list(SealPermission.objects.on(starts_on).filter(office=permitted.office))
    row = SealPermission(**asdict(permitted), picture=keep_picture(picture, actor, at), starts_on=starts_on)
    _rewrite(before, [*_ended(before, starts_on - timedelta(days=1)), row], "印影の印刷の許可", actor, at)
    return row


@transaction.atomic
def end_permission(*, permission: SealPermission, ends_on: date, actor: str, at: datetime) -> None:
    """The last day on which papers may be given with the seal."""
    _rewrite([permission], list(_ended([permission], ends_on)), "印影の印刷の許可の終了", actor, at)


def _rewrite(void: list[SealPermission], add: list[SealPermission], action: str, actor: str, at: datetime) -> None:
    keys = [one.pk for one in void]
    rows = rewrite(SealPermission, void=keys, add=add, at=at)
    office = (add or void)[-1].office
    payload = {"voided": {SealPermission._meta.label: keys}}
    append(actor=actor, action=action, subject=office, at=at, payload=payload, facts=rows)


def _ended(permissions: Iterable[SealPermission], last: date) -> Iterator[SealPermission]:
    """What is left of them."""
    same = ("office", "picture", "millimetres", "decided_on", "decided_by", "document_number", "starts_on")
    for one in permissions:
        if one.starts_on <= last:
            yield SealPermission(**{name: getattr(one, name) for name in same}, ends_on=last)
