"""Who goes where: the roles in the order in which they are shown, where each begins, and what it presses first.

From where a role begins every link is followed; so a new page that is linked needs nothing here. `starts` are for the
pages that no link leads to, and for those whose first example would show little; `acts` for what is seen only after
something was pressed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from courses.models import CoursePage, LessonPage
from lms.certificates.models import Bundle, Certificate, Revocation
from lms.duties.models import Requirement, TrainingPlan
from lms.importing.models import ImportBatch
from lms.learning.models import Enquiry
from lms.ledger.models import Extract
from lms.people.models import Employee, Leave, Posting
from lms.records.models import AttendanceSheet, RecordsFile, TrainingSession
from lms.reports.models import ListFile
from tests.screens.acts import (
    Act,
    ask_a_line,
    begin_a_test,
    choose_papers,
    keep_back_a_chapter,
    order_an_archive,
    see_every_kind,
    see_one_question,
    work_the_night,
)

Start = tuple[str, Sequence[object], str]


def _named(*names: str) -> list[Start]:
    return [(name, (), "") for name in names]


@dataclass(frozen=True)
class Stop:
    """One role. `edits`: in the editor."""

    role: str
    starts: Callable[[], list[Start]]
    acts: tuple[Act, ...] = ()
    edits: bool = False


def _nobody() -> list[Start]:
    paper = Certificate.objects.filter(employee__isnull=False).first()
    return [
        *_named("account_login"), ("paper_check", (), ""),
        *([("paper_code", (paper.public_id,), "")] if paper else []),
    ]  # fmt: skip


def _learner() -> list[Start]:
    return [
        *_named("desk"), ("course", ("S-01",), ""), ("lesson", ("S-01", "02-mail"), ""), ("quiz", ("D-01",), ""),
        ("search", (), "?q=USBをなくした"),
        *_named("glossary", "own_sessions", "own_papers", "account_change_password", "account_logout"),
    ]  # fmt: skip


def _office() -> list[Start]:
    asked = Requirement.objects.filter(plan__state=TrainingPlan.State.RUNNING, course__code="S-01").get()
    return [
        *_named("start"), ("plan", (asked.plan_id,), ""), ("requirement_people", (asked.pk,), ""),
        ("requirement_change", (asked.pk,), ""), ("report_chain", (asked.pk,), ""),
        ("survey_result", (asked.plan.fiscal_year, asked.course_id), ""), ("annual_report", (asked.plan_id,), ""),
        ("survey_named", (asked.plan.fiscal_year, asked.course_id), ""), ("survey_of_course", (asked.course_id,), ""),
        ("plan_close", (asked.plan_id,), ""),
        ("session_attendance", (TrainingSession.objects.earliest("held_on").pk,), ""),
        ("sheet_waiting", (AttendanceSheet.objects.filter(waits=True).latest("pk").pk,), ""),
        ("records_file", (RecordsFile.objects.latest("pk").pk,), ""),
        *[(name, (_standing_paper(),), "") for name in ("paper_reissue", "paper_revoke")],
        ("enquiry_publish", (_answered(),), ""),
        ("paper_anew", (Revocation.objects.latest("pk").certificate_id,), ""),
        ("paper_bundle", (Bundle.objects.latest("pk").pk,), ""),
        ("report_list", (ListFile.objects.latest("pk").pk,), ""),
    ]  # fmt: skip


def _standing_paper() -> int:
    """Not the one that was revoked."""
    return Certificate.objects.standing().filter(employee__isnull=False).earliest("pk").pk


def _answered() -> int:
    """A question that everybody may read of next."""
    return Enquiry.objects.filter(answered_at__isnull=False, faq=None, course__office="security").earliest("pk").pk


def _staff() -> list[Start]:
    leave = Leave.objects.known().latest("pk")
    other = Posting.objects.known().exclude(kind=Posting.Kind.MAIN).filter(ends_on=None).latest("pk")
    waiting = next(one for one in ImportBatch.objects.filter(applied_at=None) if one.seen.get("unnamed"))
    return [
        *_named("start", "desk"), ("person", (leave.employee_id,), ""), ("leave_end", (leave.pk,), ""),
        ("posting_end", (other.pk,), ""), ("import_columns", (waiting.pk,), ""),
        ("gaiji_name", (Employee.objects.latest("pk").pk,), ""),
    ]  # fmt: skip


def _auditor() -> list[Start]:
    return [*_named("start", "desk"), ("ledger_extract", (Extract.objects.latest("pk").pk,), "")]


def _editor() -> list[Start]:
    lesson = LessonPage.objects.descendant_of(CoursePage.objects.get(course__code="S-01")).first()
    return [
        *_named("wagtailadmin_home"), ("wagtailadmin_explore", (lesson.get_parent().pk,), ""),
        ("wagtailadmin_pages:edit", (lesson.pk,), ""),
        *_named(
            "library_offers", "course:index", "curriculum:index", "cityrule:index", "glossaryterm:index",
            "questionbank:index", "item:index", "quiz:index", "allowance:index", "paper_layout:index", "glyph:index",
            "wagtailimages:index", "wagtaildocs:index",
        ),
    ]  # fmt: skip


def _start() -> list[Start]:
    return _named("start", "desk")


def _settings() -> list[Start]:
    return _named("start", "desk", "records_setting")


TOUR = (
    Stop("（ログイン前）", _nobody),
    Stop("職員", _learner, (begin_a_test, see_every_kind, see_one_question)),
    # Before the departments: the same pages show them more.
    Stop("情報セキュリティ研修担当", _office, (ask_a_line, choose_papers)),
    Stop("DX研修担当", _start),
    Stop("所属長", _start),
    Stop("所属の研修担当者", _start),
    Stop("人事担当", _staff),
    Stop("監査担当", _auditor, (work_the_night, order_an_archive)),
    Stop("システム管理者", _settings),
    Stop("統括情報セキュリティ責任者", _start),
    Stop("情報セキュリティ研修担当", _editor, (keep_back_a_chapter,), edits=True),
)
