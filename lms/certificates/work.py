"""Long work in one worker's hands: taken up, kept under a lease, stopped and gone on with at will.

A worker that dies holds up its work no longer than the lease; one whose work somebody stopped, or took over, notices it
the next time it writes down how far it is.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lms.certificates.models import Work

# Longer than the slowest step by far.
_LEASE = timedelta(minutes=2)
_FAILED = "思わぬ理由で中断しました。もう一度始めてください。繰り返すときは、システム管理者に知らせてください。"
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
