"""Files of completions and of drills on the screen: hand in, look, confirm. For the training offices."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.importing.history import drill_planning
from lms.importing.history import planning as history_planning
from lms.importing.history.applying import claim, hand_in_file, is_under_way, offices_text
from lms.importing.history.forms import RecordsFileForm
from lms.importing.history.plans import faults_of, lines_of
from lms.importing.history.tasks import apply_records_file, read_records_file
from lms.lib import clock
from lms.people.roles import Office
from lms.records.models import PhishingDrill, RecordsFile
from lms.records.permits import acting_offices
from lms.records.setting import needs_confirmation

_PER_PAGE = 100
_SHOWN = 50
_Kind = RecordsFile.Kind
_COLUMNS = {
    _Kind.COMPLETIONS: ("研修", "修了日", "受講方法", "根拠資料"),
    _Kind.DRILL: drill_planning.COLUMNS[1:],
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def completion_files(request: HttpRequest) -> HttpResponse:
    """Choose a file of completions of one's own offices' courses."""
    offices = acting_offices(request)
    return _choose(request, _Kind.COMPLETIONS, None, offices)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def drill_files(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a file of a drill's results. For the security office."""
    if not request.viewer.owns(Office.SECURITY):
        raise Http404
    return _choose(request, _Kind.DRILL, get_object_or_404(PhishingDrill.objects.standing(), pk=pk), (Office.SECURITY,))


def _choose(
    request: HttpRequest, kind: _Kind, drill: PhishingDrill | None, offices: tuple[Office, ...]
) -> HttpResponse:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RecordsFileForm(*sent)
    if form.is_valid():
        chosen = form.cleaned_data["file"]
        file = hand_in_file(
            kind=kind, drill=drill, offices=offices, filename=chosen.name, content=chosen.read(),
            by=request.viewer.employee, at=clock.now(),
        )  # fmt: skip
        read_records_file.enqueue(file.pk)
        return redirect("records_file", file.pk)
    earlier = _files(request).filter(kind=kind, drill=drill)[:_SHOWN]
    columns = drill_planning.COLUMNS if drill else history_planning.COLUMNS
    content = {"form": form, "files": earlier, "drill": drill, "columns": columns}
    return render(request, "importing/history_files.html", content)


@login_required
@require_safe
def records_file(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file would add, to be confirmed; once applied, what it has added."""
    file = get_object_or_404(_files(request), pk=pk)
    content = {"file": file, "under_way": is_under_way(file, clock.now()), "columns": _COLUMNS[_Kind(file.kind)]}
    if file.read_at and not (file.applied_at or content["under_way"]):
        content |= _found(request, file)
    return render(request, "importing/history_file.html", content)


def _found(request: HttpRequest, file: RecordsFile) -> dict[str, Any]:
    """Of all that was found only one page is made into rows."""
    found = file.findings
    page = Paginator(found["faults"] or found["lines"], _PER_PAGE).get_page(request.GET.get("page"))
    made = faults_of if found["faults"] else lines_of
    page.object_list = made(page.object_list)
    return {"found": found, "page": page}


@login_required
@require_POST
def records_file_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the file again, when a worker died over it."""
    file = get_object_or_404(_files(request), pk=pk)
    read_records_file.enqueue(file.pk)
    return redirect("records_file", pk)


@login_required
@require_POST
def records_file_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """反映する, in the background, provided the books are still those that were looked at."""
    file = get_object_or_404(_files(request), pk=pk)
    if needs_confirmation() and file.handed_in_by == request.viewer.employee:
        messages.error(request, "自分が選んだファイルは反映できません。別の研修担当が確かめて反映してください。")
    elif claim(file=file, at=clock.now()):
        apply_records_file.enqueue(file.pk, request.POST.get("digest", ""), request.user.username)
    return redirect("records_file", pk)


def _files(request: HttpRequest) -> QuerySet[RecordsFile]:
    """Those for offices that this person works for, all of them."""
    own = acting_offices(request)
    possible = {offices_text([office]) for office in own} | {offices_text(own)}
    return (
        RecordsFile.objects.filter(offices__in=possible)
        .select_related("drill", "handed_in_by")
        .defer("content", "findings")
    )
