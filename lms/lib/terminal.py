"""The terminal whose request is being answered, as far as its address tells. Commands and workers have none.

It is the one thing that reaches a function from its surroundings and not as an argument: every act of a page would
have to hand it down, and none decides anything by it. Each thread, and each task of an event loop, has its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ADDRESS: ContextVar[str] = ContextVar("terminal_address", default="")


def terminal_address() -> str:
    """Empty where nobody's request is being answered."""
    return _ADDRESS.get()


@contextmanager
def answering(address: str) -> Iterator[None]:
    """What is done within is done for a request from this address; may be empty."""
    before = _ADDRESS.set(address)
    try:
        yield
    finally:
        _ADDRESS.reset(before)
