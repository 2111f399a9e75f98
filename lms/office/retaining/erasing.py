"""Erasing what a decision covers: some rows at a time, each lot with the entry that vouches for it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import transaction

from lms.certificates.models import Certificate
from lms.importing.models import ImportBatch, ShownRows
from lms.ledger.appending import append
from lms.ledger.digests import payload_digest, voided_digest
from lms.ledger.models import Disposal, Erasure, Expired, Kept, LedgerEntry
from lms.lib.facts import Fact
from lms.lib.fiscal_year import local_date
from lms.office.retaining.listing import due
from lms.office.retaining.personal import REPORTS, facts_of, forget, throw_away_files
from lms.people.models import Employee
from lms.records.models import SurveyAnswer
from lms.records.surveys.answering import leave_grades_alone

_AT_A_TIME = 50
_ACTION = "保存期間満了による削除"


@dataclass(frozen=True)
class _Erased:
    """What one lot erased: the facts as they now read, the people that are nobody now, and what erased entries had
    vouched for."""

    facts: Sequence[Fact] = ()
    carried: Mapping[str, Any] = field(default_factory=dict)
    people: Sequence[int] = ()


@dataclass(frozen=True)
class _Lot:
    """Rows that go together, with the last day of each one's period."""

    disposal: Disposal
    days: Mapping[str, date]
    at: datetime
    made: list[Erasure] = field(default_factory=list)

    def erasures(self, label: str, keys: Iterable[object], of: Callable[[str], str] = str) -> None:
        """Opens the door for these rows of a table; `of` says to which listed record a row belongs."""
        rows = [
            Erasure(
                disposal=self.disposal, label=label, key=str(key), kept_until=self.days[of(str(key))],
                erased_on=local_date(self.at), recorded_at=self.at,
            )
            for key in keys
        ]  # fmt: skip
        self.made.extend(Erasure.objects.bulk_create(rows))


def carry_out(*, disposal: Disposal, now: Callable[[], datetime]) -> int:
    """Erase all that is left of a decision; says how many records. Begun again, it goes on where it stopped."""
    total = 0
    while (done := _next_lot(disposal, now())) is not None:
        total += done
    return total


@transaction.atomic
def _next_lot(disposal: Disposal, at: datetime) -> int | None:
    """None when nothing is left. What is no longer due (somebody came back) is left alone and off the list."""
    waiting = Expired.objects.select_for_update(skip_locked=True).filter(disposal=disposal).order_by("kind", "pk")
    rows = list(waiting[:_AT_A_TIME])
    if not rows:
        return None
    kind = Kept(rows[0].kind)
    rows = [row for row in rows if row.kind == kind]
    still = dict(due(kind, local_date(at), [row.key for row in rows]))
    days = {row.key: row.kept_until for row in rows if row.key in still}
    if days:
        _erase(_Lot(disposal, days, at), kind)
    Expired.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(days)


def _erase(lot: _Lot, kind: Kept) -> None:
    erased = _ERASERS[kind](lot)
    append(
        actor=lot.disposal.actor, action=_ACTION, subject=f"{kind.label} {lot.disposal.document_number}", at=lot.at,
        payload={"rows": len(lot.days), "document_number": lot.disposal.document_number, "carried": erased.carried},
        facts=[*lot.made, *erased.facts], watched={Employee: erased.people},
    )  # fmt: skip


# ---- each kind ------------------------------------------------------------------------------------------------------


def _erase_people(lot: _Lot) -> _Erased:
    people = [int(key) for key in lot.days]
    facts: list[Fact] = []
    for model, owners in facts_of(people).items():
        lot.erasures(model._meta.label, owners, of=lambda key, owners=owners: str(owners[int(key)]))
        model.objects.filter(pk__in=owners).erase()
        facts += model.objects.filter(pk__in=owners).order_by("pk")
    lot.erasures(Employee._meta.label, people)
    forget(people)
    return _Erased(facts, people=people)


def _erase_entries(lot: _Lot) -> _Erased:
    """An entry whose contents were tampered with is evidence, and stays."""
    found = LedgerEntry.objects.filter(pk__in=map(int, lot.days)).order_by("pk")
    entries = [entry for entry in found if entry.digest == payload_digest(entry.salt, entry.payload)]
    carried = _carried(entries)
    keys = [entry.pk for entry in entries]
    lot.erasures(LedgerEntry._meta.label, keys)
    LedgerEntry.objects.filter(pk__in=keys).erase()
    return _Erased(carried=carried)


def _erase_files(lot: _Lot) -> _Erased:
    """Which file it was, and what came of it, stays; what stood in it goes."""
    for name in lot.days:
        label, key = name.split(" ")
        model = apps.get_model(label)
        blanks = {"seen": {}, "notes": []} if model is ImportBatch else {"findings": {}}
        model._default_manager.filter(pk=key).update(content=b"", **blanks)
        lot.erasures(label, [key], of=lambda _, name=name: name)
    ShownRows.objects.filter(batch__content=b"").delete()
    return _Erased()


def _erase_reports(lot: _Lot) -> _Erased:
    facts: list[Fact] = []
    for model in REPORTS:
        label = model._meta.label
        keys = [int(name.split(" ")[1]) for name in lot.days if name.split(" ")[0] == label]
        rows = model.objects.filter(pk__in=keys)
        lot.erasures(label, keys, of=lambda key, label=label: f"{label} {key}")
        rows.erase()
        facts += rows.order_by("pk")
        if model is Certificate:
            throw_away_files(rows)
    return _Erased(facts)


def _erase_surveys(lot: _Lot) -> _Erased:
    leave_grades_alone(SurveyAnswer.objects.filter(fiscal_year__in=map(int, lot.days)))
    lot.erasures(SurveyAnswer._meta.label, lot.days)
    return _Erased()


def _carried(entries: Iterable[LedgerEntry]) -> dict[str, list[Any]]:
    """What the entries vouched for: from now on this is vouched for here."""
    facts: list[Any] = []
    closed: list[Any] = []
    now: dict[str, list[Any]] = defaultdict(list)
    for entry in entries:
        for said in (entry.payload, entry.payload.get("carried", {})):
            facts += said.get("facts", ())
            closed += said.get("closed", ())
            for label, rows in said.get("now", {}).items():
                now[label] += [[key, digest, *(since or [entry.seq])] for key, digest, *since in rows]
        closed += _voided(entry)
    return {"facts": facts, "closed": closed, "now": now}


def _voided(entry: LedgerEntry) -> Iterator[list[Any]]:
    for label, keys in entry.payload.get("voided", {}).items():
        if keys:
            yield [label, keys, voided_digest(entry.recorded_at)]


_ERASERS: dict[Kept, Callable[[_Lot], _Erased]] = {
    Kept.PERSON: _erase_people, Kept.ENTRY: _erase_entries, Kept.FILE: _erase_files, Kept.REPORT: _erase_reports,
    Kept.SURVEY: _erase_surveys,
}  # fmt: skip
