"""What this year's plans of the made-up city ask besides the training for everybody, as far as the library has it."""

from datetime import datetime

from courses.models import Course
from lms.duties.models import TrainingPlan
from lms.duties.plans import Choice, Rule, add_choice, add_requirement, draft_plan
from lms.duties.presets import Preset
from lms.office.demo.year import ACTOR, period
from lms.people.roles import Office

_OF_SOME = {
    Office.DX: {"DM-01": Preset.HEADS},
    Office.SECURITY: {"S-02": Preset.NEWCOMERS, "S-03": Preset.MY_NUMBER, "S-05": Preset.HEADS},
}
_CHOOSE, _NEEDED = {Office.DX: ("D-02", "D-03", "D-04", "D-05", "D-06", "D-07"), Office.SECURITY: ()}, 2


def draft_lines(fiscal_year: int, office: Office, at: datetime) -> None:
    """Into the draft of the office's plan."""
    plan = draft_plan(fiscal_year=fiscal_year, office=office, actor=ACTOR, at=at)
    asked = _OF_SOME[office]
    for course in Course.objects.filter(code__in=asked):
        rule = asked[course.code].rule
        add_requirement(plan=plan, course=course, period=period(fiscal_year), rule=rule, actor=ACTOR, at=at)
    _choice(plan, tuple(Course.objects.filter(code__in=_CHOOSE[office])), at)


def _choice(plan: TrainingPlan, courses: tuple[Course, ...], at: datetime) -> None:
    if len(courses) > _NEEDED:
        choice = Choice("DXを仕事に生かす研修（選択必修）", _NEEDED, courses)
        days = period(plan.fiscal_year)
        add_choice(plan=plan, choice=choice, period=days, rule=Rule(), actor=ACTOR, at=at)
