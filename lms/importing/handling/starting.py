"""The beginning of each piece of work: at once where the file is small, in the background where it is large."""

from dataclasses import asdict
from datetime import datetime

from lms.importing.comparing.plans import Consent
from lms.importing.handling.pressing import carry_out, read_again, take_back
from lms.importing.handling.tasks import apply_batch, prepare_batch, undo_batch
from lms.importing.handling.work import claim, known_when_failed
from lms.importing.models import ImportBatch

_State = ImportBatch.State


def start_reading(*, batch: ImportBatch, at: datetime) -> None:
    """Compare the file with the books, for the first time or anew. Nothing happens while somebody is at it."""
    if not claim(batch=batch, state=_State.READING, at=at):
        return
    if batch.is_large:
        prepare_batch.enqueue(batch.pk)
        return
    with known_when_failed(batch.pk):
        read_again(batch=batch, at=at)


def start_applying(*, batch: ImportBatch, digest: str, consent: Consent, actor: str, at: datetime) -> None:
    """Write what was seen."""
    if not claim(batch=batch, state=_State.APPLYING, at=at):
        return
    if batch.is_large:
        apply_batch.enqueue(batch.pk, digest, asdict(consent), actor)
        return
    with known_when_failed(batch.pk):
        carry_out(batch=batch, digest=digest, consent=consent, actor=actor, at=at)


def start_undoing(*, batch: ImportBatch, actor: str, at: datetime) -> None:
    """Take back what was written."""
    if not claim(batch=batch, state=_State.UNDOING, at=at):
        return
    if batch.is_large:
        undo_batch.enqueue(batch.pk, actor)
        return
    with known_when_failed(batch.pk):
        take_back(batch=batch, actor=actor, at=at)
