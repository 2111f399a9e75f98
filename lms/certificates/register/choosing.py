"""Which papers somebody means who takes many at once: a part of the register, or a giving."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from lms.certificates.bundles.making import Choice
from lms.certificates.candidates import seated_in
from lms.certificates.forms import RegisterForm
from lms.certificates.models import Batch, Bundle, Certificate
from lms.lib.fiscal_year import era_date, fiscal_year_name
from lms.people.visibility import Viewer


def part_of_register(form: RegisterForm, rows: QuerySet[Certificate], viewer: Viewer) -> QuerySet[Certificate]:
    """Those of `rows` that the form asks for, in the order of the register."""
    found = rows.filter(form.condition)
    if department := form.cleaned_data["department"]:
        below = viewer.organisation.below([department])
        found = found.filter(Q(department__in=below) | Q(employee__in=seated_in(below, viewer.on)))
    return in_order(found)


def in_order(rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    return rows.order_by("series", "number", "pk")


def choice_of_register(form: RegisterForm, rows: QuerySet[Certificate], kind: str) -> Choice:
    conditions = {name: str(value) for name, value in form.cleaned_data.items() if value}
    return _choice(f"修了証書交付台帳（{fiscal_year_name(form.cleaned_data['fiscal_year'])}）", rows, kind, conditions)


def choice_of_batch(batch: Batch, rows: QuerySet[Certificate], kind: str) -> Choice:
    title = f"交付した証書（{era_date(batch.given_on)}交付）"
    return _choice(title, in_order(rows), kind, {"batch": str(batch.pk)})


def _choice(title: str, rows: QuerySet[Certificate], kind: str, conditions: dict[str, Any]) -> Choice:
    # A paper that counts no more is in the list of what was given; it is not handed out again.
    wanted = rows if kind == Bundle.Form.LIST else rows.standing()
    offices = wanted.order_by().values_list("series__office", flat=True).distinct()
    return Choice(title, list(wanted.values_list("pk", flat=True)), list(offices), conditions)


def digest_of(keys: Iterable[int]) -> str:
    """What a person has seen before pressing the button, whatever the order."""
    return hashlib.sha256(",".join(map(str, sorted(keys))).encode()).hexdigest()
