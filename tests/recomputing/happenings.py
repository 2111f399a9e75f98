"""What a made-up city lacks and reports tell of: many people, roles, measures, tests, drills and older papers."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count

from courses.models import Course, CoursePage, Curriculum, CurriculumPage, QuizPage
from courses.site_tree import course_index
from lms.people.models import Employee
from lms.people.roles import Role
from lms.records.models import AttendanceSheet, Attendant, SheetDecision
from lms.reports.models import PastResult
from quizzes.models import Attempt, QuestionBank, Quiz
from tests import factories
from tests.lms.records import learnt
from tests.properties.cities import FIRST, MadeUpCity, noon

_CROWDS = (0, 12, 40)
_MEASURES = (("", ""), ("12", ""), ("12", "①"), ("12", "②"), ("11", ""), ("11", "①"))
_ROLES = (Role.DEPUTY, Role.CLERK, Role.SYSTEM_STAFF, Role.DX_LEADER)
_YEAR = 365
_pages = count(1)


# ---- before the year ------------------------------------------------------------------------------------------------


def crowd(made: MadeUpCity) -> list[Employee]:
    """People to whom little happens: without them every group is of few."""
    return [factories.employee(made.place(), **made.rank()) for _ in range(made.rng.choice(_CROWDS))]


def sort_by_measure(made: MadeUpCity) -> None:
    for course in made.courses:
        course.measure, course.action = made.rng.choice(_MEASURES)
        course.save(update_fields=["measure", "action"])


def give_tests(made: MadeUpCity) -> None:
    """To some of the courses one, to some two; the course that stands for a choice has no page."""
    for course in made.courses:
        number = 0 if course.code == "SEL-01" else made.rng.choice([0, 1, 1, 2])
        page = _page(course) if number else None
        for one in range(number):
            bank = QuestionBank.objects.create(code=f"{course.code}-{one}", title="問題集", office=course.office)
            rule = made.rng.choice(Quiz.GradeRule.values)
            practice = made.rng.random() < 0.2
            quiz = Quiz.objects.create(code=bank.code, title=bank.code, bank=bank, grade_rule=rule, practice=practice)
            below = QuizPage(title=f"{course.code}の{one + 1}", slug=f"test-{one}", quiz=quiz)
            page.add_child(instance=below).save_revision().publish()


def _page(course: Course) -> CoursePage:
    code = f"r-{next(_pages)}"
    curriculum = Curriculum.objects.create(code=code, title="研修課程", office=course.office)
    above = course_index().add_child(instance=CurriculumPage(title="研修課程", slug=code, curriculum=curriculum))
    return above.add_child(instance=CoursePage(title=course.title, slug=f"{code}-c", course=course, aims="学ぶ"))


# ---- while it goes on, written down at once -------------------------------------------------------------------------


def live(made: MadeUpCity, others: list[Employee]) -> None:
    """`others`: the crowd, of whom each course has reached more or fewer."""
    for course in made.courses:
        share = made.rng.choice([0.1, 0.5, 0.9, 0.97])
        for person in others:
            if made.rng.random() < share:
                done = _any_day(made)
                factories.completion(person, course, noon(done), recorded_at=_entered(made, done, [0, 50]))
    _sit_tests(made, [*made.people, *others])
    _give_roles(made, [*made.people, *others])
    _hold_drills(made, [*made.people, *others])
    _hold_exercises(made, [*made.people, *others])
    _enter_older_papers(made)


def _any_day(made: MadeUpCity) -> date:
    """Of this year or the last."""
    return made.day - timedelta(days=made.rng.randint(0, (made.day - FIRST).days + _YEAR))


def _entered(made: MadeUpCity, day: date, late: list[int]) -> datetime:
    """So many days after a day, but not later than now."""
    return min(noon(day + timedelta(days=made.rng.choice(late))), noon(made.day))


def _sit_tests(made: MadeUpCity, people: list[Employee]) -> None:
    for quiz in Quiz.objects.order_by("pk"):
        for person in people:
            for number in range(1, made.rng.choice([0, 1, 1, 3]) + 1):
                _sit(made, person, quiz, number)


def _sit(made: MadeUpCity, person: Employee, quiz: Quiz, number: int) -> None:
    moment, score = noon(_any_day(made)), made.rng.choice([0, 39, 40, 79, 80, 99, 100])
    closed = {"submitted_at": moment, "score": score, "passed": quiz.practice or score >= 80, "result": {"marks": []}}
    # Of one person's attempts at a test only one may be open.
    left = number == 3 and made.rng.random() < 0.5
    Attempt.objects.create(
        employee=person, quiz=quiz, number=number, paper={}, pass_percent=80, recorded_at=moment,
        **({} if left else closed),
    )  # fmt: skip


def _give_roles(made: MadeUpCity, people: list[Employee]) -> None:
    """Some twice, in two departments; some for a time, some by mistake."""
    for person in people:
        for role in made.rng.sample(_ROLES, made.rng.choice([0, 0, 1, 2])):
            for seat in made.rng.sample(made.departments, made.rng.choice([1, 2])):
                starts_on = _any_day(made)
                ends_on = made.rng.choice([None, starts_on + timedelta(days=made.rng.randint(0, 200))])
                recorded_at = _entered(made, starts_on, [0, 30])
                voided_at = made.rng.choice([None, None, _entered(made, starts_on, [50])])
                factories.grant(
                    person, role, seat, starts_on=starts_on, ends_on=ends_on, recorded_at=recorded_at,
                    voided_at=voided_at,
                )  # fmt: skip


def _hold_drills(made: MadeUpCity, people: list[Employee]) -> None:
    for number in range(made.rng.randint(0, 3)):
        sent_on = _any_day(made)
        taken_back = made.rng.choice([None, None, noon(made.day)])
        held = learnt.drill(title=f"訓練{number}", sent_on=sent_on, recorded_at=noon(sent_on), voided_at=taken_back)
        fall, report = made.rng.choice([0, 0.1, 0.5, 1]), made.rng.choice([0, 0.3, 0.9])
        for person in people:
            if made.rng.random() < 0.9:
                opened = noon(sent_on) if made.rng.random() < fall else None
                reported = noon(sent_on) if made.rng.random() < report else None
                wrong = noon(made.day) if made.rng.random() < 0.1 else None
                learnt.result(
                    held, person, delivered_at=noon(sent_on), recorded_at=noon(sent_on), opened_at=opened,
                    reported_at=reported, voided_at=wrong,
                )  # fmt: skip


def _hold_exercises(made: MadeUpCity, people: list[Employee]) -> None:
    """On some days in two places; some sheets are no 訓練, some wait for a second person or were sent back."""
    for day, course, moment in _exercises(made):
        method = made.rng.choice([AttendanceSheet.Method.DRILL] * 3 + [AttendanceSheet.Method.CLASSROOM])
        answered = made.rng.choice([None, None, True, False])
        waits = answered is not None or made.rng.random() < 0.2
        by = made.people[0]
        held = learnt.sheet(course, by, method=method, held_on=day, recorded_at=moment, waits=waits)
        held.save()
        for person in made.rng.sample(people, made.rng.randint(0, len(people))):
            Attendant.objects.create(sheet=held, employee=person, recorded_at=moment)
        if answered is not None:
            SheetDecision.objects.create(
                sheet=held, accepted=answered, reason="" if answered else "誤り", decided_by=by, recorded_at=moment
            )


def _exercises(made: MadeUpCity) -> Iterator[tuple[date, Course, datetime]]:
    for _ in range(made.rng.randint(0, 3)):
        day, course = _any_day(made), made.rng.choice(made.courses)
        for _ in range(made.rng.choice([1, 2])):
            yield day, course, noon(day)


def _enter_older_papers(made: MadeUpCity) -> None:
    """Of years that have no duties here; some were entered a second time."""
    last_years = made.requirements[0].course
    for course in made.courses:
        for year in (FIRST.year - 2, FIRST.year - 1):
            known_here = course == last_years and year == FIRST.year - 1
            for _ in range(0 if known_here else made.rng.choice([0, 0, 1, 2])):
                required = made.rng.choice([3, 40, 300])
                PastResult.objects.create(
                    course=course, fiscal_year=year, required=required,
                    completed=required - made.rng.choice([0, 1, 3]), evidence="報告書", recorded_by=made.people[0],
                    recorded_at=noon(_any_day(made)),
                )  # fmt: skip
