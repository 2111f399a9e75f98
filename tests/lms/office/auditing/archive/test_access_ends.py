"""監査法人: somebody from outside is 監査担当 until a day. On the day after no page, no file and no sign-in is left."""

from datetime import date

import pytest
from django.test import Client

from lms.certificates.bundles.making import Choice, make_bundle, order_bundle
from lms.certificates.models import Bundle
from lms.ledger.models import AuditArchive, Extract
from lms.lib import clock
from lms.people.models import RoleGrant
from lms.people.roles import Office, Role
from tests import factories
from tests.factories import jst
from tests.lms.reports.conftest import NOW
from tests.markup import errors

PASSWORD = "ひみつの言葉は十二文字以上"
LAST = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def nobody_is_idle(settings):
    """The walk is from day to day; idleness has tests of its own."""
    settings.SESSION_COOKIE_AGE = 10**8


@pytest.fixture
def outsider(town):
    """派遣・委託, with an account open until the end of the year."""
    person = factories.employee(
        town.places["tax"], "90001", name="監査　一郎", employment_type="派遣・委託", ends_on=date(2027, 3, 31)
    )
    factories.account(person, PASSWORD)
    person.user.active_until = date(2027, 3, 31)
    person.user.save()
    return person


@pytest.fixture
def administrator(town):
    client = Client()
    client.force_login(factories.viewer_of(Role.ADMINISTRATOR).user)
    return client


def given(administrator: Client, ends_on: str):
    sent = {"employee": "90001", "role": "auditor", "department": "", "on": "R8.11.22", "ends_on": ends_on}
    return administrator.post("/people/roles/new/", sent)


def entered() -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": "90001", "password": PASSWORD})
    return client


def today_is(monkeypatch, month: int, day: int, hour: int = 0, minute: int = 0) -> None:
    monkeypatch.setattr(clock, "now", lambda: jst(2026, month, day, hour, minute))


def doors(town, client: Client) -> list[str]:
    """Pages and files, the files all ordered by this person while it was allowed."""
    client.post("/audit/ledger/", {"form": "csv", "purpose": "audit"})
    client.post("/audit/archives/", {"fiscal_year": 2026, "purpose": "audit"})
    choice = Choice("証書", [], [Office.SECURITY], {})
    bundle = order_bundle(choice=choice, form=Bundle.Form.LIST, purpose="audit", actor="90001", at=NOW)
    make_bundle(bundle_id=bundle.pk, now=clock.now)
    plan, person = town.security.requirements.get().plan_id, town.people["青木"].pk
    return [
        "/audit/", "/audit/ledger/", "/audit/ledger/verify/", "/audit/archives/", "/audit/nights/", "/plans/",
        f"/plans/{plan}/", f"/plans/{plan}/print/", "/plans/exemptions/given/", "/reports/departments/",
        "/reports/departments/?format=csv&purpose=audit",
        "/reports/people/", f"/reports/people/{person}/", "/reports/annual/",
        "/reports/chain/", "/papers/register/", "/people/", "/people/roles/",
        f"/audit/ledger/files/{Extract.objects.get().pk}/file/",
        f"/audit/archives/{AuditArchive.objects.get().pk}/", f"/audit/archives/{AuditArchive.objects.get().pk}/file/",
        f"/papers/bundles/{bundle.pk}/", f"/papers/bundles/{bundle.pk}/file/",
    ]  # fmt: skip


def answered(client: Client, url: str) -> int:
    answer = client.get(url)
    if answer.streaming:
        b"".join(answer)  # read to its end, which closes the file behind it
    return answer.status_code


def test_without_an_end_the_role_is_not_given(outsider, administrator):
    assert errors(given(administrator, "")) == ["監査担当には期間が必要です。終了日を入力してください。"]
    assert not RoleGrant.objects.filter(role=Role.AUDITOR).exists()


def test_the_last_day_is_whole_and_on_the_day_after_every_page_and_file_is_gone(
    town, outsider, administrator, monkeypatch
):
    assert given(administrator, "R8.11.30").status_code == 302
    urls = doors(town, entered())
    today_is(monkeypatch, 11, 30, 23, 59)
    client = entered()
    assert {url: answered(client, url) for url in urls} == dict.fromkeys(urls, 200)
    today_is(monkeypatch, 12, 1)
    assert {url: answered(client, url) for url in urls} == dict.fromkeys(urls, 404)
    assert client.get("/learn/").status_code == 200  # still a person of the city, with that person's own trainings
    assert answered(entered(), "/audit/") == 404
    assert client.post("/audit/archives/", {"fiscal_year": 2026, "purpose": "audit"}).status_code == 404


def test_where_the_account_ends_too_there_is_no_sign_in_and_an_open_session_is_over(
    outsider, administrator, monkeypatch
):
    given(administrator, "R8.11.30")
    outsider.user.active_until = LAST
    outsider.user.save()
    today_is(monkeypatch, 11, 30, 23, 59)
    client = entered()
    assert answered(client, "/audit/") == 200
    today_is(monkeypatch, 12, 1)
    assert client.get("/audit/").url.startswith("/accounts/login/")
    assert "_auth_user_id" not in entered().session
