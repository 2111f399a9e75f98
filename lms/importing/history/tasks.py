"""Background work of files of completions and drills. Whether it is done is seen from the file's row."""

from django_tasks import task

from lms.importing.history.applying import NotAsSeenError, apply_file, read_file
from lms.lib import clock
from lms.records.models import RecordsFile

_CHANGED = "確認の後に登録の内容が変わりました。もう一度確かめてから反映してください。"


@task()
def read_records_file(file_id: int) -> None:
    """Find out what the file would add."""
    read_file(file=_file(file_id), at=clock.now())


@task()
def apply_records_file(file_id: int, digest: str, actor: str) -> None:
    """Write what the file says. Running it twice, even at once, does no harm."""
    file, moment = _file(file_id), clock.now()
    try:
        apply_file(file=file, digest=digest, actor=actor, at=moment)
    except NotAsSeenError:
        read_file(file=file, at=moment)
        RecordsFile.objects.filter(pk=file_id, applied_at=None).update(failure=_CHANGED)


def _file(file_id: int) -> RecordsFile:
    return RecordsFile.objects.select_related("drill").get(pk=file_id)
