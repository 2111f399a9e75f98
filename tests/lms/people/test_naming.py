"""What people are called, on pages and papers, and how it is put right."""

import pytest

from lms.ledger.models import LedgerEntry
from lms.people.models import City
from lms.people.naming import Names, correct_names, name_on_papers
from lms.people.refusals import RefusedError
from tests import factories
from tests.factories import jst

pytestmark = pytest.mark.django_db

TRACE = {"actor": "00001", "at": jst(2026, 6, 1)}


def names(**values):
    usual = {"name": "髙橋　花子", "kana": "タカハシ　ハナコ", "usual_name": "", "email": ""}
    return Names(**(usual | values))


def test_a_correction_keeps_what_stood_before_in_the_ledger():
    person = factories.employee(number="00028", name="田中　花子", kana="タナカ　ハナコ")
    account = factories.account(person)
    correct_names(employee=person, names=names(email="hanako@example.lg.jp"), **TRACE)

    person.refresh_from_db()
    account.refresh_from_db()
    assert (person.name, person.name_key, account.name, account.email) == (
        "髙橋　花子", "高橋花子", "髙橋　花子", "hanako@example.lg.jp",
    )  # fmt: skip
    entry = LedgerEntry.objects.get()
    assert (entry.action, entry.subject) == ("職員情報の訂正", "00028")
    assert entry.payload["changes"]["name"] == ["田中　花子", "髙橋　花子"]


def test_who_has_a_usual_name_is_greeted_by_it():
    person = factories.employee(name="田中　花子")
    account = factories.account(person)
    correct_names(employee=person, names=names(name="田中　花子", usual_name="髙橋　花子"), **TRACE)

    account.refresh_from_db()
    assert account.get_full_name() == "髙橋　花子"


def test_a_correction_of_nothing_is_refused():
    person = factories.employee(name="髙橋　花子", kana="タカハシ　ハナコ")
    with pytest.raises(RefusedError, match="変わるところがありません"):
        correct_names(employee=person, names=names(), **TRACE)


def test_pages_show_the_usual_name_and_papers_what_the_city_decided():
    person = factories.employee(name="田中　花子")
    person.usual_name = "髙橋　花子"
    assert person.shown_name == "髙橋　花子"
    assert name_on_papers(person, City()) == "田中　花子"
    assert name_on_papers(person, City(paper_name=City.PaperName.USUAL)) == "髙橋　花子"
    assert name_on_papers(factories.employee(name="上野　一"), City(paper_name="usual")) == "上野　一"
