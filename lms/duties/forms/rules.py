"""The form of one 実施研修: what is asked, of whom, how often and by when. Most cities need its upper half only."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from courses.models import Course, CurriculumCourse
from lms.duties.forms.audience import DAYS, AudienceForm
from lms.duties.forms.choosing import CHOICE, NAMES, ChoiceForm
from lms.duties.models import Requirement, TrainingPlan
from lms.duties.plans import Rule
from lms.people.organisation import Organisation

_MOST_MONTHS = 12
_NUMBER = {"class": "input--4"}


class RuleForm(AudienceForm, ChoiceForm):
    """Of a new line, or of several for the courses of a curriculum."""

    field_order = ("training", *NAMES)

    training = forms.ChoiceField(label="研修", help_text="研修課程を選ぶと、その研修をすべて加えます。")
    cycle = forms.ChoiceField(
        label="受講の間隔", required=False, choices=[("", "対象者の選び方に合わせる"), *Requirement.Cycle.choices]
    )
    within = forms.IntegerField(
        label="途中で対象となった者の期限", required=False, min_value=1, max_value=366,
        help_text="空欄のときは、対象者の選び方に合わせます。", widget=forms.NumberInput(attrs=_NUMBER),
        error_messages={
            "invalid": "期限は数字で入力してください。", "min_value": "期限は1以上にしてください。",
            "max_value": "期限は366までにしてください。",
        },
    )  # fmt: skip
    unit = forms.ChoiceField(
        label="期限の単位", choices=Requirement.Unit, initial=Requirement.Unit.DAYS, required=False
    )
    grace_days = forms.IntegerField(
        label="前回の修了から1年に加える日数", required=False, min_value=0, max_value=180,
        widget=forms.NumberInput(attrs=_NUMBER),
        error_messages={
            "invalid": "日数は数字で入力してください。", "min_value": "日数は0以上にしてください。",
            "max_value": "日数は180までにしてください。",
        },
    )  # fmt: skip

    def __init__(self, plan: TrainingPlan, organisation: Organisation, on: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(plan, organisation, on, *args, **kwargs)
        courses = list(_courses(plan))
        self._trainings = _trainings(plan, courses)
        several = [("選択必修", [(CHOICE, "選択必修（いくつかの研修から選ぶ）")])]
        self.fields["training"].choices = [("", "選んでください"), *_grouped(self._trainings), *several]
        self.offer(courses)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("unit") == Requirement.Unit.MONTHS and (values.get("within") or 0) > _MOST_MONTHS:
            self.add_error("within", f"期限は{_MOST_MONTHS}か月までにしてください。")
        if self.asks_choice:
            self.check_choice(values)
        if self.knows_audience:
            self.check_period(values)
            self._check_beginning(values.get("opens_on"))
            if self.asks_choice:
                self.check_cycle(self.rule.cycle)
        return values

    def _check_beginning(self, opens_on: date | None) -> None:
        if opens_on and opens_on < self.begins and "opens_on" not in self.errors:
            self.add_error("opens_on", "承認の後に加える実施研修の実施期間は、今日以後に始めてください。")

    @property
    def knows_audience(self) -> bool:
        """Whether whom it catches can be said, whatever else is still missing."""
        return self.is_bound and not set(self.errors) - {"training", "cycle", *NAMES, *DAYS}

    @property
    def rule(self) -> Rule:
        values, rule = self.cleaned_data, super().rule
        if values.get("within"):
            rule = replace(rule, within=values["within"], unit=values.get("unit") or rule.unit)
        return replace(rule, cycle=values.get("cycle") or rule.cycle, grace_days=values.get("grace_days") or 0)

    @property
    def courses(self) -> list[Course]:
        return self._trainings[self.cleaned_data["training"]][1]

    @property
    def is_detailed(self) -> bool:
        """The same for all that 詳しい条件 holds."""
        return self.narrows or any(self[name].data or self[name].errors for name in ("cycle", "within", "grace_days"))


Trainings = dict[str, tuple[str, list[Course]]]


def _trainings(plan: TrainingPlan, courses: Sequence[Course]) -> Trainings:
    """What can still be asked, by key: title and courses. Courses and curricula of the office that the plan lacks."""
    planned = set(plan.requirements.values_list("course", flat=True))
    free = [course for course in courses if course.pk not in planned]
    found: Trainings = {f"course:{course.pk}": (course.title, [course]) for course in free}
    for member in _members(plan):
        key, title = f"curriculum:{member.curriculum_id}", member.curriculum.title
        if member.course_id not in planned:
            found.setdefault(key, (title, []))[1].append(member.course)
    return found


def _courses(plan: TrainingPlan) -> QuerySet[Course]:
    """The office's courses, without those that only stand for a choice."""
    return Course.objects.taught().filter(office=plan.office)


def _members(plan: TrainingPlan) -> QuerySet[CurriculumCourse]:
    """The courses of the office's curricula in the plan's year."""
    rows = CurriculumCourse.objects.in_year(plan.fiscal_year)
    own = rows.filter(curriculum__office=plan.office, course__office=plan.office)
    return own.select_related("curriculum", "course")


def _grouped(trainings: Trainings) -> list[tuple[str, list[tuple[str, str]]]]:
    groups = {"course": "研修", "curriculum": "研修課程"}
    found = [
        (label, [(key, title) for key, (title, _) in trainings.items() if key.startswith(f"{kind}:")])
        for kind, label in groups.items()
    ]
    return [(label, options) for label, options in found if options]
