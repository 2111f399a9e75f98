"""Lists of what authorities have revoked (CRLs), carried in as files: for signing, and for checking."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import pem
from cryptography.x509 import load_der_x509_certificate
from pyhanko.pdf_utils.reader import PdfFileReader

from lms.lib.signatures.checking import check
from lms.lib.signatures.configured import identity, signed_paper, trust
from lms.lib.signatures.jws import check_json, signed_json
from lms.lib.signatures.signing import CannotSignError, Identity, signed
from lms.lib.signatures.statements import signed_statement, since_then, statement_problem
from tests.forgery.papers import AT, stamp_authority, stamping, unsigned
from tests.lms.lib.signatures.authorities import Authority, authority, list_of

REVOKED = "署名か時刻認証に使った証明書は、失効しています。"
LATER = AT + timedelta(days=400)


@pytest.fixture(scope="module")
def lgpki(tmp_path_factory) -> Authority:
    return authority(tmp_path_factory.mktemp("authority") / "lgpki", AT)


@pytest.fixture
def place(lgpki, settings, tmp_path) -> Callable[[bytes], None]:
    """Puts a list of the city's authority where the settings name the folder."""
    stamping()  # it trusts the demo authority as well, while its keys are at hand
    settings.KEYS_DIR = tmp_path / "keys"
    settings.SIGNING_PKCS12, settings.SIGNING_CHAIN = str(lgpki.city), str(lgpki.root)
    settings.SIGNING_CRLS = str(tmp_path / "lists")
    (tmp_path / "lists").mkdir()
    (tmp_path / "stamps.pem").write_bytes(pem.armor("CERTIFICATE", stamp_authority()[1].dump()))
    settings.TRUSTED_CERTIFICATES = str(tmp_path / "stamps.pem")
    return (tmp_path / "lists" / "lgpki.crl").write_bytes


def problem(paper: bytes, at: datetime) -> str:
    return check(paper, trust(at), at).problem


def test_a_paper_counts_until_its_certificate_was_revoked_and_the_list_is_read_anew(lgpki, place):
    place(lgpki.revoked({}, AT))
    paper = signed_paper(unsigned(), AT)
    assert problem(paper, LATER) == ""
    place(pem.armor("X509 CRL", lgpki.revoked({lgpki.serial: AT + timedelta(days=100)}, AT + timedelta(days=101))))
    assert problem(paper, AT + timedelta(days=99)) == ""
    # Also when the list itself has run out meanwhile.
    assert problem(paper, LATER) == REVOKED


def test_nothing_is_signed_with_a_certificate_that_was_revoked(lgpki, place):
    place(lgpki.revoked({lgpki.serial: AT - timedelta(days=1)}, AT))
    with pytest.raises(CannotSignError, match="失効しています"):
        signed_paper(unsigned(), AT)


def test_a_paper_stamped_before_the_certificate_was_revoked_still_counts(lgpki, place):
    place(lgpki.revoked({}, AT))
    paper = signed(unsigned(), _stamped(), AT)
    place(lgpki.revoked({lgpki.serial: AT + timedelta(days=100)}, AT + timedelta(days=101)))
    assert check(paper, _stamped().trust, LATER).problem == ""
    place(lgpki.revoked({lgpki.serial: AT - timedelta(minutes=1)}, AT + timedelta(days=101)))
    assert check(paper, _stamped().trust, LATER).problem == REVOKED


def test_for_the_long_term_the_lists_travel_in_the_paper(lgpki, place, settings):
    place(lgpki.revoked({}, AT))
    _place_list_of_stamps(settings)
    paper = signed(unsigned(), replace(_stamped(), archival=True), AT)
    assert len(PdfFileReader(io.BytesIO(paper)).root["/DSS"]["/CRLs"]) == 2
    assert check(paper, _stamped().trust, LATER).problem == ""


@pytest.mark.parametrize("days", [0, 1])
def test_for_the_long_term_nothing_is_signed_without_a_list_in_time_for_each_authority(lgpki, place, settings, days):
    place(lgpki.revoked({}, AT - timedelta(days=1), days=days + 1))
    if not days:
        _place_list_of_stamps(settings)
    with pytest.raises(CannotSignError, match="期限内の失効リストを認証局ごとに"):
        signed(unsigned(), replace(_stamped(), archival=True), AT + timedelta(hours=1))


def test_a_list_of_somebody_else_or_a_broken_one_is_named(lgpki, place, tmp_path):
    place(authority(tmp_path / "stranger", AT).revoked({}, AT))
    with pytest.raises(CannotSignError, match="信頼する認証局のものではありません"):
        trust(AT)
    place(b"half a li")
    with pytest.raises(CannotSignError, match=r"lgpki.crl）を読めません"):
        trust(AT)


def test_a_folder_that_is_not_there_is_named(place, settings, tmp_path):
    settings.SIGNING_CRLS = str(tmp_path / "nowhere")
    with pytest.raises(CannotSignError, match=r"nowhere）がありません"):
        trust(AT)


def test_a_folder_without_a_list_and_a_list_that_cannot_be_opened_are_named(place, settings):
    with pytest.raises(CannotSignError, match=r"失効リスト（\*.crl）がありません"):
        trust(AT)
    (Path(settings.SIGNING_CRLS) / "gone.crl").symlink_to("nowhere")
    with pytest.raises(CannotSignError, match=r"gone.crl）を読めません"):
        trust(AT)


def test_what_else_the_certificate_signed_is_judged_by_the_list_as_well(lgpki, place):
    place(lgpki.revoked({}, AT))
    badge, statement = signed_json({"a": 1}, AT).encode(), signed_statement(b"head", AT)
    place(lgpki.revoked({lgpki.serial: AT + timedelta(days=100)}, AT + timedelta(days=101)))
    now = trust(LATER)
    assert "失効しています" in check_json(badge, now, LATER).verdict.problem
    assert "失効しています" in statement_problem(b"head", statement, now, LATER)
    assert statement_problem(b"head", statement, now, AT) == ""
    assert since_then(statement, now, LATER) == "証明書は、その後に失効しています"


def _stamped() -> Identity:
    """Who signs here now, with a stamp of the tests' own authority."""
    return replace(identity(AT), timestamper=stamping()[0])


def _place_list_of_stamps(settings) -> None:
    _, root, key = stamp_authority()
    content = list_of(load_der_x509_certificate(root.dump()), key, {}, AT)
    (Path(settings.SIGNING_CRLS) / "stamps.crl").write_bytes(content)
