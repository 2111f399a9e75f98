"""修了の取消し: of a record of the room below, on a page of this one, because it must say which papers stand on it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from lms.certificates.models import Certificate
from lms.lib import clock
from lms.records.forms import ReasonForm
from lms.records.models import Completion
from lms.records.permits import acting_offices
from lms.records.recording import cancel_completion, equivalents_prefix


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def completion_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """With a reason. A mistake is then written down anew."""
    own = Completion.objects.valid().filter(course__office__in=acting_offices(request))
    completion: Completion = get_object_or_404(own.select_related("employee", "course"), pk=pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        by = request.viewer.employee
        cancel_completion(completion=completion, reason=form.cleaned_data["reason"], cancelled_by=by, at=clock.now())
        name = completion.employee.shown_name
        messages.success(request, f"{name}の「{completion.course_title}」の修了を取り消しました。")
        return redirect("completions")
    content = {"form": form, "completion": completion, "papers": _papers(completion)}
    return render(request, "certificates/completion_cancel.html", content)


def _papers(completion: Completion) -> QuerySet[Certificate]:
    """The 修了証書 that stand of a completion, and of what it counts as. One query."""
    counted = Q(
        completion__source=Completion.Source.EQUIVALENT,
        completion__source_id__startswith=equivalents_prefix(completion),
    )
    given = Certificate.objects.standing().filter(Q(completion=completion) | counted)
    return given.select_related("batch").order_by("pk")
