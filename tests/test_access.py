"""Who may open what: every address of ours, for every role. An address that is not in the table fails the test."""

from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lms.certificates.models import Certificate
from lms.duties.models import TrainingPlan
from lms.importing.models import ImportBatch
from lms.lib.fiscal_year import start_of_year
from lms.people.models import Employee
from lms.people.roles import Office, Role
from lms.records.models import Completion
from quizzes.models import Attempt
from tests.demo import load_small_city, people_by_role, signed_in

EVERYBODY = frozenset(
    {"employee", Role.HEAD, Role.DEPUTY, Role.CLERK, Role.DX_OFFICE, Role.SECURITY_OFFICE, Role.DX_AUTHOR,
     Role.SECURITY_AUTHOR, Role.HR, Role.AUDITOR, Role.ADMINISTRATOR}
)  # fmt: skip
DEPARTMENT = frozenset({Role.HEAD, Role.DEPUTY, Role.CLERK})
OFFICES = frozenset({Role.DX_OFFICE, Role.SECURITY_OFFICE})
SECURITY = frozenset({Role.SECURITY_OFFICE})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Address:
    """A page, who may open it, the row it is asked for (made by `_rows`), and what a POST sends (None: it is a GET)."""

    allowed: frozenset[str]
    row: str = ""
    post: dict[str, str] | None = None


def _acts(allowed: frozenset[str], row: str = "", **post: str) -> Address:
    return Address(allowed, row, post)


OURS = {
    "start": Address(EVERYBODY),
    "account_logout": Address(EVERYBODY),
    "account_change_password": Address(EVERYBODY),
    "desk": Address(EVERYBODY),
    "course": Address(EVERYBODY, "course"),
    "lesson": Address(EVERYBODY, "lesson"),
    "quiz": Address(EVERYBODY, "course"),
    # Somebody else's attempt does not exist, whatever the role.
    "attempt": Address(NOBODY, "attempt"),
    "attempt_save": _acts(NOBODY, "attempt"),
    "attempt_confirm": Address(NOBODY, "attempt"),
    "attempt_submit": _acts(NOBODY, "attempt"),
    "attempt_result": Address(NOBODY, "attempt"),
    "confirmation": Address(EVERYBODY, "course"),
    "sheet": Address(DEPARTMENT),
    "department_table": Address(DEPARTMENT),
    "department_report": Address(DEPARTMENT | OFFICES | {Role.HR, Role.AUDITOR}),
    "report_people": Address(DEPARTMENT | OFFICES | {Role.HR, Role.AUDITOR}),
    "office_home": Address(OFFICES),
    "plans": Address(OFFICES | {Role.AUDITOR}),
    "plan": Address(SECURITY | {Role.AUDITOR}, "plan"),
    "plan_requirement": _acts(SECURITY, "plan"),
    "plan_approve": _acts(SECURITY, "plan"),
    "plan_start": _acts(SECURITY, "plan"),
    "audit_home": Address(frozenset({Role.AUDITOR})),
    "ledger": Address(frozenset({Role.AUDITOR})),
    "verify_ledger": Address(frozenset({Role.AUDITOR})),
    "settings_home": Address(frozenset({Role.ADMINISTRATOR})),
    "city_settings": _acts(frozenset({Role.ADMINISTRATOR})),
    "office_holder": _acts(frozenset({Role.ADMINISTRATOR})),
    "temporary_password": _acts(frozenset({Role.ADMINISTRATOR}), "account"),
    "imports": Address(frozenset({Role.HR})),
    "import_preview": Address(frozenset({Role.HR}), "batch"),
    "import_apply": _acts(frozenset({Role.HR}), "batch"),
    "papers": Address(OFFICES),
    "papers_confirm": _acts(OFFICES),
    "papers_give": _acts(OFFICES),
    "paper_sample": Address(SECURITY, "completion"),
    "department_papers": Address(OFFICES),
    "department_papers_confirm": _acts(SECURITY, year="2026", subject="S-01"),
    "department_papers_give": _acts(SECURITY, year="2026", subject="S-01"),
    "department_paper_sample": Address(SECURITY, "department_paper"),
    "paper_batch": Address(SECURITY | {Role.AUDITOR}, "paper_batch"),
    "paper_batch_draw": _acts(SECURITY, "paper_batch"),
    "paper_batch_zip": Address(SECURITY | {Role.AUDITOR}, "paper_batch"),
    "paper_register": Address(OFFICES | {Role.HR, Role.AUDITOR}),
    "paper_file": Address(SECURITY | {Role.HR, Role.AUDITOR}, "paper"),
    "status_report": Address(SECURITY | DEPARTMENT | {Role.AUDITOR}, "status_report"),
    "media": Address(EVERYBODY, "media"),
}
OPEN_TO_THE_WORLD = {"account_login"}
# What the Wagtail admin answers is judged by tests/courses; here only who gets in at all.
AUTHORS = OFFICES | {Role.DX_AUTHOR, Role.SECURITY_AUTHOR}


