"""What was given: the batch and its progress, the files, the register."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lms.certificates.access import batches, may_see_register, own_batches, readable, registered
from lms.certificates.drawing import paper
from lms.certificates.drawing_together import at_work, is_stopped, let_go_on, stop_drawing
from lms.certificates.forms import BundleForm, RegisterForm
from lms.certificates.giving.many import let_giving_go_on
from lms.certificates.giving.tasks import give_to_many
from lms.certificates.issuing import CannotGiveError
from lms.certificates.models import Batch, Bundle, Certificate, Giving
from lms.certificates.register.choosing import part_of_register
from lms.certificates.register.naming import file_name
from lms.certificates.tasks import have_drawn
from lms.certificates.views.answers import pdf_answer, says_when_lost
from lms.certificates.views.looks import note_look
from lms.lib import clock
from lms.lib.work import stop

_PAGE = 50


@login_required
@require_safe
def paper_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One giving: how many of its papers are drawn, and the papers."""
    batch = get_object_or_404(batches(request.viewer).select_related("giving"), pk=pk)
    rows = batch.certificates.select_related("series", "employee", "department")
    done = batch.certificates.aggregate(total=Count("pk"), drawn=Count("pk", filter=Q(drawn_at__isnull=False)))
    content = {
        "batch": batch, **_giving(batch), **done, "unfinished": done["drawn"] < done["total"], "files": BundleForm(),
        "stopped": is_stopped(batch), "at_work": at_work(batch, clock.now()),
        "bundle_url": reverse("paper_batch_bundle", args=[batch.pk]), "forms": Bundle.Form,
        "reissue_url": reverse("paper_batch_reissue", args=[batch.pk]),
        "progress": f"{done['total']}件のうち{done['drawn']}件",
        "page": Paginator(rows.order_by("series", "number"), _PAGE).get_page(request.GET.get("page")),
        "mine": own_batches(request.viewer).filter(pk=batch.pk).exists(),
    }  # fmt: skip
    return render(request, "certificates/batch.html", content)


def _giving(batch: Batch) -> dict[str, Any]:
    """Of a giving to many: how far the giving itself is, until it has ended."""
    giving = getattr(batch, "giving", None)
    if giving is None or giving.state == Giving.State.DONE:
        return {"giving": None}
    return {"giving": giving, "giving_now": giving.is_at_work(clock.now())}


@login_required
@require_POST
def paper_giving_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """交付を中止する: what was given stays given, and gets drawn."""
    stop(_own_giving(request, pk))
    return redirect("paper_batch", pk)


@login_required
@require_POST
def paper_giving_continue(request: HttpRequest, pk: int) -> HttpResponse:
    """続きから交付する: the next numbers, to those who have no paper yet."""
    try:
        if let_giving_go_on(giving=_own_giving(request, pk), at=clock.now()):
            give_to_many.enqueue(pk)
    except CannotGiveError as error:
        messages.error(request, str(error))
    return redirect("paper_batch", pk)


def _own_giving(request: HttpRequest, pk: int) -> Giving:
    giving: Giving = get_object_or_404(Giving, pk__in=own_batches(request.viewer), pk=pk)
    return giving


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
    file = paper(certificate, clock.now())
    note_look(request, certificate.employee)
    return pdf_answer(file, file_name(certificate))


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
