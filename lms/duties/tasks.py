"""Background work of this room. What has become of it is seen from the row and its lease, not from the task."""

from datetime import datetime

from django_tasks import task

from lms.duties.updating import any_plan_runs, ask_update, carry_out, claim
from lms.lib import clock


@task()
def update_duties() -> None:
    """Until nothing waits: what was asked for while one update ran waits for this worker."""
    while (update := claim(at=clock.now())) is not None:
        carry_out(update=update, now=clock.now)


def start_update(*, by: str, at: datetime) -> None:
    """Ask for an update and wake a worker. After the act's own transaction, or the worker comes too early."""
    ask_update(by=by, at=at)
    update_duties.enqueue()


def follow_people(*, by: str, at: datetime) -> bool:
    """After people, postings, roles or departments have changed: ask for an update where a plan runs at all, and say
    whether one was asked for."""
    if not any_plan_runs():
        return False
    start_update(by=by, at=at)
    return True
