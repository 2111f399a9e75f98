"""The drawing of a giving by any number of workers: each takes a few papers at a time, and nobody takes another's.

A worker that dies leaves papers held until their turn ends; whoever still draws then takes them. So nothing is left
out, and nothing is drawn twice except by somebody who opens a paper just then; of two drawings the first counts.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from lms.certificates.drawing import paper, papers
from lms.certificates.models import Batch, Certificate, Drawing, DrawingTurn

# Few enough that a dead worker holds up little; the turn is long enough for the slowest papers.
_AT_A_TIME = 10
_TURN = timedelta(minutes=2)


@dataclass(frozen=True)
class Pace:
    """The clock of a worker, and how it waits for a while."""

    moment: Callable[[], datetime]
    wait: Callable[[], None]


def draw_together(*, batch_id: int, pace: Pace) -> int:
    """Draw until no paper of the giving is left or somebody stops it; says how many were drawn here."""
    drawn = 0
    holder = secrets.token_hex(16)
    while _goes_on(batch_id):
        mine = _take(batch_id, holder, pace.moment())
        for certificate in mine:
            paper(certificate, pace.moment())
            drawn += 1
        DrawingTurn.objects.filter(holder=holder).delete()
        if not mine:
            pace.wait()
    return drawn


def _goes_on(batch_id: int) -> bool:
    if Drawing.objects.filter(batch=batch_id, stopped=True).exists():
        return False
    return Certificate.objects.filter(batch=batch_id, drawn_at=None).exists()


def _take(batch_id: int, holder: str, at: datetime) -> list[Certificate]:
    """The next papers that nobody holds, now held by `holder`; fewer when another was quicker."""
    free = Q(turn=None) | Q(turn__until__lt=at)
    undrawn = Certificate.objects.filter(batch=batch_id, drawn_at=None)
    wanted = list(undrawn.filter(free).order_by("number").values_list("pk", flat=True)[:_AT_A_TIME])
    until = at + _TURN
    with transaction.atomic():
        left = DrawingTurn.objects.filter(certificate__in=wanted, until__lt=at)
        left.update(holder=holder, until=until)
        turns = [DrawingTurn(certificate_id=pk, holder=holder, until=until) for pk in wanted]
        DrawingTurn.objects.bulk_create(turns, ignore_conflicts=True)
    # Asked once more: another may have drawn some of them between the two questions.
    held = undrawn.filter(turn__holder=holder).select_related("series", "employee", "department")
    return list(held.order_by("number"))


def at_work(batch: Batch, at: datetime) -> bool:
    """Whether a worker draws papers of the giving just now, as far as the turns say."""
    return DrawingTurn.objects.filter(certificate__batch=batch, until__gte=at).exists()


def is_stopped(batch: Batch) -> bool:
    return Drawing.objects.filter(batch=batch, stopped=True).exists()


def stop_drawing(*, batch: Batch) -> None:
    """Workers finish the few papers in their hands; what is drawn stays."""
    Drawing.objects.update_or_create(batch=batch, defaults={"stopped": True})


def let_go_on(*, batch: Batch) -> None:
    Drawing.objects.filter(batch=batch).update(stopped=False)


def draw_missing(*, at: datetime) -> int:
    """Draw what was given and never drawn, and say how many: what a worker left when it was killed."""
    return sum(1 for _ in papers(_left(at), at))


def _left(at: datetime) -> QuerySet[Certificate]:
    """Not drawn, in nobody's hands, and of no giving whose drawing somebody has stopped."""
    held = DrawingTurn.objects.filter(until__gte=at)
    stopped = Drawing.objects.filter(stopped=True)
    undrawn = Certificate.objects.filter(drawn_at=None)
    return undrawn.exclude(pk__in=held.values("pk")).exclude(batch__in=stopped.values("pk"))
