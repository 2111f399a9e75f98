"""再交付 and 取消し: what they change, what they leave, and who is the first of two."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from lms.certificates import issuing, reissuing
from lms.certificates.drawing import paper
from lms.certificates.issuing import CannotGiveError, Decision
from lms.certificates.models import Batch, Certificate, Revocation, Series
from lms.certificates.reissuing import reissue, revoke
from lms.ledger.models import LedgerEntry
from tests.factories import jst
from tests.lms.certificates.test_issuing import at_once
from tests.lms.certificates.town import NOW, build_town, give, give_to_department, text

ON = date(2027, 1, 15)
LATER = jst(2027, 1, 15, 10)
State = Certificate.State


@pytest.fixture
def certificate(town) -> Certificate:
    return give(town.done["髙橋"]).certificates.get()


def again(row: Certificate, reason: str = "紛失したため", on: date = ON) -> Certificate:
    return reissue(
        certificate=row, reason=reason, decision=Decision(ON, "総務課長", "垂総第９号"), on=on, actor="00900", at=LATER
    )


def taken_back(row: Certificate, reason: str = "修了を取り消したため") -> Revocation:
    return revoke(certificate=row, reason=reason, on=ON, actor="00900", at=LATER)


def test_it_is_not_taken_back_before_the_day_on_which_it_was_given(certificate):
    with pytest.raises(CannotGiveError, match="取消日は、交付日（令和8年7月31日）以後の日にしてください。"):
        revoke(certificate=certificate, reason="誤り", on=date(2026, 7, 30), actor="00900", at=LATER)
    new = again(certificate)
    with pytest.raises(CannotGiveError, match="取消日は、再交付の日（令和9年1月15日）以後の日にしてください。"):
        revoke(certificate=new, reason="誤り", on=date(2027, 1, 14), actor="00900", at=LATER)
    assert new.state == State.ISSUED


def states() -> list[tuple[str, State]]:
    return [(row.number_text, row.state) for row in Certificate.objects.with_state().order_by("pk")]


def test_a_paper_given_again_keeps_number_and_words_and_says_so_with_its_day(certificate):
    new = again(certificate)
    assert states() == [("第８－１号", State.SUPERSEDED), ("第８－１号", State.ISSUED)]
    assert new.payload["reissued"] == "再交付　令和９年１月１５日"
    changed = {"public_id", "check", "reissued"}
    assert {key: new.payload[key] for key in certificate.payload if key not in changed} == {
        key: value for key, value in certificate.payload.items() if key not in changed
    }
    assert new.public_id != certificate.public_id
    assert new.payload["check"]["code"].endswith(new.public_id.upper())
    assert Series.objects.get().last_number == 1


def test_a_paper_whose_words_were_erased_is_not_given_again(certificate, monkeypatch):
    monkeypatch.setattr(reissuing, "ERASED_PAPER", certificate.payload)
    with pytest.raises(CannotGiveError, match="保存期間が満了し"):
        again(certificate)
    assert Certificate.objects.count() == 1


def test_it_is_printed_under_the_number_and_the_day_of_giving_stays(certificate):
    said = text(paper(again(certificate), LATER))
    assert said.startswith("第８－１号\n再交付 令和９年１月１５日\n")
    assert "令和８年７月３１日" in said
    assert "再交付" not in text(paper(certificate, NOW))


def test_the_giving_holds_why_and_the_decision(certificate):
    batch = again(certificate).batch
    assert (batch.reason, batch.given_on, batch.decided_by, batch.document_number, batch.given_by) == (
        "紛失したため", ON, "総務課長", "垂総第９号", "00900",
    )  # fmt: skip
    entry = LedgerEntry.objects.get(action="証書の再交付")
    assert entry.subject == "2026 security personal 1"
    assert entry.payload["理由"] == "紛失したため"
    assert [label for label, *_ in entry.payload["facts"]] == ["certificates.Batch", "certificates.Certificate"]


def test_the_bytes_of_the_old_paper_stay_what_they_were(certificate):
    before = paper(certificate, NOW)
    again(certificate)
    assert paper(Certificate.objects.get(pk=certificate.pk), LATER) == before


def test_to_ask_twice_gives_one_paper(certificate):
    first = again(certificate)
    assert again(certificate) == first
    assert Certificate.objects.count() == 2
    assert Batch.objects.count() == 2


def test_a_paper_can_be_given_again_more_than_once(certificate):
    again(again(certificate))
    assert [state for _, state in states()] == [State.SUPERSEDED, State.SUPERSEDED, State.ISSUED]


def test_a_department_paper_can_be_given_again(town):
    row = give_to_department(town, "福祉課").certificates.get()
    assert again(row).department_id == row.department_id
    assert "再交付" in text(paper(Certificate.objects.get(replaces=row), LATER))


def test_a_revoked_paper_stays_in_the_register_with_reason_day_and_person(certificate):
    revocation = taken_back(certificate)
    assert states() == [("第８－１号", State.REVOKED)]
    assert (revocation.reason, revocation.revoked_on, revocation.revoked_by) == ("修了を取り消したため", ON, "00900")
    entry = LedgerEntry.objects.get(action="証書の取消し")
    assert [label for label, *_ in entry.payload["facts"]] == ["certificates.Revocation"]


def test_to_revoke_twice_is_to_revoke_once(certificate):
    assert taken_back(certificate, "一度目") == taken_back(certificate, "二度目")
    assert Revocation.objects.get().reason == "一度目"


def test_the_number_of_a_revoked_paper_is_not_given_again(town, certificate):
    taken_back(certificate)
    assert give(town.done["﨑山"]).certificates.get().number_text == "第８－２号"


def test_a_revoked_paper_is_not_given_again(certificate):
    taken_back(certificate)
    with pytest.raises(CannotGiveError, match=r"^第８－１号は取り消されているため、再交付できません。$"):
        again(certificate)


def test_a_replaced_paper_is_not_revoked_but_the_one_in_its_place(certificate):
    new = again(certificate)
    with pytest.raises(CannotGiveError, match="再交付した証書を取り消してください。"):
        taken_back(certificate)
    taken_back(new)
    assert [state for _, state in states()] == [State.SUPERSEDED, State.REVOKED]


def test_a_paper_is_not_given_again_before_it_was_given(certificate):
    with pytest.raises(CannotGiveError, match="交付日以後"):
        again(certificate, on=date(2026, 7, 30))


def test_the_database_itself_refuses_to_replace_or_revoke_a_paper_twice(certificate):
    new = again(certificate)
    new.pk, new.public_id, new._state.adding = None, "f" * 32, True
    with pytest.raises(IntegrityError), transaction.atomic():
        new.save()
    last = Certificate.objects.get(replaces=certificate)
    taken_back(last)
    with pytest.raises(IntegrityError), transaction.atomic():
        Revocation.objects.create(certificate=last, revoked_on=ON, reason="二", revoked_by="00900", recorded_at=LATER)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_give_again_or_revoke_at_once_one_is_the_first(monkeypatch):
    for room in (issuing, reissuing):
        monkeypatch.setattr(room, "have_drawn", lambda *_: None)
    row = give(build_town().done["髙橋"]).certificates.get()
    raised = at_once(*[lambda: again(row)] * 3, *[lambda: taken_back(row)] * 3)
    assert all(isinstance(error, CannotGiveError) for error in raised)
    assert Certificate.objects.count() + Revocation.objects.count() == 2
