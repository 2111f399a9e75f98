"""The check of a paper, open to anybody in the network; the register's own pages; what each shows and to whom."""

from datetime import date

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lms.certificates.drawing import paper
from lms.certificates.issuing import Decision
from lms.certificates.models import Certificate
from lms.certificates.reissuing import reissue, revoke
from lms.ledger.models import LedgerEntry
from lms.people.roles import Role
from tests.factories import jst
from tests.lms.certificates.town import NOW, give, give_to_department
from tests.markup import errors

ON = date(2026, 7, 31)


@pytest.fixture
def certificate(town) -> Certificate:
    return give(town.done["髙橋"]).certificates.get()


def checked(client, **asked: str) -> str:
    return client.get(reverse("paper_check"), asked).content.decode()


def by_code(client, row: Certificate):
    return client.get(row.payload["check"]["code"].removeprefix("HTTP://127.0.0.1:8000"))


def uploaded(client, content: bytes) -> str:
    file = SimpleUploadedFile("paper.pdf", content, content_type="application/pdf")
    return client.post(reverse("paper_check"), {"paper": file}).content.decode()


def test_whoever_has_the_paper_reads_by_its_code_what_it_says_without_signing_in(client, certificate):
    answer = by_code(client, certificate)
    said = answer.content.decode()
    for words in ("髙橋　正樹", "福祉課　主査", "令和８年６月１０日", "令和８年７月３１日", "尾脇　雅弥", "有効"):
        assert words in said
    assert "000123" not in said
    assert answer["Cache-Control"] == "private, no-store"


def test_a_code_that_no_paper_has_is_not_found(client, certificate):
    answer = client.get(reverse("paper_code", args=["F" * 32]))
    assert answer.status_code == 404
    assert "一致する証書がありません。" in answer.content.decode()


def test_codes_have_128_bits_of_chance(town):
    rows = list(give(*[town.done[name] for name in ("髙橋", "﨑山", "𠮷田")]).certificates.all())
    assert {len(bytes.fromhex(row.public_id)) for row in rows} == {16}
    assert len({row.public_id for row in rows}) == 3


def test_a_number_alone_shows_no_name_and_no_department(client, certificate):
    said = checked(client, number="第8-1号")
    assert "交付台帳にある、有効な証書です。" in said
    assert "令和８年６月１０日" in said
    assert "髙橋" not in said
    assert "福祉課" not in said


def test_number_and_name_are_compared(client, certificate):
    assert "福祉課　主査" in checked(client, number="第8-1号", name="高橋正樹")
    other = checked(client, number="第8-1号", name="上野三郎")
    assert "氏名は、入力された氏名と異なります。" in other
    assert "髙橋" not in other


def test_the_paper_of_a_department_is_shown_without_the_list_of_its_people(client, town):
    give_to_department(town, "福祉課")
    said = checked(client, number="第8-課1号")
    assert "福祉課長　様" in said
    assert "２人（ほか受講猶予　１人　受講免除　０人）" in said
    assert "髙橋" not in said


def test_revoked_and_replaced_papers_say_so_and_not_why(client, certificate):
    new = reissue(certificate=certificate, reason="紛失した", decision=Decision(), on=ON, actor="00900", at=NOW)
    assert "再交付されたため、効力のない証書です。" in by_code(client, certificate).content.decode()
    revoke(certificate=new, reason="誤りがあった", on=ON, actor="00900", at=NOW)
    said = by_code(client, new).content.decode()
    assert "令和8年7月31日に取り消された証書です。" in said
    assert "誤りがあった" not in said
    assert "取り消された証書です。" in checked(client, number="第8-1号")


def test_a_file_is_checked_as_it_is(client, certificate):
    content = paper(certificate, NOW)
    assert "交付したままの、有効な証書です。" in uploaded(client, content)
    assert "証書として認められません。" in uploaded(client, content + b" ")
    assert "PDFではありません。" in uploaded(client, b"hello")


