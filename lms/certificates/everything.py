"""All papers of a fiscal year at once, without a page: given to whom they may be given, then listed."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import product
from typing import Any

from django.db.models import Q, QuerySet

from lms.certificates import candidates
from lms.certificates.giving.many import AT_ONCE, carry_out, order_giving
from lms.certificates.issuing import CannotGiveError, Decision, give_department, give_personal
from lms.certificates.layouts.glyphs import left_out, names_lacking
from lms.certificates.models import Certificate, Series
from lms.certificates.signers import NoSignerError
from lms.certificates.subjects import subjects
from lms.people.city import city
from lms.people.organisation import organisation
from lms.people.roles import Office


@dataclass(frozen=True)
class Wanted:
    """Which papers; without a department or code, those of the whole city and of every course and curriculum."""

    fiscal_year: int
    kinds: tuple[str, ...]
    department_id: int | None = None
    code: str | None = None


@dataclass(frozen=True)
class Giving:
    """How papers are given that nobody holds yet."""

    decision: Decision
    on: date
    actor: str
    at: datetime


def give_all(wanted: Wanted, giving: Giving) -> list[str]:
    """Give what is not given yet; what one office cannot give holds back no other. Returns why, in words."""
    acts = {Series.Kind.PERSONAL: _give_personal, Series.Kind.DEPARTMENT: _give_department}
    refusals = []
    for kind, office in product(wanted.kinds, Office):
        try:
            acts[Series.Kind(kind)](wanted, giving, office)
        except (CannotGiveError, NoSignerError) as error:
            refusals.append(str(error))
    return list(dict.fromkeys(refusals))


def _give_personal(wanted: Wanted, giving: Giving, office: Office) -> None:
    rows = candidates.completions([office], wanted.fiscal_year)
    if wanted.code:
        rows = rows.filter(course__code=wanted.code)
    if wanted.department_id:
        below = organisation(giving.on).below([wanted.department_id])
        rows = rows.filter(employee__in=candidates.seated_in(below, giving.on))
    waiting = candidates.without_paper(rows, wanted.fiscal_year)
    how: dict[str, Any] = {
        "decision": giving.decision, "given_on": giving.on, "actor": giving.actor, "at": giving.at,
    }  # fmt: skip
    lacking = names_lacking(waiting, city())
    keys = list(waiting.values_list("pk", flat=True))
    if len(keys) > AT_ONCE:
        carry_out(batch_id=order_giving(completions=keys, office=office, **how).pk, now=lambda: giving.at)
    elif keys:
        give_personal(completions=list(waiting.select_related("course")), **how)
    if lacking:
        raise CannotGiveError(left_out(lacking))


def _give_department(wanted: Wanted, giving: Giving, office: Office) -> None:
    year = wanted.fiscal_year
    counted_on = candidates.counting_day(year, giving.on)
    as_of = organisation(counted_on)
    asked = [subject for subject in subjects([office], year) if wanted.code in (None, subject.code)]
    done = candidates.departments_done(as_of, asked, year, counted_on)
    waiting = candidates.departments_without_paper(done, year)
    below = as_of.below([wanted.department_id] if wanted.department_id else as_of.nodes)
    for subject in asked:
        departments = [pk for of, pk in waiting if of is subject and pk in below]
        if departments:
            give_department(
                subject=subject, year=year, departments=departments, counted_on=counted_on, decision=giving.decision,
                given_on=giving.on, actor=giving.actor, at=giving.at,
            )  # fmt: skip


def held(wanted: Wanted, on: date) -> QuerySet[Certificate]:
    """The papers of the year that were given and stand, in the order of the register."""
    rows = Certificate.objects.standing().filter(fiscal_year=wanted.fiscal_year, series__kind__in=wanted.kinds)
    if wanted.code:
        rows = rows.filter(subject_code=wanted.code)
    if wanted.department_id:
        below = organisation(on).below([wanted.department_id])
        rows = rows.filter(Q(department__in=below) | Q(employee__in=candidates.seated_in(below, on)))
    return rows.order_by("series", "number")
