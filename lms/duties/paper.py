"""研修計画 on paper, as the sample form of the 個人情報保護委員会 (様式第2号) has it.

For each training whom it is for, when, how, and how many people.
"""

from collections.abc import Sequence
from datetime import date, datetime

from courses.outline import Outline, outlines
from lms.duties.catching import numbers_caught
from lms.duties.models import PlanChange, Requirement, TrainingPlan
from lms.duties.wording import choice_of, periods_in_words, rule_in_words
from lms.lib.fiscal_year import TOKYO, era_date, fiscal_year_name, local_date
from lms.lib.tables import Cell, Column, Kind, Table
from lms.people.models import City
from lms.people.organisation import Organisation

_COLUMNS = (
    Column("training", "研修名"), Column("measure", "施策・取組"), Column("audience", "対象者・受講の間隔"),
    Column("period", "実施期間"), Column("method", "実施方法"), Column("people", "対象者数", Kind.NUMBER),
)  # fmt: skip
_AS_CHOSEN = "選んだ研修の実施方法による。"
_AWAY = "集合研修、課内研修又は書面"


def plan_table(
    plan: TrainingPlan, lines: Sequence[Requirement], organisation: Organisation, city: City, on: date, at: datetime
) -> Table:
    """Five queries at most with the choices of the lines read beforehand, whatever the number of lines."""
    found = numbers_caught([line.audience for line in lines], organisation, on)
    contents = outlines([line.course for line in lines])
    rows = [
        _row(line, rule_in_words(line, organisation, on) + choice_of(line), contents[line.course_id], people)
        for line, people in zip(lines, found, strict=True)
    ]
    notes = [*_approval(plan), *_changes(plan), *_answer(plan), *_circumstances(plan, city, on, at)]
    return Table(plan.title, _COLUMNS, rows, notes)


def _row(line: Requirement, words: str, outline: Outline, people: int) -> list[Cell]:
    return [line.course.title, line.course.measure_name, words, periods_in_words(line), _method(line, outline), people]


def _method(line: Requirement, outline: Outline) -> str:
    if line.needed:
        return _AS_CHOSEN
    if not (outline.lessons or outline.quizzes):
        return _AWAY
    return f"eラーニング（約{outline.course.minutes}分）。パソコンを使用しない職員は、課内研修又は書面"


def _approval(plan: TrainingPlan) -> list[tuple[str, str]]:
    if not plan.approved_on:
        return [("状態", plan.get_state_display())]
    return [
        ("状態", plan.get_state_display()),
        ("承認", _decision(plan.approved_by, plan.approved_on, plan.document_number)),
    ]


def _changes(plan: TrainingPlan) -> list[tuple[str, str]]:
    """What was decided after the approval."""
    rows = PlanChange.objects.filter(requirement__plan=plan).select_related("requirement__course")
    return [
        (
            "変更",
            f"{row.requirement.course.title}：{row.content}"
            f"（{_decision(row.approved_by, row.approved_on, row.document_number)}）",
        )
        for row in rows
    ]


def _answer(plan: TrainingPlan) -> list[tuple[str, str]]:
    return [("前年度の課題への対応", plan.answer)] if plan.answer else []


def _decision(approved_by: str, approved_on: date, document_number: str) -> str:
    return f"{approved_by}　{era_date(approved_on)}{f'　{document_number}' if document_number else ''}"


def _circumstances(plan: TrainingPlan, city: City, on: date, at: datetime) -> list[tuple[str, str]]:
    local = at.astimezone(TOKYO)
    return [
        ("年度", fiscal_year_name(plan.fiscal_year)),
        ("団体名", city.name),
        ("担当", plan.get_office_display()),
        ("対象者数", f"{era_date(on)}の職員のうち、対象者の条件に当てはまる人数"),
        ("出力日時", f"{era_date(local_date(at))} {local:%H:%M}"),
    ]
