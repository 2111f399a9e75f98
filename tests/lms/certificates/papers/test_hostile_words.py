"""Words that try to do something are printed: nothing is fetched, no file read, and the paper is there in time.

All 200 stand on the paper of a department; in every field of a personal one 50 do, or all with `HOSTILE_WORDS=200`.
"""

import io
import os
import resource
import time
from datetime import date

import pytest
from pypdf import PdfReader

from lms.certificates.papers import department, personal
from lms.certificates.papers.department import Held
from lms.certificates.papers.design import standard_style
from lms.certificates.papers.given import Given
from lms.certificates.papers.layout import draw_to_keep
from lms.certificates.standing import Member, Standing
from lms.duties.status import State
from lms.people.models import City, Employee, OfficeHolder
from lms.records.models import Completion
from tests.factories import jst
from tests.lms.canary import Canary
from tests.lms.certificates.papers.hostile import hostile_words

AT = jst(2026, 7, 31)
DAY = date(2026, 7, 31)
SECONDS, MEGABYTES = 5, 400


def given(word: str) -> Given:
    city = City(name=word, seal_text=word, confidentiality_label=word)
    return Given(DAY, OfficeHolder(title=word, name=word), city, "http://kenshu.test")


def personal_paper(word: str) -> dict:
    done = Completion(
        employee=Employee(name=word), completed_at=AT, course_title=word, department_name=word, job_title=word
    )
    return personal.payload(
        number=word, public_id="0" * 32, completion=done, given=given(word), style=standard_style(word)
    )


def department_paper(*words: str) -> dict:
    members = tuple(Member(place, word, State.COMPLETED, DAY) for place, word in enumerate(words))
    held = Held(2026, words[0], ((DAY, DAY),))
    return department.payload(
        number=words[1], public_id="0" * 32, addressee=words[2], held=held, counted_on=DAY,
        standing=Standing(members), given=given(words[3]), style=standard_style(words[3]),
    )  # fmt: skip


@pytest.fixture
def words(address: str, secret) -> list[str]:
    return hostile_words(address, secret.as_uri(), str(secret))


def test_there_are_two_hundred_of_them(words):
    assert len(set(words)) == 200


def test_every_field_of_a_personal_paper_prints_what_it_is_given(words, watch, secret):
    before = peak()
    for word in words[:: 200 // int(os.environ.get("HOSTILE_WORDS", "50"))]:
        begun = time.monotonic()
        seen = watch.during(word, lambda said: draw_to_keep(personal_paper(said), AT, said))
        assert time.monotonic() - begun < SECONDS, word
        assert not [one for one in seen if "secret" in one or one.startswith("connect")], word
    assert Canary.calls == []
    # Tests that ran before in this process may have taken more; what this one adds is its own.
    assert peak() - before < MEGABYTES


def peak() -> float:
    """The most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def test_a_department_paper_with_all_of_them_fetches_nothing_and_carries_one_file(words, watch):
    made = []
    short = [word for word in words if len(word) < 400]
    seen = watch.during("", lambda _: made.append(draw_to_keep(department_paper(*short), AT, "")))
    assert not [one for one in seen if "secret" in one or one.startswith("connect")]
    assert Canary.calls == []
    reader = PdfReader(io.BytesIO(made[0]))
    assert list(reader.attachments) == ["record.json"]
    assert "/OpenAction" not in reader.trailer["/Root"]
    links = [note for page in reader.pages for note in page.get("/Annots", [])]
    assert links == []


def test_a_word_is_on_the_paper_as_it_was_typed(words):
    reader = PdfReader(io.BytesIO(draw_to_keep(personal_paper('<img src="x">'), AT, "")))
    assert '<img src="x">' in reader.pages[0].extract_text()
