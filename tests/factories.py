"""A small city for tests: plain functions that make one row each, with values true to life where none are given.

Everything is known since 2020 unless a test says when it was recorded. Nothing here goes through the acts under test.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import count

from courses.models import Course
from lms.accounts.models import User
from lms.duties.models import Circular, Duty, Exemption, Requirement, RequirementChoice, TrainingPlan
from lms.learning.models import Bookmark, Note
from lms.lib.fiscal_year import TOKYO, end_of_year, fiscal_year_of, start_of_day, start_of_year
from lms.lib.text_keys import search_key
from lms.people.models import City, Department, DepartmentVersion, Employee, Leave, Posting, RoleGrant
from lms.people.roles import Office
from lms.records.models import Completion, CompletionCancellation, LessonRead

LONG_AGO = datetime(2020, 4, 1, tzinfo=UTC)
SINCE = date(2020, 4, 1)
_numbers = count(1)


def jst(year: int, month: int, day: int, hour: int = 12, minute: int = 0, second: int = 0) -> datetime:
    """A moment as a clock in Japan shows it."""
    return datetime(year, month, day, hour, minute, second, tzinfo=TOKYO)


def city(**values: object) -> City:
    return City.objects.create(**({"name": "垂水市", "confidentiality_label": "機密性２"} | values))


# ---- people ---------------------------------------------------------------------------------------------------------


def department(
    code: str = "0101", name: str = "", *, parent: Department | None = None, **version: object
) -> Department:
    """A 報告単位 since ever, unless told otherwise."""
    row = Department.objects.create(code=code)
    values = {"name": name or f"{code}課", "parent": parent, "reports": True, "recorded_at": LONG_AGO}
    DepartmentVersion.objects.create(department=row, **(values | version))
    return row


def employee(
    seat: Department | None = None, number: str = "", name: str = "", kana: str = "", **post: object
) -> Employee:
    """A person, in a main posting at `seat` if one is given."""
    serial = next(_numbers)
    name, kana = name or f"職員　{serial}", kana or f"ショクイン　{serial:05}"
    person = Employee.objects.create(
        staff_number=number or f"{serial:05}",
        name=name,
        kana=kana,
        name_key=search_key(name),
        kana_key=search_key(kana),
    )
    if seat is not None:
        posting(person, seat, **post)
    return person


def posting(person: Employee, seat: Department, **values: object) -> Posting:
    usual = {"kind": Posting.Kind.MAIN, "starts_on": SINCE, "recorded_at": LONG_AGO, "job_title": "主査"}
    return Posting.objects.create(employee=person, department=seat, **(usual | values))


def moved(person: Employee, seat: Department, on: date, at: datetime | None = None) -> Posting:
    """A transfer as the import writes it: the standing main posting is voided, its ended form and the next added."""
    at = at or start_of_day(on)
    old = ended(person, on, at)
    return posting(person, seat, starts_on=on, recorded_at=at, job_title=old.job_title)


def ended(person: Employee, on: date, at: datetime | None = None) -> Posting:
    """The standing main posting ends on the day before `on`."""
    at = at or start_of_day(on)
    standing = Posting.objects.known().get(employee=person, kind=Posting.Kind.MAIN, ends_on=None)
    Posting.objects.filter(pk=standing.pk).void(at)
    return posting(
        person, standing.department, starts_on=standing.starts_on, ends_on=on - timedelta(days=1), recorded_at=at,
        job_title=standing.job_title,
    )  # fmt: skip


def leave(person: Employee, starts_on: date, ends_on: date | None = None, **values: object) -> Leave:
    usual = {"kind": "育児休業", "recorded_at": LONG_AGO}
    return Leave.objects.create(employee=person, starts_on=starts_on, ends_on=ends_on, **(usual | values))


def grant(person: Employee, role: str, seat: Department | None = None, **values: object) -> RoleGrant:
    usual = {"starts_on": SINCE, "recorded_at": LONG_AGO}
    return RoleGrant.objects.create(employee=person, role=role, department=seat, **(usual | values))


def account(person: Employee, password: str = "") -> User:
    """The person's account; without a password only `client.force_login` opens it."""
    user = User(username=person.staff_number, name=person.name)
    user.set_password(password or None)
    user.save()
    person.user = user
    person.save(update_fields=["user"])
    return user


def viewer_of(role: str, seat: Department | None = None, **person: object) -> Employee:
    """A person who holds one role and has an account."""
    holder = employee(**person)
    grant(holder, role, seat)
    account(holder)
    return holder


