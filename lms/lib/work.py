"""Long work in one worker's hands: taken up, kept under a lease, stopped and gone on with at will.

A worker that dies holds up its work no longer than the lease; one whose work somebody stopped, or took over, notices it
the next time it writes down how far it is. The rooms make their tables of `Work`; this module has none.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

# Longer than the slowest step by far.
_LEASE = timedelta(minutes=2)
_FAILED = "思わぬ理由で中断しました。もう一度始めてください。繰り返すときは、システム管理者に知らせてください。"


class WorkQuerySet(models.QuerySet):
    """Work by what may be done with it."""

    def under_way(self) -> "WorkQuerySet":
        """Somebody waits for it, or works on it."""
        return self.filter(state__in=[Work.State.WAITING, Work.State.WORKING])

    def free(self, at: datetime) -> "WorkQuerySet":
        """A worker may take it up: it waits for one, or was left by one whose lease has ended."""
        return self.filter(Q(state=Work.State.WAITING) | Q(state=Work.State.WORKING, lease_until__lt=at))

    def undone(self, at: datetime) -> "WorkQuerySet":
        """Nobody is at it and it is not finished: free, stopped or failed."""
        idle = Q(state__in=[Work.State.WAITING, Work.State.STOPPED, Work.State.FAILED])
        return self.filter(idle | Q(state=Work.State.WORKING, lease_until__lt=at))


class Work(models.Model):
    """Long work. The row is the job, held by one worker under a lease that ends."""

    class State(models.TextChoices):
        WAITING = "waiting", "開始待ち"
        WORKING = "working", "作業中"
        DONE = "done", "完了"
        STOPPED = "stopped", "中止"
        FAILED = "failed", "中断"

    total = models.PositiveIntegerField("件数")
    state = models.CharField("状態", max_length=8, choices=State, default=State.WAITING)
    holder = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    done = models.PositiveIntegerField("済んだ件数", default=0)
    notice = models.CharField("お知らせ", max_length=300, blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_at_work(self, at: datetime) -> bool:
        """Whether somebody works on it, as far as the lease says."""
        return self.state == self.State.WORKING and self.lease_until is not None and self.lease_until >= at

    @property
    def progress(self) -> str:
        return f"{self.total:,}件のうち{self.done:,}件"


_State = Work.State


class _NotOursError(Exception):
    """Somebody stopped the work, or took it over when its lease had ended."""


@dataclass(frozen=True)
class Hold:
    """A worker's hold on its work."""

    work: Work
    holder: str

    def tell(self, done: int, at: datetime) -> None:
        """Write down how far we are, and hold on; raises what ends the work when it is ours no longer."""
        self._keep({"done": done, "lease_until": at + _LEASE})

    def keep(self, at: datetime) -> None:
        """Hold on within a step that takes long."""
        self._keep({"lease_until": at + _LEASE})

    def finish(self) -> None:
        self._keep({"state": _State.DONE, "lease_until": None, "holder": ""})

    def fail(self, notice: str) -> None:
        self._ours().update(state=_State.FAILED, notice=notice[:300], lease_until=None, holder="")

    def _ours(self) -> Any:
        return type(self.work).objects.filter(pk=self.work.pk, state=_State.WORKING, holder=self.holder)

    def _keep(self, values: dict[str, Any]) -> None:
        if not self._ours().update(**values):
            raise _NotOursError


def take(model: type[Work], key: int, at: datetime, **values: Any) -> Hold | None:
    """Take up work, with `values` set in its row; None when somebody else does it or nobody wants it any more."""
    holder = secrets.token_hex(16)
    free = model.objects.free(at).filter(pk=key)
    if not free.update(state=_State.WORKING, holder=holder, lease_until=at + _LEASE, notice="", **values):
        return None
    return Hold(model.objects.get(pk=key), holder)


def stop(work: Work) -> None:
    """Its worker notices after a few steps."""
    wanted = type(work).objects.under_way().filter(pk=work.pk)
    wanted.update(state=_State.STOPPED, lease_until=None, holder="")


def let_go_on(work: Work, at: datetime) -> bool:
    """Whether it may be done now: neither finished nor in somebody's hands."""
    undone = type(work).objects.undone(at).filter(pk=work.pk)
    return bool(undone.update(state=_State.WAITING, lease_until=None, holder="", notice=""))


@contextmanager
def done_under(hold: Hold, *explained: type[Exception]) -> Iterator[None]:
    """The row says how the work ended, in the words of an error that is `explained`; any other one goes on its way."""
    try:
        yield
        hold.finish()
    except _NotOursError:
        return
    except explained as error:
        hold.fail(str(error))
    except Exception:
        hold.fail(_FAILED)
        raise
