"""職員情報の取込み: upload, look, confirm, take back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from lms.importing.comparing.planning import mapping_of
from lms.importing.comparing.plans import Consent
from lms.importing.forms import ColumnsForm, UploadForm
from lms.importing.handling.preview import preview
from lms.importing.handling.receiving import receive
from lms.importing.handling.remembering import remember_columns
from lms.importing.handling.showing import PER_PAGE
from lms.importing.handling.starting import start_applying, start_reading, start_undoing
from lms.importing.models import ImportBatch
from lms.importing.views.guard import for_hr
from lms.lib import clock

_State = ImportBatch.State
_TITLES = {
    _State.APPLYING: "反映中", _State.APPLIED: "取込みの結果", _State.UNDOING: "取消し中",
    _State.UNDONE: "取り消した取込み",
}  # fmt: skip


@for_hr
def imports(request: HttpRequest) -> HttpResponse:
    """Choose a file, and what was taken in before."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent, initial={"on": clock.today()})
    if form.is_valid():
        kind, on, file = (form.cleaned_data[name] for name in ("kind", "on", "file"))
        batch = receive(
            kind=kind, on=on, filename=file.name, content=file.read(), by=request.user.username, at=clock.now(),
            reach=form.reach,
        )  # fmt: skip
        start_reading(batch=batch, at=clock.now())
        return redirect("import_preview", pk=batch.pk)
    earlier = Paginator(ImportBatch.objects.defer("content", "notes", "seen"), PER_PAGE)
    page = earlier.get_page(request.GET.get("page"))
    return render(request, "importing/imports.html", {"form": form, "page": page})


@for_hr
@require_GET
def import_preview(request: HttpRequest, pk: str) -> HttpResponse:
    """What the file would change, to be confirmed; once applied, what it has changed."""
    batch = get_object_or_404(ImportBatch.objects.defer("content"), pk=pk)
    title = _TITLES.get(_State(batch.state), "取込み前の確認")
    content: dict[str, Any] = {"batch": batch, "title": title, "trail": _trail(title)}
    if batch.state in (_State.FAILED, *ImportBatch.BUSY):
        content["at_work"] = batch.is_at_work(clock.now())
        return render(request, "importing/waiting.html", content)
    if request.htmx:  # the waiting page asked, and has nothing more to wait for
        return HttpResponseClientRefresh()
    shown = preview(batch, request.GET.get("show", ""))
    content |= {"preview": shown, "page": Paginator(shown.rows, PER_PAGE).get_page(request.GET.get("page"))}
    done = batch.state in (_State.APPLIED, _State.UNDONE)
    return render(request, "importing/done.html" if done else "importing/preview.html", content)


@for_hr
@require_POST
def import_check(request: HttpRequest, pk: str) -> HttpResponse:
    """もう一度確かめる: also where the work was interrupted."""
    start_reading(batch=get_object_or_404(ImportBatch, pk=pk), at=clock.now())
    return redirect("import_preview", pk=pk)


@for_hr
def import_columns(request: HttpRequest, pk: str) -> HttpResponse:
    """Which column of the file is which, remembered for the next time."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    headings, unnamed = batch.seen.get("headings", []), batch.seen.get("unnamed", [])
    if not unnamed or batch.applied_at:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = ColumnsForm(sent, unnamed=unnamed, headings=headings, known=mapping_of(batch.kind))
    if form.is_valid():
        at = clock.now()
        remember_columns(kind=batch.kind, headings=form.headings, actor=request.user.username, at=at)
        start_reading(batch=batch, at=at)
        return redirect("import_preview", pk=pk)
    return render(request, "importing/columns.html", {"form": form, "batch": batch, "trail": _trail("列の対応")})


@for_hr
@require_POST
def import_apply(request: HttpRequest, pk: str) -> HttpResponse:
    """反映する, provided the books are still those that were looked at."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    consent = Consent(leaves_out="leaves_out" in request.POST, accepts_drop="accepts_drop" in request.POST)
    start_applying(
        batch=batch, digest=request.POST.get("digest", ""), consent=consent, actor=request.user.username,
        at=clock.now(),
    )  # fmt: skip
    batch.refresh_from_db(fields=["state"])
    if batch.state == _State.APPLIED:
        messages.success(request, "反映しました。")
    return redirect("import_preview", pk=pk)


@for_hr
@require_POST
def import_undo(request: HttpRequest, pk: str) -> HttpResponse:
    """取込みを取り消す, as a whole, while nothing depends on it."""
    batch = get_object_or_404(ImportBatch.objects.defer("content"), pk=pk)
    start_undoing(batch=batch, actor=request.user.username, at=clock.now())
    batch.refresh_from_db(fields=["state"])
    if batch.state == _State.UNDONE:
        messages.success(request, "取込みを取り消しました。")
    return redirect("import_preview", pk=pk)


def _trail(here: str) -> list[dict[str, str]]:
    return [{"label": "職員情報の取込み", "url": reverse("imports")}, {"label": here}]
