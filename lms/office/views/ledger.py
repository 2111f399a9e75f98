"""操作記録: searching it, reading one entry, and taking out what was found as a file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.ledger.models import Extract, LedgerEntry
from lms.lib import clock
from lms.lib.work import let_go_on
from lms.office.auditing.acts import ACTS
from lms.office.auditing.checking import last_check
from lms.office.auditing.extracting import TooManyRowsError, is_small, make_extract, order_extract
from lms.office.auditing.files import KEPT, path_of
from lms.office.auditing.searching import SearchForm, readable_acts
from lms.office.auditing.tasks import write_extract
from lms.office.auditing.wording import Names, noted
from lms.office.forms import ExtractForm

_PAGE = 50
# Who wants to see more of them narrows the search, or takes them out as a file.
_MOST_SHOWN = 10_000


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ledger(request: HttpRequest) -> HttpResponse:
    """What was looked for, the newest first; posting takes all of it out as a file."""
    search = _search(request)
    files = ExtractForm(request.POST if request.method == "POST" else None)
    if files.is_bound and files.is_valid() and search.is_valid():
        try:
            return _ordered(request, search, files)
        except TooManyRowsError as error:
            messages.error(request, str(error))
    content = {"search": search, "files": files, "form": files if files.is_bound else search, "forms": Extract.Form}
    if search.is_valid():
        page = Paginator(search.found()[:_MOST_SHOWN], _PAGE).get_page(request.GET.get("page"))
        names, check = Names(page.object_list), last_check()
        content |= {
            "page": page, "lines": [names.line(entry) for entry in page.object_list], "check": check,
            "cut": page.paginator.count == _MOST_SHOWN, "most": _MOST_SHOWN, "all": search.readable == ACTS.keys(),
        }  # fmt: skip
    return render(request, "office/ledger.html", content)


def _search(request: HttpRequest) -> SearchForm:
    readable = readable_acts(request.viewer)
    if not readable:
        raise Http404
    return SearchForm(request.GET.dict(), readable)


def _ordered(request: HttpRequest, search: SearchForm, files: ExtractForm) -> HttpResponse:
    """A few entries are answered with the file itself; many are written in the background."""
    extract = order_extract(search=search, **files.cleaned_data, actor=request.user.username, at=clock.now())
    if not is_small(extract):
        write_extract.enqueue(extract.pk)
        return redirect("ledger_extract", extract.pk)
    make_extract(extract_id=extract.pk, now=clock.now)
    extract.refresh_from_db()
    made = extract.state == Extract.State.DONE
    return redirect("ledger_extract_file" if made else "ledger_extract", extract.pk)


@login_required
@require_safe
def ledger_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: what it says, its digest, and its place in the chain."""
    entry = get_object_or_404(LedgerEntry, pk=pk, action__in=readable_acts(request.viewer))
    check = last_check()
    content = {
        "line": Names([entry]).line(entry), "noted": noted(entry.payload), "check": check,
        "checked": bool(check and entry.seq and entry.seq <= check.seq),
        "trail": [{"label": "操作記録", "url": reverse("ledger")}, {"label": entry.action}],
    }  # fmt: skip
    return render(request, "office/ledger_entry.html", content)


@login_required
@require_safe
def ledger_extract(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the file is, and the file once it is written."""
    extract, at = _own(request, pk), clock.now()
    content = {
        "row": extract, "at_work": extract.is_at_work(at), "waits": extract.state == Extract.State.WAITING,
        "days": KEPT.days, "again": "もう一度始めるときは、初めから作成します。",
        "facts": f"{extract.get_form_display()}　{extract.total}件",
        "file_url": reverse("ledger_extract_file", args=[pk]), "again_url": reverse("ledger_extract_again", args=[pk]),
        "trail": [{"label": "操作記録", "url": reverse("ledger")}, {"label": "ファイルの作成"}],
    }  # fmt: skip
    return render(request, "office/ledger_extract.html", content)


@login_required
@require_POST
def ledger_extract_again(request: HttpRequest, pk: int) -> HttpResponse:
    """もう一度始める: after a worker that died or failed."""
    if let_go_on(_own(request, pk), clock.now()):
        write_extract.enqueue(pk)
    return redirect("ledger_extract", pk)


@login_required
@require_safe
def ledger_extract_file(request: HttpRequest, pk: int) -> FileResponse:
    extract = _own(request, pk)
    path = path_of(extract)
    if extract.state != Extract.State.DONE or not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"操作記録.{extract.form}")


def _own(request: HttpRequest, pk: int) -> Extract:
    """One that this person ordered and may still read, or 404."""
    extract = get_object_or_404(Extract, pk=pk, ordered_by=request.user.username)
    if not readable_acts(request.viewer) >= {*extract.acts}:
        raise Http404
    return extract
