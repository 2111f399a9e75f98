"""研修担当への質問 as the office works on them; 監査担当 reads, and leaves a trace."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lms.learning.enquiries.answering import OvertakenError, answer, publish, record_look
from lms.learning.enquiries.forms import AnswerForm, PublishForm
from lms.learning.models import Enquiry
from lms.lib import clock
from lms.people.roles import Office
from lms.records.permits import acting_offices, reading_offices

_PAGE = 50


@login_required
@require_safe
def enquiries(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first; then what was answered, the newest first."""
    found = _of(reading_offices(request))
    answered = found.exclude(answered_at=None).order_by("-answered_at", "-pk")
    content = {
        "waiting": found.waiting().order_by("asked_at", "pk"),
        "page": Paginator(answered, _PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, "learning/enquiries.html", content)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """One question, to be read and answered."""
    if request.method == "POST":
        return _answered(request, get_object_or_404(_of(acting_offices(request)), pk=pk))
    asked = get_object_or_404(_of(reading_offices(request)), pk=pk)
    if not request.viewer.owns(asked.course.office):
        record_look(enquiry=asked, actor=request.user.username, at=clock.now())
    return _page(request, asked, AnswerForm(enquiry=asked))


def _answered(request: HttpRequest, asked: Enquiry) -> HttpResponse:
    form = AnswerForm(request.POST, enquiry=asked)
    if not form.is_valid():
        return _page(request, asked, form)
    given = form.cleaned_data
    try:
        answer(enquiry=asked, text=given["text"], seen=given["seen"], by=request.viewer.employee, at=clock.now())
    except OvertakenError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "回答を送りました。")
    return redirect("enquiry", asked.pk)


def _page(request: HttpRequest, asked: Enquiry, form: AnswerForm) -> HttpResponse:
    content = {"enquiry": asked, "form": form, "may_answer": request.viewer.owns(asked.course.office)}
    return render(request, "learning/enquiry.html", content)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """An answered question becomes a よくある質問, once."""
    answered = _of(acting_offices(request)).filter(answered_at__isnull=False, faq=None)
    asked = get_object_or_404(answered, pk=pk)
    form = PublishForm(request.POST or None, enquiry=asked)
    if form.is_valid():
        words = form.cleaned_data
        publish(
            enquiry=asked, question=words["question"], text=words["text"], by=request.viewer.employee, at=clock.now()
        )  # fmt: skip
        messages.success(request, "よくある質問に掲載しました。")
        return redirect("enquiry", asked.pk)
    return render(request, "learning/enquiry_publish.html", {"enquiry": asked, "form": form})


def _of(offices: tuple[Office, ...]) -> QuerySet[Enquiry]:
    """The questions about the courses of these offices."""
    found = Enquiry.objects.filter(course__office__in=offices)
    return found.select_related("course", "employee", "answered_by", "faq")
