"""How many opened and reported, by 報告単位: figures in which nobody can be recognised."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from lms.lib.tables import Rate
from lms.people.organisation import Organisation, organisation
from lms.people.postings import seats
from lms.records.drill import DrillResult, PhishingDrill

# Where fewer people got the mail, a count would say of each who opened it. So it would where all did. And where nobody
# did, the count stays hidden as well: else 「－」 would say that all did.
FEWEST_SHOWN = 5
MASKED = "－"


@dataclass(frozen=True)
class DrillCounts:
    """One department's figures."""

    name: str
    delivered: int
    opened: int
    reported: int

    @property
    def is_small(self) -> bool:
        return self.delivered < FEWEST_SHOWN

    @property
    def hides_opened(self) -> bool:
        return self.is_small or self.opened in (0, self.delivered)

    @property
    def opened_text(self) -> str:
        return MASKED if self.hides_opened else str(Rate(self.opened, self.delivered))

    @property
    def reported_text(self) -> str:
        return MASKED if self.is_small else str(Rate(self.reported, self.delivered))


def counts(drill: PhishingDrill) -> dict[int, DrillCounts]:
    """By 報告単位, as people sat on the day of the drill, in the order of the departments' codes. Three queries."""
    city = organisation(drill.sent_on)
    rows = DrillResult.objects.filter(drill=drill, voided_at=None).values_list("employee", "opened_at", "reported_at")
    seated = seats(city, drill.sent_on)
    found: dict[int, list[tuple[bool, bool]]] = defaultdict(list)
    for employee, opened_at, reported_at in rows:
        seat = seated.get(employee)
        unit = city.reporting_unit(seat.department_id) if seat else 0
        found[unit].append((opened_at is not None, reported_at is not None))
    return {unit: _counts(city, unit, found[unit]) for unit in (*city.nodes, 0) if unit in found}


def _counts(city: Organisation, unit: int, people: Collection[tuple[bool, bool]]) -> DrillCounts:
    opened, reported = (sum(flags) for flags in zip(*people, strict=True))
    return DrillCounts(city.name(unit) or "所属なし", len(people), opened, reported)


def total(rows: Iterable[DrillCounts]) -> DrillCounts | None:
    """All rows together; none where the masked ones could be worked out by taking the others from it."""
    known = list(rows)
    small, hidden = [row for row in known if row.is_small], [row for row in known if row.hides_opened]
    if (small and _together(small).is_small) or (hidden and _together(hidden).hides_opened):
        return None
    return _together(known)


def _together(rows: Iterable[DrillCounts]) -> DrillCounts:
    known = list(rows)
    figures = (sum(getattr(row, name) for row in known) for name in ("delivered", "opened", "reported"))
    return DrillCounts("合計", *figures)
