"""The check of a paper, for anybody inside the network: by number, by two-dimensional code, by the file itself."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lms.certificates.checking import files, papers
from lms.certificates.forms import CheckFileForm, CheckNumberForm
from lms.certificates.models import Certificate
from lms.lib import clock
from lms.lib.signatures.configured import trust
from lms.lib.signatures.signing import CannotSignError

_log = logging.getLogger(__name__)
_View = Callable[..., HttpResponse]


def not_too_often(view: _View) -> _View:
    """Numbers are not to be tried one by one."""

    @wraps(view)
    def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asks = request.method == "POST" or bool(request.GET) or bool(kwargs)
        if asks and _checks_of_this_minute(request) > settings.PAPER_CHECKS_A_MINUTE:
            return render(request, "429.html", status=429)
        return view(request, *args, **kwargs)

    return limited


def _checks_of_this_minute(request: HttpRequest) -> int:
    """With this one, from the same address."""
    key = f"paper-check:{get_adapter().get_client_ip(request)}:{int(clock.now().timestamp()) // 60}"
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key)
    except ValueError:  # a full cache has just given the entry up
        return 1


@require_http_methods(["GET", "HEAD", "POST"])
@not_too_often
def paper_check(request: HttpRequest) -> HttpResponse:
    """By number (GET), or by the file (POST)."""
    content: dict[str, Any] = {"number_form": CheckNumberForm(), "file_form": CheckFileForm()}
    if request.method == "POST":
        content |= _by_file(request)
    elif request.GET:
        content |= _by_number(request)
    return render(request, "certificates/check.html", content, status=503 if "cannot_check" in content else 200)


@require_safe
@not_too_often
def paper_code(request: HttpRequest, public_id: str) -> HttpResponse:
    """By the two-dimensional code: whoever has it has the paper, and sees what it says."""
    found = papers.by_code(public_id)
    content = {"asked": True, **_shown(found)} if found else {"asked": True, "unknown": True}
    return render(request, "certificates/check_code.html", content, status=200 if found else 404)


def _by_file(request: HttpRequest) -> dict[str, Any]:
    form = CheckFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return {"file_form": form}
    at = clock.now()
    try:
        trusted = trust(at)
    except (CannotSignError, OSError) as error:
        # Where the files lie is for the log alone: this page is open to everybody in the network.
        _log.error("papers cannot be checked by their files: %s", error)
        return {"asked": True, "cannot_check": True}
    found = files.find(form.cleaned_data["paper"].read(), trusted, at)
    if found.certificate and found.verdict.accepted:
        return {"asked": True, **_shown(found.certificate), "verdict": found.verdict}
    return {"asked": True, "problem": found.problem}


def _by_number(request: HttpRequest) -> dict[str, Any]:
    form = CheckNumberForm(request.GET)
    if not form.is_valid():
        return {"number_form": form}
    found = papers.by_number(form.cleaned_data["number"])
    if found is None:
        return {"number_form": form, "asked": True, "unknown": True}
    name = form.cleaned_data["name"]
    named = bool(name) and papers.is_holder(found, name)
    shown = _shown(found) if named else _shown(found) | {"lines": papers.words_without_name(found)}
    return {
        "number_form": form,
        "asked": True,
        **shown,
        "other_name": bool(name and "name" in found.payload and not named),
    }


def _shown(certificate: Certificate) -> dict[str, Any]:
    return {
        "certificate": certificate,
        "lines": papers.words(certificate),
        "not_standing": papers.standing_problem(certificate),
    }
