"""The form of 報告の経路."""

from collections.abc import Sequence
from typing import Any

from django import forms

from lms.duties.routes import ROUTE_ROLES, Step, StepKind
from lms.people.forms.fields import PlainForm

_STEPS = 8


class RouteForm(PlainForm):
    """報告の経路, at most eight steps; an empty title ends nothing and is left out."""

    def __init__(self, steps: Sequence[Step], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [("", "研修担当が入力する"), *((role.value, role.label) for role in ROUTE_ROLES)]
        for place in range(_STEPS):
            step = steps[place] if place < len(steps) else Step("", StepKind.CONFIRM)
            name = f"第{place + 1}段階"
            self.fields[f"title_{place}"] = forms.CharField(
                label=f"{name}の名称", max_length=60, required=False, initial=step.title
            )
            self.fields[f"kind_{place}"] = forms.ChoiceField(
                label=f"{name}ですること", choices=StepKind.choices, initial=step.kind
            )
            self.fields[f"role_{place}"] = forms.ChoiceField(
                label=f"{name}の手続をする人", choices=roles, required=False, initial=step.role
            )
        self.say_plainly()

    def lines(self) -> list[tuple[int, forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [
            (place + 1, self[f"title_{place}"], self[f"kind_{place}"], self[f"role_{place}"]) for place in range(_STEPS)
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not any(values.get(f"title_{place}") for place in range(_STEPS)):
            self.add_error("title_0", "経路には、少なくとも一つの段階が要ります。")
        return values

    @property
    def steps(self) -> list[Step]:
        values = self.cleaned_data
        return [
            Step(values[f"title_{place}"], values[f"kind_{place}"], values[f"role_{place}"])
            for place in range(_STEPS)
            if values[f"title_{place}"]
        ]
