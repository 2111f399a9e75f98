"""The product asked as people ask it: over the web, and with the command."""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from unittest.mock import patch

from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from lms.people.roles import Role
from tests import factories
from tests.recomputing.rows import Row


class Remembering(Client):
    """Whatever is asked twice is answered once: only the rows beside the answers change."""

    def __init__(self, **defaults: Any) -> None:
        super().__init__(**defaults)
        self._answers: dict[object, HttpResponse] = {}

    def get(self, path: str, data: dict[str, str], **more: Any) -> HttpResponse:
        return self._once(path, data, lambda: super(Remembering, self).get(path, data, **more))

    def post(self, path: str, data: dict[str, str], **more: Any) -> HttpResponse:
        return self._once(path, data, lambda: super(Remembering, self).post(path, data, **more))

    def _once(self, path: str, data: dict[str, str], ask: Callable[[], HttpResponse]) -> HttpResponse:
        key = (path, *sorted(data.items()))
        if key not in self._answers:
            self._answers[key] = ask()
        return self._answers[key]


@contextmanager
def auditor(at: datetime) -> Iterator[Client]:
    """Signed in while every clock, that of sessions too, shows a moment; sees everything and sits nowhere."""
    with patch.object(timezone, "now", lambda: at):
        client = Remembering(SERVER_NAME="127.0.0.1")
        client.force_login(factories.viewer_of(Role.AUDITOR).user)
        yield client


def report(client: Client, **asked: str) -> HttpResponse:
    """受講状況 as a page, or with `format` as a file."""
    purpose = {"purpose": "audit"} if "format" in asked else {}
    return _whole(client.get("/reports/departments/", asked | purpose))


def overview(client: Client, **asked: str) -> HttpResponse:
    """受講の概況 as a page, or with `format` as a file."""
    purpose = {"purpose": "audit"} if "format" in asked else {}
    return _whole(client.get("/reports/overview/", asked | purpose))


def annual_report(client: Client, plan: Row, on: str, form: str, edition: str) -> bytes:
    sent = {"format": form, "edition": edition, "on": on, "purpose": "audit"}
    return _whole(client.post(f"/reports/annual/{plan.id}/file/", sent)).content


def command(*options: str) -> dict[str, Any]:
    """`manage.py department_report`"""
    out = io.StringIO()
    call_command("department_report", "--format=json", "--output=-", *options, stdout=out)
    return json.loads(out.getvalue())


def _whole(answer: HttpResponse) -> HttpResponse:
    assert answer.status_code == 200, f"{answer.status_code} {answer.headers.get('Location', '')}"
    return answer
