"""What is done with a file at the press of a button: at once where it is small, in the background where it is large.

Newcomers find their duties, and leavers lose theirs, without waiting for the night.
"""

from datetime import datetime

from lms.duties.tasks import follow_people
from lms.importing.carrying_out.applying import NotAsSeenError, NothingToApplyError, apply_as_seen
from lms.importing.carrying_out.undoing import CannotUndoError, undo_import
from lms.importing.comparing.plans import Consent
from lms.importing.handling.receiving import prepare
from lms.importing.models import ImportBatch

_NOT_AS_SEEN = "確認の後に登録の内容が変わりました。もう一度確かめてから反映してください。"
_NOTHING = "反映していません。上の確認の欄に印を付けてから、もう一度「反映する」を押してください。"
_State = ImportBatch.State


def read_again(*, batch: ImportBatch, at: datetime, notice: str = "") -> None:
    """Compare anew; a batch that is applied or undone is past that, and keeps its state."""
    ImportBatch.objects.filter(pk=batch.pk, state=_State.APPLYING, applied_at=None).update(state=_State.READING)
    prepare(batch=batch, at=at, notice=notice)


def carry_out(*, batch: ImportBatch, digest: str, consent: Consent, actor: str, at: datetime) -> None:
    """Apply what was seen; where that cannot be, the preview says why."""
    try:
        apply_as_seen(batch=batch, digest=digest, actor=actor, at=at, consent=consent)
    except NotAsSeenError:
        read_again(batch=batch, at=at, notice=_NOT_AS_SEEN)
    except NothingToApplyError:
        ImportBatch.objects.filter(pk=batch.pk, state=_State.APPLYING).update(
            state=_State.PREVIEWED, lease_until=None, notice=_NOTHING
        )
    else:
        follow_people(by=actor, at=at)


def take_back(*, batch: ImportBatch, actor: str, at: datetime) -> None:
    """Undo as a whole; where that cannot be, the page says why and everything stays."""
    try:
        undo_import(batch=batch, actor=actor, at=at)
    except CannotUndoError as error:
        ImportBatch.objects.filter(pk=batch.pk, state=_State.UNDOING).update(
            state=_State.APPLIED, lease_until=None, notice=str(error)[:300]
        )
    else:
        follow_people(by=actor, at=at)
