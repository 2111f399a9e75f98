"""職員情報の取込み: upload, look, confirm. For 人事担当 only."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lms.importing.applying import NotAsSeenError, NothingToApplyError, apply_as_seen, receive
from lms.importing.forms import UploadForm
from lms.importing.models import ImportBatch
from lms.importing.planning import planned
from lms.importing.preview import figures, preview
from lms.lib import clock
from lms.people.roles import Role

_PER_PAGE = 100
View = Callable[..., HttpResponse]


def _for_hr(view: View) -> View:
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.viewer.has(Role.HR):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@_for_hr
def imports(request: HttpRequest) -> HttpResponse:
    """Choose a file, and what was taken in before."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent, initial={"on": clock.today()})
    if form.is_valid():
        kind, on, file = (form.cleaned_data[name] for name in ("kind", "on", "file"))
        batch = receive(
            kind=kind, on=on, filename=file.name, content=file.read(), by=request.user.username, at=clock.now()
        )
        return redirect("import_preview", pk=batch.pk)
    earlier = Paginator(ImportBatch.objects.defer("content", "notes"), _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "importing/imports.html", {"form": form, "page": earlier})


@_for_hr
@require_GET
def import_preview(request: HttpRequest, pk: str) -> HttpResponse:
    """What the file would change, to be confirmed; once applied, what it has changed."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    if batch.applied_at:
        content = {"batch": batch, "figures": figures(batch.counts, batch.kind), "trail": _trail("取込みの結果")}
        return render(request, "importing/done.html", content)
    plan = planned(kind=batch.kind, content=bytes(batch.content), on=batch.on)
    shown = preview(plan, batch.kind, request.GET.get("show", ""))
    page = Paginator(shown.rows, _PER_PAGE).get_page(request.GET.get("page"))
    content = {"batch": batch, "plan": plan, "preview": shown, "page": page, "trail": _trail("取込み前の確認")}
    return render(request, "importing/preview.html", content)


@_for_hr
@require_POST
def import_apply(request: HttpRequest, pk: str) -> HttpResponse:
    """反映する, provided the books are still those that were looked at."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    digest = request.POST.get("digest", "")
    try:
        apply_as_seen(batch=batch, digest=digest, actor=request.user.username, at=clock.now())
    except NotAsSeenError:
        messages.warning(request, "確認の後に登録の内容が変わりました。もう一度確かめてから反映してください。")
    except NothingToApplyError:
        messages.info(request, "反映するものはありません。")
    else:
        messages.success(request, "反映しました。")
    return redirect("import_preview", pk=pk)


def _trail(here: str) -> list[dict[str, str]]:
    return [{"label": "職員情報の取込み", "url": reverse("imports")}, {"label": here}]
