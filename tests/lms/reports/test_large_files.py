"""Large files of 受講の概況 and 研修実施状況報告書: ordered, drawn in the background, fetched while one may see it."""

import io
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.test import Client
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from courses.models import Course
from lms.duties.models import TrainingPlan
from lms.ledger.models import LedgerEntry
from lms.lib import clock
from lms.people.models import RoleGrant
from lms.people.roles import Role
from lms.reports.lists import papers
from lms.reports.lists.making import make_list
from lms.reports.models import ListFile
from tests import factories
from tests.lms.reports.conftest import NOW
from tests.lms.reports.test_lists import content, fetch, may_fetch
from tests.markup import page, texts, words

OVERVIEW = "/reports/overview/"


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    caches["local"].clear()
    yield
    caches["local"].clear()


@pytest.fixture
def large(monkeypatch):
    """One duty is many here, and no worker takes anything up by itself."""
    monkeypatch.setattr(papers, "ANNUAL_AT_ONCE", 1)
    monkeypatch.setattr(papers, "OVERVIEW_AT_ONCE", 1)
    monkeypatch.setattr("lms.reports.views.lists.write_list", SimpleNamespace(enqueue=lambda pk: None))


@pytest.fixture
def plan(town) -> TrainingPlan:
    return town.security.requirements.get().plan


@pytest.fixture
def auditor(town, signed_in) -> Client:
    return signed_in(Role.AUDITOR)


def ask(client: Client, plan: TrainingPlan | None, form: str, **more: str):
    """For a file of 受講の概況, or of the report of a plan."""
    if plan is None:
        return client.get(OVERVIEW, {"purpose": "report", "format": form, **more})
    sent = {"format": form, "edition": "inside", "on": "R8.11.22", "purpose": "report", **more}
    return client.post(f"/reports/annual/{plan.pk}/file/", sent)


def ordered(client: Client, plan: TrainingPlan | None, form: str, **more: str) -> ListFile:
    answer, row = ask(client, plan, form, **more), ListFile.objects.latest("pk")
    assert answer["Location"] == f"/reports/lists/{row.pk}/"
    return row


def made(client: Client, plan: TrainingPlan | None, form: str, **more: str) -> ListFile:
    row = ordered(client, plan, form, **more)
    make_list(list_id=row.pk, now=clock.now)
    row.refresh_from_db()
    return row


READ = {
    "pdf": lambda file: [one.extract_text() for one in PdfReader(file).pages],
    "xlsx": lambda file: [[*sheet.iter_rows(values_only=True)] for sheet in load_workbook(file)],
    "docx": lambda file: [[cell.text for row in table.rows for cell in row.cells] for table in Document(file).tables],
    "csv": lambda file: file.read().decode("utf-8-sig"),
}


def read(form: str, file: bytes) -> object:
    return READ[form](io.BytesIO(file))


# ---- what is in it --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
@pytest.mark.parametrize("edition", ["inside", "public"])
def test_a_large_annual_report_is_the_same_file_drawn_in_the_background(auditor, plan, monkeypatch, form, edition):
    direct = ask(auditor, plan, form, edition=edition)
    monkeypatch.setattr(papers, "ANNUAL_AT_ONCE", 1)
    row = made(auditor, plan, form, edition=edition)
    answer = fetch(auditor, row)
    assert (row.state, answer["Content-Disposition"]) == (ListFile.State.DONE, direct["Content-Disposition"])
    assert read(form, content(answer)) == read(form, direct.content)


@pytest.mark.parametrize("form", ["pdf", "xlsx", "csv"])
def test_a_large_overview_is_the_same_file_drawn_in_the_background(auditor, monkeypatch, form):
    asked = {"by": "grade", "course": "S-01", "at": "R8.9.30", "known": "then"}
    direct = ask(auditor, None, form, **asked)
    monkeypatch.setattr(papers, "OVERVIEW_AT_ONCE", 1)
    row = made(auditor, None, form, **asked)
    answer = fetch(auditor, row)
    assert (row.state, answer["Content-Disposition"]) == (ListFile.State.DONE, direct["Content-Disposition"])
    assert read(form, content(answer)) == read(form, direct.content)


