"""What the office that owns the course does with a question, and who else comes near it."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from courses.models import FaqEntry
from lms.learning.models import Enquiry
from lms.ledger.models import LedgerEntry
from lms.people.roles import Role
from tests import factories as make
from tests.demo import signed_in, stop_the_clock
from tests.factories import jst
from tests.lms.learning.enquiries.enquiries import answered, asked
from tests.markup import errors, page, texts, words

pytestmark = pytest.mark.django_db
LIST = "/learn/enquiries/"


@pytest.fixture(autouse=True)
def now(monkeypatch) -> datetime:
    return stop_the_clock(monkeypatch, date(2026, 6, 18))


@pytest.fixture
def question():
    return asked(make.employee(number="71234", name="質問　花子"), make.course())


@pytest.fixture
def office():
    return signed_in(make.viewer_of(Role.SECURITY_OFFICE, number="90001"))


def of(enquiry: Enquiry) -> str:
    return f"{LIST}{enquiry.pk}/"


def test_a_question_reaches_the_office_of_its_course_and_no_other(office, question):
    assert texts(page(office.get(LIST)), "tbody th") == ["私用の電話は使えますか。"]
    assert "質問　花子（71234）から" in page(office.get(of(question))).text
    other = signed_in(make.viewer_of(Role.DX_OFFICE))
    assert texts(page(other.get(LIST)), "tbody th") == []
    assert other.get(of(question)).status_code == other.post(of(question), {"text": "x"}).status_code == 404


def test_it_stands_in_yarukoto_until_it_is_answered(office, question):
    asked(question.employee, question.course, jst(2026, 6, 3))

    def tasks() -> list[str]:
        return [text for text in texts(page(office.get("/office/")), ".task") if "職員からの質問" in text]

    assert "回答を待っている質問が2件あります。最も古いものは令和8年6月1日の質問です。" in tasks()[0]
    for row in Enquiry.objects.all():
        answered(row)
    assert tasks() == []


def test_an_answer_is_kept_and_its_entry_names_neither_who_asked_nor_what(office, question, now):
    response = office.post(of(question), {"seen": "", "text": "使えません。"}, follow=True)
    assert "回答を送りました。" in response.content.decode()
    question.refresh_from_db()
    assert (question.answer, question.answered_at, question.answered_by.staff_number) == ("使えません。", now, "90001")
    entry = LedgerEntry.objects.get(action="質問への回答")
    assert (entry.actor, entry.subject, entry.payload["facts"]) == ("90001", f"質問 S-01 {question.pk}", [])


def test_nothing_is_no_answer(office, question):
    assert errors(office.post(of(question), {"seen": "", "text": " "})) == ["回答：回答を入力してください。"]
    assert Enquiry.objects.waiting().exists()


def test_an_answer_of_somebody_else_is_not_written_over(office, question):
    answered(question, "先の回答")
    response = office.post(of(question), {"seen": "", "text": "後の回答"}, follow=True)
    assert "ほかの担当者が先に回答しました。" in response.content.decode()
    question.refresh_from_db()
    assert question.answer == "先の回答"
    assert not LedgerEntry.objects.filter(action="質問への回答").exists()


def test_a_better_answer_is_new_to_who_asked(office, question):
    Enquiry.objects.filter(pk=answered(question).pk).update(seen_at=jst(2026, 6, 3))
    stamp = page(office.get(of(question))).select_one("[name=seen]")["value"]
    office.post(of(question), {"seen": stamp, "text": "届け出れば使えます。"})
    question.refresh_from_db()
    assert (question.answer, question.seen_at) == ("届け出れば使えます。", None)


def test_it_becomes_a_faq_once_in_the_words_of_the_office(office, question):
    publish = f"{of(question)}publish/"
    assert office.get(publish).status_code == 404, "not before it is answered"
    answered(question)
    assert page(office.get(publish)).select_one("[name=question]").text.strip() == question.text
    words_of_office = {"question": "私物の電話で受講できますか。", "text": "公用の端末を使ってください。"}
    office.post(publish, words_of_office)

    entry = FaqEntry.objects.get()
    assert (entry.course, entry.question, entry.answer) == (question.course, *words_of_office.values())
    assert office.post(publish, words_of_office).status_code == 404
    assert f"「{entry.question}」として掲載しました。" in page(office.get(of(question))).text
    noted = LedgerEntry.objects.get(action="よくある質問の掲載")
    assert noted.payload["after"] == {"question": entry.question, "answer": entry.answer}
    assert "71234" not in str(noted.payload)


def test_the_auditor_reads_and_leaves_a_trace(office, question):
    auditor = signed_in(make.viewer_of(Role.AUDITOR, number="90009"))
    office.get(of(question))
    assert not LedgerEntry.objects.exists()
    document = page(auditor.get(of(question)))
    assert question.text in words(document.select_one("main"))
    assert document.select("main form") == []
    assert auditor.post(of(question), {"text": "x"}).status_code == 404
    entry = LedgerEntry.objects.get()
    assert (entry.actor, entry.action, entry.subject) == ("90009", "職員からの質問の閲覧", f"質問 S-01 {question.pk}")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(office, question, django_assert_num_queries, count):
    for _ in range(count):
        answered(asked(make.employee(), question.course))
        asked(make.employee(), question.course)
    office.get(LIST)
    with django_assert_num_queries(6):
        office.get(LIST)


@pytest.mark.parametrize("half", [{"answer": "x"}, {"answered_at": jst(2026, 6, 2)}, {"seen_at": jst(2026, 6, 2)}])
def test_the_database_takes_no_half_answer(question, half):
    with pytest.raises(IntegrityError), transaction.atomic():
        Enquiry.objects.filter(pk=question.pk).update(**half)
