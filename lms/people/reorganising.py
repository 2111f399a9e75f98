"""The acts by which a clerk changes the organisation on a day. What was true before that day stays as it was.

A change goes forward until the next change of the same thing that is already in the books: a department that is to
move under another one in April keeps that move when it is renamed in January.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from lms.ledger.appending import append
from lms.lib.fiscal_year import era_date
from lms.people.granting import rewrite_grants
from lms.people.locking import lock_departments
from lms.people.models import Department, DepartmentVersion, Posting, RoleGrant
from lms.people.organisation import organisation
from lms.people.organising import reorganise
from lms.people.refusals import RefusedError
from lms.people.revising import LATEST_FIRST, reaching, revised, until_day_before

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What a department is called, where it hangs, who appoints there and whether it reports."""

    name: str
    parent_id: int | None
    appointing_authority: str
    reports: bool


@transaction.atomic
def found_department(*, code: str, traits: Traits, on: date, actor: str, at: datetime) -> Department:
    """新設: a new department from a day on."""
    lock_departments()
    department = _new_department(code)
    rows = reorganise(void=[], add=[_first_version(department, traits, on)], at=at)
    verify([department.pk], on)
    append(actor=actor, action="所属の新設", subject=code, at=at, payload={"on": on.isoformat()}, facts=rows)
    return department


@transaction.atomic
def split_department(
    *, department: Department, parts: Sequence[tuple[str, str]], on: date, actor: str, at: datetime
) -> list[Department]:
    """分割: new departments (code, name) beside this one and alike in all else. Nobody is moved by it."""
    lock_departments()
    origin = version_on(department, on)
    made = [_new_department(code) for code, _ in parts]
    versions = [
        revised(origin, department_id=one.pk, name=name, starts_on=on, ends_on=None)
        for one, (_, name) in zip(made, parts, strict=True)
    ]
    rows = reorganise(void=[], add=versions, at=at)
    verify([one.pk for one in made], on)
    payload = {"on": on.isoformat(), "parts": [one.code for one in made]}
    append(actor=actor, action="所属の分割", subject=department.code, at=at, payload=payload, facts=rows)
    return made


@transaction.atomic
def change_department(
    *, department: Department, to: Traits, on: date, actor: str, at: datetime
) -> list[DepartmentVersion]:
    """Rename, move under another parent, or change who appoints and whether it reports, from a day on."""
    lock_departments()
    before = version_on(department, on)
    changes = {name: value for name, value in asdict(to).items() if value != getattr(before, name)}
    if not changes:
        raise RefusedError("変わるところがありません。新しい内容を入力してください。")
    void, add = _carried_forward(before, changes, on)
    rows = reorganise(void=[row.pk for row in void], add=add, at=at)
    verify([department.pk], on)
    payload = {
        "on": on.isoformat(),
        "changes": {name: [getattr(before, name), value] for name, value in changes.items()},
        "voided": {"people.DepartmentVersion": [row.pk for row in void]},
    }
    append(actor=actor, action="所属の変更", subject=department.code, at=at, payload=payload, facts=rows)
    return rows


@transaction.atomic
def close_department(*, department: Department, on: date, actor: str, at: datetime) -> list[RoleGrant]:
    """廃止: from this day on it is no more. Refused while it is needed; returns the roles that end with it."""
    lock_departments()
    if not reaching(DepartmentVersion, on).filter(department=department).exists():
        raise RefusedError(f"所属コード「{department.code}」の所属は、{era_date(on)}には既にありません。")
    _nobody_needs(department, on)
    ended = end_department(department=department, on=on, at=at)
    append(
        actor=actor, action="所属の廃止", subject=department.code, at=at,
        payload={"on": on.isoformat(), "voided": ended.voided}, facts=[*ended.versions, *ended.roles],
    )  # fmt: skip
    return ended.roles


@dataclass(frozen=True)
class Ended:
    """What is left of a department's rows after its end, and the ids of the rows that were voided."""

    versions: list[DepartmentVersion]
    roles: list[RoleGrant]
    voided: dict[str, list[int]]


