"""Who gets a file of 受講の概況, what stays hidden in it, and what it costs."""

import io
from itertools import count

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from lms.ledger.models import LedgerEntry
from lms.people.models import Department
from lms.people.roles import Role
from tests import factories
from tests.lms.certificates.town import text
from tests.lms.reports.test_overview import URL
from tests.lms.reports.test_overview_files import REPORT, file_of, forgotten, office, pictures, sheets_of_charts
from tests.lms.reports.test_pictures import sat, taught
from tests.markup import page
from tests.recomputing.reading import csv_rows

__all__ = ["forgotten", "office", "taught"]

# ---- who ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
def test_nobody_gets_a_file_who_does_not_see_the_page(town, signed_in, client, form):
    asked = {**REPORT, "format": form}
    assert client.get(URL, asked).status_code == 302
    for role in (Role.SYSTEM_STAFF, Role.ADMINISTRATOR, Role.DX_LEADER):
        assert signed_in(role).get(URL, asked).status_code == 404
    head = signed_in(Role.HEAD, town.places["welfare"])
    assert head.get(URL, {**asked, "department": "0104"}).status_code == 404
    assert signed_in(Role.SECURITY_OFFICE).get(URL, {**asked, "course": "D-01"}).status_code == 404
    assert not LedgerEntry.objects.filter(action="出力").exists()


@pytest.mark.parametrize("wrong", [{"format": "exe"}, {"at": "x"}, {"by": "weather"}, {"grade": "貴族"}])
def test_what_cannot_be_asked_gives_no_file(office, wrong):
    assert office.get(URL, {**REPORT, "format": "csv", **wrong}).status_code == 404


def test_a_head_takes_out_the_own_department_alone(town, signed_in):
    client = signed_in(Role.HEAD, town.places["tax"])
    assert [row[0] for row in csv_rows(file_of(client, "csv"))] == ["税務課", "合計"]
    assert "福祉課" not in text(file_of(client, "pdf"))


@pytest.mark.parametrize(("role", "seen"), [(Role.AUDITOR, True), (Role.SECURITY_OFFICE, True), (Role.HR, False)])
def test_scores_are_in_the_files_of_those_alone_who_see_them_on_the_page(taught, role, seen):
    _, exam, people = taught
    sat(people, exam, 90)
    viewer, client = factories.viewer_of(role), Client()
    factories.grant(viewer, Role.HEAD, Department.objects.get())
    client.force_login(viewer.user)
    book = CalamineWorkbook.from_filelike(io.BytesIO(file_of(client, "xlsx", course="S-01")))
    assert any("得点" in name for name in book.sheet_names) is seen
    paper = file_of(client, "pdf", course="S-01")
    assert ("得点" in text(paper), any("得点" in said for said in pictures(paper))) == (seen, seen)


def test_classes_of_few_people_stay_hidden_in_the_files(taught):
    _, exam, people = taught
    sat(people[:5], exam, 90)
    sat(people[5:], exam, 20)
    client = Client()
    client.force_login(factories.viewer_of(Role.AUDITOR).user)
    found = sheets_of_charts(file_of(client, "xlsx", course="S-01", department="0101"))
    [numbers] = [dict(lines[1:]) for name, lines in found.items() if "理解度テスト" in name]
    assert (numbers["20～"], numbers["90～"]) == ("0", "5")


def test_where_nobody_has_to_learn_there_is_no_picture_of_scores(taught):
    _, exam, people = taught
    sat(people, exam, 90)
    client = Client()
    client.force_login(factories.viewer_of(Role.AUDITOR).user)
    asked = {"course": "S-01", "at": "R8.4.1", "known": "then"}
    assert not page(client.get(URL, asked)).select("figure")
    assert sheets_of_charts(file_of(client, "xlsx", **asked)) == {}


# ---- cost -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
@pytest.mark.parametrize("by", ["department", "role", "measure"])
def test_queries_do_not_grow_with_departments_people_and_courses(db, signed_in, form, by):
    client, serials = signed_in(Role.AUDITOR), count(1)

    def grow() -> None:
        one = factories.requirement(factories.course(f"S-{next(serials):02}"))
        seat = factories.department(f"02{next(serials):02}")
        for _ in range(2):
            person = factories.employee(seat)
            factories.grant(person, Role.DX_LEADER)
            factories.duty(person, one)

    def queries() -> int:
        caches["local"].clear()
        with CaptureQueriesContext(connection) as found:
            file_of(client, form, by=by)
        return len(found)

    for _ in range(2):
        grow()
    queries()
    few = queries()
    for _ in range(3):
        grow()
    assert queries() == few
