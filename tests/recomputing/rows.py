"""Every row that a figure can depend on, read once and whole: no query of the product is used."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model

from courses.models import Course, CoursePage, QuizPage
from lms.duties.models import Duty, Exemption, Requirement, RequirementChoice, TrainingPlan
from lms.people.models import Department, DepartmentVersion, Leave, Posting, RoleGrant
from lms.records.drill import DrillResult, PhishingDrill
from lms.records.models import (
    AttendanceSheet,
    Attendant,
    Completion,
    CompletionCancellation,
    LessonRead,
    SheetDecision,
)
from lms.reports.models import PastResult
from quizzes.models import Attempt, Quiz

# A named tuple of the columns.
Row = Any


@dataclass(frozen=True, eq=False)
class Rows:
    courses: list[Row]
    plans: list[Row]
    lines: list[Row]
    choices: list[Row]
    duties: list[Row]
    exemptions: list[Row]
    departments: list[Row]
    versions: list[Row]
    postings: list[Row]
    leaves: list[Row]
    completions: list[Row]
    cancellations: list[Row]
    chapters: list[Row]
    grants: list[Row]
    past: list[Row]
    course_pages: list[Row]
    quiz_pages: list[Row]
    quizzes: list[Row]
    attempts: list[Row]
    sheets: list[Row]
    attendants: list[Row]
    decisions: list[Row]
    drills: list[Row]
    drill_results: list[Row]

    @cached_property
    def completions_of(self) -> dict[int, list[Row]]:
        """By person, as most questions ask for them."""
        return _by_person(self.completions)

    @cached_property
    def chapters_of(self) -> dict[int, list[Row]]:
        return _by_person(self.chapters)


def _by_person(rows: list[Row]) -> dict[int, list[Row]]:
    found = defaultdict(list)
    for row in rows:
        found[row.employee_id].append(row)
    return found


_TABLES: dict[str, type[Model]] = {
    "courses": Course, "plans": TrainingPlan, "lines": Requirement, "choices": RequirementChoice, "duties": Duty,
    "exemptions": Exemption, "departments": Department, "versions": DepartmentVersion, "postings": Posting,
    "leaves": Leave, "completions": Completion, "cancellations": CompletionCancellation, "chapters": LessonRead,
    "grants": RoleGrant, "past": PastResult, "course_pages": CoursePage, "quiz_pages": QuizPage, "quizzes": Quiz,
    "attempts": Attempt, "sheets": AttendanceSheet, "attendants": Attendant, "decisions": SheetDecision,
    "drills": PhishingDrill, "drill_results": DrillResult,
}  # fmt: skip


def raw_rows() -> Rows:
    return Rows(**{name: [*model._base_manager.values_list(named=True)] for name, model in _TABLES.items()})