def end_department(*, department: Department, on: date, at: datetime) -> Ended:
    """A department and the roles bound to it end on the day before; for the caller's ledger entry."""
    versions = list(reaching(DepartmentVersion, on).filter(department=department))
    grants = list(reaching(RoleGrant, on).filter(department=department))
    kept = [rest for row in versions for rest in until_day_before(row, on)]
    roles = [rest for row in grants for rest in until_day_before(row, on)]
    voided = {"people.DepartmentVersion": [row.pk for row in versions], "people.RoleGrant": [row.pk for row in grants]}
    return Ended(
        reorganise(void=voided["people.DepartmentVersion"], add=kept, at=at),
        rewrite_grants(void=voided["people.RoleGrant"], add=roles, at=at),
        voided,
    )


def version_on(department: Department, on: date) -> DepartmentVersion:
    """What a department is on a day; refuses in words where it is not there."""
    version = DepartmentVersion.objects.on(on).filter(department=department).first()
    if version is None:
        raise RefusedError(
            f"所属コード「{department.code}」の所属は、{era_date(on)}にはありません。日付を確かめてください。"
        )
    return version


def refuse_beyond_its_end(department_id: int, on: date, last: date | None) -> None:
    """Nobody is posted into a department, from a day on, beyond the day on which it ends."""
    rows = list(reaching(DepartmentVersion, on).filter(department=department_id).order_by(LATEST_FIRST))
    if not rows:
        raise RefusedError(f"発令の所属は、{era_date(on)}にはありません。別の所属への異動を登録してください。")
    end = max(row.ends_on or date.max for row in rows)
    if (last or date.max) > end:
        raise RefusedError(
            f"「{rows[0].name}」は{era_date(end)}で無くなります。それまでの終了日を入力するか、別の所属を選んでください。"
        )


def verify(ids: Iterable[int], on: date) -> None:
    """From a day on, these departments hang under departments that are there, and none under itself."""
    for day in sorted({on, *_days_of_change(on)}):
        city = organisation(day)
        for pk in ids:
            path = {pk}
            node = city.nodes.get(pk)
            while node is not None and node.parent_id is not None:
                if node.parent_id in path:
                    raise RefusedError(
                        f"「{node.name}」の上位所属をたどると、元の所属に戻ります。別の上位所属を選んでください。"
                    )
                if node.parent_id not in city.nodes:
                    raise RefusedError(
                        f"「{node.name}」の上位所属が、{era_date(day)}にはありません。別の上位所属を選んでください。"
                    )
                path.add(node.parent_id)
                node = city.nodes[node.parent_id]


def _days_of_change(on: date) -> set[date]:
    days = DepartmentVersion.objects.known().values_list("starts_on", "ends_on")
    begins = {first for first, _ in days if first and first > on}
    return begins | {last + _DAY for _, last in days if last and last >= on}


def _carried_forward(
    before: DepartmentVersion, changes: dict[str, object], on: date
) -> tuple[list[DepartmentVersion], list[DepartmentVersion]]:
    """The rows to void and to add: each change goes on through later rows until they say something else themselves."""
    void, add = [before], [*until_day_before(before, on), revised(before, starts_on=on, **changes)]
    later = DepartmentVersion.objects.known().filter(department=before.department_id, starts_on__gt=on)
    for row in later.order_by("starts_on"):
        changes = {name: value for name, value in changes.items() if getattr(row, name) == getattr(before, name)}
        if not changes:
            break
        void.append(row)
        add.append(revised(row, **changes))
    return void, add


def _new_department(code: str) -> Department:
    """A code is given once and for ever; one that never came into use is free."""
    if DepartmentVersion.objects.known().filter(department__code=code).exists():
        raise RefusedError(f"所属コード「{code}」は既に使われています。廃止した所属のものも、別の所属には使えません。")
    department, _ = Department.objects.get_or_create(code=code)
    return department


def _first_version(department: Department, traits: Traits, on: date) -> DepartmentVersion:
    return DepartmentVersion(department=department, starts_on=on, **asdict(traits))


def _nobody_needs(department: Department, on: date) -> None:
    people = reaching(Posting, on).filter(department=department).values("employee").distinct().count()
    if people:
        raise RefusedError(
            f"{era_date(on)}以後もこの所属に発令のある職員が{people}人います。先に異動を登録するか、ほかの所属と統合してください。"
        )
    below = reaching(DepartmentVersion, on).filter(parent=department).order_by("department__code")
    names = list(dict.fromkeys(below.values_list("name", flat=True)))
    if names:
        raise RefusedError(
            f"{era_date(on)}以後も下に所属があります（{'、'.join(names)}）。先に別の上位所属へ移してください。"
        )
