"""Answers that are files."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lms.certificates.drawing import PaperLostError

_View = Callable[..., HttpResponse]


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """A PDF to keep."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def says_when_lost(view: _View) -> _View:
    """Show in words that a kept paper is lost, and how to get it back."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except PaperLostError as error:
            return render(request, "certificates/paper_lost.html", {"text": str(error)}, status=500)

    return shown
