"""Who may open what: every address of ours, for every role. An address that is not in the table fails the test."""

from dataclasses import dataclass

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lms.certificates.models import Batch as PaperBatch
from lms.certificates.models import Certificate
from lms.duties.models import TrainingPlan
from lms.importing.models import ImportBatch
from lms.people.roles import Office, Role
from lms.records.models import Completion
from quizzes.models import Attempt
from tests.demo import holder_of, load_small_city, people_by_role, signed_in

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
    """A page, who may open it, and the row it is asked for (made by `_rows`). `post`: it takes no GET."""

    allowed: frozenset[str]
    row: str = ""
    post: bool = False


OURS = {
    "start": Address(EVERYBODY),
    "account_logout": Address(EVERYBODY),
    "account_change_password": Address(EVERYBODY),
    "desk": Address(EVERYBODY),
    "course": Address(EVERYBODY, "course"),
    "lesson": Address(EVERYBODY, "lesson"),
    "quiz": Address(EVERYBODY, "course"),
    # Somebody else's attempt, completion and paper do not exist, whatever the role.
    "attempt": Address(NOBODY, "attempt"),
    "attempt_save": Address(NOBODY, "attempt", post=True),
    "attempt_confirm": Address(NOBODY, "attempt"),
    "attempt_submit": Address(NOBODY, "attempt", post=True),
    "attempt_result": Address(NOBODY, "attempt"),
    "confirmation": Address(NOBODY, "course"),
    "sheet": Address(DEPARTMENT),
    "department_table": Address(DEPARTMENT),
    "department_report": Address(DEPARTMENT | OFFICES | {Role.HR, Role.AUDITOR}),
    "report_people": Address(DEPARTMENT | OFFICES | {Role.HR, Role.AUDITOR}),
    "office_home": Address(OFFICES),
    "plans": Address(OFFICES | {Role.AUDITOR}),
    "plan": Address(SECURITY | {Role.AUDITOR}, "plan"),
    "plan_requirement": Address(SECURITY, "plan", post=True),
    "plan_approve": Address(SECURITY, "plan", post=True),
    "plan_start": Address(SECURITY, "plan", post=True),
    "audit_home": Address(frozenset({Role.AUDITOR})),
    "ledger": Address(frozenset({Role.AUDITOR})),
    "verify_ledger": Address(frozenset({Role.AUDITOR})),
    "settings_home": Address(frozenset({Role.ADMINISTRATOR})),
    "city_settings": Address(frozenset({Role.ADMINISTRATOR}), post=True),
    "office_holder": Address(frozenset({Role.ADMINISTRATOR}), post=True),
    "temporary_password": Address(frozenset({Role.ADMINISTRATOR}), "account", post=True),
    "imports": Address(frozenset({Role.HR})),
    "import_preview": Address(frozenset({Role.HR}), "batch"),
    "import_apply": Address(frozenset({Role.HR}), "batch", post=True),
    "papers": Address(OFFICES),
    "papers_confirm": Address(OFFICES, post=True),
    "papers_give": Address(OFFICES, post=True),
    "paper_sample": Address(SECURITY, "completion"),
    "department_papers": Address(OFFICES),
    "department_papers_confirm": Address(OFFICES, post=True),
    "department_papers_give": Address(OFFICES, post=True),
    "department_paper_sample": Address(SECURITY, "department_paper"),
    "paper_batch": Address(SECURITY | {Role.AUDITOR}, "paper_batch"),
    "paper_batch_draw": Address(SECURITY, "paper_batch", post=True),
    "paper_batch_zip": Address(SECURITY | {Role.AUDITOR}, "paper_batch"),
    "paper_register": Address(OFFICES | {Role.HR, Role.AUDITOR}),
    "paper_file": Address(SECURITY | {Role.HR, Role.AUDITOR}, "paper"),
    "status_report": Address(SECURITY | {Role.HEAD, Role.DEPUTY, Role.CLERK, Role.HR, Role.AUDITOR}, "status_report"),
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
def town(db, monkeypatch):
    return load_small_city(monkeypatch)


@pytest.fixture
def rows(town) -> dict[str, tuple]:
    """For each kind of page one row that really exists and belongs to somebody else."""
    people = people_by_role().values()
    attempt = Attempt.objects.filter(quiz__code="S-01").exclude(employee__in=people).first()
    certificate = Certificate.objects.filter(employee__isnull=False).exclude(employee__in=people).first()
    completion = Completion.objects.filter(course__code="S-01", certificates=None).exclude(employee__in=people).first()
    done = Certificate.objects.filter(department__isnull=False).first()
    head = holder_of(Role.HEAD).role_grants.get(role=Role.HEAD)
    return {
        "course": ("S-01",),
        "lesson": ("S-01", "02-mail"),
        "attempt": (attempt.pk,),
        "plan": (TrainingPlan.objects.get(fiscal_year=2026, office=Office.SECURITY).pk,),
        "account": (attempt.employee.user_id,),
        "batch": (ImportBatch.objects.first().pk,),
        "completion": (completion.pk,),
        "department_paper": (2026, "S-01", done.department_id),
        "paper_batch": (PaperBatch.objects.get(certificates=certificate).pk,),
        "paper": (certificate.pk,),
        "status_report": (2026, "S-01", head.department.code),
        "media": ("images/nothing-here.png",),
    }


def _answer(client, name: str, address: Address, rows: dict[str, tuple]) -> int:
    url = reverse(name, args=rows[address.row] if address.row else ())
    return (client.post(url) if address.post else client.get(url)).status_code


def test_every_role_opens_what_it_may_and_nothing_else(rows):
    wrong = []
    for role, person in people_by_role().items():
        client = signed_in(person)
        for name, address in OURS.items():
            if name in {"account_logout", "media"} or (name in {"confirmation"} and role == "employee"):
                continue
            status = _answer(client, name, address, rows)
            client.force_login(person.user)
            may = role in address.allowed
            if (status == 404) == may or status >= 500:
                wrong.append(f"{role} {name}: {status}")
    assert not wrong, "\n".join(wrong)


def test_nobody_gets_in_without_signing_in(rows, client):
    for name, address in OURS.items():
        url = reverse(name, args=rows[address.row] if address.row else ())
        answer = client.post(url) if address.post else client.get(url)

        assert answer.status_code == 302, name
        assert answer["Location"].startswith(("/accounts/login/", "/accounts/logout")) or name == "account_logout"


def test_only_authors_reach_the_editing_pages(rows):
    for role, person in people_by_role().items():
        status = signed_in(person).get("/cms/").status_code

        assert (status == 200) == (role in AUTHORS), role
        assert status in {200, 404}
