"""Files that are written in the background: how far they are, and the file for the one who ordered it."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lms.lib import clock
from lms.lib.work import let_go_on, stop
from lms.reports.exporting import Format, record_taken_out
from lms.reports.lists.files import KEPT, path_of
from lms.reports.lists.making import Wish, order_list
from lms.reports.lists.papers import Paper
from lms.reports.lists.source import NotAllowedError, Source
from lms.reports.lists.sources import source_of
from lms.reports.models import ListFile
from lms.reports.tasks import write_list
from lms.reports.views.sending import file_response

_PAGES = {
    ListFile.Kind.PEOPLE: "report_people", ListFile.Kind.HISTORY: "training_history",
    ListFile.Kind.OVERVIEW: "overview",
}  # fmt: skip
_ALL_AT_ONCE = "全体を一度に作成します。途中の件数は表示しません。"


def ordered(request: HttpRequest, wish: Wish, source: Source, total: int) -> HttpResponse:
    """Let the file be written, and show how far it is. Raises TooManyRowsError."""
    row = order_list(wish=wish, source=source, total=total, actor=request.user.username, at=clock.now())
    write_list.enqueue(row.pk)
    return redirect("report_list", row.pk)


def at_once(request: HttpRequest, wish: Wish, paper: Paper, moment: datetime) -> HttpResponse:
    """The same while the person waits. Raises UnwritableCharactersError and TooManyRowsError."""
    drawn = paper.draw(wish.form, lambda done: None)
    record_taken_out(
        what=f"{paper.title} {wish.form.label}", purpose=wish.purpose, conditions=dict(wish.conditions),
        rows=drawn.rows, actor=request.user.username, at=moment,
    )  # fmt: skip
    return file_response(drawn.file)


def files_of(request: HttpRequest, kind: ListFile.Kind) -> QuerySet[ListFile]:
    """What this person has ordered."""
    return ListFile.objects.filter(ordered_by=request.user.username, kind=kind)


@login_required
@require_safe
def report_list(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, and the file once it is written."""
    row, at = _own(request, pk), clock.now()
    content = {
        "row": row, "facts": _facts(row), "progress": _ALL_AT_ONCE if row.is_drawn_whole else row.progress,
        "days": KEPT.days,
        "at_work": row.is_at_work(at), "waits": row.state == ListFile.State.WAITING,
        "file_url": reverse("report_list_file", args=[pk]), "stop_url": reverse("report_list_stop", args=[pk]),
        "again_url": reverse("report_list_again", args=[pk]), "again": "もう一度始めるときは、初めから作成します。",
        "trail": [{"label": row.get_kind_display(), "url": _page(row)}, {"label": "ファイルの作成"}],
    }  # fmt: skip
    return render(request, "certificates/work.html", content)


def _facts(row: ListFile) -> str:
    if row.is_drawn_whole:
        return Format(row.form).label
    number = row.done if row.state == ListFile.State.DONE else row.total
    return f"{Format(row.form).label}　{number:,}件"


def _page(row: ListFile) -> str:
    """Where it was ordered."""
    if row.kind == ListFile.Kind.ANNUAL:
        return reverse("annual_report", args=[row.conditions["plan"]])
    return reverse(_PAGES[row.kind])


@login_required
@require_POST
def report_list_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """中止する."""
    stop(_own(request, pk))
    return redirect("report_list", pk)


@login_required
@require_POST
def report_list_again(request: HttpRequest, pk: int) -> HttpResponse:
    """もう一度始める: always from the first row."""
    if let_go_on(_own(request, pk), clock.now()):
        write_list.enqueue(pk)
    return redirect("report_list", pk)


@login_required
@require_safe
def report_list_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file, for the one who ordered it and may still see all that is in it."""
    row = _own(request, pk)
    path = path_of(row)
    if row.state != ListFile.State.DONE or not path.exists():
        raise Http404
    name = f"{row.title}.{Format(row.form).extension}"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def _own(request: HttpRequest, pk: int) -> ListFile:
    """One that this person ordered and may still read, or 404."""
    row: ListFile = get_object_or_404(ListFile, pk=pk, ordered_by=request.user.username)
    try:
        source = source_of(row.kind, row.conditions, request.viewer, clock.now())
    except NotAllowedError as error:
        raise Http404 from error
    if not source.covers >= {*row.covers}:
        raise Http404
    return row
