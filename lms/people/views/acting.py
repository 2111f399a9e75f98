"""The one shape of every page that does something: a form, the act, and what was done in words."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lms.people.refusals import RefusedError


@dataclass(frozen=True, kw_only=True)
class Page:
    """What stands on the page beside its form; `back` is where it leads, done or not. What only asks is a `get`."""

    heading: str
    button: str
    back: str
    back_label: str
    shoulder: str = ""
    lead: str = ""
    method: str = "post"


def acted(request: HttpRequest, form: Form, page: Page, act: Callable[[], str]) -> HttpResponse:
    """Ask until the form is right and the act is not refused; `act` answers with what to tell the person."""
    if request.method == "POST" and form.is_valid():
        try:
            words = act()
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words)
            return redirect(page.back)
    return render(request, "people/act.html", {"form": form, "page": page})


def done(request: HttpRequest, back: str, act: Callable[[], str]) -> HttpResponse:
    """An act without a form: do it and say so, or say why not."""
    try:
        messages.success(request, act())
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect(back)
