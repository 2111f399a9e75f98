"""A giving drawn by several workers, stopped, gone on with, and left by one that was killed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from lms.certificates import drawing_together, issuing
from lms.certificates.drawing_together import Pace, at_work, draw_missing, draw_together, let_go_on, stop_drawing
from lms.certificates.keeping import path_of
from lms.certificates.models import Batch, Certificate, DrawingTurn
from lms.certificates.tasks import have_drawn
from lms.people.roles import Role
from tests import factories as make
from tests.lms.certificates.town import NOW, Town, build_town, give
from tests.lms.certificates.workers import until, worker
from tests.markup import page, texts

HELD = timedelta(seconds=8)


def nobody_waits() -> None:
    raise AssertionError("nothing to wait for")


def at(moment: datetime, wait: Callable[[], None] = nobody_waits) -> Pace:
    return Pace(lambda: moment, wait)


def undrawn(batch: Batch) -> int:
    return batch.certificates.filter(drawn_at=None).count()


@pytest.fixture
def batch(town) -> Batch:
    return give(town.done["髙橋"], town.done["﨑山"], town.done["𠮷田"])


@pytest.fixture
def one_at_a_time(monkeypatch):
    monkeypatch.setattr(drawing_together, "_AT_A_TIME", 1)


def test_papers_in_another_workers_hands_are_left_to_it(batch):
    first, *_ = batch.certificates.order_by("number")
    DrawingTurn.objects.create(certificate=first, holder="another", until=NOW + timedelta(minutes=1))

    def finished() -> None:
        Certificate.objects.filter(pk=first.pk).update(drawn_at=NOW, sha256="0" * 64)

    assert draw_together(batch_id=batch.pk, pace=at(NOW, finished)) == 2
    assert [turn.holder for turn in DrawingTurn.objects.all()] == ["another"]


def test_what_a_dead_worker_held_is_drawn_once_its_turn_is_over(batch):
    turns = [DrawingTurn(certificate=row, holder="dead", until=NOW) for row in batch.certificates.all()]
    DrawingTurn.objects.bulk_create(turns)
    moments = iter([NOW, *[NOW + timedelta(seconds=1)] * 10])
    waited = []
    assert draw_together(batch_id=batch.pk, pace=Pace(lambda: next(moments), lambda: waited.append(1))) == 3
    assert waited == [1]
    assert not DrawingTurn.objects.exists()


def test_a_stop_holds_after_the_papers_in_hand_and_until_somebody_lets_it_go_on(batch, one_at_a_time, monkeypatch):
    draw = drawing_together.paper

    def stopping(certificate: Certificate, moment: datetime) -> bytes:
        stop_drawing(batch=batch)
        return draw(certificate, moment)

    with monkeypatch.context() as patched:
        patched.setattr(drawing_together, "paper", stopping)
        assert draw_together(batch_id=batch.pk, pace=at(NOW)) == 1
    assert draw_together(batch_id=batch.pk, pace=at(NOW)) == 0
    assert draw_missing(at=NOW) == 0
    let_go_on(batch=batch)
    assert draw_together(batch_id=batch.pk, pace=at(NOW)) == 2


def test_the_night_leaves_alone_what_a_worker_has_in_hand(batch):
    first, *_ = batch.certificates.order_by("number")
    DrawingTurn.objects.create(certificate=first, holder="another", until=NOW)
    assert draw_missing(at=NOW) == 2
    assert draw_missing(at=NOW + timedelta(seconds=1)) == 1


def test_the_page_stops_the_drawing_and_lets_it_go_on(batch, signed_in):
    client, address = signed_in(Role.SECURITY_OFFICE), reverse("paper_batch", args=[batch.pk])
    client.post(reverse("paper_batch_stop", args=[batch.pk]))
    stopped = page(client.get(address))
    assert "作成を止めています。" in stopped.find(id="progress").get_text()
    assert not stopped.find(id="progress").has_attr("hx-trigger")
    # A worker may still have the last papers in hand.
    DrawingTurn.objects.create(certificate=batch.certificates.first(), holder="x", until=NOW + timedelta(minutes=1))
    assert texts(page(client.get(address)), "#progress form button") == ["作成を続ける"]
    DrawingTurn.objects.all().delete()
    client.post(reverse("paper_batch_draw", args=[batch.pk]))
    assert undrawn(batch) == 0


def test_only_the_office_stops_its_drawing(batch, signed_in):
    for role in (Role.AUDITOR, Role.HR, Role.DX_OFFICE):
        assert signed_in(role).post(reverse("paper_batch_stop", args=[batch.pk])).status_code == 404


# ---- real workers ---------------------------------------------------------------------------------------------------


def large_batch(town: Town, monkeypatch, papers: int) -> Batch:
    """Given, and its drawing not yet begun."""
    people = [make.employee(town.places["税務課"]) for _ in range(papers)]
    done = [make.completion(person, town.security, make.jst(2026, 7, 1)) for person in people]
    monkeypatch.setattr(issuing, "have_drawn", lambda *_: None)
    return give(*done)


def kept_files(folder: Path) -> list[Path]:
    return list((folder / "papers").glob("*/*.pdf"))


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_left_is_drawn_without_a_gap_or_a_double(queue, monkeypatch, settings):
    batch = large_batch(build_town(), monkeypatch, 60)
    have_drawn(batch.pk, 1)
    with worker() as killed:
        until(lambda: undrawn(batch) <= 50)
        killed.kill()
        killed.wait()
    drawn = dict(batch.certificates.exclude(drawn_at=None).values_list("pk", "sha256"))
    assert len(drawn) < 60
    after = timezone.now() + timedelta(minutes=3)
    assert draw_together(batch_id=batch.pk, pace=at(after)) == 60 - len(drawn)
    rows = list(batch.certificates.all())
    assert drawn.items() <= {row.pk: row.sha256 for row in rows}.items()
    assert all(path_of(row, row.sha256).exists() for row in rows)
    # Killed between the file and the register, it leaves a file that is no paper; never a paper without its file.
    assert len(kept_files(settings.DATA_DIR)) in (60, 61)


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_a_giving_and_draw_no_paper_twice(queue, monkeypatch, settings):
    batch = large_batch(build_town(), monkeypatch, 60)
    have_drawn(batch.pk, 60)
    # Until both are up, so that neither has done it all before the other begins.
    held = [DrawingTurn(certificate=row, holder="x", until=timezone.now() + HELD) for row in batch.certificates.all()]
    DrawingTurn.objects.bulk_create(held)
    tasks = DBTaskResult.objects.exclude(return_value=None)
    with worker(), worker():
        until(lambda: tasks.count() == 2)
    counts = [task.return_value for task in tasks]
    assert (sum(counts), min(counts) > 0) == (60, True)
    assert len(kept_files(settings.DATA_DIR)) == 60
    assert not at_work(batch, timezone.now())