@pytest.mark.parametrize("content", [b"half a li", None])
def test_without_a_readable_revocation_list_no_file_is_judged_and_the_page_says_whom_to_ask(
    client, certificate, settings, tmp_path, caplog, content
):
    pdf = paper(certificate, NOW)
    settings.SIGNING_CRLS = str(tmp_path)
    if content is not None:
        (tmp_path / "lgpki.crl").write_bytes(content)
    answer = client.post(reverse("paper_check"), {"paper": SimpleUploadedFile("髙橋.pdf", pdf)})
    said = answer.content.decode()
    assert answer.status_code == 503
    assert "ただいま、ファイルでは確かめられません。" in said
    assert "システム管理者に連絡してください。" in said
    assert "有効な証書です" not in said
    assert str(tmp_path) not in said, "where files lie is nobody's business"
    assert str(tmp_path) in caplog.text
    assert "髙橋" not in caplog.text
    assert "交付台帳にある、有効な証書です。" in checked(client, number="第8-1号")
    assert client.get(reverse("badge_keys")).status_code == 503


def test_an_empty_or_missing_file_is_asked_for_again(client, db):
    assert "証書のファイルを選んでください。" in client.post(reverse("paper_check"), {}).content.decode()
    assert "ファイルの中身がありません。" in uploaded(client, b"")


def test_numbers_cannot_be_tried_one_by_one(client, certificate, settings):
    settings.PAPER_CHECKS_A_MINUTE = 5
    answers = [client.get(reverse("paper_check"), {"number": f"第8-{number}号"}).status_code for number in range(7)]
    assert answers == [200] * 5 + [429] * 2
    assert by_code(client, certificate).status_code == 429
    assert client.get(reverse("paper_check")).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_register_takes_the_same_queries_for_one_and_for_three(town, signed_in, number, django_assert_num_queries):
    client = signed_in(Role.SECURITY_OFFICE)
    give(*list(town.done.values())[:number])
    address = reverse("paper_register")
    client.get(address)
    with django_assert_num_queries(7):
        client.get(address)


def test_the_office_gives_again_and_revokes_by_page(certificate, signed_in):
    client = signed_in(Role.SECURITY_OFFICE)
    record = client.get(reverse("paper_record", args=[certificate.pk])).content.decode()
    assert reverse("paper_reissue", args=[certificate.pk]) in record
    answer = client.post(
        reverse("paper_reissue", args=[certificate.pk]), {"reason": "紛失したため", "given_on": "2026-07-31"}
    )
    new = Certificate.objects.get(replaces=certificate)
    assert answer.url == reverse("paper_record", args=[new.pk])
    assert "紛失したため" in client.get(answer.url).content.decode()
    answer = client.post(reverse("paper_revoke", args=[new.pk]), {"reason": "誤り", "revoked_on": "2026-07-31"})
    assert "誤り" in client.get(answer.url).content.decode()
    register = client.get(reverse("paper_register")).content.decode()
    assert "再交付により無効" in register
    assert "取消し" in register