def test_the_bounds_are_of_what_is_asked(auditor, plan, monkeypatch):
    """Of S-01, which is all that the plan asks, and of D-01 there are six duties each."""
    monkeypatch.setattr(papers, "OVERVIEW_AT_ONCE", 11)
    monkeypatch.setattr(papers, "ANNUAL_AT_ONCE", 6)
    assert ask(auditor, None, "csv", course="S-01").status_code == 200
    assert ask(auditor, plan, "xlsx").status_code == 200
    assert ask(auditor, None, "csv").status_code == 302
    monkeypatch.setattr(papers, "OVERVIEW_AT_ONCE", 12)
    monkeypatch.setattr(papers, "ANNUAL_AT_ONCE", 5)
    assert ask(auditor, None, "csv").status_code == 200
    assert ask(auditor, plan, "xlsx").status_code == 302


def test_a_paper_of_many_departments_and_trainings_is_large_whatever_it_counts(auditor, monkeypatch):
    monkeypatch.setattr(papers, "CELLS_AT_ONCE", 5)
    assert ask(auditor, None, "xlsx").status_code == 200
    assert ask(auditor, None, "pdf", course="S-01").status_code == 200
    assert ordered(auditor, None, "pdf").kind == ListFile.Kind.OVERVIEW


def test_a_paper_of_too_many_rows_is_refused_on_the_page_before_anything_is_ordered(auditor, large, monkeypatch):
    monkeypatch.setattr("lms.reports.exporting.MOST_ROWS_ON_PAPER", 2)
    monkeypatch.setattr("lms.reports.lists.papers.overview_for", None)
    said = words(page(ask(auditor, None, "pdf")).select_one(".banner"))
    assert "PDFにできるのは2件までです（今は3件）" in said
    assert not ListFile.objects.exists()
    assert ordered(auditor, None, "pdf", by="course").total == 1


# ---- the way of the work --------------------------------------------------------------------------------------------


def test_the_trace_is_left_when_the_file_is_there(auditor, plan, large):
    row = ordered(auditor, plan, "pdf", edition="public", purpose="audit")
    assert not LedgerEntry.objects.filter(action="出力").exists()
    make_list(list_id=row.pk, now=clock.now)
    entry = LedgerEntry.objects.get(action="出力")
    assert (entry.actor, entry.subject) == (row.ordered_by, "2026年度研修実施状況報告書（公開用） PDF")
    assert (entry.payload["purpose"], entry.payload["rows"] > 0) == ("audit", True)
    assert entry.payload["conditions"] == {"plan": str(plan.pk), "on": "2026-11-22", "edition": "public"}


@pytest.mark.parametrize("kind", ["annual", "overview"])
def test_its_page_says_how_far_it_is_and_leads_back(auditor, plan, large, kind):
    of = plan if kind == "annual" else None
    row = ordered(auditor, of, "xlsx")
    address, back = f"/reports/lists/{row.pk}/", f"/reports/annual/{plan.pk}/" if of else OVERVIEW
    shown = page(auditor.get(address))
    assert "途中の件数は表示しません" in words(shown.main)
    assert back in [link["href"] for link in shown.select(".breadcrumb a")]
    auditor.post(address + "stop/")
    make_list(list_id=row.pk, now=clock.now)
    assert not may_fetch(auditor, row)
    auditor.post(address + "again/")
    make_list(list_id=row.pk, now=clock.now)
    assert texts(page(auditor.get(address)), ".file__facts") == ["XLSX"]
    assert texts(page(auditor.get(back)), ".file a") == [row.title]


def test_a_character_that_no_workbook_holds_ends_the_work_in_words(auditor, plan, large):
    Course.objects.update(title="情報\x0bセキュリティ")
    row = made(auditor, plan, "xlsx")
    assert row.state == ListFile.State.FAILED
    assert "制御文字000B" in row.notice


