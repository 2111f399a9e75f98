"""通知: recorded by the office, once it has gone out."""

from datetime import date

import pytest

from lms.duties.announcing import Letter, record_circular
from lms.duties.models import Circular, TrainingPlan
from lms.duties.plans import PlanError
from lms.ledger.models import LedgerEntry
from lms.people.roles import Role
from tests import factories as f
from tests.demo import stop_the_clock
from tests.markup import errors, page, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_the_clock(monkeypatch, date(2026, 5, 25))


@pytest.fixture
def office(client):
    client.force_login(f.viewer_of(Role.SECURITY_OFFICE, number="90001").user)
    return client


@pytest.fixture
def lines():
    return [f.requirement(), f.requirement(f.course("S-02"))]


def send(client, lines, **values):
    plan = lines[0].plan_id
    asked = {"trainings": [line.pk for line in lines], "sent_on": "Ｒ８．５．２０", "document_number": "垂総第20号"}
    return client.post(f"/plans/{plan}/circular/", asked | values, follow=True)


def test_one_letter_speaks_of_several_trainings_and_leaves_its_trace(office, lines):
    shown = send(office, lines)
    assert [(row.requirement, row.sent_on, row.document_number) for row in Circular.objects.order_by("pk")] == [
        (line, date(2026, 5, 20), "垂総第20号") for line in lines
    ]
    entries = LedgerEntry.objects.filter(action="実施の通知の記録").order_by("pk")
    assert list(entries.values_list("actor", "subject")) == [("90001", "2026 S-01"), ("90001", "2026 S-02")]
    assert "令和8年5月20日通知垂総第20号" in words(page(shown).select_one("main table"))


def test_the_last_record_counts(office, lines):
    send(office, lines[:1])
    shown = words(page(send(office, lines[:1], sent_on="R8.5.21")).select_one("main table"))
    assert "令和8年5月21日通知" in shown
    assert "令和8年5月20日通知" not in shown
    assert "通知の記録はありません。" in shown


def test_what_has_no_record_yet_is_ticked_beforehand(office, lines):
    f.circular(lines[0])
    ticked = page(office.get(f"/plans/{lines[0].plan_id}/circular/")).select("input[name=trainings][checked]")
    assert [tag["value"] for tag in ticked] == [str(lines[1].pk)]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"sent_on": "R8.5.26"}, "通知日は、今日までの日にしてください。通知した後に記録します。"),
        ({"sent_on": ""}, "通知日を入力してください。"),
        ({"trainings": []}, "通知した研修を一つ以上選んでください。"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_recorded(office, lines, values, message):
    assert any(message in error for error in errors(send(office, lines, **values)))
    assert not Circular.objects.exists()


@pytest.mark.parametrize("state", ["draft", "reported", "closed"])
def test_a_plan_that_is_not_approved_or_is_over_is_not_announced(office, lines, state):
    TrainingPlan.objects.update(state=state)
    assert send(office, lines).status_code == 404
    line = type(lines[0]).objects.select_related("plan", "course").get(pk=lines[0].pk)
    with pytest.raises(PlanError):
        record_circular(requirements=[line], letter=Letter(date(2026, 5, 20)), actor="90001", at=f.jst(2026, 5, 25))
