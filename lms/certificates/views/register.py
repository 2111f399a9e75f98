"""One paper in the register: how it stands, 再交付, 取消し, and the giving of another after a 取消し."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lms.certificates.access import may_see_register, registered
from lms.certificates.checking.papers import words
from lms.certificates.forms import DecisionForm, ReissueForm, RevokeForm
from lms.certificates.giving.anew import give_anew, words_anew
from lms.certificates.issuing import CannotGiveError
from lms.certificates.models import Certificate
from lms.certificates.reissuing import reissue, revoke
from lms.certificates.signers import NoSignerError
from lms.certificates.views.looks import note_look
from lms.lib import clock

_WITH = (
    "series", "batch", "employee", "department", "replaces__batch", "replaced_by__batch", "revocation__followed_by",
    "follows__certificate",
)  # fmt: skip


@login_required
@require_safe
def paper_record(request: HttpRequest, pk: int) -> HttpResponse:
    """What was given, under which 決裁, and what became of it."""
    if not may_see_register(request.viewer):
        raise Http404
    certificate: Certificate = get_object_or_404(registered(request.viewer).select_related(*_WITH), pk=pk)
    note_look(request, certificate.employee)
    mine = certificate.series.office in request.viewer.offices
    content = {
        "certificate": certificate,
        "acts": mine and certificate.state == Certificate.State.ISSUED,
        "may_follow": mine and _waits_for_another(certificate),
    }
    return render(request, "certificates/record.html", content)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_reissue(request: HttpRequest, pk: int) -> HttpResponse:
    """The same number and words on a new paper."""
    certificate = _own(request, pk)
    form = ReissueForm(request.POST if request.method == "POST" else None, today=clock.today())
    if form.is_valid():
        try:
            new = reissue(
                certificate=certificate, reason=form.cleaned_data["reason"], decision=form.decision,
                on=form.cleaned_data["given_on"], actor=request.user.username, at=clock.now(),
            )  # fmt: skip
        except CannotGiveError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{new.number_text}を再交付しました。")
            return redirect("paper_record", new.pk)
    return render(request, "certificates/reissue.html", {"form": form, "certificate": certificate})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper counts no more; it stays in the register."""
    certificate = _own(request, pk)
    form = RevokeForm(request.POST if request.method == "POST" else None, today=clock.today())
    if form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        try:
            revoke(
                certificate=certificate, reason=said["reason"], on=said["revoked_on"], actor=request.user.username,
                at=clock.now(),
            )  # fmt: skip
        except CannotGiveError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{certificate.number_text}を取り消しました。")
            return redirect("paper_record", certificate.pk)
    return render(request, "certificates/revoke.html", {"form": form, "certificate": certificate})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_anew(request: HttpRequest, pk: int) -> HttpResponse:
    """Another paper after a revoked one: what it said beside what it would say now, and the fields of the 決裁."""
    certificate = _own(request, pk)
    form = DecisionForm(request.POST if request.method == "POST" else None, today=clock.today())
    try:
        rows = _compared(certificate)
        if form.is_valid():
            new = give_anew(
                certificate=certificate, decision=form.decision, given_on=form.cleaned_data["given_on"],
                actor=request.user.username, at=clock.now(),
            )  # fmt: skip
            messages.success(request, f"{new.number_text}を交付しました。")
            return redirect("paper_record", new.pk)
    except (CannotGiveError, NoSignerError) as error:
        if not form.is_bound:
            messages.error(request, str(error))
            return redirect("paper_record", certificate.pk)
        form.add_error(None, str(error))
        rows = []
    return render(request, "certificates/anew.html", {"form": form, "certificate": certificate, "rows": rows})


def _waits_for_another(certificate: Certificate) -> bool:
    return certificate.state == Certificate.State.REVOKED and not hasattr(certificate.revocation, "followed_by")


def _compared(certificate: Certificate) -> list[tuple[str, str, str]]:
    """Line by line: what the revoked paper says, and what a paper given today would say."""
    then, now = dict(words(certificate)), dict(words_anew(certificate, clock.today()))
    return [(label, then.get(label, ""), now.get(label, "")) for label in dict.fromkeys([*then, *now])]


def _own(request: HttpRequest, pk: int) -> Certificate:
    """A paper of one of the viewer's own offices, or 404."""
    rows: QuerySet[Certificate] = Certificate.objects.filter(series__office__in=request.viewer.offices)
    certificate: Certificate = get_object_or_404(rows.select_related(*_WITH), pk=pk)
    if request.method != "POST":  # what is sent leaves an entry of its own
        note_look(request, certificate.employee)
    return certificate
