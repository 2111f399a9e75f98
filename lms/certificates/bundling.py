"""The making of a bundle: ordered by a person, made by one worker under a lease, stopped and gone on with at will."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from lms.certificates.bundle_files import whole_file
from lms.certificates.bundles import WRITERS, Contents
from lms.certificates.drawing import PaperLostError
from lms.certificates.models import Bundle
from lms.ledger.appending import append

# Longer than the slowest paper by far; a worker that dies holds up its bundle no longer.
_LEASE = timedelta(minutes=2)
_EACH = 20
_FAILED = "思わぬ理由で中断しました。もう一度始めてください。繰り返すときは、システム管理者に知らせてください。"
# Of so many papers a bundle is made while the person waits; a list needs no papers to be read.
_AT_ONCE = {Bundle.Form.ZIP: 100, Bundle.Form.PRINT: 100, Bundle.Form.LIST: 2000}
_State = Bundle.State


class _NotOursError(Exception):
    """Somebody stopped the work, or took it over when its lease had ended."""


@dataclass(frozen=True)
class Choice:
    """What is taken out: certificates in their order, and in words and conditions how they were chosen."""

    title: str
    papers: Sequence[int]
    offices: Sequence[str]
    conditions: dict[str, str]


@transaction.atomic
def order_bundle(*, choice: Choice, form: str, purpose: str, actor: str, at: datetime) -> Bundle:
    """Write down what is wanted, with its trace in the ledger: the conditions and the size, never the names."""
    bundle = Bundle.objects.create(
        form=form, title=choice.title, purpose=purpose, papers=list(choice.papers), offices=sorted(choice.offices),
        total=len(choice.papers), ordered_at=at, ordered_by=actor,
    )  # fmt: skip
    append(
        actor=actor, action="出力", subject=f"{choice.title} {bundle.get_form_display()}", at=at,
        payload={"purpose": purpose, "conditions": choice.conditions, "rows": bundle.total},
    )  # fmt: skip
    return bundle


def is_small(bundle: Bundle) -> bool:
    return bundle.total <= _AT_ONCE[Bundle.Form(bundle.form)]


def stop_bundle(*, bundle: Bundle) -> None:
    """The worker notices after a few papers; its unfinished file goes."""
    busy = Bundle.objects.filter(pk=bundle.pk, state__in=[_State.WAITING, _State.WORKING])
    busy.update(state=_State.STOPPED, lease_until=None, holder="")


def let_bundle_go_on(*, bundle: Bundle, at: datetime) -> bool:
    """Whether it may be made now: neither finished nor in somebody's hands."""
    unmade = Bundle.objects.unmade(at).filter(pk=bundle.pk)
    return bool(unmade.update(state=_State.WAITING, lease_until=None, holder="", notice=""))


def make_bundle(*, bundle_id: int, now: Callable[[], datetime]) -> None:
    """Put the papers together, unless somebody else does it or nobody wants it any more."""
    holder = secrets.token_hex(16)
    waiting = Q(state=_State.WAITING) | Q(state=_State.WORKING, lease_until__lt=now())
    mine = Bundle.objects.filter(waiting, pk=bundle_id)
    if not mine.update(state=_State.WORKING, holder=holder, lease_until=now() + _LEASE, done=0, notice=""):
        return
    bundle = Bundle.objects.get(pk=bundle_id)
    with _known_when_it_fails(bundle, holder), whole_file(bundle) as file:
        WRITERS[Bundle.Form(bundle.form)](file, _contents(bundle, now()), _told(bundle, holder, now))


def _contents(bundle: Bundle, at: datetime) -> Contents:
    return Contents(bundle.title, bundle.papers, at)


def _told(bundle: Bundle, holder: str, now: Callable[[], datetime]) -> Callable[[int], None]:
    def tell(done: int) -> None:
        if done % _EACH == 0 or done == bundle.total:
            _keep(bundle, holder, {"done": done, "lease_until": now() + _LEASE})

    return tell


def _keep(bundle: Bundle, holder: str, values: dict[str, Any]) -> None:
    """Write down how far we are, provided that the bundle is still ours to make."""
    if not Bundle.objects.filter(pk=bundle.pk, state=_State.WORKING, holder=holder).update(**values):
        raise _NotOursError


@contextmanager
def _known_when_it_fails(bundle: Bundle, holder: str) -> Iterator[None]:
    """The page says how the work ended; an error that nobody foresaw goes on its way."""
    ended = {"lease_until": None, "holder": ""}
    try:
        yield
        _keep(bundle, holder, {"state": _State.DONE, **ended})
    except _NotOursError:
        return
    except Exception as error:
        lost = isinstance(error, PaperLostError)
        ours = Bundle.objects.filter(pk=bundle.pk, state=_State.WORKING, holder=holder)
        ours.update(state=_State.FAILED, notice=str(error)[:300] if lost else _FAILED, **ended)
        if not lost:
            raise
