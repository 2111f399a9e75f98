"""What the web server runs for the bench: the product, and beside it the least that Django itself can do.

The yardstick has Django's own middleware and its own way of finding session and user, so it stays where it is when the
product's change.
"""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

from lms.office.bench.server import WITHOUT_LEDGER
from lms.office.bench.without_ledger import ledger_left_out
from lms.office.bench.yardstick import ADDRESS, BACKEND, MIDDLEWARE, SESSIONS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
settings.ROOT_URLCONF = "lms.office.bench.urls"
settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, BACKEND]

_product = get_wsgi_application()
if WITHOUT_LEDGER in os.environ:
    ledger_left_out().__enter__()  # for as long as this process serves
with override_settings(MIDDLEWARE=MIDDLEWARE, SESSION_ENGINE=SESSIONS):
    _plain = WSGIHandler()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Each request to the one or the other."""
    handler = _plain if environ["PATH_INFO"] == ADDRESS else _product
    return handler(environ, start_response)
