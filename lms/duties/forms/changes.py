"""The form of 研修計画の変更 for one line: its days and whom it asks, as they stand, to be changed."""

from datetime import date
from typing import Any

from lms.duties.forms.audience import DAYS, SIDES, AudienceForm
from lms.duties.models import Requirement
from lms.duties.plans import Rule
from lms.duties.presets import Narrowing, choices_of
from lms.lib.fiscal_year import short_era_date
from lms.people.organisation import Organisation


class ChangeForm(AudienceForm):
    """Which training is asked, and how often, stays."""

    def __init__(self, line: Requirement, organisation: Organisation, on: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(line.plan, organisation, on, *args, **kwargs)
        self.line = line
        self.fields["preset"].help_text = "研修、受講の間隔、途中で対象となった者の期限は変わりません。"
        self._offer_what_stands(choices_of(line.audience).narrowing)

    def _offer_what_stands(self, narrowing: Narrowing) -> None:
        """Nobody may have the value today. A department that is gone is not offered again."""
        for side, of in _sides(narrowing):
            for kind, values in of.items():
                choices = self.fields[f"{side}_{kind}"].choices
                offered = {value for value, _ in choices}
                if kind != "department":
                    choices.extend((value, value) for value in values if value not in offered)
                    self.fields[f"{side}_{kind}"].choices = choices

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if self.knows_audience:
            self.check_period(values)
        return values

    @property
    def knows_audience(self) -> bool:
        return self.is_bound and not set(self.errors) - set(DAYS)

    @property
    def begins(self) -> date:
        """Which days may still be moved, the act itself says."""
        return self.line.opens_on

    @property
    def rule(self) -> Rule:
        line = self.line
        return Rule(super().rule.audience, line.cycle, line.within, line.unit, line.grace_days)


def as_it_stands(line: Requirement, organisation: Organisation) -> dict[str, Any]:
    """What the form would have been sent with, to make the line as it is. A merged department is the one it went over
    into; one that is gone is left to be chosen anew."""
    chosen = choices_of(line.audience)
    days = {name: getattr(line, name) for name in DAYS}
    sides = {
        f"{side}_{kind}": _standing(values, organisation) if kind == "department" else list(values)
        for side, of in _sides(chosen.narrowing)
        for kind, values in of.items()
    }
    return {
        "preset": chosen.preset.value, "roles": list(chosen.roles), "joined_by": chosen.narrowing.joined_by,
        **{name: short_era_date(day) for name, day in days.items() if day}, **sides,
    }  # fmt: skip


def _sides(narrowing: Narrowing) -> list[tuple[str, dict[str, Any]]]:
    return list(zip(SIDES, (dict(narrowing.only), dict(narrowing.without)), strict=True))


def _standing(codes: list[str], organisation: Organisation) -> list[str]:
    return list(dict.fromkeys(node.code for code in codes if (node := organisation.standing_for(code))))
