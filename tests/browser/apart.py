"""What the product does outside the browser."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

_Result = TypeVar("_Result")


def apart(act: Callable[[], _Result]) -> _Result:
    """Do it in a thread of its own: Playwright keeps an event loop in the test's thread, and signing begins one."""

    def done() -> _Result:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(done).result()
