"""Carries out the night's list. One step that fails stops none of the others, and is told of."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass

from django.db import transaction

from lms.ledger.appending import append
from lms.lib import clock
from lms.office.nightly.steps import ACTOR, FoundError, Night, Step

ACTION = "夜間処理"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """How one step went: what it did, in words, or that it failed."""

    title: str
    said: str
    seconds: float
    failed: bool = False


def carry_out_night(*, steps: Iterable[Step], night: Night, tell: Callable[[Outcome], None]) -> list[Outcome]:
    """Every step in order, each told of as it ends; then one entry in 操作記録 that the night was carried out."""
    outcomes = list(_told(steps, night, tell))
    failed = sum(outcome.failed for outcome in outcomes)
    payload = {"on": str(night.on), "steps": [asdict(outcome) for outcome in outcomes]}
    with transaction.atomic():
        append(actor=ACTOR, action=ACTION, subject=f"失敗した処理{failed}件", at=clock.now(), payload=payload)
    return outcomes


def _told(steps: Iterable[Step], night: Night, tell: Callable[[Outcome], None]) -> Iterator[Outcome]:
    for step in steps:
        outcome = _outcome(step, night)
        tell(outcome)
        yield outcome


def _outcome(step: Step, night: Night) -> Outcome:
    begun = time.monotonic()
    try:
        said, failed = step.act(night), False
    except FoundError as found:
        _log.error("nightly step found something to look into: %s", step.title)
        said, failed = str(found), True
    except Exception as error:
        _log.exception("nightly step failed: %s", step.title)
        said, failed = f"失敗しました（{type(error).__name__}）", True
    return Outcome(step.title, said, round(time.monotonic() - begun, 1), failed)
