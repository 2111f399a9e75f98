"""After a revocation for wrong words: another paper with the right ones, one at most, under a number of its own."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from lms.certificates import candidates, issuing
from lms.certificates.giving.anew import give_anew
from lms.certificates.issuing import CannotGiveError
from lms.certificates.models import Batch, Certificate, Series
from lms.certificates.register.table import register_table
from lms.certificates.reissuing import reissue, revoke
from lms.ledger.models import LedgerEntry
from lms.people.models import Employee
from lms.people.roles import Office, Role
from tests import factories as make
from tests.lms.certificates.test_issuing import at_once
from tests.lms.certificates.test_pages import DECISION
from tests.lms.certificates.town import (
    DECIDED,
    NOW,
    TODAY,
    Town,
    build_town,
    completed,
    give,
    give_to_department,
    signer,
)
from tests.markup import errors, page, texts

State = Certificate.State


@pytest.fixture
def wrong(town) -> Certificate:
    """Given to 髙橋 in the wrong letters, and revoked for it; the name in the books is right by now."""
    return _wrong(town)


def _wrong(town: Town) -> Certificate:
    Employee.objects.filter(pk=town.people["髙橋"].pk).update(name="高橋　正樹")
    town.done["髙橋"].refresh_from_db()
    row = give(town.done["髙橋"]).certificates.get()
    Employee.objects.filter(pk=town.people["髙橋"].pk).update(name="髙橋　正樹")
    return taken_back(row)


def taken_back(row: Certificate) -> Certificate:
    revoke(certificate=row, reason="氏名の字の誤り", on=TODAY, actor="00900", at=NOW)
    return Certificate.objects.with_state().get(pk=row.pk)


def anew(row: Certificate, on: date = TODAY) -> Certificate:
    return give_anew(certificate=row, decision=DECIDED, given_on=on, actor="00900", at=NOW)


def states() -> list[tuple[str, str, State]]:
    rows = Certificate.objects.with_state().order_by("pk")
    return [(row.number_text, row.payload["name"], row.state) for row in rows]


def test_the_new_paper_has_the_right_words_and_a_number_of_its_own_and_the_old_one_stays(wrong):
    new = anew(wrong)
    assert states() == [
        ("第８－１号", "高橋　正樹", State.REVOKED),
        ("第８－２号", "髙橋　正樹", State.ISSUED),
    ]
    assert "reissued" not in new.payload
    assert (new.completion_id, new.follows.certificate) == (wrong.completion_id, wrong)


def test_it_is_a_giving_with_its_decision_and_its_entry(wrong):
    batch = anew(wrong).batch
    assert (batch.given_on, batch.decided_by, batch.document_number) == (TODAY, "総務課長", "垂総第３４５号")
    entry = LedgerEntry.objects.filter(action="修了証書の交付").latest("pk")
    assert [label for label, *_ in entry.payload["facts"]] == ["certificates.Batch", "certificates.Certificate"]


def test_to_ask_twice_gives_one_paper(wrong):
    assert anew(wrong) == anew(wrong)
    assert Series.objects.get().last_number == 2


def test_a_paper_that_counts_is_not_given_anew(town):
    row = give(town.done["髙橋"]).certificates.get()
    with pytest.raises(CannotGiveError, match="取り消されていません"):
        anew(row)


def test_after_a_second_revocation_there_can_be_a_third_paper(wrong):
    assert anew(taken_back(anew(wrong))).number_text == "第８－３号"
    assert [state for *_, state in states()] == [State.REVOKED, State.REVOKED, State.ISSUED]


def test_what_was_given_again_and_then_revoked_is_followed_too(town):
    first = give(town.done["髙橋"]).certificates.get()
    second = reissue(certificate=first, reason="紛失", decision=DECIDED, on=TODAY, actor="00900", at=NOW)
    third = anew(taken_back(second))
    fourth = reissue(certificate=third, reason="紛失", decision=DECIDED, on=TODAY, actor="00900", at=NOW)
    assert Certificate.objects.standing().get() == fourth
    assert fourth.number_text == "第８－２号"


def test_not_before_the_day_of_the_revocation(wrong):
    with pytest.raises(CannotGiveError, match="取り消した日以後"):
        anew(wrong, date(2026, 7, 30))


def test_without_the_completion_there_is_nothing_to_certify(town, wrong):
    make.cancelled(town.done["髙橋"], NOW, town.people["青木"])
    with pytest.raises(CannotGiveError, match="修了が取り消されている"):
        anew(wrong)


def test_not_beside_the_paper_of_another_completion(town, wrong):
    give(completed(town, "髙橋", 25))
    with pytest.raises(CannotGiveError, match=r"有効な証書（第８－２号）がある"):
        anew(wrong)


def test_a_revoked_paper_brings_nobody_back_among_those_who_wait(town, wrong):
    waiting = candidates.without_paper(candidates.completions([Office.SECURITY], 2026), 2026)
    assert town.done["髙橋"] not in waiting


def test_a_completion_entered_in_place_of_a_wrong_one_waits_for_a_paper(town, wrong):
    make.cancelled(town.done["髙橋"], NOW, town.people["青木"])
    right = completed(town, "髙橋", 11)
    waiting = candidates.without_paper(candidates.completions([Office.SECURITY], 2026), 2026)
    assert right in waiting
    give(right)
    assert right not in waiting.all()


def test_a_department_paper_is_given_anew_with_the_figures_of_today(town):
    row = taken_back(give_to_department(town, "福祉課").certificates.get())
    signer("chief-security", "統括情報セキュリティ責任者（総務課長）", "新田　司", since=TODAY)
    new = anew(row)
    assert (new.number_text, new.payload["signer"]["name"]) == ("第８－課２号", "新田　司")
    assert give_to_department(town, "福祉課") == new.batch


def test_a_department_that_is_not_done_any_more_gets_none(town):
    row = taken_back(give_to_department(town, "福祉課").certificates.get())
    make.cancelled(town.done["﨑山"], NOW, town.people["青木"])
    with pytest.raises(CannotGiveError, match=r"^福祉課は、"):
        anew(row)


@pytest.mark.parametrize("column", ["follows", "completion"])
def test_the_database_itself_refuses_a_second_paper_in_force(wrong, column):
    row = anew(wrong)
    row.pk, row.public_id, row.number, row._state.adding = None, "f" * 32, 3, True
    if column == "completion":
        row.follows = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_register_says_which_paper_was_followed(wrong):
    new = anew(wrong)
    table = register_table("台帳", [wrong.pk, new.pk], NOW, lambda _: None)
    assert [row[10] for row in table.rows] == [
        "令和8年7月31日取消し（氏名の字の誤り）", "第８－１号の取消し後に改めて交付",
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_of_many_who_give_anew_at_once_one_is_the_first_and_no_number_is_lost(monkeypatch):
    monkeypatch.setattr(issuing, "have_drawn", lambda *_: None)
    town = build_town()
    row = _wrong(town)
    others = [town.done["﨑山"], town.done["𠮷田"]]
    assert at_once(*[lambda: anew(row)] * 3, *[lambda one=one: give(one) for one in others]) == []
    assert sorted(Certificate.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert Certificate.objects.filter(follows=row.revocation).count() == 1
    assert Batch.objects.count() == 4


# ---- the pages -------------------------------------------------------------------------------------------------------


def test_from_the_revoked_paper_over_a_look_at_the_words_to_the_new_one(signed_in, wrong):
    client = signed_in(Role.SECURITY_OFFICE)
    record = client.get(reverse("paper_record", args=[wrong.pk])).content.decode()
    assert reverse("paper_anew", args=[wrong.pk]) in record
    found = client.get(reverse("paper_anew", args=[wrong.pk]))
    assert dict(zip(texts(page(found), "tbody th"), texts(page(found), "tbody td:last-child"), strict=True)) == {
        "氏名": "変わる", "所属・職名": "同じ", "本文": "同じ", "修了日": "同じ", "交付日": "同じ", "名義人": "同じ",
    }  # fmt: skip
    done = client.post(reverse("paper_anew", args=[wrong.pk]), DECISION)
    new = Certificate.objects.get(follows__certificate=wrong)
    assert done["Location"] == reverse("paper_record", args=[new.pk])
    assert "第８－１号</a>の取消し後に、改めて交付した証書です。" in client.get(done["Location"]).content.decode()
    record = client.get(reverse("paper_record", args=[wrong.pk])).content.decode()
    assert "第８－２号" in record
    assert reverse("paper_anew", args=[wrong.pk]) not in record


def test_a_paper_that_cannot_follow_says_why(town, signed_in, wrong):
    client = signed_in(Role.SECURITY_OFFICE)
    refused = client.post(reverse("paper_anew", args=[wrong.pk]), {**DECISION, "given_on": "2026-07-30"})
    assert "取り消した日以後" in str(errors(refused)) + refused.content.decode()
    make.cancelled(town.done["髙橋"], NOW, town.people["青木"])
    found = client.get(reverse("paper_anew", args=[wrong.pk]), follow=True)
    assert "修了が取り消されているため、改めて交付できません。" in found.content.decode()


def test_the_offer_is_made_only_to_the_papers_own_office(signed_in, wrong):
    found = signed_in(Role.AUDITOR).get(reverse("paper_record", args=[wrong.pk])).content.decode()
    assert "改めて交付" not in found
    assert signed_in(Role.DX_OFFICE).get(reverse("paper_anew", args=[wrong.pk])).status_code == 404


def test_the_figures_of_whom_to_give_to_do_not_forget_a_revoked_paper(town, signed_in, wrong):
    give(completed(town, "葛城", 20), town.done["﨑山"])
    found = signed_in(Role.SECURITY_OFFICE).get(reverse("papers"))
    assert texts(page(found), ".stat__count") == ["4", "3", "1"]
