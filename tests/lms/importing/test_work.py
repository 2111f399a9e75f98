"""Large files in the background: states, leases, and what a worker that died leaves behind."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lms.duties.models import DutyUpdate
from lms.importing import models
from lms.importing.comparing.plans import Consent
from lms.importing.handling.receiving import receive
from lms.importing.handling.starting import start_applying, start_reading, start_undoing
from lms.importing.handling.tasks import apply_batch
from lms.importing.handling.work import LEASE, claim
from lms.importing.models import ImportBatch
from lms.lib import clock
from lms.people.models import Employee, Posting
from lms.people.roles import Role
from tests import factories
from tests.demo import stop_the_clock
from tests.lms.importing.samples import APRIL, NOW, Kind, person, staff_file, take_staff
from tests.markup import page, texts, words

pytestmark = pytest.mark.usefixtures("city")

NOBODY_YET = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
State = ImportBatch.State


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch):
    monkeypatch.setattr(models, "LARGE", 1)


@pytest.fixture
def hr(client: Client) -> Client:
    client.force_login(factories.viewer_of(Role.HR, number="90001").user)
    return client


def received(*rows: dict[str, str]) -> ImportBatch:
    return receive(kind=Kind.STAFF, on=APRIL, filename="職員.csv", content=staff_file(*rows), by="90001", at=NOW)


def state(batch: ImportBatch) -> str:
    batch.refresh_from_db()
    return batch.state


def apply(batch: ImportBatch, at=NOW) -> None:
    batch.refresh_from_db()
    start_applying(batch=batch, digest=batch.seen["digest"], consent=Consent(), actor="90001", at=at)


def test_newcomers_of_a_file_have_their_duties_soon_and_lose_them_when_it_is_taken_back(monkeypatch):
    stop_the_clock(monkeypatch, date(2026, 10, 1))
    asked = factories.requirement(opens_on=APRIL, due_on=date(2027, 3, 31))
    batch = received(person("1"))
    start_reading(batch=batch, at=NOW)
    apply(batch)
    assert [duty.employee.staff_number for duty in asked.duties.all()] == ["1"]
    start_undoing(batch=batch, actor="90001", at=NOW)
    assert [duty.closed_on for duty in asked.duties.all()] == [APRIL]


def test_what_was_refused_asks_for_no_update_of_duties():
    factories.requirement(opens_on=APRIL, due_on=date(2027, 3, 31))
    batch = received(person("1"))
    start_reading(batch=batch, at=NOW)
    batch.refresh_from_db()
    start_applying(batch=batch, digest="another", consent=Consent(), actor="90001", at=NOW)
    assert (state(batch), DutyUpdate.objects.count()) == (State.PREVIEWED, 0)


def test_a_large_file_is_read_applied_and_undone_by_tasks():
    batch = received(person("1"), person("2"))
    assert batch.is_large
    start_reading(batch=batch, at=clock.now())
    assert (state(batch), batch.progress, batch.counts["new"]) == (State.PREVIEWED, 100, 2)
    apply(batch, clock.now())
    assert (state(batch), Posting.objects.count()) == (State.APPLIED, 2)
    start_undoing(batch=batch, actor="90001", at=clock.now())

    assert (state(batch), Posting.objects.known().count()) == (State.UNDONE, 0)


def test_the_page_waits_while_a_worker_is_at_it(hr, settings):
    settings.TASKS = NOBODY_YET
    batch = received(person("1"), person("2"))
    start_reading(batch=batch, at=clock.now())
    answer = hr.get(reverse("import_preview", args=[batch.pk]))

    waiting = page(answer).select_one("#import")
    assert waiting["hx-trigger"] == "every 2s"
    assert texts(page(answer), "[role=status] .progress") == ["確認の準備をしています"]
    assert page(answer).select("form[action$='check/']") == []


def test_the_waiting_page_gives_way_to_the_preview(hr):
    batch = received(person("1"), person("2"))
    start_reading(batch=batch, at=clock.now())
    answer = hr.get(reverse("import_preview", args=[batch.pk]), headers={"HX-Request": "true"})

    assert answer["HX-Refresh"] == "true"


def test_while_the_lease_runs_nobody_else_begins_and_afterwards_one_may():
    batch = received(person("1"))

    assert claim(batch=batch, state=State.READING, at=NOW)
    assert not claim(batch=batch, state=State.READING, at=NOW + LEASE)
    assert not claim(batch=batch, state=State.APPLYING, at=NOW + LEASE)
    assert claim(batch=batch, state=State.READING, at=NOW + LEASE + timedelta(seconds=1))


def test_a_worker_that_died_leaves_a_page_from_which_one_can_begin_again(hr, settings):
    batch = received(person("1"), person("2"))
    start_reading(batch=batch, at=NOW)
    with_a_worker, settings.TASKS = settings.TASKS, NOBODY_YET
    apply(batch)
    ImportBatch.objects.filter(pk=batch.pk).update(lease_until=clock.now() - timedelta(seconds=1))
    stuck = hr.get(reverse("import_preview", args=[batch.pk]))
    assert "処理が止まっています。" in texts(page(stuck), ".banner__title")[0]

    settings.TASKS = with_a_worker
    hr.post(reverse("import_check", args=[batch.pk]))
    assert state(batch) == State.PREVIEWED
    apply(batch, clock.now())
    assert (state(batch), Employee.objects.filter(staff_number="1").count()) == (State.APPLIED, 1)


def test_a_slow_worker_that_is_overtaken_writes_nothing_twice():
    batch = received(person("1"), person("2"))
    start_reading(batch=batch, at=NOW)
    apply(batch)
    digest = batch.seen["digest"]
    apply_batch.enqueue(batch.pk, digest, {"leaves_out": False, "accepts_drop": False}, "90001")

    assert (state(batch), Posting.objects.count()) == (State.APPLIED, 2)


def test_a_worker_that_comes_after_somebody_looked_anew_writes_nothing(settings):
    batch = received(person("1"), person("2"))
    start_reading(batch=batch, at=NOW)
    with_a_worker, settings.TASKS = settings.TASKS, NOBODY_YET
    apply(batch)
    digest, settings.TASKS = batch.seen["digest"], with_a_worker
    start_reading(batch=batch, at=NOW + LEASE + timedelta(seconds=1))
    assert state(batch) == State.PREVIEWED
    apply_batch.enqueue(batch.pk, digest, {"leaves_out": False, "accepts_drop": False}, "90001")

    assert (state(batch), batch.notice, Posting.objects.count()) == (State.PREVIEWED, "", 0)


def test_books_that_changed_meanwhile_are_read_again_and_said():
    batch = received(person("1"), person("2"))
    start_reading(batch=batch, at=NOW)
    take_staff(person("1"))
    apply(batch)

    assert state(batch) == State.PREVIEWED
    assert batch.notice.startswith("確認の後に登録の内容が変わりました。")
    assert batch.counts["new"] == 1


def test_an_error_that_nobody_foresaw_is_shown_and_one_can_begin_again(hr, monkeypatch):
    batch = received(person("1"), person("2"))
    ImportBatch.objects.filter(pk=batch.pk).update(kind="unknown")
    start_reading(batch=batch, at=NOW)
    assert state(batch) == State.FAILED
    ImportBatch.objects.filter(pk=batch.pk).update(kind="staff")

    shown = page(hr.get(reverse("import_preview", args=[batch.pk])))
    assert "思わぬ理由で中断しました。" in texts(shown, ".banner__title")[0]
    hr.post(reverse("import_check", args=[batch.pk]))
    assert state(batch) == State.PREVIEWED


def test_the_page_of_a_preview_reads_only_its_own_rows(hr, django_assert_num_queries):
    batch = received(*(person(str(number)) for number in range(250)))
    start_reading(batch=batch, at=NOW)
    address = reverse("import_preview", args=[batch.pk])
    third = page(hr.get(address, {"show": "new", "page": "3"}))

    assert len(third.select("tbody tr")) == 50
    assert words(third.select_one(".pagination__count")) == "250件のうち201件目から250件目"
    assert batch.shown_rows.filter(key="new").count() == 3
