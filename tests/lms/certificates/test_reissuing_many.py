"""再交付 of many papers: all or none, what is corrected, and who may."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from lms.certificates.drawing import paper
from lms.certificates.issuing import CannotGiveError, Decision
from lms.certificates.models import Batch, Certificate
from lms.certificates.reissuing import revoke
from lms.certificates.reissuing_many import Reissuing, as_given, reissue_all, with_registered_signer
from lms.certificates.signers import NoSignerError
from lms.ledger.models import LedgerEntry
from lms.people.models import OfficeHolder
from lms.people.roles import Role
from tests.factories import jst
from tests.lms.certificates.town import give, give_to_department, signer, text
from tests.markup import errors, page, texts

ON = date(2027, 1, 15)
LATER = jst(2027, 1, 15, 10)
FIELDS = {"reason": "名義人の誤り", "given_on": "2026-07-31", "signer": ""}


@pytest.fixture
def rows(town) -> list[Certificate]:
    personal = give(town.done["髙橋"], town.done["﨑山"]).certificates.order_by("number")
    return [*personal, *give_to_department(town, "福祉課").certificates.all()]


def again(rows: list[Certificate], correction=as_given, on: date = ON) -> Batch:
    how = Reissuing("名義人の誤り", on, Decision(ON, "総務課長", "垂総第９号"), correction)
    return reissue_all(wanted=[row.pk for row in rows], how=how, actor="00900", at=LATER)


def standing() -> list[str]:
    return [row.number_text for row in Certificate.objects.standing().order_by("series", "number")]


def test_all_papers_are_given_again_with_their_numbers_as_one_giving(rows):
    batch = again(rows)
    assert [row.replaces for row in batch.certificates.order_by("pk")] == rows
    assert standing() == ["第８－１号", "第８－２号", "第８－課１号"]
    assert {row.payload["reissued"] for row in batch.certificates.all()} == {"再交付　令和９年１月１５日"}
    assert (batch.reason, batch.given_on, batch.document_number) == ("名義人の誤り", ON, "垂総第９号")
    entry = LedgerEntry.objects.get(action="証書の一括再交付")
    assert len(entry.payload["facts"]) == 4
    assert entry.payload["理由"] == "名義人の誤り"


def test_every_word_stays_unless_the_signer_was_wrong(rows):
    assert [row.payload["signer"] for row in again(rows).certificates.order_by("pk")] == [
        row.payload["signer"] for row in rows
    ]


def test_a_wrong_signer_becomes_the_one_registered_for_the_day_of_the_first_giving(rows):
    first = again(rows)
    OfficeHolder.objects.filter(office="mayor").void(LATER)
    signer("mayor", "垂水市長", "正しい　市長", until=date(2026, 12, 31))
    signer("mayor", "垂水市長", "次の　市長", since=date(2027, 1, 1))
    batch = again(list(first.certificates.order_by("pk")), with_registered_signer())
    names = [row.payload["signer"]["name"] for row in batch.certificates.order_by("pk")]
    assert names == ["正しい　市長", "正しい　市長", "榎園　雅司"]
    assert "正しい 市長" in text(paper(batch.certificates.first(), LATER))


def test_without_a_registered_signer_nothing_is_given_again(rows):
    OfficeHolder.objects.filter(office="mayor").void(LATER)
    with pytest.raises(NoSignerError):
        again(rows, with_registered_signer())
    assert Certificate.objects.count() == 3


def test_one_that_counts_no_more_holds_back_all(rows):
    revoke(certificate=rows[1], reason="取り違え", on=ON, actor="00900", at=LATER)
    with pytest.raises(CannotGiveError, match=r"^確認の後に、対象の証書が再交付されたか、取り消されました。"):
        again(rows)
    assert Batch.objects.count() == 2


def test_it_cannot_be_before_the_day_of_any_of_the_papers(rows):
    with pytest.raises(CannotGiveError, match="交付日"):
        again(rows, on=date(2026, 7, 30))


def test_it_takes_the_same_queries_for_one_and_for_many(rows, django_assert_num_queries):
    with django_assert_num_queries(9):
        batch = again(rows[:1])
    both = [batch.certificates.get(), rows[1]]
    with django_assert_num_queries(9):
        again(both)


# ---- pages ----------------------------------------------------------------------------------------------------------


def seen(client, address: str) -> dict[str, str]:
    return {"seen": page(client.get(address)).select_one("[name=seen]")["value"]}


@pytest.mark.parametrize("from_batch", [True, False])
def test_from_the_look_to_the_new_papers(rows, signed_in, from_batch):
    client = signed_in(Role.SECURITY_OFFICE)
    by_register = f"{reverse('paper_register_reissue')}?{urlencode({'kind': 'personal', 'subject': 'S-01'})}"
    address = reverse("paper_batch_reissue", args=[rows[0].batch_id]) if from_batch else by_register
    shown = page(client.get(address))
    assert texts(shown, "tbody th")[1:] == ["第８－１号", "第８－２号"]
    answer = client.post(address, FIELDS | seen(client, address))
    batch = Batch.objects.get(reason="名義人の誤り")
    assert answer.url == reverse("paper_batch", args=[batch.pk])
    assert batch.certificates.count() == 2


def test_a_second_press_gives_nothing_a_third_time(rows, signed_in):
    client, address = signed_in(Role.SECURITY_OFFICE), reverse("paper_register_reissue")
    fields = FIELDS | seen(client, address)
    client.post(address, fields)
    assert errors(client.post(address, fields)) == [
        "確認の後に、対象の証書が再交付されたか、取り消されました。もう一度確かめてください。"
    ]
    assert Certificate.objects.count() == 6


def test_the_reason_must_be_said(rows, signed_in):
    client, address = signed_in(Role.SECURITY_OFFICE), reverse("paper_register_reissue")
    answer = client.post(address, FIELDS | seen(client, address) | {"reason": ""})
    assert errors(answer) == ["再交付の理由：再交付の理由を入力してください。"]


def test_without_papers_there_is_nothing_to_look_at(rows, signed_in):
    client = signed_in(Role.DX_OFFICE)
    answer = client.get(reverse("paper_register_reissue"), follow=True)
    assert "再交付できる証書がありません。" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.HR, Role.AUDITOR, Role.ADMINISTRATOR, Role.DX_LEADER])
def test_nobody_else_gives_again(rows, signed_in, role):
    client = signed_in(role)
    addresses = [reverse("paper_register_reissue"), reverse("paper_batch_reissue", args=[rows[0].batch_id])]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert [client.post(address, FIELDS).status_code for address in addresses] == [404, 404]
