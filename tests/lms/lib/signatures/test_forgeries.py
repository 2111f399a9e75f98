"""No forged paper is accepted, every genuine one is; pdfsig and openssl say the same. Many more: tests/forgery."""

from lms.lib.signatures.checking import check
from tests.forgery.mutations import KINDS, ROUND
from tests.forgery.papers import AT, genuine, hole, openssl_accepts, pdfsig_accepts, trusted
from tests.forgery.trial import genuine_refused, tried


def test_none_of_many_forgeries_is_accepted_and_others_agree(tmp_path):
    found = tried(len(ROUND), seed=1, beside=len(KINDS), folder=tmp_path)
    assert set(found.made) == {f"{form} {kind.__name__}" for form, kind in ROUND}
    assert found.accepted.total() == 0, str(found)
    # A bit of the signature's own writing may mean nothing to others, a small letter for a capital one, say.
    assert set(+found.theirs) <= {"B-B bit_of_the_signature_flipped", "B-B bit_flipped"}, str(found)
    assert set(found.asked) == {f"B-B {kind.__name__}" for kind in KINDS}


def test_every_genuine_paper_is_accepted_by_us_and_by_others(tmp_path):
    assert genuine_refused(6, tmp_path) == (0, 0)


def test_even_a_letter_of_the_signature_in_small_is_refused(tmp_path):
    end, rest = hole(genuine())
    place = next(at for at in range(end + 1, rest) if genuine()[at : at + 1] in b"ABCDEF")
    changed = genuine()[:place] + genuine()[place : place + 1].lower() + genuine()[place + 1 :]
    assert pdfsig_accepts(changed)
    assert openssl_accepts(changed, tmp_path)
    assert check(changed, trusted(), AT).problem == "署名の形が、交付したときのものと異なります。"
