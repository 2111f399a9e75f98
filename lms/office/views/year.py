"""年度更新 and 引継書: the office's year as a list to go through, and what the last one did."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lms.duties.models import TrainingPlan
from lms.lib import clock
from lms.lib.fiscal_year import first_day, fiscal_year, fiscal_year_name
from lms.lib.tables import Table
from lms.lib.tables.html import to_html
from lms.lib.tables.pdf import to_pdf
from lms.office.forms import HandoverForm
from lms.office.handover import hand_over, handover_table
from lms.office.year import Step, headless, steps
from lms.people.city import city
from lms.people.organisation import organisation
from lms.people.roles import Office, Role
from lms.people.visibility import Viewer

_FIRST_MONTHS = (1, 2, 3)
# Who may open the pages that are not the office's own.
_ELSEWHERE = {"imports": (Role.HR,), "roles": (Role.HR, Role.AUDITOR), "account_review": (Role.HR, Role.ADMINISTRATOR)}


@login_required
@require_safe
def year_change(request: HttpRequest) -> HttpResponse:
    """From January on of the year that comes, else of the one that runs; `?year=` another."""
    offices, today = _offices(request), request.viewer.on
    current = fiscal_year(today) + (today.month in _FIRST_MONTHS)
    year = _asked(request, {current - 1, current, current + 1}, current)
    day = max(today, first_day(year))
    lacking = headless(organisation(day), day)
    content = {
        "year": fiscal_year_name(year), "day": day, "lacking": lacking,
        "years": [(one, fiscal_year_name(one), one == year) for one in (current - 1, current, current + 1)],
        "steps": [(step, _address(request.viewer, step, year)) for step in steps(year, offices, lacking, today)],
    }  # fmt: skip
    return render(request, "office/year_change.html", content)


def _address(viewer: Viewer, step: Step, year: int) -> str:
    """Nothing where the page would not open."""
    name, args = step.where
    if name in _ELSEWHERE and not viewer.has(*_ELSEWHERE[name]):
        return ""
    return f"{reverse(name)}?year={year - 1}" if name == "handover" else reverse(name, args=args)


@login_required
@require_safe
def handover(request: HttpRequest) -> HttpResponse:
    """Last year's, unless another is asked for."""
    offices, last = _offices(request), fiscal_year(request.viewer.on) - 1
    years = _years(request.viewer)
    year = _asked(request, years, last)
    content = {
        "year": fiscal_year_name(year), "number": year,
        "years": [(one, fiscal_year_name(one), one == year) for one in sorted({*years, year}, reverse=True)],
        "tables": [
            (office, to_html(_table(request, office, year)), HandoverForm(auto_id=f"{office}_%s")) for office in offices
        ],
    }  # fmt: skip
    return render(request, "office/handover.html", content)


@login_required
@require_POST
def handover_file(request: HttpRequest) -> HttpResponse:
    """As a file to keep with the other documents; that it was taken out is written down."""
    offices, years = _offices(request), _years(request.viewer)
    wished, year = request.POST.get("office", ""), request.POST.get("year", "")
    if wished not in offices or year not in map(str, {*years, fiscal_year(request.viewer.on) - 1}):
        raise Http404
    office, form = Office(wished), HandoverForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["purpose"][0])
        return redirect(f"{reverse('handover')}?year={year}")
    content = to_pdf(_table(request, office, int(year)))
    hand_over(
        office=office, year=int(year), purpose=form.cleaned_data["purpose"], actor=request.user.username,
        at=clock.now(),
    )  # fmt: skip
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="handover_{year}_{office}.pdf"'
    return answer


def _table(request: HttpRequest, office: Office, year: int) -> Table:
    return handover_table(office, year, request.viewer.on, clock.now(), city().confidentiality_label)


def _offices(request: HttpRequest) -> tuple[Office, ...]:
    if not request.viewer.offices:
        raise Http404
    return request.viewer.offices


def _years(viewer: Viewer) -> set[int]:
    """Those that had a plan and have begun."""
    rows = TrainingPlan.objects.filter(office__in=viewer.offices, fiscal_year__lte=fiscal_year(viewer.on))
    return set(rows.values_list("fiscal_year", flat=True))


def _asked(request: HttpRequest, offered: set[int], usual: int) -> int:
    wished = request.GET.get("year", "")
    return int(wished) if wished in map(str, offered) else usual
