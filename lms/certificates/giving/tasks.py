"""The giving to thousands in the background. How far it has come is seen from its row, not from the task."""

from django_tasks import task

from lms.certificates.giving.many import carry_out
from lms.lib import clock


@task()
def give_to_many(batch_id: int) -> None:
    """Carry out a giving, unless it is being carried out already."""
    carry_out(batch_id=batch_id, now=clock.now)
