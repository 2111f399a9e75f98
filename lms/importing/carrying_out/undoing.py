"""Taking back an import as a whole: its facts are voided, what it voided is written again, names are as they were."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction

from lms.importing.carrying_out.applying import action_of, one_at_a_time
from lms.importing.carrying_out.coming import put_particulars
from lms.importing.carrying_out.dependence import CannotUndoError, check
from lms.importing.comparing.books import Books, Person, books
from lms.importing.models import ImportBatch
from lms.ledger.appending import append
from lms.ledger.models import LedgerEntry
from lms.lib.facts import DatedFact
from lms.lib.fiscal_year import local_date
from lms.people.appointing import appoint, record_leaves
from lms.people.enrolling import set_last_days
from lms.people.granting import rewrite_grants
from lms.people.models import DepartmentVersion, Employee, Leave, Posting, RoleGrant
from lms.people.organising import reorganise

T = TypeVar("T", bound=DatedFact)

_ACTS = ((Posting, appoint), (Leave, record_leaves), (RoleGrant, rewrite_grants), (DepartmentVersion, reorganise))
_CHUNK = 5000


@transaction.atomic
def undo_import(*, batch: ImportBatch, actor: str, at: datetime) -> None:
    """Take back everything that one file brought; refused in words when something depends on it."""
    one_at_a_time()
    row = ImportBatch.objects.standing().filter(pk=batch.pk).defer("content").first()
    if row is None:
        raise CannotUndoError("この取込みは反映されていないか、既に取り消されています。一覧を確かめてください。")
    trace = _trace(row)
    people = trace.get("people", [])
    newcomers = [one["employee"] for one in people if _entered(one)]
    check(row, newcomers, _founded(row, trace["voided"]))
    known = books()
    after = _as_before(people, known)
    facts, voided = _put_back(row, trace["voided"], at)
    renamed = put_particulars(people=after, on=row.on, batch=row.pk, at=at)
    _close_accounts([known.people[one] for one in newcomers], row.on, local_date(at))
    ImportBatch.objects.filter(pk=row.pk).update(
        state=ImportBatch.State.UNDONE, undone_at=at, lease_until=None, notice=""
    )
    append(
        actor=actor, action="取込みの取消し", subject=f"取込み {row.pk}", at=at,
        payload={"on": row.on.isoformat(), "voided": voided, "people": [_reversed(one) for one in people]}, facts=facts,
        watched={Employee: renamed},
    )  # fmt: skip


def _trace(batch: ImportBatch) -> Mapping[str, Any]:
    """What the ledger kept of the import: which facts it voided, and what people were called before."""
    entries = LedgerEntry.objects.filter(
        action=action_of(batch), recorded_at=batch.applied_at, subject=f"取込み {batch.pk}"
    )
    entry = entries.first()
    if entry is None or "voided" not in entry.payload:
        raise CannotUndoError("操作記録の内容が消去されているため、前の登録が分からず、取り消せません。")
    return entry.payload


def _entered(trace: Mapping[str, Any]) -> bool:
    """Whether the person came into service with the import."""
    return trace.get("entered", False)


def _founded(batch: ImportBatch, voided: Mapping[str, Sequence[int]]) -> set[int]:
    """Departments of which nothing remains without the batch."""
    brought = set(DepartmentVersion.objects.filter(batch=batch.pk).values_list("department_id", flat=True))
    others = DepartmentVersion.objects.known().exclude(batch=batch.pk).values_list("department_id", flat=True)
    before = (row.department_id for row in _rows(DepartmentVersion, voided.get(DepartmentVersion._meta.label, ())))
    return brought - set(others) - set(before)


# ---- facts ----------------------------------------------------------------------------------------------------------


def _put_back(
    batch: ImportBatch, voided: Mapping[str, Sequence[int]], at: datetime
) -> tuple[list[DatedFact], dict[str, list[int]]]:  # fmt: skip
    """Facts are append-only: what the import voided returns as equal rows, which carry the file that first said so."""
    written: list[DatedFact] = []
    taken: dict[str, list[int]] = {}
    for model, act in _ACTS:
        label = model._meta.label
        ours = list(model.objects.known().filter(batch=batch.pk).values_list("pk", flat=True))
        again = [_copy(row) for row in _rows(model, voided.get(label, ()))]
        if ours or again:
            written.extend(act(void=ours, add=again, at=at))
            taken[label] = ours
    return written, taken


def _rows(model: type[T], ids: Sequence[int]) -> list[T]:
    found: list[T] = []
    for start in range(0, len(ids), _CHUNK):
        found.extend(model.objects.filter(pk__in=ids[start : start + _CHUNK]))
    return found


def _copy(row: T) -> T:
    fresh = {"id", "voided_at", "recorded_at"}
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return type(row)(**{name: value for name, value in values.items() if name not in fresh})


# ---- people ---------------------------------------------------------------------------------------------------------


def _as_before(traces: Sequence[Mapping[str, Any]], known: Books) -> list[tuple[Person, Person]]:
    """People now and as they were called before the import, from what the ledger kept."""
    found = []
    for trace in traces:
        if not _entered(trace):
            person = known.people[trace["employee"]]
            found.append((person, replace(person, **_old_values(trace, person))))
    return found


def _old_values(trace: Mapping[str, Any], person: Person) -> dict[str, Any]:
    pairs = {name: pair for name, pair in trace.items() if name not in ("employee", "retired_on")}
    for name, (_, new) in pairs.items():
        if str(getattr(person, name) or "") != new:
            raise CannotUndoError(
                f"この取込みの後に、職員番号{person.number}の氏名等が変わっているため、取り消せません。"
                "職員のファイルを直して、もう一度取り込んでください。"
            )
    days = ("hired_on", "active_until")
    return {name: _day(old) if name in days else old for name, (old, _) in pairs.items()}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _close_accounts(newcomers: Sequence[Person], on: date, today: date) -> None:
    """Nobody signs in as somebody who did not come; another import opens the account again."""
    last = min(on, today) - timedelta(days=1)
    set_last_days(days={person.user_id: last for person in newcomers if person.user_id})


def _reversed(trace: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value[::-1] if isinstance(value, list) else value for name, value in trace.items()}
