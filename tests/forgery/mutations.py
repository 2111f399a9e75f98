"""Ways to forge a signed paper. Each makes one forgery by chance; the same `Random` makes the same forgeries."""

from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from random import Random

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from lms.lib.signatures.signing import signed
from tests.forgery.papers import AT, genuine, hole, ours, stranger, unsigned

_OTHER = '<html lang="ja"><title>修了証書</title><h1>修了証書</h1><p>上野 三郎</p><p>垂水市長 尾脇 雅弥</p></html>'
_DRAWN = b"BT 1 0 0 1 90 700 Tm 0 0 0 rg 90 700 200 60 re f ET"

Mutation = Callable[[bytes, Random], bytes]


# ---- bytes -----------------------------------------------------------------------------------------------------------


def bit_flipped(pdf: bytes, chance: Random) -> bytes:
    return _flipped(pdf, chance.randrange(len(pdf)), chance)


def bit_of_the_signature_flipped(pdf: bytes, chance: Random) -> bytes:
    return _flipped(pdf, chance.randrange(*hole(pdf)), chance)


def _flipped(pdf: bytes, place: int, chance: Random) -> bytes:
    changed = bytearray(pdf)
    changed[place] ^= 1 << chance.randrange(8)
    return bytes(changed)


def bytes_replaced(pdf: bytes, chance: Random) -> bytes:
    place, length = chance.randrange(len(pdf) - 64), chance.randrange(1, 64)
    new = bytes((byte + 1 + chance.randrange(255)) % 256 for byte in pdf[place : place + length])
    return pdf[:place] + new + pdf[place + length :]


def bytes_inserted(pdf: bytes, chance: Random) -> bytes:
    place = chance.randrange(len(pdf))
    return pdf[:place] + chance.randbytes(chance.randrange(1, 40)) + pdf[place:]


def bytes_removed(pdf: bytes, chance: Random) -> bytes:
    place = chance.randrange(len(pdf) - 40)
    return pdf[:place] + pdf[place + chance.randrange(1, 40) :]


def cut_short(pdf: bytes, chance: Random) -> bytes:
    return pdf[: chance.randrange(1, len(pdf))]


# ---- what is added after the signature -------------------------------------------------------------------------------


def rubbish_appended(pdf: bytes, chance: Random) -> bytes:
    return pdf + chance.choice([b"\n", b" ", b"%%EOF\n", b"\0" * 8, chance.randbytes(chance.randrange(1, 200))])


def page_redrawn_by_an_update(pdf: bytes, chance: Random) -> bytes:
    """Shadow attack "replace": the page now has other contents, in an appended revision."""
    return _updated(pdf, _new_contents, chance)


def page_put_before_by_an_update(pdf: bytes, chance: Random) -> bytes:
    """Shadow attack "hide": another page is shown in place of the signed one."""
    return _updated(pdf, _new_page, chance)


def note_pinned_on_by_an_update(pdf: bytes, chance: Random) -> bytes:
    """A text laid over the name, as an annotation."""
    return _updated(pdf, _new_note, chance)


def description_changed_by_an_update(pdf: bytes, chance: Random) -> bytes:
    return _updated(pdf, lambda writer, _: writer.set_info(_dictionary(Title="FORGED")), chance)


def permission_lifted_by_an_update(pdf: bytes, chance: Random) -> bytes:
    """The certification is taken out of the catalogue, and the page redrawn."""
    return _updated(pdf, _no_permission, chance)


def _updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter, Random], object], chance: Random) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer, chance)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _dictionary(**values: str) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name(f"/{name}"): generic.pdf_string(text) for name, text in values.items()})


def _drawing(writer: IncrementalPdfFileWriter, chance: Random) -> generic.IndirectObject:
    return writer.add_object(generic.StreamObject(stream_data=_DRAWN + b" %%%d" % chance.randrange(10**9)))


def _page(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    return writer.root["/Pages"]["/Kids"][0]


def _new_contents(writer: IncrementalPdfFileWriter, chance: Random) -> None:
    page = _page(writer)
    page[pdf_name("/Contents")] = _drawing(writer, chance)
    writer.update_container(page)


def _new_page(writer: IncrementalPdfFileWriter, chance: Random) -> None:
    pages = writer.root["/Pages"]
    shown = generic.DictionaryObject(dict(_page(writer).items()))
    shown[pdf_name("/Contents")] = _drawing(writer, chance)
    pages[pdf_name("/Kids")] = generic.ArrayObject([writer.add_object(shown)])
    writer.update_container(pages)


def _new_note(writer: IncrementalPdfFileWriter, chance: Random) -> None:
    page = _page(writer)
    note = _dictionary(Contents=f"上野 {chance.randrange(10**6)}")
    place = generic.ArrayObject([generic.NumberObject(at) for at in (90, 600, 400, 700)])
    note.update({pdf_name("/Subtype"): pdf_name("/FreeText"), pdf_name("/Rect"): place})
    page[pdf_name("/Annots")] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page)


