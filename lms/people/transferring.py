"""The acts by which a clerk posts one person by hand: 異動, 兼務 and their ends. Each leaves one ledger entry."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from lms.ledger.appending import append
from lms.lib.fiscal_year import era_date
from lms.people.appointing import appoint
from lms.people.expiring import reopen_account
from lms.people.locking import lock_departments, lock_person
from lms.people.models import Department, DepartmentVersion, Employee, Posting, RoleGrant
from lms.people.refusals import RefusedError
from lms.people.reorganising import version_on
from lms.people.revising import reaching, revised, until_day_before
from lms.people.role_endings import end_roles_left_behind, restore_roles

_DAY = timedelta(days=1)
_MAIN = Posting.Kind.MAIN


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Where somebody is posted and as what. Without 任命権者 it is the department's own."""

    department_id: int
    job_title: str = ""
    grade: str = ""
    occupation: str = ""
    employment_type: str = ""
    appointing_authority: str = ""


@dataclass(frozen=True)
class Posted:
    """The posting that was written, and the roles that ended because nobody sits there for them any more."""

    posting: Posting
    roles: list[RoleGrant] = field(default_factory=list)


@dataclass(frozen=True)
class Withdrawn:
    """The main posting that goes on in its place, if any, and the roles that go on with it."""

    posting: Posting | None
    roles: list[RoleGrant]


@transaction.atomic
def transfer(*, employee: Employee, seat: Seat, on: date, ends_on: date | None, actor: str, at: datetime) -> Posted:
    """異動: the main posting from a day on. It ends where the one before would have, unless told otherwise."""
    _begin(employee, on, ends_on)
    standing = Posting.objects.on(on).filter(employee=employee, kind=_MAIN).first()
    before = [standing] if standing else []
    last = ends_on or (standing.ends_on if standing else _day_before_next(employee, on))
    rest = [row for one in before for row in until_day_before(one, on)]
    new = Posting(employee=employee, kind=_MAIN, starts_on=on, ends_on=last, **_placed(seat, on, last))
    rows = _write(before, [*rest, new], at)
    reopen_account(employee=employee, on=on, until=last)
    return _traced("異動", employee, before, rows, new, on, actor, at)


@transaction.atomic
def add_posting(
    *, employee: Employee, kind: str, seat: Seat, on: date, ends_on: date | None, actor: str, at: datetime
) -> Posted:
    """A posting beside the main one."""
    _begin(employee, on, ends_on)
    there = reaching(Posting, on).filter(employee=employee, department=seat.department_id)
    if ends_on:
        there = there.filter(starts_on__lte=ends_on)
    if there.exists():
        raise RefusedError("その期間には、同じ所属への発令が既にあります。所属・発令の履歴を確かめてください。")
    new = Posting(employee=employee, kind=kind, starts_on=on, ends_on=ends_on, **_placed(seat, on, ends_on))
    rows = _write([], [new], at)
    return _traced(Posting.Kind(kind).label, employee, [], rows, new, on, actor, at)


@transaction.atomic
def end_posting(*, posting: Posting, last: date, actor: str, at: datetime) -> Posted:
    """A posting beside the main one has a last day."""
    lock_person(posting.employee)
    standing = _standing(posting)
    if standing.kind == _MAIN:
        raise RefusedError("本務は、異動又は退職によって終わります。")
    if last < standing.starts_on:
        raise RefusedError(
            f"終了日は、開始日（{era_date(standing.starts_on)}）以後の日にしてください。誤った発令なら取り消してください。"
        )
    new = revised(standing, ends_on=last)
    rows = _write([standing], [new], at)
    return _traced("発令の終了", posting.employee, [standing], rows, new, last + _DAY, actor, at)


