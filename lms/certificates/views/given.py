"""What was given: the batch and its progress, the files, the register."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lms.certificates.access import batches, may_see_register, own_batches, readable, registered
from lms.certificates.choosing import part_of_register
from lms.certificates.drawing import paper
from lms.certificates.drawing_together import at_work, is_stopped, let_go_on, stop_drawing
from lms.certificates.forms import BundleForm, RegisterForm
from lms.certificates.models import Bundle, Certificate
from lms.certificates.naming import file_name
from lms.certificates.tasks import have_drawn
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
        "batch": batch, **done, "unfinished": done["drawn"] < done["total"], "files": BundleForm(),
        "stopped": is_stopped(batch), "at_work": at_work(batch, clock.now()),
        "bundle_url": reverse("paper_batch_bundle", args=[batch.pk]), "forms": Bundle.Form,
        "reissue_url": reverse("paper_batch_reissue", args=[batch.pk]),
        "progress": f"{done['total']}件のうち{done['drawn']}件",
        "page": Paginator(rows.order_by("series", "number"), _PAGE).get_page(request.GET.get("page")),
        "mine": own_batches(request.viewer).filter(pk=batch.pk).exists(),
    }  # fmt: skip
    return render(request, "certificates/batch.html", content)


@login_required
@require_POST
def paper_batch_draw(request: HttpRequest, pk: int) -> HttpResponse:
    """作成を続ける: after a stop, or when a worker died in the middle."""
    batch = get_object_or_404(own_batches(request.viewer), pk=pk)
    let_go_on(batch=batch)
    have_drawn(batch.pk, batch.certificates.filter(drawn_at=None).count())
    return redirect("paper_batch", batch.pk)


@login_required
@require_POST
def paper_batch_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """作成を止める: what is drawn stays."""
    batch = get_object_or_404(own_batches(request.viewer), pk=pk)
    stop_drawing(batch=batch)
    return redirect("paper_batch", batch.pk)


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
    form = RegisterForm(request.GET.dict(), clock.today(), request.viewer.organisation)
    rows = Certificate.objects.none()
    if form.is_valid():
        rows = part_of_register(form, registered(request.viewer), request.viewer)
    shown = rows.with_state().select_related("series", "batch", "employee", "department")
    page = Paginator(shown, _PAGE).get_page(request.GET.get("page"))
    content = {
        "form": form, "page": page, "total": page.paginator.count, "standing": rows.standing().count(),
        "files": BundleForm(), "forms": Bundle.Form,
        "bundle_url": f"{reverse('paper_register_bundle')}?{request.GET.urlencode()}",
        "reissue_url": f"{reverse('paper_register_reissue')}?{request.GET.urlencode()}",
    }  # fmt: skip
    return render(request, "certificates/register.html", content)
