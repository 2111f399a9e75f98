"""What a training office has to do: dated tasks first, figures second. Pure; the view brings the rows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from lms.duties.counting import Counts, total
from lms.duties.models import Requirement, TrainingPlan
from lms.lib.fiscal_year import era_date


@dataclass(frozen=True)
class Task:
    """One line of やること."""

    title: str
    note: str
    due_on: date | None
    url: str
    late: bool = False


@dataclass(frozen=True)
class CourseFigures:
    """n/N of one 研修."""

    requirement: Requirement
    counts: Counts


def course_figures(
    requirements: Iterable[Requirement], counts: Mapping[tuple[int, int], Counts]
) -> list[CourseFigures]:
    """The city's counts of each requirement."""
    return [
        CourseFigures(r, total(c for (course, _), c in counts.items() if course == r.course_id)) for r in requirements
    ]


def plan_tasks(plans: Iterable[TrainingPlan]) -> Iterator[Task]:
    for plan in plans:
        url = reverse("plan", args=[plan.pk])
        if plan.state == TrainingPlan.State.DRAFT:
            yield Task(f"{plan.title}の承認を入力する", "承認した会議等、承認日、文書番号を入力します。", None, url)
        elif plan.state == TrainingPlan.State.APPROVED:
            yield Task(f"{plan.title}を開始する", "開始すると、受講対象者が決まります。", None, url)


def period_tasks(figures: Iterable[CourseFigures], on: date) -> Iterator[Task]:
    """The end of each period that is running, and who is late where none is."""
    for one in figures:
        if one.counts.unfinished:
            yield _period_task(one, on)


def _period_task(one: CourseFigures, on: date) -> Task:
    requirement, title = one.requirement, one.requirement.course.title
    url = f"{reverse('department_report')}?course={requirement.course.code}"
    unfinished = f"未修了は{one.counts.unfinished}人です。"
    if on <= requirement.due_on:
        return Task(f"「{title}」の実施期間が終わるまでに受講を促す", unfinished, requirement.due_on, url)
    second = requirement.second_opens_on
    if second and second <= on <= requirement.second_due_on:
        return Task(f"「{title}」の追加実施期間が終わるまでに受講を促す", unfinished, requirement.second_due_on, url)
    coming = f"追加実施期間は{era_date(second)}からです。" if second and on < second else ""
    note = f"期限を過ぎた人は{one.counts.overdue}人です。{coming}"
    return Task(f"「{title}」の未修了者に受講を促す", note, second if coming else None, url, late=True)


def paper_tasks(completions_without_paper: int, departments_without_paper: int) -> Iterator[Task]:
    url = reverse("papers")
    if completions_without_paper:
        note = f"交付していない修了が{completions_without_paper}件あります。"
        yield Task("修了証書を交付する", note, None, url)
    if departments_without_paper:
        note = f"受講対象者全員が修了した所属のうち、交付していないものが{departments_without_paper}件あります。"
        yield Task("課別修了証明書を交付する", note, None, url)
