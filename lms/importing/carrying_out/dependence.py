"""What stands on an import, so that it cannot be taken back: later changes of its rows, and records of newcomers."""

from collections.abc import Collection, Iterator, Sequence

from django.db.models import Field, Model, QuerySet

from lms.importing.models import ComingParticulars, ImportBatch, StaffStatement
from lms.lib.facts import DatedFact
from lms.people.models import Department, DepartmentVersion, Employee, Leave, Posting, RoleGrant

# The facts that an import writes, with whose they are.
OWNERS: dict[type[DatedFact], str] = {
    Posting: "employee_id",
    Leave: "employee_id",
    RoleGrant: "employee_id",
    DepartmentVersion: "department_id",
}
# Rows that point to a newcomer without anybody having done anything: what the import wrote, and the duties it opened;
# and what a person keeps for nobody else's eyes, which is no record.
_NO_OBSTACLE = {"people.Posting", "people.Leave", "people.RoleGrant", "duties.Duty"} | {
    "learning.Note", "learning.Bookmark", StaffStatement._meta.label, ComingParticulars._meta.label,
}  # fmt: skip
_NOT_OF_A_FACT = {"id", "recorded_at", "voided_at"}
_CHUNK = 5000
_NAMED = 3


class CannotUndoError(ValueError):
    """Why an import cannot be taken back, in words for the person who wants to."""


def check(batch: ImportBatch, newcomers: Collection[int], founded: Collection[int]) -> None:
    """Raise when something depends on the batch; `newcomers` and `founded` are those it brought, by id."""
    _check_people(batch)
    _check_departments(batch)
    for label in _records_of(Employee, newcomers):
        raise CannotUndoError(
            f"この取込みで新たに入った職員に{label}があるため、取り消せません。"
            "職員のファイルを直して、もう一度取り込んでください。"
        )
    for label in _records_of(Department, founded, but=batch.pk):
        raise CannotUndoError(
            f"この取込みで新たにできた所属に{label}があるため、取り消せません。"
            "その所属を使う取込みを先に取り消してください。"
        )


# ---- later changes of the same rows ---------------------------------------------------------------------------------


def _check_people(batch: ImportBatch) -> None:
    touched = set(StaffStatement.objects.filter(batch=batch.pk).values_list("employee_id", flat=True))
    later = set(_later(StaffStatement.objects.all(), batch).values_list("employee_id", flat=True))
    for model in (Posting, Leave, RoleGrant):
        touched |= set(model.objects.filter(batch=batch.pk).values_list("employee_id", flat=True))
        later |= set(_later(model.objects.known(), batch).values_list("employee_id", flat=True))
        later |= _gone(model, batch)
    if both := touched & later:
        known = Employee.objects.filter(pk__in=sorted(both)[:_NAMED])
        raise CannotUndoError(_changed("職員", [person.staff_number for person in known], len(both)))


def _check_departments(batch: ImportBatch) -> None:
    touched = set(DepartmentVersion.objects.filter(batch=batch.pk).values_list("department_id", flat=True))
    later = set(_later(DepartmentVersion.objects.known(), batch).values_list("department_id", flat=True))
    if both := touched & (later | _gone(DepartmentVersion, batch)):
        known = Department.objects.filter(pk__in=sorted(both)[:_NAMED])
        raise CannotUndoError(_changed("所属", [department.code for department in known], len(both)))


def _changed(what: str, names: Sequence[str], count: int) -> str:
    more = f"ほか、合わせて{count}件" if count > len(names) else ""
    return (
        f"この取込みの後に、同じ{what}（{'、'.join(names)}{more}）の登録が変わっているため、取り消せません。"
        "後の取込みを先に取り消してください。"
    )


def _later(rows: QuerySet, batch: ImportBatch) -> QuerySet:
    """Rows written after the batch, but for those that the undoing of another has put back."""
    before = ImportBatch.objects.standing().filter(applied_at__lte=batch.applied_at).values("pk")
    return rows.filter(recorded_at__gt=batch.applied_at).exclude(batch__in=before).exclude(batch__in=_undone())


def _undone() -> QuerySet:
    return ImportBatch.objects.filter(state=ImportBatch.State.UNDONE).values("pk")


def _gone(model: type[DatedFact], batch: ImportBatch) -> set[int]:
    """Whose row of the batch was taken out of the books since, and not put back."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in _NOT_OF_A_FACT]
    rows = model.objects.filter(batch=batch.pk)
    standing = set(rows.known().values_list(*names))
    owner = names.index(OWNERS[model])
    return {row[owner] for row in set(rows.values_list(*names)) - standing}


# ---- records of what is new -----------------------------------------------------------------------------------------


def _records_of(owner: type[Model], ids: Collection[int], but: str = "") -> Iterator[str]:
    """What kinds of rows, of any room, point to one of these people or departments."""
    for field in _pointing_to(owner):
        model = field.model
        if owner is Employee and model._meta.label in _NO_OBSTACLE:
            continue
        rows = model._default_manager.all()
        if issubclass(model, DatedFact):
            rows = rows.filter(voided_at=None)
        if model is DepartmentVersion:
            rows = rows.exclude(batch=but)
        if any(rows.filter(**{f"{field.name}__in": part}).exists() for part in _parts(sorted(ids))):
            yield str(model._meta.verbose_name)


def _pointing_to(owner: type[Model]) -> Iterator[Field]:
    for relation in owner._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            yield relation.field


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
