"""The desk, a course and its chapters, and the paper that says it is done."""

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from courses.models import FaqEntry
from courses.outline import LessonEntry, Outline
from courses.rendering import entry_html
from lms.certificates.confirmation import confirmation_pdf
from lms.learning import desk as desks
from lms.learning.flow import finish_lesson
from lms.learning.models import MOST_LETTERS
from lms.learning.notes import Place, Writing, kept
from lms.learning.own import open_course, own_employee
from lms.learning.standing import standing
from lms.learning.surveys import offer
from lms.lib import clock
from lms.people.city import city
from lms.records.models import Completion


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    cards = desks.desk(own_employee(request), clock.now())
    open_cards = [card for card in cards if not card.done]
    done_cards = [card for card in cards if card.done]
    return render(request, "learning/desk.html", {"open_cards": open_cards, "done_cards": done_cards})


@login_required
@require_safe
def course(request: HttpRequest, code: str) -> HttpResponse:
    employee = own_employee(request)
    outline, guide = open_course(code)
    known = standing(employee, outline, clock.now())
    content = {
        "standing": known, "guide": guide, "offer": offer(request, known, employee),
        "faq": FaqEntry.objects.shown().filter(course=outline.course) if guide.has_faq else (),
    }  # fmt: skip
    return render(request, "learning/course.html", content)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: HttpRequest, code: str, key: str) -> HttpResponse:
    own_employee(request)
    outline, entry = open_chapter(code, key)
    return _finish(request, outline, entry) if request.method == "POST" else show_chapter(request, outline, entry)


def open_chapter(code: str, key: str) -> tuple[Outline, LessonEntry]:
    """A chapter of a published course, or 404."""
    outline, _ = open_course(code)
    entry = outline.lesson(key)
    if entry is None:
        raise Http404
    return outline, entry


def show_chapter(
    request: HttpRequest, outline: Outline, entry: LessonEntry, writing: Writing | None = None
) -> HttpResponse:
    """The page of a chapter; `writing`: a note that could not be saved, in place of the one that is kept."""
    employee = own_employee(request)
    known, own = standing(employee, outline, clock.now()), kept(Place(employee, outline.course, entry.key))
    before, after = _neighbours(outline, entry)
    shown = {
        "standing": known, "lesson": entry, "before": before, "after": after, "body": entry_html(entry),
        "is_read": entry.key in known.read, "is_marked": own.is_marked, "most_letters": MOST_LETTERS,
        "is_saved": bool(own.text),
        "writing": writing or Writing(own.text, secrets.token_hex(8), [own.screen]),
    }  # fmt: skip
    return render(request, "learning/lesson.html", shown)


def _finish(request: HttpRequest, outline: Outline, entry: LessonEntry) -> HttpResponse:
    employee = own_employee(request)
    completed = finish_lesson(employee=employee, course=outline.course, key=entry.key, at=clock.now())
    if completed:
        messages.success(request, f"「{outline.course.title}」を修了しました。")
        return redirect("course", outline.course.code)
    _, after = _neighbours(outline, entry)
    if after:
        return redirect("lesson", outline.course.code, after.key)
    if outline.quizzes:
        return redirect("quiz", outline.quizzes[0].code)
    return redirect("course", outline.course.code)


def _neighbours(outline: Outline, entry: LessonEntry) -> tuple[LessonEntry | None, LessonEntry | None]:
    """The chapters before and after one."""
    place = entry.number - 1
    before = outline.lessons[place - 1] if place else None
    return before, outline.lessons[place + 1] if place + 1 < len(outline.lessons) else None


@login_required
@require_safe
def confirmation(request: HttpRequest, code: str) -> HttpResponse:
    """修了確認書 of one's own newest completion of a course."""
    own = Completion.objects.valid().filter(employee=own_employee(request), course__code=code)
    done = own.select_related("employee").order_by("-completed_at").first()
    if done is None:
        raise Http404
    pdf = confirmation_pdf(completion=done, city=city(), at=clock.now())
    name = content_disposition_header(as_attachment=False, filename=f"修了確認書_{code}.pdf")
    return HttpResponse(pdf, "application/pdf", headers={"Content-Disposition": name})
