"""The rules of the ordinary city, and how they are narrowed. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import TextChoices

from lms.duties.audience import EVERYBODY, NEWCOMERS, Stored
from lms.duties.models import Requirement
from lms.duties.plans import Rule
from lms.people.roles import Role

_Cycle, _Unit = Requirement.Cycle, Requirement.Unit


class Preset(TextChoices):
    """Whom most cities ask."""

    EVERYBODY = "everybody", "全職員"
    NEWCOMERS = "newcomers", "新たに着任した者"
    HEADS = "heads", "所属長"
    MY_NUMBER = "my-number", "特定個人情報事務取扱担当者"
    ROLES = "roles", "役割で指定"

    @property
    def rule(self) -> Rule:
        return _RULES[self]


def _of_role(*roles: str) -> Stored:
    return {"is": "role", "of": list(roles)}


# 所属長 learn anew each year; who becomes one in the course of it has three months. 番号法施行令 asks whoever handles
# 特定個人情報 to learn about once in twelve months, whatever the fiscal year.
_RULES: Mapping[Preset, Rule] = {
    Preset.EVERYBODY: Rule(),
    Preset.NEWCOMERS: Rule(dict(NEWCOMERS), _Cycle.AFTER_POSTING, 30, _Unit.DAYS),
    Preset.HEADS: Rule(_of_role(Role.HEAD), _Cycle.YEARLY, 3, _Unit.MONTHS),
    Preset.MY_NUMBER: Rule(_of_role(Role.MY_NUMBER_HANDLER), _Cycle.TWELVE_MONTHS, 1, _Unit.MONTHS),
    Preset.ROLES: Rule(_of_role(), _Cycle.YEARLY, 30, _Unit.DAYS),
}


@dataclass(frozen=True)
class Narrowing:
    """詳しい条件: values by kind of condition that people must have (all the kinds, or any), and that nobody may."""

    only: Mapping[str, Sequence[str]] = field(default_factory=dict)
    joined_by: str = "all"
    without: Mapping[str, Sequence[str]] = field(default_factory=dict)


def rule_of(preset: Preset, roles: Sequence[str], narrowing: Narrowing) -> Rule:
    """The preset's rule for fewer people."""
    rule = preset.rule
    base = _of_role(*roles) if preset is Preset.ROLES else rule.audience
    return replace(rule, audience=narrowed(base, narrowing))


def narrowed(base: Stored, narrowing: Narrowing) -> Stored:
    """As plain a condition as says it."""
    parts = [] if base == EVERYBODY else [base]
    only, without = list(_conditions(narrowing.only)), list(_conditions(narrowing.without))
    if narrowing.joined_by == "any" and len(only) > 1:
        parts.append({"is": "any", "of": only})
    else:
        parts.extend(only)
    if without:
        parts.append({"is": "not", "of": without})
    if not parts:
        return dict(EVERYBODY)
    return parts[0] if len(parts) == 1 else {"is": "all", "of": parts}


@dataclass(frozen=True)
class Choices:
    """What was chosen in the form to make a condition."""

    preset: Preset
    roles: Sequence[str]
    narrowing: Narrowing


def choices_of(stored: Stored) -> Choices:
    """Choices that make the very same condition; the way back from `narrowed`."""
    parts = stored["of"] if stored["is"] == "all" else [stored]
    plain = [part for part in parts if part["is"] not in ("any", "not", "everybody")]
    base = plain.pop(0) if plain and plain[0]["is"] in ("role", "newcomer") else EVERYBODY
    either = [one for part in parts if part["is"] == "any" for one in part["of"]]
    without = [one for part in parts if part["is"] == "not" for one in part["of"]]
    narrowing = Narrowing(_values(either or plain), "any" if either else "all", _values(without))
    presets = {"role": Preset.ROLES, "newcomer": Preset.NEWCOMERS, "everybody": Preset.EVERYBODY}
    return Choices(presets[base["is"]], base.get("of", []), narrowing)


def _values(conditions: Sequence[Stored]) -> dict[str, Sequence[str]]:
    return {one["is"]: one.get("of", ["yes"]) for one in conditions}


def _conditions(values: Mapping[str, Sequence[str]]) -> Iterator[Stored]:
    for kind, chosen in values.items():
        if kind == "newcomer" and chosen:
            yield dict(NEWCOMERS)
        elif chosen:
            yield {"is": kind, "of": list(chosen)}
