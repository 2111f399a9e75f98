"""The rule of an 実施研修 in a sentence: whom it asks, how often and by when."""

from collections.abc import Sequence
from datetime import date

from lms.duties.audience import Stored, condition, department_codes
from lms.duties.models import Requirement
from lms.lib.fiscal_year import first_day, short_era_date
from lms.people.organisation import Organisation

_Cycle = Requirement.Cycle
_EVERYBODY = "すべての職員"


def rule_in_words(asked: Requirement, organisation: Organisation, on: date) -> str:
    """「任用形態が正規の職員のうち、新たに着任した者は、着任から30日以内に受講する。」"""
    return f"{audience_in_words(asked.audience, organisation, on)}は、{timing_in_words(asked)}"


def choice_in_words(needed: int, titles: Sequence[str]) -> str:
    """「次の3研修のうち2研修を修了する：「文書」「会計」「接遇」」"""
    return f"次の{len(titles)}研修のうち{needed}研修を修了する：{''.join(f'「{title}」' for title in titles)}"


def choice_of(asked: Requirement) -> str:
    """The choice of a line in words; empty for a line of one course. Reads the line's choices."""
    return choice_in_words(asked.needed, [row.course.title for row in asked.choices.all()]) if asked.needed else ""


def audience_in_words(stored: Stored, organisation: Organisation, on: date) -> str:
    """The condition as a noun, with the names that departments have on the day."""
    kind, of = stored["is"], stored.get("of", [])
    if kind == "all":
        return _narrowed(of, organisation, on)
    if kind == "any":
        return "又は".join(_part(one, organisation, on) for one in of)
    if kind == "not":
        return _narrowed([stored], organisation, on)
    return condition(stored, organisation, on).words


def _narrowed(parts: list[Stored], organisation: Organisation, on: date) -> str:
    caught = [audience_in_words(one, organisation, on) for one in parts if one["is"] != "not"]
    spared = [_part(one, organisation, on) for part in parts if part["is"] == "not" for one in part["of"]]
    without = f"（{'又は'.join(spared)}を除く。）" if spared else ""
    return "のうち、".join(caught or [_EVERYBODY]) + without


def _part(stored: Stored, organisation: Organisation, on: date) -> str:
    """In marks where the words alone would not say how far they reach."""
    words = audience_in_words(stored, organisation, on)
    return f"「{words}」" if stored["is"] in ("all", "any", "not") else words


def timing_in_words(asked: Requirement) -> str:
    """How often and by when, as the end of a sentence."""
    span = f"{asked.within}{asked.get_unit_display()}以内に"
    late = f"年度の途中で対象となった者は、その日から{span}受講する。"
    if asked.cycle == _Cycle.AFTER_POSTING:
        start = "着任" if "newcomer" in kinds(asked.audience) else "対象となった日"
        return f"{start}から{span}受講する。{_before_the_period(asked)}"
    if asked.cycle == _Cycle.TWELVE_MONTHS:
        grace = f"と{asked.grace_days}日" if asked.grace_days else ""
        return f"前回の修了から1年{grace}以内に受講する。初めての者は、実施期間に受講する。{late}"
    often = "一度だけ" if asked.cycle == _Cycle.ONCE else "年度に1回"
    return f"{often}、実施期間に受講する。{late}"


def periods_in_words(asked: Requirement) -> str:
    """「R8.6.1からR8.7.17まで（追加　R8.12.1からR9.1.29まで）」"""
    first = f"{short_era_date(asked.opens_on)}から{short_era_date(asked.due_on)}まで"
    if not asked.second_opens_on:
        return first
    return f"{first}（追加　{short_era_date(asked.second_opens_on)}から{short_era_date(asked.second_due_on)}まで）"


def _before_the_period(asked: Requirement) -> str:
    """Nothing where the period is the whole year, or not yet known."""
    if not asked.opens_on or asked.opens_on == first_day(asked.plan.fiscal_year):
        return ""
    return "実施期間の前から対象である者は、実施期間に受講する。"


def kinds(stored: Stored) -> frozenset[str]:
    """What the condition asks about in the affirmative."""
    if stored["is"] in ("all", "any"):
        return frozenset().union(*(kinds(one) for one in stored["of"]))
    return frozenset() if stored["is"] == "not" else frozenset({stored["is"]})


def unknown_departments(stored: Stored, organisation: Organisation) -> list[str]:
    """Codes for which no department of the day stands: a rule may name what a reorganisation has ended."""
    return [code for code in department_codes(stored) if organisation.standing_for(code) is None]


def merged_departments(stored: Stored, organisation: Organisation) -> list[tuple[str, str]]:
    """Codes of departments that were merged, with the name of what stands in their place."""
    found = ((code, organisation.standing_for(code)) for code in department_codes(stored))
    return [(code, node.name) for code, node in found if node and node.code != code]
