"""Background work of this room. What has become of a file is seen from its row and its lease, not from the task."""

from django_tasks import task

from lms.importing.comparing.plans import Consent
from lms.importing.handling.pressing import carry_out, read_again, take_back
from lms.importing.handling.work import known_when_failed
from lms.importing.models import ImportBatch
from lms.lib import clock


@task()
def prepare_batch(batch_id: str) -> None:
    with known_when_failed(batch_id):
        read_again(batch=ImportBatch.objects.get(pk=batch_id), at=clock.now())


@task()
def apply_batch(batch_id: str, digest: str, consent: dict[str, bool], actor: str) -> None:
    with known_when_failed(batch_id):
        batch = ImportBatch.objects.get(pk=batch_id)
        carry_out(batch=batch, digest=digest, consent=Consent(**consent), actor=actor, at=clock.now())


@task()
def undo_batch(batch_id: str, actor: str) -> None:
    with known_when_failed(batch_id):
        take_back(batch=ImportBatch.objects.get(pk=batch_id), actor=actor, at=clock.now())
