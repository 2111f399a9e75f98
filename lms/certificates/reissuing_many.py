"""再交付 of many papers at once: all of them or none, as one giving with one entry in the ledger."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from django.db import transaction

from lms.certificates.first_giving import first_given_on
from lms.certificates.issuing import CannotGiveError, Decision, write_batch
from lms.certificates.models import ERASED_PAPER, Batch, Certificate, Series
from lms.certificates.papers.given import signed_by
from lms.certificates.papers.personal import way_of
from lms.certificates.reissuing import repeated
from lms.certificates.series import hold
from lms.certificates.signers import required_holder
from lms.certificates.tasks import have_drawn
from lms.ledger.appending import append

_CHUNK = 2000
CHANGED = "確認の後に、対象の証書が再交付されたか、取り消されました。もう一度確かめてください。"

# What of a paper's words changes, by the day on which it was given first.
Correction = Callable[[Certificate, date], dict[str, Any]]


@dataclass(frozen=True)
class Reissuing:
    """How papers are given again: why, on which day, under which 決裁, and what is corrected in them."""

    reason: str
    on: date
    decision: Decision
    correction: Correction


def as_given(certificate: Certificate, given_on: date) -> dict[str, Any]:
    """Every word stays."""
    return {}


def with_registered_signer() -> Correction:
    """The signer becomes whom the register of office holders names for the 交付日, which stays; each is read once."""
    of = cache(required_holder)

    def corrected(certificate: Certificate, given_on: date) -> dict[str, Any]:
        signing = certificate.payload["signer"]["office"]
        return {"signer": signed_by(of(signing, given_on), way_of(certificate.payload["layout"]))}

    return corrected


@transaction.atomic
def reissue_all(*, wanted: Sequence[int], how: Reissuing, actor: str, at: datetime) -> Batch:
    """The new papers, in the order wanted, with the numbers of the old ones, which count no more.

    Raises CannotGiveError when one of them counts no more already or has no words any more, and NoSignerError.
    """
    _hold_series(wanted)
    rows = _standing(wanted)
    if len(rows) != len(wanted) or not rows:
        raise CannotGiveError(CHANGED)
    if any(row.payload == ERASED_PAPER for row in rows):
        raise CannotGiveError("保存期間が満了し、記載内容を削除した証書があるため、再交付できません。")
    if how.on < max(row.batch.given_on for row in rows):
        raise CannotGiveError("再交付の日は、どの証書の交付日（再交付したものは再交付の日）よりも前にできません。")
    batch = write_batch(decision=how.decision, given_on=how.on, actor=actor, at=at, reason=how.reason)
    new = _new_papers(rows, batch, how)
    Certificate.objects.bulk_create(new, batch_size=500)
    append(
        actor=actor, action="証書の一括再交付", subject=f"{len(new)}件", at=at, payload={"理由": how.reason},
        facts=[batch, *new],
    )  # fmt: skip
    transaction.on_commit(partial(have_drawn, batch.pk, len(new)))
    return batch


def _hold_series(wanted: Sequence[int]) -> None:
    """Always in the same order, so that two who hold several never wait for each other."""
    held: set[Series] = set()
    for start in range(0, len(wanted), _CHUNK):
        held.update(Series.objects.filter(certificates__in=wanted[start : start + _CHUNK]).distinct())
    for series in sorted(held, key=lambda series: series.pk):
        hold(series)


def _standing(wanted: Sequence[int]) -> list[Certificate]:
    """Those of the papers that count, in the order wanted."""
    found: dict[int, Certificate] = {}
    for start in range(0, len(wanted), _CHUNK):
        rows = Certificate.objects.standing().filter(pk__in=wanted[start : start + _CHUNK])
        found.update(
            (row.pk, row) for row in rows.select_related("series", "batch", "completion", "employee", "department")
        )
    return [found[pk] for pk in wanted if pk in found]


def _new_papers(rows: Sequence[Certificate], batch: Batch, how: Reissuing) -> list[Certificate]:
    days: dict[int, date] = {}
    for start in range(0, len(rows), _CHUNK):
        days |= first_given_on(rows[start : start + _CHUNK])
    return [_new_paper(row, batch, how.correction(row, days[row.pk])) for row in rows]


def _new_paper(old: Certificate, batch: Batch, corrected: dict[str, Any]) -> Certificate:
    columns = repeated(old, batch.given_on)
    columns["payload"] |= corrected
    return Certificate(batch=batch, recorded_at=batch.recorded_at, replaces=old, **columns)
