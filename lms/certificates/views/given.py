"""What was given: the batch and its progress, the files, the register."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from lms.certificates.access import batches, may_see_register, own_batches, readable, registered
from lms.certificates.bundles import zipped
from lms.certificates.drawing import paper
from lms.certificates.forms import RegisterForm
from lms.certificates.models import Batch, Certificate
from lms.certificates.naming import file_name
from lms.certificates.tasks import draw_batch
from lms.certificates.views.answers import pdf_answer, says_when_lost
from lms.lib import clock

_PAGE = 50


@login_required
@require_safe
def paper_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One giving: how many of its papers are drawn, and the papers."""
    batch = get_object_or_404(batches(request.viewer), pk=pk)
    rows = batch.certificates.select_related("series", "employee", "department")
    done = batch.certificates.aggregate(total=Count("pk"), drawn=Count("pk", filter=Q(drawn_at__isnull=False)))
    content = {
        "batch": batch, **done, "unfinished": done["drawn"] < done["total"],
        "progress": f"{done['total']}件のうち{done['drawn']}件",
        "page": Paginator(rows.order_by("series", "number"), _PAGE).get_page(request.GET.get("page")),
        "mine": own_batches(request.viewer).filter(pk=batch.pk).exists(),
    }  # fmt: skip
    return render(request, "certificates/batch.html", content)


@login_required
@require_POST
def paper_batch_draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the drawing anew, when a worker died in the middle."""
    batch = get_object_or_404(own_batches(request.viewer), pk=pk)
    draw_batch.enqueue(batch.pk)
    return redirect("paper_batch", batch.pk)


@login_required
@require_safe
@says_when_lost
def paper_batch_zip(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """All papers of a giving in one file, once they are drawn."""
    batch: Batch = get_object_or_404(batches(request.viewer), pk=pk)
    if batch.certificates.filter(drawn_at=None).exists():
        messages.info(request, "証書を作成しています。すべてできてから、まとめて保存してください。")
        return redirect("paper_batch", batch.pk)
    file = zipped(batch.certificates.order_by("series", "number"), clock.now())
    answer = FileResponse(file, as_attachment=True, filename=f"papers-{batch.pk}.zip", content_type="application/zip")
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_safe
@says_when_lost
def paper_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF of one paper, for those who may read it."""
    rows = readable(request.viewer).select_related("series", "employee", "department")
    certificate: Certificate = get_object_or_404(rows, pk=pk)
    return pdf_answer(paper(certificate, clock.now()), file_name(certificate))


@login_required
@require_safe
def paper_register(request: HttpRequest) -> HttpResponse:
    """修了証書交付台帳: the papers of a year in the order of their numbers."""
    if not may_see_register(request.viewer):
        raise Http404
    form = RegisterForm(request.GET.dict(), clock.today())
    rows = registered(request.viewer).filter(form.condition) if form.is_valid() else Certificate.objects.none()
    rows = rows.with_state().select_related("series", "batch", "employee", "department")
    rows = rows.order_by("series", "number", "pk")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    return render(request, "certificates/register.html", {"form": form, "page": page})
