"""What the database says of people and departments, read in a fixed number of queries, as plain values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from lms.importing.comparing.spans import Span
from lms.importing.models import ComingParticulars, ImportBatch, StaffStatement
from lms.lib.facts import DatedFact
from lms.people.models import Department, DepartmentVersion, Employee, Leave, Posting, RoleGrant

POSTING_CELLS = ("job_title", "grade", "occupation", "employment_type", "appointing_authority")
MAIN = Posting.Kind.MAIN.value


@dataclass(frozen=True, kw_only=True)
class Person:
    """A known person, with what is to come. `told_on`: the newest file's day that spoke of name, number or retirement.

    `coming_on` is the day from which number, name and so on will be these, where they are not yet; `open_until` how
    long the account is open as things stand.
    """

    id: int
    user_id: int | None
    number: str
    name: str
    kana: str
    usual_name: str = ""
    email: str
    hired_on: date | None
    active_until: date | None
    open_until: date | None = None
    coming_on: date | None = None
    told_on: date | None = None
    retired_on: date | None = None
    postings: tuple[Span, ...] = ()
    leaves: tuple[Span, ...] = ()
    grants: tuple[Span, ...] = ()

    @property
    def mains(self) -> tuple[Span, ...]:
        return tuple(span for span in self.postings if span.key[0] == MAIN)

    @property
    def others(self) -> tuple[Span, ...]:
        return tuple(span for span in self.postings if span.key[0] != MAIN)

    def main_at(self, on: date) -> Span | None:
        """The main posting of the day, else the last one before it."""
        begun = [span for span in self.mains if span.starts_on <= on]
        return max(begun, key=lambda span: span.starts_on, default=None)


def without_zeros(codes: Iterable[str]) -> dict[str, str]:
    """Numbers or codes by what a spreadsheet leaves of them when it takes them for figures; of several the longest."""
    return {code.lstrip("0"): code for code in sorted(codes, key=len)}


def unknown_department(code: str, known: Mapping[str, str]) -> str:
    """What to do about a code of no department; `known` are the codes of all `without_zeros`."""
    if meant := known.get(code.lstrip("0")):
        return f"登録のある所属コード「{meant}」と、先頭の0だけが違います。0を補ってください。"
    return "この所属コードの所属は登録されていません。コードを直すか、先に所属のファイルを取り込んでください。"


@dataclass(frozen=True)
class Books:
    """Everybody and every department, as known now."""

    people: dict[int, Person]
    departments: dict[str, int]
    former_numbers: dict[str, int] = field(default_factory=dict)

    @cached_property
    def by_number(self) -> dict[str, Person]:
        return {person.number: person for person in self.people.values()}

    @cached_property
    def codes(self) -> dict[int, str]:
        return {id_: code for code, id_ in self.departments.items()}

    @cached_property
    def without_zeros(self) -> dict[str, str]:
        """The staff numbers by what a spreadsheet leaves of them when it takes them for figures."""
        return without_zeros(self.by_number)

    @cached_property
    def codes_without_zeros(self) -> dict[str, str]:
        """The same of the codes of departments."""
        return without_zeros(self.departments)

    def formerly(self, number: str) -> Person | None:
        """Who once had this staff number."""
        return self.people.get(self.former_numbers.get(number, 0))


def file_days(kind: str) -> dict[str, date]:
    """The day that each applied file of a kind describes, by the batch its facts carry."""
    return dict(ImportBatch.objects.standing().filter(kind=kind).values_list("id", "on"))


def department_ids() -> dict[str, int]:
    """Every code that was ever used."""
    return dict(Department.objects.values_list("code", "id"))


def standing_departments() -> dict[str, int]:
    """Those with a name; a department whose founding was undone has none."""
    named = DepartmentVersion.objects.known().values("department")
    return dict(Department.objects.filter(pk__in=named).values_list("code", "id"))


def books() -> Books:
    """Eight queries, however many people there are. Of files only those of staff describe people on a day."""
    days = file_days(ImportBatch.Kind.STAFF)
    postings = _spans(Posting, ("kind", "department_id"), POSTING_CELLS, days)
    leaves = _spans(Leave, ("kind",), (), days)
    grants = _spans(RoleGrant, ("role", "department_id"), (), days)
    numbers, told = _statements(days)
    people = {}
    for row in _employees():
        told_on, retired_on = told.get(row["id"], (None, None))
        mains = [span for span in postings[row["id"]] if span.key[0] == MAIN]
        people[row["id"]] = Person(
            **row, told_on=told_on, retired_on=retired_on if told_on else _last_day(mains),
            postings=tuple(postings[row["id"]]), leaves=tuple(leaves[row["id"]]), grants=tuple(grants[row["id"]]),
        )  # fmt: skip
    return Books(people, standing_departments(), numbers)


_UNDATED = ("staff_number", "name", "kana", "usual_name", "email", "hired_on")


def _employees() -> list[dict]:
    """As they are now, and over that what a file of a day to come has said."""
    coming: dict[int, dict] = {}
    for row in ComingParticulars.objects.order_by("on").values("employee_id", "on", *_UNDATED, "active_until"):
        coming[row.pop("employee_id")] = row
    columns = ("id", "user_id", *_UNDATED)
    rows = Employee.objects.order_by("pk").values_list(*columns, "user__active_until")
    return [_employee(dict(zip((*columns, "active_until"), row, strict=True)), coming) for row in rows.iterator()]


def _employee(row: dict, coming: dict[int, dict]) -> dict:
    said = row | {"open_until": row["active_until"]}
    if later := coming.get(row["id"]):
        said |= {"coming_on": later["on"]} | {name: later[name] for name in (*_UNDATED, "active_until")}
        if later["usual_name"] is None:
            said["usual_name"] = row["usual_name"]
    said["number"] = said.pop("staff_number")
    return said


def _spans(
    model: type[DatedFact], key: tuple[str, ...], cells: tuple[str, ...], days: dict[str, date]
) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = defaultdict(list)
    rows = model.objects.known().order_by("starts_on", "pk")
    for row in rows.values("id", "employee_id", "batch", "starts_on", "ends_on", *key, *cells):
        span = Span(
            key=tuple(row[name] for name in key), cells=tuple(row[name] for name in cells),
            starts_on=row["starts_on"], ends_on=row["ends_on"], id=row["id"], told_on=days.get(row["batch"]),
        )  # fmt: skip
        found[row["employee_id"]].append(span)
    return found


def _statements(days: dict[str, date]) -> tuple[dict[str, int], dict[int, tuple[date, date | None]]]:
    """Whose each staff number was last, and what the newest file said of each person. Files that stand only."""
    numbers: dict[str, int] = {}
    told: dict[int, tuple[date, date | None]] = {}
    rows = StaffStatement.objects.order_by("on", "pk")
    columns = ("batch", "staff_number", "employee_id", "on", "retired_on")
    for batch, number, employee_id, on, retired_on in rows.values_list(*columns).iterator():
        if batch in days:
            numbers[number] = employee_id
            told[employee_id] = (on, retired_on)
    return numbers, told


def _last_day(mains: list[Span]) -> date | None:
    """When somebody of whom no file has spoken leaves, as far as the postings say."""
    return mains[-1].ends_on if mains else None


# ---- departments ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Version:
    """A department's name, parent code, appointing authority and 報告単位 mark for a span of days."""

    code: str
    starts_on: date | None
    ends_on: date | None
    cells: tuple[str, str, str, bool]
    id: int | None = None
    told_on: date | None = None

    def covers(self, day: date) -> bool:
        begun = self.starts_on is None or self.starts_on <= day
        return begun and (self.ends_on is None or self.ends_on >= day)


def versions() -> dict[str, list[Version]]:
    """Every department with its versions in order. Three queries."""
    days = file_days(ImportBatch.Kind.DEPARTMENTS)
    found: dict[str, list[Version]] = {code: [] for code in department_ids()}
    rows = DepartmentVersion.objects.known().select_related("department", "parent")
    for row in rows.order_by("ends_on", "pk"):
        cells = (row.name, row.parent.code if row.parent else "", row.appointing_authority, row.reports)
        version = Version(
            code=row.department.code, cells=cells, starts_on=row.starts_on, ends_on=row.ends_on, id=row.pk,
            told_on=days.get(row.batch),
        )  # fmt: skip
        found[version.code].append(version)
    return found