def test_a_paper_that_has_grown_too_long_ends_the_work_in_words(auditor, large, monkeypatch):
    row = ordered(auditor, None, "pdf")
    monkeypatch.setattr("lms.reports.exporting.MOST_ROWS_ON_PAPER", 2)
    make_list(list_id=row.pk, now=clock.now)
    row.refresh_from_db()
    assert (row.state, row.notice[:10]) == (ListFile.State.FAILED, "PDFにできるのは2")


# ---- who ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["annual", "overview"])
def test_it_is_the_orderers_own_and_only_with_the_role(auditor, plan, large, kind, town):
    row, other = made(auditor, plan if kind == "annual" else None, "xlsx"), Client()
    other.force_login(factories.viewer_of(Role.AUDITOR).user)
    assert fetch(other, row).status_code == 404
    assert may_fetch(auditor, row)
    RoleGrant.objects.filter(role=Role.AUDITOR).void(NOW)
    assert fetch(auditor, row).status_code == 404


def test_the_report_of_another_office_is_neither_ordered_nor_fetched(town, plan, large, signed_in):
    assert ask(signed_in(Role.DX_OFFICE), plan, "pdf").status_code == 404
    person, client = factories.viewer_of(Role.SECURITY_OFFICE), Client()
    client.force_login(person.user)
    row = made(client, plan, "xlsx")
    assert may_fetch(client, row)
    RoleGrant.objects.filter(role=Role.SECURITY_OFFICE).void(NOW)
    factories.grant(person, Role.DX_OFFICE)
    assert fetch(client, row).status_code == 404


@pytest.mark.parametrize(("kind", "what"), [("annual", "研修実施状況報告書"), ("overview", "受講の概況")])
def test_whoever_has_lost_the_role_meanwhile_gets_no_file(auditor, plan, large, kind, what):
    row = ordered(auditor, plan if kind == "annual" else None, "xlsx")
    RoleGrant.objects.filter(role=Role.AUDITOR).void(NOW)
    make_list(list_id=row.pk, now=clock.now)
    row.refresh_from_db()
    said = f"この{what}を出力できる役割がありません。役割の指定を確かめてください。"
    assert (row.state, row.notice) == (ListFile.State.FAILED, said)


def test_an_overview_is_drawn_as_far_as_the_orderer_sees_at_that_time(town, large):
    person, client = factories.viewer_of(Role.HEAD, town.places["welfare"]), Client()
    held = factories.grant(person, Role.AUDITOR)
    client.force_login(person.user)
    wide, narrowed = made(client, None, "csv"), ordered(client, None, "csv")
    RoleGrant.objects.filter(pk=held.pk).void(NOW)
    make_list(list_id=narrowed.pk, now=clock.now)
    assert fetch(client, wide).status_code == 404
    said = content(fetch(client, narrowed)).decode()
    assert ("福祉課" in said, "税務課" in said) == (True, False)


def test_scores_are_fetched_by_those_alone_who_still_see_them(town, large):
    """人事担当 sees every training, but how anybody scored only 監査担当 and the office."""
    person, client = factories.viewer_of(Role.HR), Client()
    held = factories.grant(person, Role.AUDITOR)
    client.force_login(person.user)
    row = made(client, None, "xlsx", course="S-01")
    assert may_fetch(client, row)
    RoleGrant.objects.filter(pk=held.pk).void(NOW)
    assert client.get(OVERVIEW).status_code == 200
    assert fetch(client, row).status_code == 404


# ---- cost -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "number", "queries"), [("annual", 1, 34), ("annual", 3, 34), ("overview", 2, 28), ("overview", 4, 28)]
)
def test_making_asks_as_often_for_few_trainings_as_for_many(
    db, signed_in, large, django_assert_num_queries, kind, number, queries
):
    """The overview of a single training shows its scores besides."""
    client = signed_in(Role.AUDITOR)
    for serial in range(number):
        asked = factories.requirement(factories.course(f"S-2{serial}"))
        factories.duties([factories.employee(factories.department(f"02{serial}{one}")) for one in range(2)], asked)
    row = ordered(client, asked.plan if kind == "annual" else None, "xlsx")
    with django_assert_num_queries(queries):
        make_list(list_id=row.pk, now=clock.now)
