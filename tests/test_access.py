"""Who may open what: every address of ours, for every role. An address that is not in the table fails the test."""

from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lms.people.models import Employee
from lms.people.roles import Role
from tests.access_rows import rows_of
from tests.demo import load_small_city, people_by_role, signed_in

EVERYBODY = frozenset(
    {"employee", Role.HEAD, Role.DEPUTY, Role.CLERK, Role.DX_OFFICE, Role.SECURITY_OFFICE, Role.DX_AUTHOR,
     Role.SECURITY_AUTHOR, Role.HR, Role.AUDITOR, Role.ADMINISTRATOR}
)  # fmt: skip
DEPARTMENT = frozenset({Role.HEAD, Role.DEPUTY, Role.CLERK})
OFFICES = frozenset({Role.DX_OFFICE, Role.SECURITY_OFFICE})
SECURITY = frozenset({Role.SECURITY_OFFICE})
HR = frozenset({Role.HR})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Address:
    """A page, who may open it, the row it is asked for (tests/access_rows.py), and what a POST sends (None: a GET)."""

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
    "search": Address(EVERYBODY),
    "glossary": Address(EVERYBODY),
    "faq": Address(EVERYBODY),
    "own_enquiries": Address(EVERYBODY),
    "enquiry_ask": Address(EVERYBODY, "course"),
    "enquiries": Address(OFFICES | {Role.AUDITOR}),
    "enquiry": Address(SECURITY | {Role.AUDITOR}, "enquiry"),
    "enquiry_publish": Address(SECURITY, "enquiry"),
    "course": Address(EVERYBODY, "course"),
    "lesson": Address(EVERYBODY, "lesson"),
    "course_print": Address(EVERYBODY, "course"),
    "chapter_print": Address(EVERYBODY, "lesson"),
    "note": _acts(EVERYBODY, "lesson", text="メモ"),
    "bookmark": _acts(EVERYBODY, "lesson", bookmark="in"),
    "notes": Address(EVERYBODY),
    # What somebody else keeps does not exist, whatever the role.
    "note_delete": _acts(NOBODY, "note"),
    "bookmark_remove": _acts(NOBODY, "kept_bookmark"),
    "quiz": Address(EVERYBODY, "course"),
    # Somebody else's attempt does not exist, whatever the role.
    "attempt": Address(NOBODY, "attempt"),
    "attempt_question": Address(NOBODY, "attempt_question"),
    "attempt_save": _acts(NOBODY, "attempt"),
    "attempt_confirm": Address(NOBODY, "attempt"),
    "attempt_submit": _acts(NOBODY, "attempt"),
    "attempt_result": Address(NOBODY, "attempt"),
    "survey": Address(EVERYBODY, "course"),
    "confirmation": Address(EVERYBODY, "course"),
    "sheet": Address(DEPARTMENT),
    "own_sessions": Address(EVERYBODY),
    # Of a course that nobody asks of them: not offered.
    "session_sign_up": _acts(NOBODY, "session"),
    "session_take_back": _acts(NOBODY, "session"),
    "completions": Address(OFFICES | {Role.AUDITOR}),
    "completion_record": Address(OFFICES),
    "completion_cancel": Address(SECURITY, "completion"),
    "sheets_waiting": Address(OFFICES | {Role.AUDITOR}),
    "sheet_waiting": Address(SECURITY | {Role.AUDITOR}, "waiting_sheet"),
    "sheet_confirm": _acts(SECURITY, "sheet_to_confirm"),
    "sheet_send_back": _acts(SECURITY, "sheet_to_send_back"),
    "records_setting": Address(frozenset({Role.ADMINISTRATOR})),
    "sessions": Address(OFFICES | {Role.AUDITOR}),
    "session_new": Address(OFFICES),
    "session": Address(SECURITY | {Role.AUDITOR}, "session"),
    "session_change": Address(SECURITY, "session"),
    "session_call_off": _acts(SECURITY, "called_off_session"),
    "session_strike": _acts(SECURITY, "signed_up"),
    "session_roll": Address(SECURITY, "session"),
    "session_attendance": Address(SECURITY, "session"),
    "surveys": Address(OFFICES | {Role.AUDITOR}),
    "survey_of_office": Address(SECURITY, "survey_of_office"),
    "survey_of_course": Address(SECURITY, "survey"),
    "survey_withdraw": _acts(SECURITY, "survey"),
    "survey_results": Address(OFFICES | {Role.AUDITOR}),
    "survey_result": Address(SECURITY | {Role.AUDITOR}, "survey_result"),
    "survey_named": Address(SECURITY | {Role.AUDITOR}, "survey_result"),
    "equivalences": Address(OFFICES | {Role.AUDITOR}),
    "equivalence_end": Address(SECURITY, "equivalence"),
    "overview": Address(OFFICES | DEPARTMENT | {Role.HR, Role.AUDITOR}),
    "outside_figures": Address(OFFICES | {Role.AUDITOR}),
    "annual_reports": Address(OFFICES | {Role.AUDITOR}),
    "annual_report": Address(SECURITY | {Role.AUDITOR}, "plan"),
    "annual_past": Address(SECURITY, "plan"),
    "annual_report_file": _acts(SECURITY | {Role.AUDITOR}, "plan"),
    "report_chains": Address(OFFICES | DEPARTMENT | {Role.AUDITOR}),
    "report_chain": Address(SECURITY | {Role.AUDITOR}, "chain"),
    "report_circular": _acts(SECURITY, "chain"),
    "report_freeze": Address(SECURITY, "chain"),
    "department_report_confirm": Address(SECURITY | DEPARTMENT | {Role.AUDITOR}, "chain_department"),
    "department_report_confirmed": Address(SECURITY | DEPARTMENT | {Role.AUDITOR}, "chain_confirmed"),
    "frozen_report": Address(SECURITY | {Role.AUDITOR}, "frozen"),
    "frozen_report_pdf": _acts(SECURITY | {Role.AUDITOR}, "frozen"),
    "report_step": Address(SECURITY, "frozen"),
    "plan_route": Address(SECURITY, "plan"),
    "drills": Address(SECURITY | {Role.HEAD, Role.DEPUTY, Role.HR, Role.AUDITOR}),
    "drill": Address(SECURITY, "drill"),
    "drill_withdraw": _acts(SECURITY, "withdrawn_drill"),
    "drill_departments": Address(SECURITY | {Role.HEAD, Role.DEPUTY, Role.HR, Role.AUDITOR}, "drill"),
    "completion_files": Address(OFFICES),
    "drill_files": Address(SECURITY, "drill"),
    "records_file": Address(SECURITY, "records_file"),
    "records_file_read": _acts(SECURITY, "records_file"),
    "records_file_apply": _acts(SECURITY, "records_file"),
    "department_table": Address(DEPARTMENT),
    "own_list": _acts(DEPARTMENT, kind="circulation", purpose="encourage"),
    "department_report": Address(DEPARTMENT | OFFICES | {Role.HR, Role.AUDITOR}),
    "report_people": Address(DEPARTMENT | OFFICES | {Role.HR, Role.AUDITOR}),
    "report_list": Address(NOBODY, "report_list"),
    "report_list_file": Address(NOBODY, "report_list"),
    "report_list_stop": _acts(NOBODY, "report_list"),
    "report_list_again": _acts(NOBODY, "report_list"),
    "training_history": Address(OFFICES | HR),
    "overview_keep": _acts(DEPARTMENT | OFFICES | {Role.HR, Role.AUDITOR}),
    "overview_forget": _acts(NOBODY, "saved_view"),
    "employees": Address(DEPARTMENT | OFFICES | {Role.HR, Role.AUDITOR}),
    "person": Address(DEPARTMENT | OFFICES | {Role.HR, Role.AUDITOR}, "person"),
    "external_admit": Address(HR),
    "employee_names": Address(HR, "person"),
    "employee_retire": Address(HR, "person"),
    "employee_expiry": Address(HR, "person"),
    "posting_transfer": Address(HR, "person"),
    "posting_add": Address(HR, "person"),
    "leave_add": Address(HR, "person"),
    "posting_end": Address(HR, "posting"),
    "posting_withdraw": _acts(HR, "withdrawn_posting"),
    "leave_end": Address(HR, "leave"),
    "leave_withdraw": _acts(HR, "withdrawn_leave"),
    "departments": Address(HR | {Role.AUDITOR}),
    "department": Address(HR | {Role.AUDITOR}, "department"),
    "department_found": Address(HR),
    "department_change": Address(HR, "department"),
    "department_merge": Address(HR, "department"),
    "department_split": Address(HR, "department"),
    "department_close": Address(HR, "department"),
    "roles": Address(HR | {Role.AUDITOR, Role.ADMINISTRATOR}),
    "role_give": Address(HR | {Role.ADMINISTRATOR}),
    "role_end": Address(HR, "grant"),
    "role_withdraw": _acts(HR, "withdrawn_grant"),
    "account_review": Address(HR | {Role.ADMINISTRATOR}),
    "account_stop": _acts(HR | {Role.ADMINISTRATOR}, "account"),
    "office_home": Address(OFFICES),
    "plans": Address(OFFICES | {Role.AUDITOR}),
    "plan": Address(SECURITY | {Role.AUDITOR}, "plan"),
    "plan_print": Address(SECURITY | {Role.AUDITOR}, "plan"),
    "plan_requirement": Address(SECURITY, "draft"),
    "plan_copy": _acts(SECURITY, "plan"),
    "plan_answer": _acts(SECURITY, "plan"),
    "plan_approve": _acts(SECURITY, "plan"),
    "plan_circular": Address(SECURITY, "plan"),
    "plan_start": _acts(SECURITY, "plan"),
    "plan_update": _acts(SECURITY, "plan"),
    "plan_report": Address(SECURITY, "plan"),
    "plan_close": Address(SECURITY, "plan"),
    "requirement_people": Address(SECURITY | {Role.AUDITOR}, "requirement"),
    "requirement_change": Address(SECURITY, "requirement"),
    "requirement_remove": _acts(SECURITY, "draft_requirement"),
    "requirement_retake": Address(SECURITY, "requirement"),
    "exemptions": Address(OFFICES | {Role.AUDITOR, Role.HEAD, Role.DEPUTY}),
    "exemptions_given": Address(OFFICES | {Role.AUDITOR, Role.HEAD, Role.DEPUTY}),
    "exemption_give": Address(OFFICES),
    "exemption_ask": Address(frozenset({Role.HEAD, Role.DEPUTY}), "open_duty"),
    "exemption_decide": Address(SECURITY, "exemption_request"),
    "exemption_withdraw": Address(SECURITY, "exemption"),
    "year_change": Address(OFFICES),
    "handover": Address(OFFICES),
    "handover_file": _acts(SECURITY, year="2025", office="security"),
    "audit_home": Address(frozenset({Role.AUDITOR})),
    "nights": Address(frozenset({Role.AUDITOR, Role.ADMINISTRATOR})),
    "ledger": Address(frozenset({Role.AUDITOR, Role.ADMINISTRATOR})),
    "ledger_entry": Address(frozenset({Role.AUDITOR, Role.ADMINISTRATOR}), "ledger_entry"),
    # Somebody else's file does not exist, whatever the role.
    "ledger_extract": Address(NOBODY, "ledger_extract"),
    "ledger_extract_again": _acts(NOBODY, "ledger_extract"),
    "ledger_extract_file": Address(NOBODY, "ledger_extract"),
    "audit_archives": Address(frozenset({Role.AUDITOR})),
    # Somebody else's file does not exist, whatever the role.
    "audit_archive": Address(NOBODY, "audit_archive"),
    "audit_archive_again": _acts(NOBODY, "audit_archive"),
    "audit_archive_file": Address(NOBODY, "audit_archive"),
    "verify_ledger": Address(frozenset({Role.AUDITOR})),
    "retention": Address(OFFICES | {Role.AUDITOR}),
    "retention_decide": _acts(OFFICES),
    "retention_continue": _acts(OFFICES, "disposal"),
    "retention_periods": Address(frozenset({Role.ADMINISTRATOR})),
    "settings_home": Address(frozenset({Role.ADMINISTRATOR})),
    "city_settings": _acts(frozenset({Role.ADMINISTRATOR})),
    "office_holder": _acts(frozenset({Role.ADMINISTRATOR})),
    "number_patterns": Address(frozenset({Role.ADMINISTRATOR})),
    "seal_permissions": Address(frozenset({Role.ADMINISTRATOR})),
    "seal_permission_end": _acts(frozenset({Role.ADMINISTRATOR}), "seal_permission"),
    "temporary_password": _acts(frozenset({Role.ADMINISTRATOR}), "account"),
    "imports": Address(HR),
    "import_preview": Address(HR, "batch"),
    "import_check": _acts(HR, "batch"),
    "import_apply": _acts(HR, "batch"),
    "import_undo": _acts(HR, "undone_batch"),
    "import_columns": Address(HR, "unnamed_batch"),
    "gaiji_names": Address(HR),
    "gaiji_name": Address(HR, "gaiji"),
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
    "paper_batch_stop": _acts(SECURITY, "paper_batch"),
    "paper_giving_stop": _acts(SECURITY, "giving"),
    "paper_giving_continue": _acts(SECURITY, "giving"),
    "paper_batch_bundle": _acts(SECURITY | {Role.AUDITOR}, "paper_batch"),
    "paper_batch_reissue": Address(SECURITY, "paper_batch"),
    "paper_register_reissue": Address(OFFICES),
    "paper_register_bundle": _acts(OFFICES | {Role.HR, Role.AUDITOR}),
    "paper_bundles": Address(OFFICES | {Role.HR, Role.AUDITOR}),
    # Somebody else's bundle does not exist, whatever the role.
    "paper_bundle": Address(NOBODY, "paper_bundle"),
    "paper_bundle_file": Address(NOBODY, "paper_bundle"),
    "paper_bundle_stop": _acts(NOBODY, "paper_bundle"),
    "paper_bundle_continue": _acts(NOBODY, "paper_bundle"),
    "paper_register": Address(OFFICES | {Role.HR, Role.AUDITOR}),
    "paper_record": Address(SECURITY | {Role.HR, Role.AUDITOR}, "paper"),
    "paper_reissue": Address(SECURITY, "paper"),
    "paper_revoke": Address(SECURITY, "paper"),
    "own_papers": Address(EVERYBODY),
    "own_badge": Address(NOBODY, "paper"),
    "paper_anew": Address(SECURITY, "revoked_paper"),
    "paper_file": Address(SECURITY | {Role.HR, Role.AUDITOR}, "paper"),
    "status_report": Address(SECURITY | DEPARTMENT | {Role.AUDITOR}, "status_report"),
    "media": Address(EVERYBODY, "media"),
}
# A browser may always ask whose session it has.
# Whoever holds a paper may have it checked, in the city or not (tests/lms/certificates/test_check_pages.py).
OPEN_TO_THE_WORLD = {
    "account_login",
    "account_session",
    "paper_check",
    "paper_code",
    "badge_issuer",
    "badge_keys",
    "badge_status",
}
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


