"""What we say of a file, and the command that says it."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from lms.certificates.checking import files, papers
from lms.certificates.drawing import paper
from lms.certificates.issuing import Decision
from lms.certificates.models import Certificate
from lms.certificates.reissuing import reissue, revoke
from lms.lib.signatures.configured import signed_paper, trust
from tests.factories import jst
from tests.forgery.papers import folder_of_ours, openssl_accepts, pdfsig_accepts, stranger, unsigned
from tests.lms.certificates.town import NOW, give, give_to_department, text

ON = date(2027, 1, 15)
LATER = jst(2027, 1, 15)


@pytest.fixture
def certificate(town) -> Certificate:
    return give(town.done["髙橋"]).certificates.get()


def problem(content: bytes, at=LATER) -> str:
    return files.find(content, trust(at), at).problem


def verified(*paths: Path, options: tuple[str, ...] = ()) -> tuple[int, list[dict]]:
    out = StringIO()
    try:
        call_command("verify_certificate", *map(str, paths), "--json", *options, stdout=out)
    except SystemExit as end:
        return end.code, json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def test_a_given_paper_is_found_and_stands(certificate):
    content = paper(certificate, NOW)
    assert problem(content) == ""
    found = files.find(content, trust(NOW), NOW)
    assert found.certificate == certificate
    assert found.verdict.signed_at == NOW


def test_others_see_it_as_we_do(certificate, town, tmp_path):
    for row in (certificate, give_to_department(town, "福祉課").certificates.get()):
        content = paper(row, NOW)
        assert pdfsig_accepts(content)
        assert openssl_accepts(content, tmp_path)
        assert len(content) <= 60_000


def test_number_trial_and_check_address_stand_at_the_foot_of_the_first_sheet(certificate, town):
    for row in (certificate, give_to_department(town, "福祉課").certificates.get()):
        said = text(paper(row, NOW), "-l", "1")
        assert "試行用の署名" in said
        assert "http://127.0.0.1:8000/check/" in said


def test_a_revoked_paper_and_one_given_again_do_not_stand(certificate):
    first = paper(certificate, NOW)
    new = reissue(certificate=certificate, reason="紛失", decision=Decision(), on=ON, actor="00900", at=LATER)
    assert problem(first) == "令和9年1月15日に再交付されたため、効力のない証書です。"
    second = paper(new, LATER)
    assert problem(second) == ""
    revoke(certificate=new, reason="誤り", on=ON, actor="00900", at=LATER)
    assert problem(second) == "令和9年1月15日に取り消された証書です。"


def test_a_paper_signed_by_our_key_but_given_by_nobody_is_no_paper(certificate):
    assert problem(signed_paper(unsigned(), NOW)) == "交付台帳に記録のない証書です。"


def test_what_the_register_knows_is_judged_as_of_its_signing(certificate):
    content = paper(certificate, NOW)
    far = jst(2060, 1, 1)
    assert problem(content, far) == ""
    assert problem(content + b" ", far) != ""


def test_the_command_accepts_a_given_paper_and_names_it(certificate, tmp_path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper(certificate, NOW))
    assert verified(file) == (
        0,
        [
            {
                "file": str(file), "accepted": True, "problem": "", "signer": "試行用の署名",
                "signed_at": NOW.isoformat(), "time_stamped": False, "register": "issued", "number": "第８－１号",
            }
        ],
    )  # fmt: skip


def test_the_command_says_no_by_its_exit_and_in_words_when_one_file_is_not_accepted(certificate, tmp_path):
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(paper(certificate, NOW))
    bad.write_bytes(paper(certificate, NOW) + b"appended")
    code, found = verified(good, bad)
    assert (code, [one["accepted"] for one in found]) == (1, [True, False])
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_certificate", str(good), str(bad), stdout=out)
    assert out.getvalue().splitlines()[0].startswith(f"{good}：認められます。第８－１号")
    assert out.getvalue().splitlines()[1].startswith(f"{bad}：")


def test_the_command_speaks_of_the_signature_alone_where_there_is_no_register(certificate, tmp_path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper(certificate, NOW))
    root = folder_of_ours() / "root.pem"
    code, (found,) = verified(file, options=("--without-register", "--trust", str(root)))
    assert (code, found["accepted"], found["register"]) == (0, True, "not-read")
    out = StringIO()
    call_command("verify_certificate", str(file), "--without-register", stdout=out)
    assert "交付台帳は調べていません。" in out.getvalue()


def test_the_command_does_not_guess_when_the_register_cannot_be_read(certificate, tmp_path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper(certificate, NOW))

    def locked(*_: object) -> None:
        raise OperationalError("database is locked")

    with connection.execute_wrapper(locked):
        with pytest.raises(CommandError, match="交付台帳を読めないため、確かめられません。"):
            call_command("verify_certificate", str(file), stdout=StringIO())
        assert verified(file, options=("--without-register",))[0] == 0


def test_the_command_refuses_a_paper_without_a_time_stamp_when_asked_to(certificate, tmp_path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper(certificate, NOW))
    code, (found,) = verified(file, options=("--stamped",))
    assert (code, found["accepted"], found["problem"]) == (1, False, "時刻認証がありません。")


def test_the_command_trusts_nobody_but_whom_it_is_told_to(certificate, tmp_path):
    file, other = tmp_path / "paper.pdf", tmp_path / "other.der"
    file.write_bytes(paper(certificate, NOW))
    other.write_bytes(stranger().trust.roots[0].dump())
    code, (found,) = verified(file, options=("--trust", str(other)))
    assert (code, found["problem"]) == (1, "信頼する認証局の証明書で確かめられない署名です。")


@pytest.mark.parametrize("name", ["missing.pdf", "."])
def test_a_file_that_cannot_be_read_is_named(db, tmp_path, name):
    with pytest.raises(CommandError, match="を読めません"):
        call_command("verify_certificate", str(tmp_path / name))


def test_a_number_is_found_however_it_is_typed(certificate):
    for typed in ("第８－１号", "第8-1号", " 第 8‐1 号 ", "第８−１号"):
        assert papers.by_number(typed) == certificate, typed
    assert papers.by_number("第８－２号") is None


def test_a_number_leads_to_the_paper_that_was_given_last(certificate):
    new = reissue(certificate=certificate, reason="紛失", decision=Decision(), on=ON, actor="00900", at=LATER)
    assert papers.by_number("第8-1号") == new
    assert papers.by_code(certificate.public_id) == certificate
    assert papers.by_code(new.public_id.upper()) == new
