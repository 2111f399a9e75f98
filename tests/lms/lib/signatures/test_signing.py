"""What is signed, and that programs of others see it as we do."""

import io
import os
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from lms.lib.signatures.authority import SIGNER, demo_authority
from lms.lib.signatures.checking import check
from lms.lib.signatures.signing import signed
from tests.forgery.papers import (
    AT,
    folder_of_ours,
    genuine,
    openssl_accepts,
    ours,
    pdfsig_accepts,
    stamping,
    trusted,
    unsigned,
)


def test_a_signed_paper_is_accepted_by_us_by_pdfsig_and_by_openssl(tmp_path):
    verdict = check(genuine(), trusted(), AT)
    assert verdict.accepted, verdict.problem
    assert (verdict.signer, verdict.signed_at, verdict.stamped) == ("試行用の署名", AT, False)
    assert pdfsig_accepts(genuine())
    assert openssl_accepts(genuine(), tmp_path)


def test_an_unsigned_paper_is_accepted_by_none(tmp_path):
    assert check(unsigned(), trusted(), AT).problem == "署名がありません。"
    assert not pdfsig_accepts(unsigned())
    assert not openssl_accepts(unsigned(), tmp_path)


def test_it_is_a_pades_certification_that_allows_no_changes():
    root = PdfReader(io.BytesIO(genuine())).trailer["/Root"]
    certification = root["/Perms"]["/DocMDP"]
    assert certification["/SubFilter"] == "/ETSI.CAdES.detached"
    assert certification["/Reference"][0]["/TransformParams"]["/P"] == 1
    assert len(root["/AcroForm"]["/Fields"]) == 1


def test_the_signature_adds_little_and_changes_nothing_before_it():
    assert genuine().startswith(unsigned())
    assert len(genuine()) - len(unsigned()) < 6_000


def test_the_paper_says_that_it_follows_both_standards():
    root = PdfReader(io.BytesIO(genuine())).trailer["/Root"]
    said = root["/Metadata"].get_data().decode()
    assert 'pdfaid:part="3" pdfaid:conformance="A"' in said
    assert "<pdfuaid:part>1</pdfuaid:part>" in said
    assert root["/MarkInfo"]["/Marked"]
    assert root["/AF"][0]["/AFRelationship"] == "/Data"
    assert PdfReader(io.BytesIO(genuine())).attachments == {"record.json": [b'{"name":"x"}']}


def test_the_signature_has_the_moment_it_is_given_and_no_other():
    later = AT + timedelta(days=3)
    assert check(signed(unsigned(), ours(), later), trusted(), AT).signed_at == later


def test_a_certificate_that_has_run_out_is_refused_in_words():
    verdict = check(genuine(), trusted(), AT + timedelta(days=21 * 365))
    assert verdict.problem == "署名に使った証明書の有効期間が過ぎています。"


def test_a_time_stamp_is_checked_and_told():
    stamper, trust = stamping()
    paper = signed(unsigned(), replace(ours(), timestamper=stamper), AT)
    verdict = check(paper, trust, AT)
    assert verdict.problem == ""
    assert (verdict.stamped, verdict.signed_at) == (True, AT)
    assert pdfsig_accepts(paper)
    assert check(paper, trusted(), AT).problem == "時刻認証を、信頼する認証局の証明書で確かめられません。"


def test_a_time_stamp_outlives_the_signers_certificate():
    stamper, trust = stamping()
    paper = signed(unsigned(), replace(ours(), timestamper=stamper), AT)
    assert check(paper, trust, AT + timedelta(days=21 * 365)).problem == ""


def test_a_paper_for_the_long_term_is_covered_by_its_last_stamp():
    stamper, trust = stamping()
    paper = signed(unsigned(), replace(ours(), timestamper=stamper, archival=True, trust=trust), AT)
    verdict = check(paper, trust, AT)
    assert verdict.problem == ""
    assert verdict.stamped
    assert not check(paper + b"\n", trust, AT).accepted


def test_keys_are_for_the_owner_alone_and_made_once(tmp_path):
    folder = demo_authority(tmp_path / "keys" / "demo", AT)
    first = (folder / SIGNER).read_bytes()
    assert (demo_authority(folder, AT) / SIGNER).read_bytes() == first
    assert {path.name for path in folder.parent.iterdir()} == {"demo"}
    for path in [folder.parent, folder, *folder.iterdir()]:
        assert os.stat(path).st_mode & 0o077 == 0, path


def test_whoever_comes_second_with_an_authority_throws_the_own_one_away(tmp_path, monkeypatch):
    folder, exists = tmp_path / "demo", Path.exists
    demo_authority(folder, AT)
    first = (folder / SIGNER).read_bytes()
    answers = iter([False])
    monkeypatch.setattr(Path, "exists", lambda path, **_: next(answers, None) is None and exists(path))
    assert (demo_authority(folder, AT) / SIGNER).read_bytes() == first
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


def test_the_demo_authority_names_itself_as_such():
    said = subprocess.run(
        ["openssl", "x509", "-in", folder_of_ours() / "root.pem", "-noout", "-subject", "-nameopt", "utf8"],
        capture_output=True, check=True,
    ).stdout.decode()  # fmt: skip
    assert "試行用認証局" in said


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04", b"%PDF-1.7\n/ByteRange [0 1 2 3]"])
def test_what_is_no_paper_at_all_is_refused(content):
    assert not check(content, trusted(), AT).accepted
