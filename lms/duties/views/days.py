"""The day on which a plan's rules are read."""

from datetime import date

from django.http import HttpRequest

from lms.duties.models import TrainingPlan
from lms.lib.fiscal_year import first_day
from lms.people.organisation import Organisation, organisation


def reading_day(request: HttpRequest, plan: TrainingPlan) -> tuple[date, Organisation]:
    """Today; for a plan of a year to come its first day, by the postings and departments that are known already."""
    on = max(request.viewer.on, first_day(plan.fiscal_year))
    return on, request.viewer.organisation if on == request.viewer.on else organisation(on)
