"""What a clerk enters by hand gives and takes duties at once, not only in the night."""

import io
import json
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import get_resolver

from lms.duties.models import Duty, DutyUpdate, TrainingPlan
from lms.office.following import ACTS
from lms.people.roles import Role
from tests import factories as f
from tests.demo import stop_the_clock

pytestmark = pytest.mark.django_db
HEADS = {"is": "role", "of": ["head"]}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_the_clock(monkeypatch, date(2026, 6, 20))


@pytest.fixture
def hr(client):
    client.force_login(f.viewer_of(Role.HR, number="90001").user)
    return client


@pytest.fixture
def person():
    return f.employee(f.department("0101"), "00012")


def give(hr, **values):
    asked = {"employee": "00012", "role": "head", "department": "", "on": "R8.6.20"}
    return hr.post("/people/roles/new/", asked | values, follow=True)


def test_every_act_named_has_an_address():
    assert set(get_resolver().reverse_dict) >= ACTS


def test_a_role_given_by_hand_gives_its_duty(hr, person):
    f.requirement(audience=HEADS)
    answer = give(hr, department=person.postings.get().department_id)
    assert "受講対象を更新しています。" in answer.content.decode()
    assert Duty.objects.get().employee == person


def test_a_form_with_mistakes_asks_for_nothing(hr, person):
    f.requirement(audience=HEADS)
    give(hr, employee="99999")
    assert not DutyUpdate.objects.exists()


def test_without_a_running_plan_there_is_nothing_to_update(hr, person):
    f.requirement(audience=HEADS)
    TrainingPlan.objects.update(state=TrainingPlan.State.DRAFT)
    give(hr, department=person.postings.get().department_id)
    assert not DutyUpdate.objects.exists()


def test_a_role_given_by_command_gives_its_duty(person):
    f.requirement(audience=HEADS)
    call_command("set_role", "00012", "head", stdout=io.StringIO())
    assert Duty.objects.get().employee == person
    assert DutyUpdate.objects.get().asked_by == "command:set_role"


def test_a_file_brought_in_and_taken_back_by_command_gives_and_takes_duties(person, tmp_path):
    f.requirement(audience=HEADS)
    file = tmp_path / "roles.csv"
    file.write_text("職員番号,役割,所属コード,指定日,解除日\n00012,所属長,0101,R8.6.1,\n", encoding="utf-8")
    said = io.StringIO()
    call_command("import_roles", file, "--apply", "--json", stdout=said)
    assert (Duty.objects.get().employee, Duty.objects.get().closed_on) == (person, None)
    call_command("undo_import", json.loads(said.getvalue())["batch"], stdout=io.StringIO())
    duty = Duty.objects.get()
    assert duty.closed_on == duty.opened_on == date(2026, 6, 1), "taken back, the role was never held"
    assert DutyUpdate.objects.get().asked_by == "command:undo_import"


def test_a_file_only_looked_at_asks_for_nothing(person, tmp_path):
    f.requirement(audience=HEADS)
    file = tmp_path / "roles.csv"
    file.write_text("職員番号,役割,所属コード,指定日,解除日\n00012,所属長,0101,R8.6.1,\n", encoding="utf-8")
    call_command("import_roles", file, stdout=io.StringIO())
    assert not DutyUpdate.objects.exists()
