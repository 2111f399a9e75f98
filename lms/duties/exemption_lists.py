"""受講免除 as lists: what was asked for, and what stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from lms.duties.models import Exemption, ExemptionRequest
from lms.people.models import Posting
from lms.people.organisation import Organisation

_ABOVE = ("employee", "requirement__course", "requirement__plan")


@dataclass(frozen=True)
class Placed:
    """A request or an exemption, and where its person sits today."""

    row: ExemptionRequest | Exemption
    place: str


def asked_for(seen: Q) -> QuerySet[ExemptionRequest]:
    """What waits for a decision first, oldest first; then what was decided, newest first."""
    rows = ExemptionRequest.objects.filter(seen).select_related(*_ABOVE, "asked_by")
    return rows.order_by(F("decided_at").desc(nulls_first=True), "recorded_at", "pk")


def standing(seen: Q, on: date) -> QuerySet[Exemption]:
    """Those that hold on a day, of the latest year first."""
    rows = Exemption.objects.on(on).filter(seen).select_related(*_ABOVE)
    return rows.order_by("-requirement__plan__fiscal_year", "requirement__course__code", "employee__kana_key", "pk")


def placed(rows: Iterable[ExemptionRequest | Exemption], organisation: Organisation, on: date) -> list[Placed]:
    """One query."""
    rows = list(rows)
    people = {row.employee_id for row in rows}
    seats = Posting.objects.on(on).filter(employee__in=people, kind=Posting.Kind.MAIN)
    places = {pk: organisation.name(seat) for pk, seat in seats.values_list("employee_id", "department_id")}
    return [Placed(row, places.get(row.employee_id, "")) for row in rows]
