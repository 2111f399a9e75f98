"""The negative control: a server that now and then acknowledges an answer and throws it away."""

import itertools
from collections.abc import Callable, Iterable
from typing import Any

from lms.wsgi import application as product

_count = itertools.count(1)
_EVERY = 7


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].endswith("/save/") and next(_count) % _EVERY == 0:
        start_response("204 No Content", [])
        return []
    return product(environ, start_response)