def _no_permission(writer: IncrementalPdfFileWriter, chance: Random) -> None:
    del writer.root[pdf_name("/Perms")]
    writer.update_root()
    _new_contents(writer, chance)


# ---- names, and signatures of others ---------------------------------------------------------------------------------


@cache
def _of_another_person() -> bytes:
    return signed(unsigned(_OTHER), ours(), AT)


def signature_taken_from_another_paper(pdf: bytes, chance: Random) -> bytes:
    """The words of one paper under the signature of another."""
    victim, donor = chance.sample([pdf, _of_another_person()], 2)
    (start, end), (first, last) = hole(victim), hole(donor)
    return victim[:start] + donor[first:last] + victim[end:]


def name_swapped_under_the_signature(pdf: bytes, chance: Random) -> bytes:
    """The signed part of another person's paper, followed by this paper's signature and end."""
    other = unsigned(_OTHER)
    differing = next(place for place, (one, two) in enumerate(zip(pdf, other, strict=False)) if one != two)
    cut = chance.randrange(differing + 1, min(len(unsigned()), len(other)))
    return other[:cut] + pdf[cut:]


def signature_stripped(pdf: bytes, chance: Random) -> bytes:
    start, end = hole(pdf)
    ways = [
        unsigned(),
        pdf[:start] + b"<>" + pdf[end:],
        pdf[:start] + b"<" + b"0" * (end - start - 2) + b">" + pdf[end:],
        pdf.replace(b"/ByteRange", b"/ByteRangX"),
        pdf.replace(b"/ETSI.CAdES.detached", b"/adbe.x509.rsa_sha1 "),
        pdf.replace(b"/AcroForm", b"/AcroFork"),
    ]
    return chance.choice(ways) + b" " * chance.randrange(3)


def signed_by_a_stranger(pdf: bytes, chance: Random) -> bytes:
    """Somebody who calls himself and his authority as we do."""
    return signed(
        unsigned(chance.choice([_OTHER, _OTHER.replace("三郎", f"{chance.randrange(10**6)}")])), stranger(), AT
    )


def signed_once_more_by_a_stranger(pdf: bytes, chance: Random) -> bytes:
    """A second signature over an update, beside ours."""
    field = f"Other{chance.randrange(10**6)}"
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer.root["/Perms"].pop(pdf_name("/DocMDP"))
    writer.update_container(writer.root["/Perms"])
    signing = PdfSigner(
        PdfSignatureMetadata(field_name=field, md_algorithm="sha256"), stranger().signer,
        new_field_spec=SigFieldSpec(field),
    )  # fmt: skip
    signing._enforce_certification_constraints = lambda reader: None
    return signing.sign_pdf(writer).getvalue()


# ---- signature wrapping ----------------------------------------------------------------------------------------------


def wrapped(pdf: bytes, chance: Random) -> bytes:
    """The ranges of the signature are moved, so that something may stand between them."""
    start, end = hole(pdf)
    stated = b"/ByteRange [0 %d %d %d]" % (start, end, len(pdf) - end)
    between = b"\n%" + chance.randbytes(20).hex().encode() + b"\n"
    moved = b"/ByteRange [0 %d %d %d]" % (start, end + len(between), len(pdf) - end)
    return pdf[:end].replace(stated, moved) + between + pdf[end:].replace(stated, moved)


def ranges_made_up(pdf: bytes, chance: Random) -> bytes:
    """Universal signature forgery: ranges that are empty, negative, or cover less."""
    start, end = hole(pdf)
    stated = b"[0 %d %d %d]" % (start, end, len(pdf) - end)
    less = chance.randrange(1, start)
    ways = [
        b"[]",
        b"null",
        b"[0 0 0 0]",
        b"[0 %d]" % start,
        b"[0 -%d %d 0]" % (less, less),
        b"[0 %d %d %d]" % (less, end, 9),
    ]
    return pdf.replace(stated, chance.choice(ways).ljust(len(stated)))


KINDS: tuple[Mutation, ...] = (
    bit_flipped, bit_of_the_signature_flipped, bytes_replaced, bytes_inserted, bytes_removed, cut_short,
    rubbish_appended, page_redrawn_by_an_update, page_put_before_by_an_update, note_pinned_on_by_an_update,
    description_changed_by_an_update, permission_lifted_by_an_update, signature_taken_from_another_paper,
    name_swapped_under_the_signature, signature_stripped, signed_by_a_stranger, signed_once_more_by_a_stranger, wrapped,
    ranges_made_up,
)  # fmt: skip


def forgeries(number: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """`number` of them, each kind in its turn, every one different from the paper; by name of the kind."""
    chance = Random(seed)
    for place in range(number):
        kind = KINDS[place % len(KINDS)]
        forged = kind(genuine(), chance)
        assert forged not in (genuine(), _of_another_person()), kind.__name__
        yield kind.__name__, forged
