"""The acts by which a clerk posts one person by hand: 異動, 兼務 and their ends. Each leaves one ledger entry."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from lms.ledger.appending import append
from lms.lib.fiscal_year import era_date
from lms.people.appointing import appoint
from lms.people.expiring import EXTERNAL, follow_postings, last_main_posting
from lms.people.locking import lock_departments, lock_person
from lms.people.models import Department, Employee, Posting, RoleGrant
from lms.people.refusals import RefusedError
from lms.people.reorganising import refuse_beyond_its_end, version_on
from lms.people.revising import reaching, revised, until_day_before
from lms.people.role_endings import RewrittenRoles, end_roles_left_behind, restore_roles

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
    was, rest = last_main_posting(employee), [row for one in before for row in until_day_before(one, on)]
    new = Posting(employee=employee, kind=_MAIN, starts_on=on, ends_on=last, **_placed(seat, on, last))
    rows = _write(before, [*rest, new], at)
    return _traced("異動", employee, before, rows, new, on, actor, at, follow_postings(employee=employee, was=was))


@transaction.atomic
def add_posting(
    *, employee: Employee, kind: str, seat: Seat, on: date, ends_on: date | None, actor: str, at: datetime
) -> Posted:
    """A posting beside the main one, which it does not outlive."""
    _begin(employee, on, ends_on)
    last = _beside_main(employee, on, ends_on)
    there = reaching(Posting, on).filter(employee=employee, department=seat.department_id)
    if last:
        there = there.filter(starts_on__lte=last)
    if there.exists():
        raise RefusedError("その期間には、同じ所属への発令が既にあります。所属・発令の履歴を確かめてください。")
    new = Posting(employee=employee, kind=kind, starts_on=on, ends_on=last, **_placed(seat, on, last))
    rows = _write([], [new], at)
    return _traced(Posting.Kind(kind).label, employee, [], rows, new, on, actor, at)


@transaction.atomic
def end_posting(*, posting: Posting, last: date, actor: str, at: datetime) -> Posted:
    """A posting beside the main one has a last day."""
    lock_departments()
    lock_person(posting.employee)
    standing = _standing(posting)
    if standing.kind == _MAIN:
        raise RefusedError("本務は、異動又は退職によって終わります。")
    if last < standing.starts_on:
        raise RefusedError(
            f"終了日は、開始日（{era_date(standing.starts_on)}）以後の日にしてください。誤った発令なら取り消してください。"
        )
    if standing.ends_on and last > standing.ends_on:
        _beside_main(posting.employee, standing.starts_on, last)
        refuse_beyond_its_end(standing.department_id, standing.starts_on, last)
    new = revised(standing, ends_on=last)
    rows = _write([standing], [new], at)
    return _traced("発令の終了", posting.employee, [standing], rows, new, last + _DAY, actor, at)


@transaction.atomic
def withdraw_posting(*, posting: Posting, actor: str, at: datetime) -> Withdrawn:
    """A posting that was entered by mistake. The main posting that it broke off goes on, and the roles there.

    Where it broke off none, because the one before ended by itself, nothing is put in its place.
    """
    lock_departments()
    lock_person(posting.employee)
    standing, was = _standing(posting), last_main_posting(posting.employee)
    broken = _broken_off_by(standing)
    if standing.kind == _MAIN and broken is None:
        _refuse_to_leave_nothing(standing)
    void = [standing, *([broken.rest] if broken else [])]
    rows = _write(void, [broken.restored] if broken else [], at)
    restored = restore_roles(posting=standing, acts=broken.acts if broken else {standing.recorded_at}, at=at)
    ended = _ended_again(rows, at)
    voided = {"people.Posting": [row.pk for row in void], "people.RoleGrant": [*restored.voided, *ended.voided]}
    append(
        actor=actor, action="発令の取消し", subject=posting.employee.staff_number, at=at,
        payload={"voided": voided, "active_until": follow_postings(employee=posting.employee, was=was)},
        facts=[*rows, *restored.grants, *ended.grants],
    )  # fmt: skip
    return Withdrawn(rows[0] if rows else None, restored.grants)


def _ended_again(going_on: Sequence[Posting], at: datetime) -> RewrittenRoles:
    """Where a later main posting follows on what goes on, roles end with that one."""
    for row in going_on:
        if row.ends_on and _day_before_next(row.employee, row.starts_on) == row.ends_on:
            return end_roles_left_behind(employee=row.employee, before=[row], on=row.ends_on + _DAY, at=at)
    return RewrittenRoles([], [])


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


def _beside_main(employee: Employee, on: date, ends_on: date | None) -> date | None:
    """The last day of a posting beside the main one: as asked, or with the main postings that follow each other."""
    mains = reaching(Posting, on).filter(employee=employee, kind=_MAIN).order_by("starts_on")
    last: date | None = on - _DAY
    for row in mains:
        if last is not None and row.starts_on <= last + _DAY:
            last = row.ends_on
    if last is not None and last < on:
        raise RefusedError(f"{era_date(on)}に本務がありません。先に異動で本務を登録してください。")
    if ends_on and last and ends_on > last:
        raise RefusedError(f"本務は{era_date(last)}までです。それまでの終了日を入力してください。")
    return ends_on or last


def _placed(seat: Seat, on: date, last: date | None) -> dict[str, object]:
    """The columns of a seat, in a department that lasts as long as the posting. 派遣・委託 people have a last day."""
    version = version_on(Department.objects.get(pk=seat.department_id), on)
    refuse_beyond_its_end(seat.department_id, on, last)
    if seat.employment_type == EXTERNAL and last is None:
        raise RefusedError(f"{EXTERNAL}の職員の発令には、終了日が必要です。契約の最後の日を入力してください。")
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


@dataclass(frozen=True)
class _BrokenOff:
    """What is left of a main posting that another one broke off, and how it reads once that one is gone; `acts`: the
    moments at which roles may have ended with it."""

    rest: Posting
    restored: Posting
    acts: frozenset[datetime]


def _broken_off_by(posting: Posting) -> _BrokenOff | None:
    """The act that wrote a main posting for this day also shortened the one before; a natural end was no such act."""
    if posting.kind != _MAIN:
        return None
    day, mains = posting.starts_on, Posting.objects.filter(employee=posting.employee_id, kind=_MAIN)
    for written in mains.filter(starts_on=day).order_by("-recorded_at"):
        shortened = mains.filter(voided_at=written.recorded_at, starts_on__lt=day)
        whole, rest = shortened.exclude(ends_on__lt=day).first(), _rest_of_what_it_shortened(mains, written)
        if whole and rest:
            # An end that was entered since, such as a 退職, holds for whatever goes on.
            ends_on = whole.ends_on if posting.ends_on == written.ends_on else posting.ends_on
            acts = frozenset({written.recorded_at, rest.recorded_at})
            return _BrokenOff(rest, _going_on(rest, day, ends_on), acts)
    return None


def _rest_of_what_it_shortened(mains: QuerySet[Posting], written: Posting) -> Posting | None:
    """As it stands now: if that posting was itself taken back since, what has gone on in its place."""
    ending = mains.filter(ends_on=written.starts_on - _DAY)
    rest = ending.filter(recorded_at=written.recorded_at).first()
    while rest is not None and rest.voided_at is not None:
        rest = ending.filter(recorded_at=rest.voided_at).exclude(pk=rest.pk).first()
    return rest


def _going_on(rest: Posting, day: date, ends_on: date | None) -> Posting:
    next_one = _day_before_next(rest.employee, day)
    last = min((one for one in (ends_on, next_one) if one), default=None)
    refuse_beyond_its_end(rest.department_id, day, last)
    return revised(rest, ends_on=last)


def _refuse_to_leave_nothing(posting: Posting) -> None:
    known = Posting.objects.known().filter(employee=posting.employee_id)
    if not known.filter(kind=_MAIN).exclude(pk=posting.pk).exists():
        raise RefusedError("取り消すと本務がなくなります。正しい内容で異動を登録するか、退職を登録してください。")
    if reaching(Posting, posting.starts_on).filter(employee=posting.employee_id).exclude(kind=_MAIN).exists():
        raise RefusedError("取り消すと、兼務等だけが残ります。先に兼務等を終わらせるか、取り消してください。")


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
    at: datetime, active_until: Sequence[str] = (),
) -> Posted:  # fmt: skip
    ended = end_roles_left_behind(employee=employee, before=void, on=on, at=at)
    voided = {"people.Posting": [row.pk for row in void], "people.RoleGrant": ended.voided}
    append(
        actor=actor, action=action, subject=employee.staff_number, at=at, facts=[*rows, *ended.grants],
        payload={"voided": voided, "active_until": active_until},
    )  # fmt: skip
    return Posted(new, ended.grants)
