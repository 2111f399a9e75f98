"""Cities made up at random, and what happens in them: moves, leaves, returns, renames, completions, corrections.

Everything is written as facts with the moment at which it was recorded, often late, sometimes for a coming day.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction

from courses.models import Course
from lms.duties.models import Duty, Exemption, Requirement
from lms.duties.planning import reconcile
from lms.lib.fiscal_year import TOKYO
from lms.people.models import Department, DepartmentVersion, Employee, Leave, Posting
from lms.people.roles import Office
from lms.records.models import Completion
from tests import factories as f

FIRST, LAST = date(2026, 4, 1), date(2027, 3, 31)
AUDIENCES = (
    {"is": "everybody"},
    {"is": "newcomer"},
    {"is": "role", "of": ["head"]},
    {"is": "grade", "of": ["課長"]},
    {"is": "department", "of": ["01"]},
    {"is": "all", "of": [{"is": "department", "of": ["01"]}, {"is": "not", "of": [{"is": "grade", "of": ["課長"]}]}]},
    {"is": "any", "of": [{"is": "newcomer"}, {"is": "role", "of": ["head"]}]},
)
RANKS = {"grade": ["主査", "課長"], "employment_type": ["正規", ""], "appointing_authority": ["市長", "議会の議長"]}


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), TOKYO)


@contextmanager
def city(rng: Random) -> Iterator["MadeUpCity"]:
    """A city that is gone afterwards."""
    with transaction.atomic():
        made = MadeUpCity(rng)
        made.found()
        yield made
        transaction.set_rollback(True)


@dataclass
class MadeUpCity:
    """A city under way; `day` is the day on which the next thing is recorded."""

    rng: Random
    day: date = FIRST
    departments: list[Department] = field(default_factory=list)
    people: list[Employee] = field(default_factory=list)
    requirements: list[Requirement] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)

    def found(self) -> None:
        above = f.department("01", reports=True)
        self.departments = [above, *(f.department(f"01{n}", parent=above, reports=n % 2 == 0) for n in range(2))]
        self.departments.append(f.department("02"))
        for number in range(self.rng.randint(2, 6)):
            self.people.append(f.employee(self.place(), number=f"p{number}", **self.rank()))
        cycles = list(Requirement.Cycle)
        for number in range(self.rng.randint(1, 3)):
            opens = FIRST + timedelta(days=self.rng.randint(0, 90))
            self.requirements.append(f.requirement(
                f.course(f"S-{number}", self.rng.choice([*Office])), audience=self.rng.choice(AUDIENCES),
                cycle=self.rng.choice(cycles), opens_on=opens, due_on=opens + timedelta(days=30),
                second_opens_on=opens + timedelta(days=60), second_due_on=opens + timedelta(days=90),
            ))  # fmt: skip
        self.offer_choice()

    def offer_choice(self) -> None:
        """選択必修 among three courses, one of which may be asked for itself."""
        offered = [self.requirements[0].course, f.course("T-1"), f.course("T-2")]
        cycle = self.rng.choice([Requirement.Cycle.YEARLY, Requirement.Cycle.AFTER_POSTING])
        self.requirements.append(f.choice(
            self.rng.randint(1, 2), *offered, audience=self.rng.choice(AUDIENCES), cycle=cycle, opens_on=FIRST,
        ))  # fmt: skip
        self.courses = [*(line.course for line in self.requirements), *offered[1:]]

    def live(self, days: int) -> None:
        """So many days, on each of which something may happen and the night runs."""
        for _ in range(days):
            if self.day < LAST:
                self.day = min(self.day + timedelta(days=self.rng.randint(1, 40)), LAST)
                for _ in range(self.rng.randint(0, 3)):
                    self.rng.choice(_EVENTS)(self)
                reconcile(on=self.day, at=noon(self.day), actor="command:nightly")

    # ---- choices ----------------------------------------------------------------------------------------------------

    def place(self) -> Department:
        return self.rng.choice(self.departments)

    def rank(self) -> dict[str, str]:
        return {name: self.rng.choice(values) for name, values in RANKS.items()}

    def about_now(self) -> date:
        """Entered late, or ahead."""
        return self.day + timedelta(days=self.rng.randint(-30, 10))

    def main(self, person: Employee) -> Posting | None:
        posts = Posting.objects.known().filter(employee=person, kind=Posting.Kind.MAIN)
        return posts.order_by("-starts_on").first()

    # ---- events -----------------------------------------------------------------------------------------------------

    def arrive(self) -> None:
        since = max(self.about_now(), FIRST)
        number = f"n{len(self.people)}"
        person = f.employee(self.place(), number=number, starts_on=since, recorded_at=noon(self.day), **self.rank())
        self.people.append(person)

    def move_or_leave(self) -> None:
        person = self.rng.choice(self.people)
        old, on = self.main(person), self.about_now()
        if old is None or old.ends_on or old.starts_on >= on:
            return
        Posting.objects.filter(pk=old.pk).void(noon(self.day))
        same = {name: getattr(old, name) for name in RANKS}
        self.post(person, old.department, old.starts_on, on - timedelta(days=1), same)
        if self.rng.random() < 0.7:
            self.post(person, self.place(), on, None, self.rank())

    def come_back(self) -> None:
        person = self.rng.choice(self.people)
        last = self.main(person)
        if last and last.ends_on and last.ends_on + timedelta(days=1) < self.day:
            self.post(person, self.place(), self.day, None, self.rank())

    def post(
        self, person: Employee, seat: Department, starts_on: date, ends_on: date | None, rank: dict[str, str]
    ) -> None:
        f.posting(person, seat, starts_on=starts_on, ends_on=ends_on, recorded_at=noon(self.day), **rank)

    def sit_beside(self) -> None:
        kind = Posting.Kind.ADDITIONAL
        f.posting(self.rng.choice(self.people), self.place(), kind=kind, starts_on=self.day, recorded_at=noon(self.day))

    def be_away(self) -> None:
        start = self.about_now()
        end = self.rng.choice([None, start + timedelta(days=self.rng.randint(0, 60))])
        person = self.rng.choice(self.people)
        if not Leave.objects.known().filter(employee=person, starts_on=start).exists():
            f.leave(person, start, end, recorded_at=noon(self.day))

    def correct_leave(self) -> None:
        standing = Leave.objects.known().first()
        if standing:
            Leave.objects.filter(pk=standing.pk).void(noon(self.day))

    def head(self) -> None:
        person, seat = self.rng.choice(self.people), self.place()
        if not person.role_grants.filter(starts_on=self.day).exists():
            ends_on = self.rng.choice([None, self.day + timedelta(days=20)])
            f.grant(person, "head", seat, starts_on=self.day, ends_on=ends_on, recorded_at=noon(self.day))

    def rename(self) -> None:
        seat = self.place()
        version = DepartmentVersion.objects.known().get(department=seat, ends_on=None)
        if version.starts_on is None or version.starts_on < self.day:
            DepartmentVersion.objects.filter(pk=version.pk).void(noon(self.day))
            same = {"department": seat, "parent": version.parent, "reports": version.reports}
            before = {"name": version.name, "starts_on": version.starts_on, "ends_on": self.day - timedelta(days=1)}
            for values in (before, {"name": f"新{version.name}", "starts_on": self.day}):
                DepartmentVersion.objects.create(recorded_at=noon(self.day), **same, **values)

    def learn(self) -> None:
        done = max(self.about_now(), FIRST - timedelta(days=20))
        if done <= self.day:
            moment = noon(done) + timedelta(hours=self.rng.randint(-11, 11))
            f.completion(self.rng.choice(self.people), self.course(), moment, recorded_at=noon(self.day))

    def read(self) -> None:
        f.lesson_read(
            self.rng.choice(self.people), self.course(), noon(self.day), key=f"k{self.day}-{self.rng.random()}"
        )

    def cancel(self) -> None:
        wrong = Completion.objects.valid().first()
        if wrong:
            f.cancelled(wrong, noon(self.day), self.people[0])

    def excuse(self) -> None:
        duty = Duty.objects.filter(closed_at=None).order_by("?").first()
        held = duty and Exemption.objects.known().filter(employee=duty.employee, requirement=duty.requirement).exists()
        if duty and not held:
            f.exemption(duty.employee, duty.requirement, starts_on=self.day, recorded_at=noon(self.day))

    def withdraw(self) -> None:
        standing = Exemption.objects.known().first()
        if standing:
            Exemption.objects.filter(pk=standing.pk).void(noon(self.day))

    def course(self) -> Course:
        return self.rng.choice(self.courses)


_EVENTS = (
    MadeUpCity.arrive, MadeUpCity.move_or_leave, MadeUpCity.come_back, MadeUpCity.sit_beside, MadeUpCity.be_away,
    MadeUpCity.correct_leave, MadeUpCity.head, MadeUpCity.rename, MadeUpCity.learn, MadeUpCity.learn, MadeUpCity.read,
    MadeUpCity.cancel, MadeUpCity.excuse, MadeUpCity.withdraw,
)  # fmt: skip
