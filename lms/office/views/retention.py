"""保存期間: the periods, what has run out, the decision, and what became of it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.ledger.models import Disposal, Expired, Kept
from lms.lib import clock
from lms.office.retaining.deciding import NotAsSeenError, decide, fingerprint, undecided
from lms.office.retaining.forms import DisposalForm, PeriodsForm
from lms.office.retaining.periods import change_period, periods
from lms.office.retaining.shown import shown
from lms.office.retaining.tasks import erase_decided
from lms.people.roles import Role

_PAGE = 50
_OFFICES = (Role.DX_OFFICE, Role.SECURITY_OFFICE)


@login_required
@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """保存期間が満了した記録, and the decisions so far."""
    _permit(request, *_OFFICES, Role.AUDITOR)
    return render(request, "office/retention.html", _content(request, None))


@login_required
@require_POST
def retention_decide(request: HttpRequest) -> HttpResponse:
    """Enter the decision for what was looked at, and begin."""
    _permit(request, *_OFFICES)
    today = clock.today()
    form = DisposalForm(request.POST, _counts(today), today)
    if not form.is_valid():
        return render(request, "office/retention.html", _content(request, form))
    kinds = form.cleaned_data["kinds"]
    try:
        disposal = decide(
            decision=form.decision, kinds=kinds, seen=_seen(request, kinds), actor=request.user.username,
            at=clock.now(),
        )  # fmt: skip
    except NotAsSeenError:
        form.add_error(None, "表示した後に一覧が変わりました。もう一度確かめてください。")
        return render(request, "office/retention.html", _content(request, form))
    erase_decided.enqueue(disposal.pk)
    messages.success(request, "削除を始めました。終わるまで、しばらくかかることがあります。")
    return redirect("retention")


@login_required
@require_POST
def retention_continue(request: HttpRequest, pk: int) -> HttpResponse:
    """続きから始める: what is erased stays erased."""
    _permit(request, *_OFFICES)
    erase_decided.enqueue(get_object_or_404(Disposal, pk=pk).pk)
    return redirect("retention")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def retention_periods(request: HttpRequest) -> HttpResponse:
    """保存期間の設定. A longer one takes undecided records off the list the next night, a shorter one adds some."""
    _permit(request, Role.ADMINISTRATOR)
    form = PeriodsForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        for kind, years, ground in form.changed():
            change_period(kind=kind, years=years, ground=ground, actor=request.user.username, at=clock.now())
        messages.success(request, "保存期間を保存しました。")
        return redirect("settings_home")
    return render(request, "office/settings_form.html", {"form": form, "heading": "保存期間の設定"})


def _seen(request: HttpRequest, kinds: list[str]) -> str:
    """The page's own fingerprints, one for each kind, put together as they would be for these kinds."""
    posted = {kind: request.POST.get(f"seen_{kind}", "") for kind in kinds}
    now = {kind: fingerprint(undecided([kind], clock.today())) for kind in kinds}
    return fingerprint(undecided(kinds, clock.today())) if posted == now else ""


def _content(request: HttpRequest, form: DisposalForm | None) -> dict[str, Any]:
    today = clock.today()
    counts, kept = _counts(today), periods()
    kind = Kept(request.GET.get("kind")) if request.GET.get("kind") in Kept.values else Kept.PERSON
    page = Paginator(undecided([kind], today).order_by("kept_until", "pk"), _PAGE).get_page(request.GET.get("page"))
    decides = request.viewer.has(*_OFFICES)
    return {
        "lines": [(kind, kept[kind], counts.get(kind, 0), fingerprint(undecided([kind], today))) for kind in Kept],
        "total": sum(counts.values()), "kind": kind, "page": page, "records": shown(kind, page.object_list),
        "form": form or DisposalForm(None, counts, today), "decides": decides and bool(counts),
        "disposals": _disposals(), "acts": decides,
    }  # fmt: skip


def _counts(today: date) -> dict[str, int]:
    rows = Expired.objects.filter(disposal=None, kept_until__lt=today).order_by()
    return dict(rows.values_list("kind").annotate(Count("pk")))


def _disposals() -> list[tuple[Disposal, int, int]]:
    """Each decision, how many rows it has erased, and how many records still wait."""
    waiting = dict(Expired.objects.exclude(disposal=None).order_by().values_list("disposal").annotate(Count("pk")))
    rows = Disposal.objects.annotate(erased=Count("erasures")).order_by("-pk")
    return [(row, row.erased, waiting.get(row.pk, 0)) for row in rows]


def _permit(request: HttpRequest, *roles: Role) -> None:
    if not request.viewer.has(*roles):
        raise Http404
