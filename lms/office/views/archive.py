"""監査資料: ordered by 監査担当, made in the background, kept for some days."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.ledger.models import AuditArchive
from lms.lib import clock
from lms.lib.fiscal_year import fiscal_year_name
from lms.lib.work import let_go_on
from lms.office.auditing.archive.making import order_archive
from lms.office.auditing.files import KEPT, path_of
from lms.office.auditing.tasks import write_archive
from lms.office.forms import ArchiveForm
from lms.people.roles import Role


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def audit_archives(request: HttpRequest) -> HttpResponse:
    """What one has ordered; posting orders another."""
    _auditors_only(request)
    form = ArchiveForm(request.POST if request.method == "POST" else None, today=request.viewer.on)
    if form.is_bound and form.is_valid():
        archive = order_archive(**form.cleaned_data, actor=request.user.username, at=clock.now())
        write_archive.enqueue(archive.pk)
        return redirect("audit_archive", archive.pk)
    own = AuditArchive.objects.filter(ordered_by=request.user.username)
    rows = [(row, fiscal_year_name(row.fiscal_year)) for row in own]
    content = {"form": form, "rows": rows, "days": KEPT.days, "trail": [*_trail(), {"label": "監査資料"}]}
    return render(request, "office/audit_archives.html", content)


@login_required
@require_safe
def audit_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, and the file once it is there."""
    archive, at = _own(request, pk), clock.now()
    content = {
        "row": archive, "at_work": archive.is_at_work(at), "waits": archive.state == AuditArchive.State.WAITING,
        "days": KEPT.days, "again": "もう一度始めるときは、初めから作成します。",
        "name": fiscal_year_name(archive.fiscal_year), "facts": f"ZIP　{archive.total}ファイル",
        "progress": f"{archive.total:,}ファイルのうち{archive.done:,}ファイル" if archive.total else "準備中",
        "file_url": reverse("audit_archive_file", args=[pk]), "again_url": reverse("audit_archive_again", args=[pk]),
        "trail": [*_trail(), {"label": "監査資料", "url": reverse("audit_archives")}, {"label": "作成"}],
    }  # fmt: skip
    return render(request, "office/audit_archive.html", content)


@login_required
@require_POST
def audit_archive_again(request: HttpRequest, pk: int) -> HttpResponse:
    """もう一度始める: after a worker that died or failed."""
    if let_go_on(_own(request, pk), clock.now()):
        write_archive.enqueue(pk)
    return redirect("audit_archive", pk)


@login_required
@require_safe
def audit_archive_file(request: HttpRequest, pk: int) -> FileResponse:
    archive = _own(request, pk)
    path = path_of(archive)
    if archive.state != AuditArchive.State.DONE or not path.exists():
        raise Http404
    name = f"監査資料_{fiscal_year_name(archive.fiscal_year)}.zip"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def _trail() -> list[dict[str, str]]:
    return [{"label": "監査", "url": reverse("audit_home")}]


def _own(request: HttpRequest, pk: int) -> AuditArchive:
    """One that this person ordered while still 監査担当, or 404."""
    _auditors_only(request)
    return get_object_or_404(AuditArchive, pk=pk, ordered_by=request.user.username)


def _auditors_only(request: HttpRequest) -> None:
    if not request.viewer.has(Role.AUDITOR):
        raise Http404
