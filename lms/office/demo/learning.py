"""Writes down how the made-up city's people learned: chapters, attempts, attendance sheets, completions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from django.db import transaction

from lms.ledger.appending import append
from lms.lib.facts import Fact
from lms.lib.fiscal_year import local_date, start_of_day
from lms.office.demo.year import ACTOR, Study
from lms.people.models import Department, Employee, Posting, RoleGrant
from lms.people.roles import Role
from lms.records.confirming import hand_in_sheet
from lms.records.models import AttendanceSheet, Completion, LessonRead
from lms.records.recording import Earned, record_completions
from quizzes.drawing import Asked, Paper, draw
from quizzes.grading import grade
from quizzes.kinds import Content
from quizzes.kinds.choosing import Choosing
from quizzes.kinds.kind import Value, numbered
from quizzes.models import Attempt, Item, ItemVersion, Quiz

_CHUNK = 2000
_AT_ONCE = 10_000
_PER_LESSON = timedelta(minutes=6)
_FAILED_FIRST = 0.15


def write_down(studies: Iterable[Study], rng: Random, at: datetime) -> None:
    """Everything that was learned; of a large city some at a time, or the papers of its tests would fill the memory."""
    waiting = iter(studies)
    while some := list(islice(waiting, _AT_ONCE)):
        _write_down(some, rng, at)


@transaction.atomic
def _write_down(studies: Sequence[Study], rng: Random, at: datetime) -> None:
    """Each kind of fact in one go."""
    on_screen = [study for study in studies if study.on_screen]
    _bulk(LessonRead, [row for study in on_screen for row in _lessons(study)], "章の受講", at)
    finished = [study for study in on_screen if study.finished_at]
    attempts = _bulk(Attempt, list(_attempts(finished, rng)), "受験", at)
    passed = {(a.employee_id, a.quiz_id): a for a in attempts if a.passed}
    earned = [_earned(study, passed) for study in finished]
    record_completions(earned=earned, actor=ACTOR, subject="eラーニング", at=at)
    _sheets([study for study in studies if not study.on_screen and study.finished_at], at)


def _bulk(model: type[Fact], rows: Sequence[Fact], action: str, at: datetime) -> list[Fact]:
    made = model.objects.bulk_create(rows, batch_size=_CHUNK)
    if made:
        append(actor=ACTOR, action=f"{action}（見本）", subject=model._meta.label, at=at, facts=made)
    return made


def _lessons(study: Study) -> Iterator[LessonRead]:
    """The chapters, ending shortly before the test; of somebody who only began, on the day the duty arose."""
    duty = study.duty
    end = study.finished_at or start_of_day(duty.opened_on) + timedelta(hours=16)
    for number, lesson in enumerate(study.outline.lessons[: study.lessons]):
        yield LessonRead(
            employee_id=duty.employee_id, course=study.course, lesson_key=lesson.key,
            fiscal_year=duty.fiscal_year, recorded_at=end - _PER_LESSON * (study.lessons + 2 - number),
        )  # fmt: skip


def _attempts(studies: Sequence[Study], rng: Random) -> Iterator[Attempt]:
    quizzes = Quiz.objects.in_bulk({entry.quiz_id for study in studies for entry in study.outline.quizzes})
    items = {pk: _items(quiz) for pk, quiz in quizzes.items()}
    for study in studies:
        for entry in study.outline.quizzes:
            test = (quizzes[entry.quiz_id], items[entry.quiz_id])
            spare = _spare(test[0])
            failed = rng.random() < _FAILED_FIRST
            if failed:
                yield _attempt(study, *test, rng, number=1, wrong=spare + 2)
            yield _attempt(study, *test, rng, number=1 + failed, wrong=min(spare, rng.choice((0, 0, 1, 1, 2))))


def _spare(quiz: Quiz) -> int:
    """How many questions may be left open by who passes."""
    return quiz.draws * (100 - quiz.pass_percent) // 100


def _items(quiz: Quiz) -> list[ItemVersion]:
    approved = ItemVersion.objects.current().filter(item__bank=quiz.bank_id, item__state=Item.State.APPROVED)
    return list(approved.order_by("item__key"))


def _attempt(study: Study, quiz: Quiz, items: list[ItemVersion], rng: Random, number: int, wrong: int) -> Attempt:
    versions = rng.sample(items, quiz.draws)
    paper, contents = draw(versions, rng), [version.content for version in versions]
    result = grade(paper, contents, _answers(paper, contents, wrong))
    submitted_at = study.finished_at - timedelta(minutes=20 if wrong > _spare(quiz) else 0)
    return Attempt(
        employee_id=study.duty.employee_id, quiz=quiz, number=number, paper=paper.to_json(),
        pass_percent=quiz.pass_percent, recorded_at=submitted_at - timedelta(minutes=8),
        submitted_at=submitted_at, score=result.score, passed=result.score >= quiz.pass_percent,
        result=result.to_json(),
    )  # fmt: skip


def _answers(paper: Paper, contents: Sequence[Content], wrong: int) -> dict[int, Value]:
    """Right everywhere but at the last `wrong` questions."""
    asked = zip(paper.numbered(), contents, strict=True)
    answers = {position: one.rules.right_value(content, one.order) for (position, one), content in asked}
    erred = list(paper.numbered())[len(contents) - wrong :]
    return answers | {position: _mistake(one, answers[position]) for position, one in erred}


def _mistake(asked: Asked, right: Value) -> Value:
    """One wrong option, where one chooses; elsewhere nothing."""
    if not isinstance(asked.rules, Choosing):
        return asked.rules.empty
    return [next(name for name in numbered(asked.order) if name not in right)]


def _earned(study: Study, passed: dict[tuple[int, int], Attempt]) -> Earned:
    duty, last = study.duty, study.outline.quizzes[-1]
    attempt = passed[duty.employee_id, last.quiz_id]
    return Earned(
        duty.employee_id, study.course, study.finished_at, Completion.Source.E_LEARNING,
        f"attempt:{attempt.pk}",
    )  # fmt: skip


def _sheets(studies: list[Study], at: datetime) -> None:
    """People without a PC: their department's clerk held a training and ticked them off, one sheet a course."""
    seated = dict(Posting.objects.known().filter(kind=Posting.Kind.MAIN).values_list("employee_id", "department_id"))
    groups: dict[tuple[int, int], list[Study]] = defaultdict(list)
    for study in studies:
        groups[seated[study.duty.employee_id], study.course.pk].append(study)
    clerk = Employee.objects.filter(pk__in=RoleGrant.objects.known().filter(role=Role.CLERK).values("employee")).first()
    people = Employee.objects.in_bulk({study.duty.employee_id for study in studies})
    departments = Department.objects.in_bulk({department for department, _ in groups})
    for (department, _), group in groups.items():
        held_on = max(local_date(study.finished_at) for study in group)
        sheet = AttendanceSheet(
            course=group[0].course, department=departments[department],
            method=AttendanceSheet.Method.IN_HOUSE, held_on=held_on, evidence="出席簿", recorded_by=clerk,
            recorded_at=at,
        )  # fmt: skip
        hand_in_sheet(sheet=sheet, employees=[people[study.duty.employee_id] for study in group])