@transaction.atomic
def withdraw_posting(*, posting: Posting, actor: str, at: datetime) -> Withdrawn:
    """A posting that was entered by mistake. The main posting that it broke off goes on, and the roles there."""
    lock_person(posting.employee)
    standing = _standing(posting)
    broken_off = _broken_off_by(standing)
    if standing.kind == _MAIN and broken_off is None:
        raise RefusedError("取り消すと本務がなくなります。正しい内容で異動を登録するか、退職を登録してください。")
    void = [standing, *([broken_off] if broken_off else [])]
    rows = _write(void, [revised(broken_off, ends_on=standing.ends_on)] if broken_off else [], at)
    restored = restore_roles(posting=standing, at=at)
    voided = {"people.Posting": [row.pk for row in void], "people.RoleGrant": restored.voided}
    append(
        actor=actor, action="発令の取消し", subject=posting.employee.staff_number, at=at, payload={"voided": voided},
        facts=[*rows, *restored.grants],
    )  # fmt: skip
    return Withdrawn(rows[0] if rows else None, restored.grants)


def _begin(employee: Employee, on: date, ends_on: date | None) -> None:
    """Wait for others, then refuse what cannot be."""
    lock_departments()
    lock_person(employee)
    if ends_on and ends_on < on:
        raise RefusedError("終了日は、開始日以後の日にしてください。")
    if employee.hired_on and on < employee.hired_on:
        raise RefusedError(
            f"採用日（{era_date(employee.hired_on)}）より前の発令は登録できません。日付を確かめてください。"
        )


def _placed(seat: Seat, on: date, ends_on: date | None) -> dict[str, object]:
    """The columns of a seat, in a department that lasts as long as the posting."""
    version = version_on(Department.objects.get(pk=seat.department_id), on)
    last = max(row.ends_on or date.max for row in reaching(DepartmentVersion, on).filter(department=seat.department_id))
    if (ends_on or date.max) > last:
        raise RefusedError(
            f"「{version.name}」は{era_date(last)}で無くなります。それまでの終了日を入力するか、別の所属を選んでください。"
        )
    columns = asdict(seat)
    return columns | {"appointing_authority": seat.appointing_authority or version.appointing_authority}


def _standing(posting: Posting) -> Posting:
    """The row as it is now that nobody else can change it."""
    standing = Posting.objects.known().filter(pk=posting.pk).first()
    if standing is None:
        raise RefusedError("この発令は、ほかの人が先に変更しました。今の内容を確かめてください。")
    return standing


def _day_before_next(employee: Employee, on: date) -> date | None:
    following = Posting.objects.known().filter(employee=employee, kind=_MAIN, starts_on__gt=on).order_by("starts_on")
    first = following.first()
    return first.starts_on - _DAY if first else None


def _broken_off_by(posting: Posting) -> Posting | None:
    if posting.kind != _MAIN:
        return None
    return Posting.objects.known().filter(
        employee=posting.employee_id, kind=_MAIN, ends_on=posting.starts_on - _DAY
    ).first()  # fmt: skip


def _write(void: Sequence[Posting], add: Sequence[Posting], at: datetime) -> list[Posting]:
    """The database has the last word: an import may have written in the same moment."""
    try:
        with transaction.atomic():
            return appoint(void=[row.pk for row in void], add=add, at=at)
    except IntegrityError as error:
        raise RefusedError(
            "本務が同じ日に二つになります。所属・発令の履歴を確かめて、日付を直してください。"
        ) from error


def _traced(
    action: str, employee: Employee, void: Sequence[Posting], rows: list[Posting], new: Posting, on: date, actor: str,
    at: datetime,
) -> Posted:  # fmt: skip
    ended = end_roles_left_behind(employee=employee, before=void, on=on, at=at)
    voided = {"people.Posting": [row.pk for row in void], "people.RoleGrant": ended.voided}
    append(
        actor=actor, action=action, subject=employee.staff_number, at=at, payload={"voided": voided},
        facts=[*rows, *ended.grants],
    )  # fmt: skip
    return Posted(new, ended.grants)