# ---- courses and duties ---------------------------------------------------------------------------------------------


def course(code: str = "S-01", office: str = Office.SECURITY, **values: object) -> Course:
    usual = {"title": "情報セキュリティ基礎" if code == "S-01" else f"研修{code}", "measure": "12", "action": "①"}
    return Course.objects.create(code=code, office=office, **(usual | values))


def plan(fiscal_year: int = 2026, office: str = Office.SECURITY, **values: object) -> TrainingPlan:
    """An approved plan that runs."""
    usual = {
        "title": f"{fiscal_year}年度研修計画", "state": TrainingPlan.State.RUNNING,
        "approved_by": "委員会", "approved_on": date(fiscal_year, 4, 20), "document_number": "垂総第12号",
    }  # fmt: skip
    found, _ = TrainingPlan.objects.get_or_create(fiscal_year=fiscal_year, office=office, defaults=usual | values)
    return found


def requirement(subject: Course | None = None, fiscal_year: int = 2026, **values: object) -> Requirement:
    """The course for everybody from 1 June to 17 July; no second window unless a test gives one."""
    subject = subject or course()
    usual = {"opens_on": date(fiscal_year, 6, 1), "due_on": date(fiscal_year, 7, 17)}
    return Requirement.objects.create(plan=plan(fiscal_year, subject.office), course=subject, **(usual | values))


def choice(needed: int, *courses: Course, code: str = "SEL-01", **values: object) -> Requirement:
    """選択必修 for everybody: so many of these courses."""
    subject = course(code, courses[0].office, title="選択研修")
    asked = requirement(subject, needed=needed, **values)
    RequirementChoice.objects.bulk_create(RequirementChoice(requirement=asked, course=one) for one in courses)
    return asked


def circular(asked: Requirement, sent_on: date = date(2026, 5, 20), **values: object) -> Circular:
    """The departments have been told."""
    usual = {"document_number": "垂総第20号", "recorded_at": LONG_AGO}
    return Circular.objects.create(requirement=asked, sent_on=sent_on, **(usual | values))


def duty(person: Employee, asked: Requirement, **values: object) -> Duty:
    year = asked.plan.fiscal_year
    usual = {
        "fiscal_year": year, "opened_on": asked.opens_on, "due_on": asked.due_on, "because": "在籍する職員",
        "counts_from": start_of_year(year), "counts_until": end_of_year(year), "recorded_at": LONG_AGO,
    }  # fmt: skip
    return Duty.objects.create(employee=person, requirement=asked, **(usual | values))


def duties(people: Iterable[Employee], asked: Requirement) -> list[Duty]:
    return [duty(person, asked) for person in people]


def exemption(person: Employee, asked: Requirement, **values: object) -> Exemption:
    usual = {
        "starts_on": asked.opens_on, "reason": "外部研修を修了", "approved_by": "総務課長", "recorded_at": LONG_AGO
    }  # fmt: skip
    return Exemption.objects.create(employee=person, requirement=asked, **(usual | values))


# ---- what was learned -----------------------------------------------------------------------------------------------


def completion(person: Employee, subject: Course, at: datetime, **values: object) -> Completion:
    usual = {
        "source": Completion.Source.E_LEARNING, "source_id": f"test:{next(_numbers)}", "recorded_at": at,
        "course_title": subject.title, "course_revision": subject.revision,
    }  # fmt: skip
    return Completion.objects.create(employee=person, course=subject, completed_at=at, **(usual | values))


def cancelled(done: Completion, at: datetime, by: Employee) -> CompletionCancellation:
    return CompletionCancellation.objects.create(completion=done, reason="取り違え", cancelled_by=by, recorded_at=at)


def note(person: Employee, subject: Course, key: str = "01-threats", text: str = "課長に確かめる") -> Note:
    return Note.objects.create(
        employee=person, course=subject, lesson_key=key, text=text, screen="0123456789abcdef", saved_at=LONG_AGO
    )


def bookmark(person: Employee, subject: Course, key: str = "01-threats") -> Bookmark:
    return Bookmark.objects.create(employee=person, course=subject, lesson_key=key)


def lesson_read(person: Employee, subject: Course, at: datetime, key: str = "01-threats") -> LessonRead:
    return LessonRead.objects.create(
        employee=person, course=subject, lesson_key=key, fiscal_year=fiscal_year_of(at), recorded_at=at
    )
