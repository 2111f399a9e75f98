"""Background work of this room. How far it has come is seen from the facts, not from the task."""

from django_tasks import task

from lms.certificates.drawing import papers
from lms.certificates.models import Certificate
from lms.lib import clock


@task()
def draw_batch(batch_id: int) -> int:
    """Draw the papers of a giving that are not drawn yet. Running it twice, even at once, does no harm."""
    return sum(1 for _ in papers(Certificate.objects.filter(batch=batch_id, drawn_at=None), clock.now()))
