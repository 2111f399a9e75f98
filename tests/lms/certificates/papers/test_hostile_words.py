"""Words that try to do something are printed: nothing is fetched, no file read, and the paper is there in time.

All 200 stand on the papers of a department; in every field of a personal one, its layout's words among them, and of
修了確認書 50 do, or all with `HOSTILE_WORDS=200`.
"""

import io
import itertools
import os
import resource
import time
from collections.abc import Callable
from datetime import date

import pytest
from pypdf import PdfReader

from lms.certificates.confirmation import confirmation_pdf
from lms.certificates.papers import department, personal, report
from lms.certificates.papers.department import Held
from lms.certificates.papers.design import STANDARD_BODY, Design, Form, standard_style
from lms.certificates.papers.given import Given
from lms.certificates.papers.layout import draw, draw_to_keep
from lms.certificates.papers.placeholders import faults
from lms.certificates.papers.report import Confirmation, Sender
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
LONGEST_FIELD = 100


def given(word: str) -> Given:
    city = City(name=word, seal_text=word, confidentiality_label=word)
    return Given(DAY, OfficeHolder(title=word, name=word), city, "http://kenshu.test")


def completion(word: str) -> Completion:
    person = Employee(name=word, staff_number=word)
    return Completion(employee=person, completed_at=AT, course_title=word, department_name=word, job_title=word)


def personal_paper(word: str, form: Form = Form.PORTRAIT) -> dict:
    style = standard_style(word, Design(form=form, title=word, body=STANDARD_BODY if faults(word) else word))
    return personal.payload(
        number=word, public_id="0" * 32, completion=completion(word), given=given(word), style=style
    )


def department_paper(*words: str) -> dict:
    members = tuple(Member(place, word, State.COMPLETED, DAY) for place, word in enumerate(words))
    held = Held(2026, words[0], ((DAY, DAY),))
    return department.payload(
        number=words[1], public_id="0" * 32, addressee=words[2], held=held, counted_on=DAY,
        standing=Standing(members), given=given(words[3]), style=standard_style(words[3]),
    )  # fmt: skip


def report_of(*words: str) -> dict:
    members = tuple(Member(place, word, State.NOT_STARTED, None) for place, word in enumerate(words))
    reasons = {place: (word, words[-1 - place]) for place, word in enumerate(words)}
    return report.payload(
        held=Held(2026, words[0], ((DAY, DAY),)), on=DAY, standing=Standing(members), by_source={},
        sender=Sender(words[1], words[2], words[3]), addressee=words[4], confidentiality=words[5], ledger=words[6],
        confirmation=Confirmation(AT, "\n".join(words[:20]), reasons),
    )  # fmt: skip


@pytest.fixture
def words(address: str, secret) -> list[str]:
    return hostile_words(address, secret.as_uri(), str(secret))


def test_there_are_two_hundred_of_them(words):
    assert len(set(words)) == 200


@pytest.fixture
def some(words) -> list[str]:
    return words[:: 200 // int(os.environ.get("HOSTILE_WORDS", "50"))]


def test_every_field_of_a_personal_paper_prints_what_it_is_given(some, watch):
    forms = itertools.cycle(Form)
    stands_every_word(some, watch, lambda said: draw_to_keep(personal_paper(said, next(forms)), AT, said))


@pytest.mark.django_db
def test_every_field_of_a_confirmation_prints_what_it_is_given(some, watch):
    words = [word[:LONGEST_FIELD] for word in some]
    stands_every_word(
        words, watch, lambda said: confirmation_pdf(completion=completion(said), city=City(name=said), at=AT)
    )


def stands_every_word(words: list[str], watch, drawn: Callable[[str], bytes]) -> None:
    before = peak()
    for word in words:
        begun = time.process_time()
        seen = watch.during(word, drawn)
        assert time.process_time() - begun < SECONDS, word
        assert not [one for one in seen if "secret" in one or one.startswith("connect")], word
    assert Canary.calls == []
    # Tests that ran before in this process may have taken more; what this one adds is its own.
    assert peak() - before < MEGABYTES


def peak() -> float:
    """The most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.parametrize(
    "drawn",
    [
        lambda words: draw_to_keep(department_paper(*words), AT, ""),
        lambda words: draw(report_of(*words)),
    ],
    ids=["課別修了証明書", "課別研修実施状況報告書"],
)
def test_papers_of_a_department_with_all_of_them_fetch_nothing_and_do_nothing(words, watch, drawn):
    made = []
    short = [word for word in words if len(word) < 400]
    seen = watch.during("", lambda _: made.append(drawn(short)))
    assert not [one for one in seen if "secret" in one or one.startswith("connect")]
    assert Canary.calls == []
    reader = PdfReader(io.BytesIO(made[0]))
    assert set(reader.attachments) <= {"record.json"}
    assert "/OpenAction" not in reader.trailer["/Root"]
    links = [note for page in reader.pages for note in page.get("/Annots", [])]
    assert links == []


def test_a_word_is_on_the_paper_as_it_was_typed(words):
    reader = PdfReader(io.BytesIO(draw_to_keep(personal_paper('<img src="x">'), AT, "")))
    assert '<img src="x">' in reader.pages[0].extract_text()
