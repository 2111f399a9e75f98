"""Background work of this subject. What is left of it is seen from the rows."""

from django_tasks import task

from lms.ledger.models import Disposal
from lms.lib import clock
from lms.office.retaining.erasing import carry_out


@task()
def erase_decided(disposal_id: int) -> int:
    """Erase what is left of a decision. Running it twice, even at once, does no harm."""
    return carry_out(disposal=Disposal.objects.get(pk=disposal_id), now=clock.now)