def _answer(client: Client, name: str, address: Address, rows: dict[str, tuple]) -> HttpResponse:
    url = reverse(name, args=rows[address.row] if address.row else ())
    answer = client.get(url) if address.post is None else client.post(url, address.post)
    if answer.streaming:
        b"".join(answer)  # read to its end, which closes the file behind it
    return answer


def test_every_role_opens_what_it_may_and_nothing_else(people):
    rows, wrong = rows_of(people), []
    for role, person in people.items():
        for name, address in OURS.items():
            # A fresh sign-in each time: one of the addresses signs out. Media have a test of their own.
            status = _answer(signed_in(person), name, address, rows).status_code
            may = role in address.allowed
            if name != "media" and ((status == 404) == may or status >= 500):
                wrong.append(f"{role} {name}: {status}")
    assert not wrong, "\n".join(wrong)


def test_nobody_gets_in_without_signing_in_and_only_authors_reach_the_editing_pages(people, client):
    rows = rows_of(people)
    for name, address in OURS.items():
        answer = _answer(client, name, address, rows)

        if name == "attempt_save":  # asked by htmx, which cannot follow to another page
            assert answer.status_code == 401
        else:
            assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/"), name
    for role, person in people.items():
        status = signed_in(person).get("/cms/").status_code

        assert status == (200 if role in AUTHORS else 404), role
