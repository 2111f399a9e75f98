"""Nothing can be said otherwise in a signature or in its stamps, even where they do not cover themselves."""

from dataclasses import replace
from random import Random

import pytest
from asn1crypto import cms, core

from lms.lib.signatures.checking import check
from lms.lib.signatures.form import PlainStamps
from lms.lib.signatures.signing import signed
from tests.forgery import mutations
from tests.forgery.papers import (
    AT,
    FORMS,
    genuine,
    hole,
    identity_for,
    openssl_accepts,
    pdfsig_accepts,
    stamp_authority,
    trusted_with_stamps,
    unsigned,
)

_ILL_FORMED = "署名の形が、交付したときのものと異なります。"


def problem(pdf: bytes) -> str:
    return check(pdf, trusted_with_stamps(), AT).problem


@pytest.mark.parametrize("form", FORMS)
def test_a_paper_of_each_form_is_accepted(form):
    assert problem(genuine(form)) == ""


@pytest.mark.parametrize("forge", [mutations.attribute_added_to_the_signature, mutations.stamp_taken_out])
def test_what_others_overlook_beside_the_signature_is_refused(forge, tmp_path):
    chance = Random(1)
    forged = next(one for one in (forge(genuine("B-T"), chance) for _ in range(9)) if len(one) == len(genuine("B-T")))
    assert pdfsig_accepts(forged)
    assert openssl_accepts(forged, tmp_path)
    assert problem(forged) == _ILL_FORMED


@pytest.mark.parametrize("seed", range(4))
def test_a_stamp_that_is_said_otherwise_is_refused(seed):
    assert problem(mutations.stamp_written_otherwise(genuine("B-T"), Random(seed))) != ""


@pytest.mark.parametrize(("what", "before_its_end"), [("version", 1), ("digest_algorithms", 3)])
def test_a_bit_before_what_the_last_stamp_says_is_refused(what, before_its_end):
    """It lies in the header of the token, which no signature covers."""
    pdf = genuine("archive")
    start, end = hole(pdf, -1)
    content = bytes.fromhex(pdf[start + 1 : end - 1].decode())
    header = cms.ContentInfo.load(content)["content"][what].dump()
    place = start + 1 + 2 * (content.index(header) + len(header) - before_its_end) + 1
    turned = b"%X" % (int(pdf[place : place + 1], 16) ^ 2)
    assert problem(pdf[:place] + turned + pdf[place + 1 :]) != ""


class _Wordy(PlainStamps):
    """An authority that writes another version, and adds an attribute of its own."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        token = await stamp_authority()[0].async_timestamp(message_digest, md_algorithm)
        signer = token["content"]["signer_infos"][0]
        signer["unsigned_attrs"] = [{"type": "1.2.392.1.1", "values": [core.Null()]}]
        token["content"]["version"] = "v4"
        return token


def test_whatever_way_an_authority_writes_its_stamps_the_paper_is_in_our_form():
    wordy = replace(identity_for("archive"), timestamper=PlainStamps(_Wordy(stamp_authority()[0])))
    assert problem(signed(unsigned(), wordy, AT)) == ""
    as_it_comes = replace(wordy, timestamper=_Wordy(stamp_authority()[0]))
    assert problem(signed(unsigned(), as_it_comes, AT)) == _ILL_FORMED
