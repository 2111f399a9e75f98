"""督促の履歴: who was asked, when, by whom and by which paper; once a day and paper, and never changed."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from lms.ledger.models import LedgerEntry
from lms.lib import clock
from lms.people.roles import Role
from lms.reports.models import Reminder
from lms.reports.reminding import Reminded, record_reminders, reminded
from tests import factories
from tests.factories import jst
from tests.lms.certificates.town import text as text_of
from tests.lms.reports.conftest import NOW, TODAY
from tests.markup import page, texts, words

LISTS, OWN, PEOPLE = "/reports/own/lists/", "/reports/own/", "/reports/people/"


def put_on_list(client: Client, **more: str):
    return client.post(LISTS, {"kind": "reminders", "purpose": "encourage"} | more)


def rows() -> list[tuple[object, ...]]:
    """Who was asked for which training on which day by which paper."""
    found = Reminder.objects.order_by("on", "duty__employee__staff_number", "pk")
    return [
        (row.duty.employee.name[:2], row.duty.requirement.course.code, row.on, row.paper)
        for row in found.select_related("duty__employee", "duty__requirement__course")
    ]


# ---- what is kept ---------------------------------------------------------------------------------------------------


def test_a_head_who_prints_the_list_leaves_a_reminder_of_each_person_on_it(town, signed_in):
    put_on_list(signed_in(Role.HEAD, town.places["welfare"]))
    assert rows() == [("青木", "D-01", TODAY, "list"), ("石田", "S-01", TODAY, "list")]
    entry = LedgerEntry.objects.get(action="出力")
    assert [fact[0] for fact in entry.payload["facts"]] == ["reports.Reminder"] * 2


def test_the_same_paper_twice_on_a_day_is_one_reminder_another_paper_another(town, signed_in):
    client = signed_in(Role.HEAD, town.places["welfare"])
    put_on_list(client, course="S-01")
    put_on_list(client)
    assert rows() == [("青木", "D-01", TODAY, "list"), ("石田", "S-01", TODAY, "list")]
    assert [len(entry.payload["facts"]) for entry in LedgerEntry.objects.filter(action="出力").order_by("pk")] == [1, 1]
    client.post(f"{PEOPLE}?course=S-01&state=unfinished", {"format": "slips", "purpose": "encourage"})
    assert rows()[-1] == ("石田", "S-01", TODAY, "request")
    assert Reminder.objects.count() == 3


def test_the_training_office_reminds_by_its_slips_only_of_what_is_unfinished(town, signed_in):
    client = signed_in(Role.SECURITY_OFFICE)
    client.post(f"{PEOPLE}?course=S-01", {"format": "slips", "purpose": "encourage"})
    assert rows() == [("石田", "S-01", TODAY, "request")]
    assert Reminder.objects.get().made_by.user.username == LedgerEntry.objects.get(action="出力").actor


def test_a_sheet_to_pass_round_and_a_refused_paper_remind_nobody(town, signed_in):
    client = signed_in(Role.HEAD, town.places["welfare"])
    town.security.requirements.update(second_opens_on=date(2026, 12, 1), second_due_on=date(2027, 1, 29))
    put_on_list(client, kind="circulation")
    put_on_list(client, purpose="")
    assert not Reminder.objects.exists()


def test_the_database_itself_keeps_one_a_day(town):
    duty = town.security.requirements.get().duties.first()
    values = {"duty": duty, "on": TODAY, "paper": "list", "made_by": town.people["青木"], "recorded_at": NOW}
    Reminder.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(**values)


# ---- where it is shown ----------------------------------------------------------------------------------------------


@pytest.fixture
def asked_twice(town):
    """石田 was asked for S-01 in October and in November, 江口's department head saw to it."""
    duty = town.security.requirements.get().duties.get(employee=town.people["石田"])
    for at in (jst(2026, 10, 5, 9), jst(2026, 11, 9, 9)):
        record_reminders(
            duties=[duty], paper=Reminder.Paper.LIST, by=town.people["江口"], purpose="encourage", conditions={},
            actor="00004", at=at,
        )  # fmt: skip
    return duty


def test_the_last_day_counts_as_far_as_the_day_that_is_asked_about(asked_twice):
    assert reminded([asked_twice.pk], TODAY) == {asked_twice.pk: Reminded(date(2026, 11, 9), 2)}
    assert reminded([asked_twice.pk], date(2026, 11, 8)) == {asked_twice.pk: Reminded(date(2026, 10, 5), 1)}
    assert reminded([asked_twice.pk], date(2026, 10, 4)) == {}


def test_the_printed_list_says_when_people_were_asked_before(town, signed_in, asked_twice):
    text = text_of(put_on_list(signed_in(Role.HEAD, town.places["welfare"])).content)
    assert "令和8年11月9日（2回）" in text.replace("\n", "")
    assert text.count("回）") == 1


def test_the_list_on_screen_says_it_beside_the_state_until_it_is_done(town, signed_in, asked_twice):
    client = signed_in(Role.HEAD, town.places["welfare"])
    for url in (OWN, f"{PEOPLE}?state=unfinished"):
        shown = words(page(client.get(url)).main).replace(" ", "")
        assert shown.count("最終督促日　令和8年11月9日（2回）") == 1, url
    factories.completion(town.people["石田"], town.security, jst(2026, 11, 20))
    for url in (OWN, PEOPLE):
        assert "最終督促日" not in words(page(client.get(url)).main), url


def test_a_persons_record_has_the_whole_history(town, signed_in, asked_twice):
    client, url = signed_in(Role.HEAD, town.places["welfare"]), f"{PEOPLE}{town.people['石田'].pk}/"
    table = page(client.get(url)).select_one("[aria-label=督促の履歴]")
    assert [texts(row, "th, td") for row in table.select("tbody tr")] == [
        ["情報セキュリティ基礎", day, "督促一覧", "江口　花子"] for day in ("令和8年11月9日", "令和8年10月5日")
    ]
    assert page(client.get(f"{PEOPLE}{town.people['青木'].pk}/")).select_one("[aria-label=督促の履歴]") is None


def test_an_office_sees_no_reminders_of_the_other_offices_trainings(town, signed_in, asked_twice):
    answer = signed_in(Role.DX_OFFICE).get(f"{PEOPLE}{town.people['石田'].pk}/")
    assert answer.status_code == 200
    assert "督促の履歴" not in words(page(answer).main)


@pytest.mark.parametrize("number", [1, 3])
def test_reminding_many_asks_the_database_no_more_often(db, django_assert_num_queries, number):
    people = [factories.employee() for _ in range(number)]
    duties = factories.duties(people, factories.requirement(factories.course("S-01")))
    with transaction.atomic(), django_assert_num_queries(8):
        record_reminders(
            duties=duties, paper=Reminder.Paper.LIST, by=people[0], purpose="encourage", conditions={}, actor="00001",
            at=clock.now(),
        )  # fmt: skip
    assert Reminder.objects.count() == number
