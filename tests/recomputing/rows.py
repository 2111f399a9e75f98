"""Every row that a figure can depend on, read once and whole: no query of the product is used."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from courses.models import Course
from lms.duties.models import Duty, Exemption, Requirement, RequirementChoice, TrainingPlan
from lms.people.models import Department, DepartmentVersion, Leave, Posting
from lms.records.models import Completion, CompletionCancellation, LessonRead

# A named tuple of the columns.
Row = Any


@dataclass(frozen=True)
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


_TABLES: dict[str, type[Model]] = {
    "courses": Course, "plans": TrainingPlan, "lines": Requirement, "choices": RequirementChoice, "duties": Duty,
    "exemptions": Exemption, "departments": Department, "versions": DepartmentVersion, "postings": Posting,
    "leaves": Leave, "completions": Completion, "cancellations": CompletionCancellation, "chapters": LessonRead,
}  # fmt: skip


def raw_rows() -> Rows:
    return Rows(**{name: [*model._base_manager.values_list(named=True)] for name, model in _TABLES.items()})