def _patterns(resolver: URLResolver, prefix: str = "") -> list[tuple[str, str]]:
    found = []
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found.extend(_patterns(entry, route))
        elif isinstance(entry, URLPattern):
            found.append((entry.name or "", route))
    return found


def test_every_address_of_ours_is_in_the_table():
    ours = {name for name, route in _patterns(get_resolver()) if not route.startswith("cms/")}

    assert ours == set(OURS) | OPEN_TO_THE_WORLD


@pytest.fixture
def people(db, monkeypatch) -> dict[str, Employee]:
    load_small_city(monkeypatch)
    return people_by_role()


def _rows(people: dict[str, Employee]) -> dict[str, tuple]:
    """For each kind of page one row that really exists and belongs to somebody else."""
    others = [person.pk for person in people.values()]
    attempt = Attempt.objects.filter(quiz__code="S-01").exclude(employee__in=others).first()
    certificate = Certificate.objects.filter(employee__isnull=False).exclude(employee__in=others).first()
    waiting = Completion.objects.filter(course__code="S-01", certificates=None, completed_at__gte=start_of_year(2026))
    done = Certificate.objects.filter(department__isnull=False).first()
    return {
        "course": ("S-01",),
        "lesson": ("S-01", "02-mail"),
        "attempt": (attempt.pk,),
        "plan": (TrainingPlan.objects.get(fiscal_year=2026, office=Office.SECURITY).pk,),
        "account": (attempt.employee.user_id,),
        "batch": (ImportBatch.objects.first().pk,),
        "completion": (waiting.exclude(employee__in=others).first().pk,),
        "department_paper": (2026, "S-01", done.department_id),
        "paper_batch": (certificate.batch_id,),
        "paper": (certificate.pk,),
        "status_report": (2026, "S-01", "0101"),
        "media": ("images/nothing-here.png",),
    }


def _answer(client: Client, name: str, address: Address, rows: dict[str, tuple]) -> HttpResponse:
    url = reverse(name, args=rows[address.row] if address.row else ())
    answer = client.get(url) if address.post is None else client.post(url, address.post)
    if answer.streaming:
        b"".join(answer)  # read to its end, which closes the file behind it
    return answer


def test_every_role_opens_what_it_may_and_nothing_else(people):
    rows, wrong = _rows(people), []
    for role, person in people.items():
        for name, address in OURS.items():
            # A fresh sign-in each time: one of the addresses signs out. Media have a test of their own.
            status = _answer(signed_in(person), name, address, rows).status_code
            may = role in address.allowed
            if name != "media" and ((status == 404) == may or status >= 500):
                wrong.append(f"{role} {name}: {status}")
    assert not wrong, "\n".join(wrong)


def test_nobody_gets_in_without_signing_in_and_only_authors_reach_the_editing_pages(people, client):
    rows = _rows(people)
    for name, address in OURS.items():
        answer = _answer(client, name, address, rows)

        if name == "attempt_save":  # asked by htmx, which cannot follow to another page
            assert answer.status_code == 401
        else:
            assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/"), name
    for role, person in people.items():
        status = signed_in(person).get("/cms/").status_code

        assert status == (200 if role in AUTHORS else 404), role