def test_a_reason_is_asked_for(certificate, signed_in):
    client = signed_in(Role.SECURITY_OFFICE)
    for name, words in (("paper_reissue", "再交付の理由を入力してください。"), ("paper_revoke", "取消しの理由を入力")):
        assert words in client.post(reverse(name, args=[certificate.pk]), {}).content.decode()
    assert Certificate.objects.get().state == Certificate.State.ISSUED


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"given_on": "2026-08-01"}, "再交付の日：再交付の日は、今日（令和8年7月31日）までの日にしてください。"),
        ({"decided_on": "2026-08-01"}, "決裁日：決裁日は、再交付の日までの日にしてください。"),
        ({"decided_by": "総務課長"}, "決裁日：決裁権者を入力したときは、決裁日も入力してください。"),
        ({"given_on": "2026-07-30"}, "再交付の日は、交付日以後の日にしてください。"),
    ],
)
def test_the_days_of_a_paper_given_again_are_in_order(certificate, signed_in, fields, words):
    said = {"reason": "紛失", "given_on": "2026-07-31"} | fields
    answer = signed_in(Role.SECURITY_OFFICE).post(reverse("paper_reissue", args=[certificate.pk]), said)
    assert errors(answer) == [words]
    assert not Certificate.objects.filter(replaces=certificate).exists()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-08-01", "取消日：取消日は、今日（令和8年7月31日）までの日にしてください。"),
        ("2026-07-30", "取消日は、交付日（令和8年7月31日）以後の日にしてください。"),
    ],
)
def test_a_paper_is_taken_back_between_its_giving_and_today(certificate, signed_in, day, words):
    said = {"reason": "誤り", "revoked_on": day}
    answer = signed_in(Role.SECURITY_OFFICE).post(reverse("paper_revoke", args=[certificate.pk]), said)
    assert errors(answer) == [words]
    assert Certificate.objects.get().state == Certificate.State.ISSUED


def test_a_count_that_is_lost_in_the_middle_begins_again(client, certificate, monkeypatch):
    """The cache may give up an entry at any moment."""
    monkeypatch.setattr(cache, "add", lambda *_, **__: False)
    assert client.get(reverse("paper_check"), {"number": "第8-1号"}).status_code == 200


def test_other_entries_do_not_push_a_count_out(client, certificate, settings):
    settings.PAPER_CHECKS_A_MINUTE = 1
    asked = [client.get(reverse("paper_check"), {"number": "第8-1号"}).status_code for _ in range(2)]
    for number in range(400):
        cache.set(f"sign-in:{number}", 1, timeout=300)
    assert [*asked, client.get(reverse("paper_check"), {"number": "第8-1号"}).status_code] == [200, 429, 429]


@pytest.mark.parametrize("name", ["paper_record", "paper_reissue", "paper_revoke"])
def test_who_looks_at_somebodys_paper_in_the_register_leaves_a_trace(certificate, signed_in, name):
    signed_in(Role.SECURITY_OFFICE).get(reverse(name, args=[certificate.pk]))
    assert LedgerEntry.objects.get(action="職員の記録の閲覧").subject == "000123"


def test_who_looks_at_a_sample_of_somebodys_paper_leaves_a_trace(town, signed_in):
    signed_in(Role.SECURITY_OFFICE).get(reverse("paper_sample", args=[town.done["髙橋"].pk]))
    assert LedgerEntry.objects.get(action="職員の記録の閲覧").subject == "000123"


def test_what_can_no_longer_be_done_is_said(certificate, signed_in):
    revoke(certificate=certificate, reason="誤り", on=ON, actor="00900", at=jst(2026, 7, 31))
    client = signed_in(Role.SECURITY_OFFICE)
    said = client.post(
        reverse("paper_reissue", args=[certificate.pk]), {"reason": "紛失", "given_on": "2026-07-31"}
    ).content.decode()
    assert "取り消されているため、再交付できません。" in said
    assert "再交付へ進む" not in client.get(reverse("paper_record", args=[certificate.pk])).content.decode()


@pytest.mark.parametrize("role", [Role.HR, Role.AUDITOR])
def test_who_only_reads_the_register_cannot_act(certificate, signed_in, role):
    client = signed_in(role)
    assert "再交付へ進む" not in client.get(reverse("paper_record", args=[certificate.pk])).content.decode()
    for name in ("paper_reissue", "paper_revoke"):
        assert client.post(reverse(name, args=[certificate.pk]), {"reason": "x"}).status_code == 404


def test_another_office_sees_nothing_of_it(certificate, signed_in):
    client = signed_in(Role.DX_OFFICE)
    for name in ("paper_record", "paper_reissue", "paper_revoke"):
        assert client.get(reverse(name, args=[certificate.pk])).status_code == 404
