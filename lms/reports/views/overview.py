"""受講の概況: one page to see how the year stands."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.lib import clock
from lms.lib.tables import Rate
from lms.people.roles import Role
from lms.people.visibility import Viewer
from lms.reports.asking import Asked, asked
from lms.reports.figures import Question
from lms.reports.forms import OverviewForm, SavedViewForm
from lms.reports.links import address, part_line
from lms.reports.overview import overview as overview_of
from lms.reports.saved_views import views_of
from lms.reports.tables import DEFINITION, circumstances


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Everybody who sees reports, each as far as their sight goes."""
    found = asked(OverviewForm(request.GET.dict(), today=request.viewer.on), request.viewer)
    return render(request, "reports/overview.html", _content(request, found), status=found.status)


def _content(request: HttpRequest, found: Asked) -> dict[str, Any]:
    saved = {"saved": views_of(request.viewer.employee), "naming": SavedViewForm()}
    if found.question is None:
        return {"form": found.form, **saved}
    by, conditions = found.form.cleaned_data["by"], found.conditions
    stands = overview_of(found.question, by, at=clock.now())
    total = part_line(stands.total, conditions)
    return {
        **saved,
        "form": found.form,
        "question": found.question,
        "circumstances": circumstances(found.question),
        "by": by,
        "lines": [part_line(part, conditions) for part in stands.parts],
        "total": total,
        "percent": f"{total.rate.percent}%",
        "before": stands.before and Rate(stands.before.completed, stands.before.required),
        "year_end": stands.year_end,
        "trend": stands.trend,
        "heat": stands.heat,
        "scores": stands.scores if _sees_scores(request.viewer, found.question) else (),
        "notes": [("数え方", "受講対象の延べ数（人×研修）"), ("定義", DEFINITION)],
        "departments_url": address("department_report", conditions),
        "sees_surveys": bool(request.viewer.offices) or request.viewer.has(Role.AUDITOR),
    }


def _sees_scores(viewer: Viewer, question: Question) -> bool:
    """Scores are for the office whose training it is and for 監査担当; a head sees who has passed."""
    return viewer.has(Role.AUDITOR) or all(viewer.owns(course.office) for course in question.courses)
