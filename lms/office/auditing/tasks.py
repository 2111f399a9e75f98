"""Background work of the auditor's pages. How far it has come is seen from the rows."""

from django_tasks import task

from lms.lib import clock
from lms.office.auditing.archive.making import make_archive
from lms.office.auditing.checking import carry_out_check
from lms.office.auditing.extracting import make_extract


@task()
def write_extract(extract_id: int) -> None:
    """Write a file of entries, unless it is being written already."""
    make_extract(extract_id=extract_id, now=clock.now)


@task()
def check_ledger(check_id: int) -> None:
    """Check the whole chain and every fact."""
    carry_out_check(check_id=check_id, now=clock.now)


@task()
def write_archive(archive_id: int) -> None:
    """Write 監査資料, unless it is being written already."""
    make_archive(archive_id=archive_id, now=clock.now)
