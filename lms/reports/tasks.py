"""Background work of this room. How far it has come is seen from the rows."""

from django_tasks import task

from lms.lib import clock
from lms.reports.lists.making import make_list


@task()
def write_list(list_id: int) -> None:
    """Write a long list or report, unless it is being written already."""
    make_list(list_id=list_id, now=clock.now)
