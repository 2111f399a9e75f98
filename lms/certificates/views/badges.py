"""One's own papers, and the credentials of them (Open Badges) that are taken along and asked about later."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from lms.certificates.checking import badges
from lms.certificates.checking.papers import by_code
from lms.certificates.models import Certificate, CertificateQuerySet
from lms.certificates.register.naming import file_name, training
from lms.certificates.views.checking import not_too_often
from lms.lib import clock
from lms.lib.signatures.signing import CannotSignError
from lms.people.city import city

_log = logging.getLogger(__name__)


@login_required
@require_safe
def own_papers(request: HttpRequest) -> HttpResponse:
    """修了証書 that were given to oneself, the newest first, and how they stand."""
    rows = [(row, training(row)) for row in _own(request).order_by("-batch__given_on", "-pk")]
    return render(request, "certificates/own.html", {"papers": rows, "badges": city().open_badges})


@login_required
@require_safe
def own_badge(request: HttpRequest, pk: int) -> HttpResponse:
    """The credential of a paper of one's own that counts."""
    if not city().open_badges:
        raise Http404
    certificate: Certificate = get_object_or_404(_own(request).standing(), pk=pk)
    try:
        content = badges.badge(certificate, city(), clock.now())
    except CannotSignError as error:
        messages.error(request, f"オープンバッジを作成できません。システム管理者に確かめてください。（{error}）")
        return redirect("own_papers")
    answer = HttpResponse(content, content_type="text/plain; charset=us-ascii")
    name = file_name(certificate).removesuffix(".pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.jwt"'
    return answer


def _own(request: HttpRequest) -> CertificateQuerySet:
    if request.viewer.employee is None:
        raise Http404
    rows: CertificateQuerySet = Certificate.objects.filter(employee=request.viewer.employee)
    return rows.with_state().select_related("series", "batch", "completion", "employee")


@require_safe
def badge_issuer(request: HttpRequest) -> JsonResponse:
    return JsonResponse(badges.issuer_profile(city()))


@require_safe
def badge_keys(request: HttpRequest) -> HttpResponse:
    try:
        return JsonResponse(badges.keys(clock.now()))
    except (CannotSignError, OSError) as error:
        _log.error("the keys of badges cannot be told: %s", error)
        return HttpResponse(status=503)


@require_safe
@not_too_often
def badge_status(request: HttpRequest, public_id: str) -> JsonResponse:
    """Does the paper still count? For whoever has the credential."""
    found = by_code(public_id)
    if found is None:
        raise Http404
    return JsonResponse(badges.status(found))
