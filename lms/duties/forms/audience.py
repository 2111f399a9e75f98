"""Whom an 実施研修 asks and in which days: what the forms of a new line and of a changed one have in common."""

from datetime import date
from typing import Any

from django import forms

from lms.duties.models import Requirement, TrainingPlan
from lms.duties.plans import Period, Rule
from lms.duties.presets import Narrowing, Preset, rule_of
from lms.lib.day_field import DayField
from lms.lib.fiscal_year import first_day, last_day
from lms.people.forms.fields import PlainForm
from lms.people.models import Posting
from lms.people.organisation import Organisation
from lms.people.roles import Role

# The kinds of condition in the order of the form, with what the form calls them.
KINDS = {
    "newcomer": "新たに着任した者", "employment": "任用形態", "grade": "職位", "role": "役割",
    "authority": "任命権者", "department": "所属とその下の所属",
}  # fmt: skip
SIDES = {"only": "限る", "without": "除く"}
DAYS = ("opens_on", "due_on", "second_opens_on", "second_due_on")
_PRESETS = (
    "新たに着任した者は着任から30日以内に、特定個人情報事務取扱担当者は前回の修了から1年以内に、ほかは年度に1回受講します。"
    "年度の途中で所属長になった者は、3か月以内に受講します。「詳しい条件」で変えることができます。"
)


def _choices(label: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": f"一覧から{label}を選んでください。"},
    )  # fmt: skip


class AudienceForm(PlainForm):
    """Sent in the address: looking at whom a rule catches changes nothing."""

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

    def __init__(self, plan: TrainingPlan, organisation: Organisation, on: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.on = plan, on
        self.fields["roles"].choices = Role.choices
        offered = _offered(organisation, on)
        for side, ending in SIDES.items():
            for kind, label in KINDS.items():
                self.fields[f"{side}_{kind}"] = _choices(f"{label}（{ending}）")
                self.fields[f"{side}_{kind}"].choices = offered[kind]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("preset") == Preset.ROLES and values.get("roles") == []:
            self.add_error("roles", "役割を一つ以上選んでください。")
        return values

    def check_period(self, values: dict[str, Any]) -> None:
        for name in ("opens_on", "due_on"):
            if name in values and not values[name] and not self._follows_postings:
                self.add_error(name, f"{self.fields[name].label}を入力してください。")
        opens, due, second_opens, second_due = (values.get(name) for name in DAYS)
        if opens and due and due < opens:
            self.add_error("due_on", "実施期間の末日は、初日以後の日にしてください。")
        if bool(second_opens) != bool(second_due):
            self.add_error("second_due_on", "追加実施期間は、初日と末日の両方を入力してください。")
        elif second_opens and second_due < second_opens:
            self.add_error("second_due_on", "追加実施期間の末日は、初日以後の日にしてください。")
        elif second_opens and second_opens <= (due or last_day(self.plan.fiscal_year)):
            self.add_error("second_opens_on", "追加実施期間は、実施期間が終わった後の日にしてください。")
        self._check_year({name: values.get(name) for name in DAYS})

    def _check_year(self, days: dict[str, date | None]) -> None:
        first, last = first_day(self.plan.fiscal_year), last_day(self.plan.fiscal_year)
        for name, day in days.items():
            if day and not first <= day <= last and name not in self.errors:
                self.add_error(name, "研修計画の年度の中の日にしてください。")

    @property
    def _follows_postings(self) -> bool:
        return self.rule.cycle == Requirement.Cycle.AFTER_POSTING

    @property
    def rule(self) -> Rule:
        """As the preset has it, for fewer people."""
        values = self.cleaned_data
        only, without = ({kind: values[f"{side}_{kind}"] for kind in KINDS} for side in SIDES)
        narrowing = Narrowing(only, values.get("joined_by") or "all", without)
        return rule_of(Preset(values["preset"]), values["roles"], narrowing)

    @property
    def begins(self) -> date:
        """The first day on which a line may begin: of an approved plan not before it is added."""
        first = first_day(self.plan.fiscal_year)
        return first if self.plan.state == TrainingPlan.State.DRAFT else max(self.on, first)

    @property
    def period(self) -> Period:
        """Of a duty that follows a posting the period is the whole year, or the rest of it, unless another is given."""
        days = {name: self.cleaned_data[name] for name in DAYS}
        days["opens_on"] = days["opens_on"] or self.begins
        days["due_on"] = days["due_on"] or last_day(self.plan.fiscal_year)
        return Period(**days)

    @property
    def narrowing(self) -> list[forms.BoundField]:
        return [self[f"only_{kind}"] for kind in KINDS]

    @property
    def sparing(self) -> list[forms.BoundField]:
        return [self[f"without_{kind}"] for kind in KINDS]

    @property
    def narrows(self) -> bool:
        """Whether something of 詳しい条件 was used or is wrong, so that it must be seen."""
        return any(field.data or field.errors for field in (*self.narrowing, *self.sparing))


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
