"""The form of one 実施研修: what is asked, of whom, how often and by when. Most cities need its upper half only."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from courses.models import Course, CurriculumCourse
from lms.duties.forms.choosing import CHOICE, NAMES, ChoiceForm
from lms.duties.models import Requirement, TrainingPlan
from lms.duties.plans import Period, Rule
from lms.duties.presets import Narrowing, Preset, rule_of
from lms.lib.day_field import DayField
from lms.lib.fiscal_year import first_day, last_day
from lms.people.models import Posting
from lms.people.organisation import Organisation
from lms.people.roles import Role

# The kinds of condition in the order of the form, with what the form calls them.
KINDS = {
    "newcomer": "新たに着任した者", "employment": "任用形態", "grade": "職位", "role": "役割",
    "authority": "任命権者", "department": "所属とその下の所属",
}  # fmt: skip
_SIDES = {"only": "限る", "without": "除く"}
_DAYS = ("opens_on", "due_on", "second_opens_on", "second_due_on")
_MOST_MONTHS = 12
_PRESETS = (
    "新たに着任した者は着任から30日以内に、特定個人情報事務取扱担当者は前回の修了から1年以内に、ほかは年度に1回受講します。"
    "年度の途中で所属長になった者は、3か月以内に受講します。「詳しい条件」で変えることができます。"
)
_NUMBER = {"class": "input--4"}


def _choices(label: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": f"一覧から{label}を選んでください。"},
    )  # fmt: skip


class RuleForm(ChoiceForm):
    """Sent in the address: looking at whom a rule catches changes nothing."""

    training = forms.ChoiceField(label="研修", help_text="研修課程を選ぶと、その研修をすべて加えます。")
    preset = forms.ChoiceField(
        label="対象者", choices=Preset, initial=Preset.EVERYBODY, widget=forms.RadioSelect, help_text=_PRESETS
    )
    roles = _choices("役割（「役割で指定」のとき）")
    opens_on = DayField(label="実施期間の初日", required=False, help_text="例：R8.6.1")
    due_on = DayField(label="実施期間の末日", required=False, help_text="例：R8.7.17")
    second_opens_on = DayField(label="追加実施期間の初日", required=False, help_text="期間中に受講できなかった人のため")
    second_due_on = DayField(label="追加実施期間の末日", required=False, help_text="")
    joined_by = forms.ChoiceField(
        label="条件の組合せ", initial="all", required=False, widget=forms.RadioSelect,
        choices=[("all", "すべてに当てはまる者"), ("any", "いずれかに当てはまる者")],
    )  # fmt: skip
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
        super().__init__(*args, **kwargs)
        self.plan = plan
        courses = list(_courses(plan))
        self._trainings = _trainings(plan, courses)
        several = [("選択必修", [(CHOICE, "選択必修（いくつかの研修から選ぶ）")])]
        self.fields["training"].choices = [("", "選んでください"), *_grouped(self._trainings), *several]
        self.offer(courses)
        self.fields["roles"].choices = Role.choices
        offered = _offered(organisation, on)
        for side, ending in _SIDES.items():
            for kind, label in KINDS.items():
                self.fields[f"{side}_{kind}"] = _choices(f"{label}（{ending}）")
                self.fields[f"{side}_{kind}"].choices = offered[kind]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("preset") == Preset.ROLES and values.get("roles") == []:
            self.add_error("roles", "役割を一つ以上選んでください。")
        if values.get("unit") == Requirement.Unit.MONTHS and (values.get("within") or 0) > _MOST_MONTHS:
            self.add_error("within", f"期限は{_MOST_MONTHS}か月までにしてください。")
        if self.asks_choice:
            self.check_choice(values)
        if self.knows_audience:
            self._check_period(values)
            if self.asks_choice:
                self.check_cycle(self.rule.cycle)
        return values

    def _check_period(self, values: dict[str, Any]) -> None:
        for name in ("opens_on", "due_on"):
            if name in values and not values[name] and not self._follows_postings:
                self.add_error(name, f"{self.fields[name].label}を入力してください。")
        opens, due, second_opens, second_due = (values.get(name) for name in _DAYS)
        if opens and due and due < opens:
            self.add_error("due_on", "実施期間の末日は、初日以後の日にしてください。")
        if bool(second_opens) != bool(second_due):
            self.add_error("second_due_on", "追加実施期間は、初日と末日の両方を入力してください。")
        elif second_opens and second_due < second_opens:
            self.add_error("second_due_on", "追加実施期間の末日は、初日以後の日にしてください。")
        elif second_opens and second_opens <= (due or last_day(self.plan.fiscal_year)):
            self.add_error("second_opens_on", "追加実施期間は、実施期間が終わった後の日にしてください。")
        self._check_year({name: values.get(name) for name in _DAYS})

    def _check_year(self, days: dict[str, date | None]) -> None:
        first, last = first_day(self.plan.fiscal_year), last_day(self.plan.fiscal_year)
        for name, day in days.items():
            if day and not first <= day <= last and name not in self.errors:
                self.add_error(name, "研修計画の年度の中の日にしてください。")

    @property
    def _follows_postings(self) -> bool:
        return self.rule.cycle == Requirement.Cycle.AFTER_POSTING

    @property
    def knows_audience(self) -> bool:
        """Whether whom it catches can be said, whatever else is still missing."""
        return self.is_bound and not set(self.errors) - {"training", "cycle", *NAMES, *_DAYS}

    @property
    def rule(self) -> Rule:
        values = self.cleaned_data
        only, without = ({kind: values[f"{side}_{kind}"] for kind in KINDS} for side in _SIDES)
        narrowing = Narrowing(only, values.get("joined_by") or "all", without)
        rule = rule_of(Preset(values["preset"]), values["roles"], narrowing)
        if values.get("within"):
            rule = replace(rule, within=values["within"], unit=values.get("unit") or rule.unit)
        return replace(rule, cycle=values.get("cycle") or rule.cycle, grace_days=values.get("grace_days") or 0)

    @property
    def period(self) -> Period:
        """Of a duty that follows a posting the period is the whole year, unless another is given."""
        days = {name: self.cleaned_data[name] for name in _DAYS}
        days["opens_on"] = days["opens_on"] or first_day(self.plan.fiscal_year)
        days["due_on"] = days["due_on"] or last_day(self.plan.fiscal_year)
        return Period(**days)

    @property
    def courses(self) -> list[Course]:
        return self._trainings[self.cleaned_data["training"]][1]

    @property
    def narrowing(self) -> list[forms.BoundField]:
        return [self[f"only_{kind}"] for kind in KINDS]

    @property
    def sparing(self) -> list[forms.BoundField]:
        return [self[f"without_{kind}"] for kind in KINDS]

    @property
    def is_detailed(self) -> bool:
        """Whether something of 詳しい条件 was used or is wrong, so that it must be seen."""
        names = ["cycle", "within", "grace_days", *(f"{side}_{kind}" for side in _SIDES for kind in KINDS)]
        return any(self[name].data or self[name].errors for name in names)


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
    standing = Q(until_fiscal_year=None) | Q(until_fiscal_year__gte=plan.fiscal_year)
    rows = CurriculumCourse.objects.filter(
        standing, from_fiscal_year__lte=plan.fiscal_year, curriculum__office=plan.office, course__office=plan.office
    )
    return rows.select_related("curriculum", "course").order_by("curriculum__code", "position")


def _grouped(trainings: Trainings) -> list[tuple[str, list[tuple[str, str]]]]:
    groups = {"course": "研修", "curriculum": "研修課程"}
    found = [
        (label, [(key, title) for key, (title, _) in trainings.items() if key.startswith(f"{kind}:")])
        for kind, label in groups.items()
    ]
    return [(label, options) for label, options in found if options]


def _offered(organisation: Organisation, on: date) -> dict[str, list[tuple[str, str]]]:
    """The values that occur in the postings of the day, and the departments of the day. One query."""
    columns = ("employment_type", "grade", "appointing_authority")
    posts = list(Posting.objects.on(on).order_by().values_list(*columns).distinct())
    employment, grade, authority = (sorted({post[place] for post in posts} - {""}) for place in range(3))
    departments = [(node.code, f"{node.code}　{node.name}") for node in organisation.nodes.values()]
    return {
        "newcomer": [("yes", "新たに着任した者")], "employment": _same(employment), "grade": _same(grade),
        "role": Role.choices, "authority": _same(authority), "department": departments,
    }  # fmt: skip


def _same(values: list[str]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]
