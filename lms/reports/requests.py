"""受講のお願い: a slip for each who has not finished, printed for those without mail. No link to sign in, no score."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.template.loader import render_to_string

from courses.models import Course
from courses.outline import Outline, outlines
from lms.duties.choosing import Chosen, choices_of_people
from lms.duties.models import Duty
from lms.lib.fiscal_year import end_of_day, era_date_wide, weekday
from lms.lib.pdf import render_pdf
from lms.lib.wide import wide
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


def refuse_many_slips(number: int) -> None:
    """Raises TooManyRowsError, for none too."""
    if number > MOST_SLIPS:
        raise TooManyRowsError(
            f"受講のお願いにできるのは{MOST_SLIPS}件までです（今は{number:,}件）。所属や研修で絞り込んでください。"
        )
    if not number:
        raise TooManyRowsError("この条件には、受講をお願いする人がいません。状態で「未修了」を選んでください。")


def slips(waiting: Sequence[Person], on: date) -> list[Slip]:
    """For those who still have to do something. At most four queries."""
    contents = outlines([*{one.course.pk: one.course for one in waiting}.values()])
    read = _chapters_read(waiting)
    choices = choices_of_people((one.duty for one in waiting), end_of_day(on))
    return [
        Slip(
            one.name, one.department, one.course.title, _due(one.standing.due_on),
            wide(
                _to_choose(one.duty, choices[one.employee_id, one.duty.requirement_id])
                if one.duty.requirement.needed
                else _left(contents[one.course.pk], _keys(read[one.employee_id, one.course.pk], one.duty))
            ),
            one.course.get_office_display(),
        )
        for one in waiting
    ]  # fmt: skip


def slips_pdf(found: Sequence[Slip], contact: str) -> bytes:
    """Two slips a sheet, with where to ask."""
    content = {"slips": found, "contact": wide(contact)}
    stylesheet = render_to_string("reports/requests.css")
    return render_pdf(render_to_string("reports/requests_paper.html", content), stylesheets=(stylesheet,))


def _due(on: date | None) -> str:
    """「令和８年７月１７日（金）」"""
    return f"{era_date_wide(on)}（{weekday(on)}）" if on else ""


def _chapters_read(people: Sequence[Person]) -> dict[tuple[int, int], list[tuple[str, datetime]]]:
    """Key and moment, since the year of each duty began: one that is carried over is gone on with in the next year."""
    found: dict[tuple[int, int], list[tuple[str, datetime]]] = defaultdict(list)
    rows = LessonRead.objects.filter(
        employee__in={one.employee_id for one in people}, course__in={one.course.pk for one in people},
        fiscal_year__gte=min((one.duty.fiscal_year for one in people), default=0),
    )  # fmt: skip
    for employee, course, *chapter in rows.values_list("employee", "course", "lesson_key", "recorded_at"):
        found[employee, course].append(tuple(chapter))
    return found


def _keys(read: Sequence[tuple[str, datetime]], duty: Duty) -> set[str]:
    """What was read before the duty asked for the course anew is to be read once more."""
    return {key for key, at in read if at >= duty.counts_from}


def _to_choose(duty: Duty, choices: Sequence[Chosen]) -> str:
    """「「研修Ａ」「研修Ｂ」のうち、あと１研修を修了してください。」"""
    left = [one.course.title for one in choices if one.completed_at is None]
    number = duty.requirement.needed - (len(choices) - len(left))
    return f"{''.join(f'「{title}」' for title in left)}のうち、あと{number}研修を修了してください。"


def _left(outline: Outline, read: set[str]) -> str:
    """「残りは第４章と理解度テスト（約１２分）です。」; of a training without chapters nothing can be said."""
    unread = [lesson for lesson in outline.lessons if lesson.key not in read]
    if not (outline.lessons or outline.quizzes):
        return "実施の方法は、研修担当に確かめてください。"
    parts = [_chapters([lesson.number for lesson in unread])] if unread else []
    parts += ["理解度テスト"] if outline.quizzes else []
    minutes = _minutes(outline, sum(one.minutes for one in unread))
    return f"残りは{'と'.join(parts)}{f'（約{minutes}分）' if minutes else ''}です。"


def _chapters(numbers: list[int]) -> str:
    if len(numbers) > 1 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"第{numbers[0]}章から第{numbers[-1]}章まで"
    return "、".join(f"第{number}章" for number in numbers)


def _minutes(outline: Outline, unread: int) -> int:
    """What the course takes beside its chapters is its test."""
    course: Course = outline.course
    return unread + max(course.minutes - sum(lesson.minutes for lesson in outline.lessons), 0)
