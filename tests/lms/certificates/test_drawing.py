"""A paper is drawn once; its bytes never change."""

import hashlib

import pytest
from django.db import DatabaseError, transaction

from lms.certificates import drawing
from lms.certificates.drawing import PaperLostError, paper, papers
from lms.certificates.drawing_together import draw_missing
from lms.certificates.keeping import path_of
from lms.certificates.models import Certificate
from lms.certificates.tasks import draw_batch
from lms.lib.facts import AppendOnlyError
from tests.factories import jst
from tests.lms.certificates.town import NOW, give, text

LATER = jst(2027, 1, 1)


@pytest.fixture
def certificate(town) -> Certificate:
    return give(town.done["髙橋"]).certificates.get()


def test_a_paper_is_drawn_kept_and_known_by_its_digest(certificate):
    content = paper(certificate, NOW)
    row = Certificate.objects.get()
    assert (row.drawn_at, row.sha256) == (NOW, hashlib.sha256(content).hexdigest())
    assert path_of(row, row.sha256).read_bytes() == content
    assert "髙橋 正樹" in text(content)


def test_what_is_asked_for_again_comes_from_the_file(certificate, monkeypatch):
    first = paper(certificate, NOW)
    monkeypatch.setattr(drawing, "draw_to_keep", None)
    assert paper(Certificate.objects.get(), LATER) == first
    assert Certificate.objects.get().drawn_at == NOW


def test_a_missing_or_changed_file_is_named_and_never_replaced_by_another_signature(certificate):
    first = paper(certificate, NOW)
    file = path_of(certificate, certificate.sha256)
    file.write_bytes(first + b"appended")
    with pytest.raises(
        PaperLostError, match=r"^第８－１号の証書の.+控え（バックアップ）から戻すか、再交付してください。$"
    ):
        paper(Certificate.objects.get(), LATER)
    file.unlink()
    with pytest.raises(PaperLostError):
        paper(Certificate.objects.get(), LATER)
    assert not file.exists()


def test_two_who_draw_at_once_end_with_the_bytes_of_the_first(certificate):
    slow = Certificate.objects.get()
    first = paper(certificate, NOW)
    assert paper(slow, LATER) == first
    assert (slow.drawn_at, slow.sha256) == (NOW, certificate.sha256)
    assert len(list(path_of(certificate, "").parent.iterdir())) == 1


def test_a_file_left_half_written_by_a_crash_is_no_paper(certificate):
    folder = path_of(certificate, "").parent
    folder.mkdir(parents=True)
    (folder / "tmp123").write_bytes(b"%PDF-1.7 half")
    assert paper(certificate, NOW).endswith(b"%%EOF\n")


def test_the_file_is_for_nobody_else_on_the_machine(certificate):
    paper(certificate, NOW)
    assert path_of(certificate, certificate.sha256).stat().st_mode & 0o077 == 0


def test_neither_python_nor_the_database_draws_anew(certificate):
    paper(certificate, NOW)
    with pytest.raises(AppendOnlyError):
        Certificate.objects.update(payload={})
    with pytest.raises(DatabaseError), transaction.atomic():
        Certificate.objects.update(drawn_at=LATER, sha256="0" * 64)


def test_the_task_draws_what_is_missing_of_its_batch_and_a_second_run_nothing(town):
    batch = give(town.done["髙橋"], town.done["﨑山"])
    give(town.done["𠮷田"])
    paper(batch.certificates.first(), NOW)
    assert draw_batch.call(batch.pk) == 1
    assert draw_batch.call(batch.pk) == 0
    assert Certificate.objects.filter(drawn_at=None).count() == 1


def test_the_night_draws_what_was_left(town):
    give(town.done["髙橋"], town.done["﨑山"])
    give(town.done["𠮷田"])
    assert draw_missing(at=NOW) == 3
    assert draw_missing(at=NOW) == 0


def test_a_giving_is_drawn_once_it_is_committed(town, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        batch = give(town.done["髙橋"], town.done["﨑山"])
        assert not batch.certificates.exclude(drawn_at=None).exists()
    assert batch.certificates.exclude(drawn_at=None).count() == 2


def test_papers_come_in_the_order_asked_for(town, monkeypatch):
    monkeypatch.setattr(drawing, "_CHUNK", 2)
    batch = give(town.done["𠮷田"], town.done["髙橋"], town.done["﨑山"])
    found = [row.number for row, _ in papers(batch.certificates.order_by("-number"), NOW)]
    assert found == [3, 2, 1]
