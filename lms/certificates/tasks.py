"""Background work of this room. How far it has come is seen from the facts and rows, not from the task."""

import time
from functools import partial

from django_tasks import task

from lms.certificates.bundles.making import make_bundle
from lms.certificates.drawing_together import Pace, draw_together
from lms.lib import clock

# A giving of more papers is shared: so many workers take it up at once, if there are so many.
_SHARED_FROM, _WORKERS = 40, 2
_SECOND = 1.0


@task()
def draw_batch(batch_id: int) -> int:
    """Draw the papers of a giving that are not drawn yet. Running it twice, even at once, does no harm."""
    return draw_together(batch_id=batch_id, pace=Pace(clock.now, partial(time.sleep, _SECOND)))


def have_drawn(batch_id: int, papers: int) -> None:
    """Let the workers draw so many papers of a giving."""
    for _ in range(_WORKERS if papers >= _SHARED_FROM else 1):
        draw_batch.enqueue(batch_id)


@task()
def put_together(bundle_id: int) -> None:
    """Make a bundle, unless it is being made already."""
    make_bundle(bundle_id=bundle_id, now=clock.now)
