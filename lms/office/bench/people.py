"""Who is measured: people of the city, signed in, and those who have read every chapter and can take a test now."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import import_module
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from courses.loading.files import read_course
from courses.models import Course
from courses.outline import outlines
from lms.accounts.models import User
from lms.office.bench.journeys import Answer, Ask, Key, SittingAddresses
from lms.office.bench.library import SHIPPED
from lms.people.models import RoleGrant
from lms.people.roles import Role
from lms.records.models import Completion, LessonRead

_PK = 9_999_999


class Browser:
    """A signed-in person's browser, without network and server around the product."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.session = session_of(user, settings.AUTHENTICATION_BACKENDS[0])
        self._client = Client(SERVER_NAME="127.0.0.1")
        self._client.cookies[settings.SESSION_COOKIE_NAME] = self.session
        # The first request after signing in writes to the session; what follows is what people do all day.
        self.ask(Ask("start", "GET", reverse("start")))

    def ask(self, ask: Ask) -> Answer:
        if ask.method == "POST":
            form = "application/x-www-form-urlencoded"
            response = self._client.post(ask.path, urlencode(ask.form), content_type=form)
        else:
            response = self._client.get(ask.path)
        return Answer(response.status_code, response.headers.get("Location", ""), response.getvalue())


def session_of(user: User, backend: str) -> str:
    """The key of a new session, as signing in leaves it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = backend
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


@dataclass(frozen=True)
class Sitting:
    """A person, and a test that this person can take now."""

    browser: Browser
    addresses: SittingAddresses

    def as_task(self) -> dict[str, object]:
        """For the load generator."""
        return {"session": self.browser.session, "addresses": asdict(self.addresses)}


def office_browser(role: Role) -> Browser:
    """Of the first who holds a role."""
    holders = RoleGrant.objects.known().filter(role=role).values("employee")
    return Browser(User.objects.filter(employee__in=holders).earliest("pk"))


@transaction.atomic
def browsers(number: int) -> list[Browser]:
    """Of the first people of the city who have no role."""
    plain = User.objects.filter(employee__role_grants=None).order_by("pk")
    return [Browser(user) for user in plain[:number]]


@transaction.atomic
def sittings(number: int) -> list[Sitting]:
    """At most so many, each of another person or course."""
    contents = outlines(Course.objects.all())
    done = set(Completion.objects.values_list("employee_id", "course_id"))
    read = LessonRead.objects.values_list("employee_id", "employee__user_id", "course_id").annotate(Count("pk"))
    ready = [
        (user_id, contents[course_id].quizzes[0].code)
        for employee_id, user_id, course_id, chapters in read.order_by("course_id", "employee_id")
        if chapters == len(contents[course_id].lessons) and (employee_id, course_id) not in done
    ]
    return list(_sittings(ready[:number]))


def _sittings(ready: list[tuple[int, str]]) -> Iterator[Sitting]:
    users = User.objects.in_bulk({user_id for user_id, _ in ready})
    for user_id, code in ready:
        yield Sitting(Browser(users[user_id]), addresses(code))


def addresses(code: str) -> SittingAddresses:
    names = {"paper": "attempt", "save": "attempt_save", "confirm": "attempt_confirm", "submit": "attempt_submit",
             "result": "attempt_result"}  # fmt: skip
    patterns = {step: reverse(name, args=[_PK]).replace(str(_PK), "{pk}") for step, name in names.items()}
    return SittingAddresses(quiz=reverse("quiz", args=[code]), **patterns)


def key() -> Key:
    """The right answers of every course: they all have the questions of the shipped one."""
    contents = [entry.content for entry in read_course(SHIPPED).quiz.questions]
    return {
        asked["stem"]: frozenset(option["text"] for option in asked.get("options", []) if option["right"])
        for asked in contents
    }
