"""メモとしおり: kept at a chapter by whoever reads it, listed for nobody else."""

import re
import secrets
from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from courses.outline import LessonEntry, Outline
from lms.learning import notes as keeping
from lms.learning.models import Bookmark, Note
from lms.learning.notes import OutdatedError, Place, TooLongError, Writing
from lms.learning.own import own_employee
from lms.learning.views.reading import open_chapter, show_chapter
from lms.learning.views.testing import sent
from lms.lib import clock

_SCREEN = re.compile(r"[0-9a-f]{1,16}")


@login_required
@require_safe
def notes(request: HttpRequest) -> HttpResponse:
    return render(request, "learning/notes.html", {"kept": keeping.kept_of(own_employee(request))})


# A report of an error would carry the words.
@sensitive_post_parameters()
@require_POST
def note(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Save the note of a chapter; left empty, it is taken away.

    A script gets what its form says of that; 401: sign in again. Without one, the chapter: 409, another screen was
    later; 422, too long.
    """
    if not request.user.is_authenticated:
        # Back to the chapter: what is saved by a press cannot be opened as a page.
        return HttpResponse(status=401) if request.htmx else redirect_to_login(reverse("lesson", args=[code, key]))
    employee = own_employee(request)
    outline, entry = open_chapter(code, key)
    writing = _writing(request)
    try:
        _keep(Place(employee, outline.course, key), writing)
    except OutdatedError as error:
        return _told(request, outline, entry, replace(writing, stands=error.stands), 409)
    except TooLongError as error:
        return _told(request, outline, entry, replace(writing, problem=str(error)), 422)
    return _told(request, outline, entry, writing, 200)


def _writing(request: HttpRequest) -> Writing:
    """What a form sent. Browsers end lines with two characters, and count one."""
    text = "\n".join(request.POST.get("text", "").replace("\x00", "").splitlines()).strip()
    return Writing(text, sent(request, "screen", _SCREEN, secrets.token_hex(8)), request.POST.getlist("known"))


def _keep(place: Place, writing: Writing) -> None:
    at, known = clock.now(), [writing.screen, *writing.known]
    if writing.text:
        keeping.save_note(place=place, text=writing.text, screen=writing.screen, known=known, at=at)
    else:
        keeping.delete_note(notes=place.notes, known=known)


def _told(request: HttpRequest, outline: Outline, entry: LessonEntry, writing: Writing, status: int) -> HttpResponse:
    if request.htmx:
        shown = {"writing": writing, "course": outline.course, "lesson": entry, "is_saved": status == 200}
        return render(request, "learning/_note_state.html", shown)
    if status == 200:
        return redirect(f"{reverse('lesson', args=[outline.course.code, entry.key])}#note")
    page = show_chapter(request, outline, entry, writing)
    page.status_code = status
    return page


@login_required
@require_POST
def note_delete(request: HttpRequest, pk: int) -> HttpResponse:
    own = Note.objects.filter(employee=own_employee(request), pk=pk)
    get_object_or_404(own)
    try:
        keeping.delete_note(notes=own, known=request.POST.getlist("known"))
    except OutdatedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "メモを削除しました。")
    return redirect("notes")


@login_required
@require_POST
def bookmark(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Put a bookmark into a chapter or take it out, as the press says."""
    employee = own_employee(request)
    outline, _ = open_chapter(code, key)
    place = Place(employee, outline.course, key)
    if request.POST.get("bookmark") == "in":
        keeping.place_bookmark(place=place)
        messages.success(request, "しおりを挟みました。「メモとしおり」から、この章を開けます。")
    else:
        keeping.remove_bookmark(bookmarks=place.bookmarks)
        messages.success(request, "しおりを外しました。")
    return redirect("lesson", code, key)


@login_required
@require_POST
def bookmark_remove(request: HttpRequest, pk: int) -> HttpResponse:
    own = Bookmark.objects.filter(employee=own_employee(request), pk=pk)
    get_object_or_404(own)
    keeping.remove_bookmark(bookmarks=own)
    messages.success(request, "しおりを外しました。")
    return redirect("notes")
