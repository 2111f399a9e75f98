"""受講のお願い: a slip for each who has not finished, printed for those without mail. No link to sign in, no score."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from courses.models import Course
from courses.outline import Outline, outlines
from lms.duties.status import OUT_OF_COUNT, State
from lms.lib.fiscal_year import era_date_wide
from lms.lib.pdf import render_pdf
from lms.records.models import LessonRead
from lms.reports.exporting import TooManyRowsError
from lms.reports.people import Person

MOST_SLIPS = 400


@dataclass(frozen=True)
class Slip:
    """What one person is told of one training."""

    name: str
    place: str
    training: str
    due: str
    left: str
    office: str


def slips(people: Iterable[Person], fiscal_year: int) -> list[Slip]:
    """For those who still have to do something. Two queries."""
    waiting = [one for one in people if one.standing.state not in OUT_OF_COUNT | {State.COMPLETED}]
    courses = {one.course.pk: one.course for one in waiting}
    contents, read = outlines([*courses.values()]), _chapters_read(waiting, fiscal_year)
    return [
        Slip(
            one.name, one.department, one.course.title,
            era_date_wide(one.standing.due_on) if one.standing.due_on else "",
            _left(contents[one.course.pk], read[one.employee_id, one.course.pk]), one.course.get_office_display(),
        )
        for one in waiting
    ]  # fmt: skip


def slips_pdf(people: Sequence[Person], fiscal_year: int) -> bytes:
    """Two slips a sheet. Raises TooManyRowsError."""
    found = slips(people, fiscal_year)
    if len(found) > MOST_SLIPS:
        raise TooManyRowsError(
            f"受講のお願いにできるのは{MOST_SLIPS}件までです（今は{len(found):,}件）。所属や研修で絞り込んでください。"
        )
    if not found:
        raise TooManyRowsError("この条件には、受講をお願いする人がいません。状態で「未修了」を選んでください。")
    content = {"slips": found}
    stylesheet = render_to_string("reports/requests.css")
    return render_pdf(render_to_string("reports/requests_paper.html", content), stylesheets=(stylesheet,))


def _chapters_read(people: Sequence[Person], fiscal_year: int) -> dict[tuple[int, int], set[str]]:
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    rows = LessonRead.objects.filter(
        fiscal_year=fiscal_year, employee__in=[one.employee_id for one in people],
        course__in={one.course.pk for one in people},
    )  # fmt: skip
    for employee, course, key in rows.values_list("employee", "course", "lesson_key"):
        found[employee, course].add(key)
    return found


def _left(outline: Outline, read: set[str]) -> str:
    """「残りは第４章と理解度テスト（約１２分）です。」; of a training without chapters nothing can be said."""
    unread = [lesson for lesson in outline.lessons if lesson.key not in read]
    if not (outline.lessons or outline.quizzes):
        return "実施の方法は、研修担当に確かめてください。"
    parts = [_chapters([lesson.number for lesson in unread])] if unread else []
    parts += ["理解度テスト"] if outline.quizzes else []
    return f"残りは{'と'.join(parts)}（約{_minutes(outline, sum(one.minutes for one in unread))}分）です。"


def _chapters(numbers: list[int]) -> str:
    if len(numbers) > 1 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"第{numbers[0]}章から第{numbers[-1]}章まで"
    return "、".join(f"第{number}章" for number in numbers)


def _minutes(outline: Outline, unread: int) -> int:
    """What the course takes beside its chapters is its test."""
    course: Course = outline.course
    return unread + max(course.minutes - sum(lesson.minutes for lesson in outline.lessons), 0)
