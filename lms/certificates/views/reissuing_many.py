"""再交付 of many papers: chosen by the register or a giving, looked at, given again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lms.certificates.access import own_batches
from lms.certificates.forms import RegisterForm, ReissueManyForm
from lms.certificates.issuing import CannotGiveError
from lms.certificates.models import Certificate
from lms.certificates.register.choosing import digest_of, in_order, part_of_register
from lms.certificates.reissuing_many import CHANGED, reissue_all
from lms.certificates.signers import NoSignerError
from lms.certificates.views.permits import office_viewer
from lms.lib import clock

_SHOWN = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_register_reissue(request: HttpRequest) -> HttpResponse:
    """What counts of the part of the register that the address names."""
    viewer, offices = office_viewer(request)
    form = RegisterForm(request.GET.dict(), clock.today(), viewer.organisation)
    if not form.is_valid():
        raise Http404
    own = Certificate.objects.filter(series__office__in=offices)
    rows = part_of_register(form, own, viewer).standing()
    return _reissue(request, rows, f"{reverse('paper_register')}?{request.GET.urlencode()}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_batch_reissue(request: HttpRequest, pk: int) -> HttpResponse:
    """What counts of the papers of a giving."""
    batch = get_object_or_404(own_batches(request.viewer), pk=pk)
    return _reissue(request, in_order(batch.certificates.standing()), reverse("paper_batch", args=[pk]))


def _reissue(request: HttpRequest, rows: QuerySet[Certificate], back: str) -> HttpResponse:
    wanted = list(rows.values_list("pk", flat=True))
    if not wanted and request.method != "POST":
        messages.warning(request, "再交付できる証書がありません。")
        return redirect(back)
    form = ReissueManyForm(request.POST if request.method == "POST" else None, today=clock.today())
    if form.is_valid():
        if request.POST.get("seen") != digest_of(wanted):
            form.add_error(None, CHANGED)
        else:
            try:
                batch = reissue_all(wanted=wanted, how=form.how, actor=request.user.username, at=clock.now())
            except (CannotGiveError, NoSignerError) as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"{len(wanted)}件を再交付しました。")
                return redirect("paper_batch", batch.pk)
    return _preview(request, form, rows, wanted, back)


def _preview(
    request: HttpRequest, form: ReissueManyForm, rows: QuerySet[Certificate], wanted: list[int], back: str
) -> HttpResponse:
    kinds = rows.order_by().values("subject_code", "batch__given_on", "series__kind").annotate(papers=Count("pk"))
    shown = rows.with_state().select_related("series", "batch", "employee", "department")[:_SHOWN]
    content = {
        "form": form, "seen": digest_of(wanted), "total": len(wanted), "back": back, "page": list(shown),
        "others": max(0, len(wanted) - _SHOWN), "kinds": kinds.order_by("batch__given_on", "subject_code"),
    }  # fmt: skip
    return render(request, "certificates/reissue_many.html", content)
