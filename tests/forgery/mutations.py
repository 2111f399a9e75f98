"""Ways to forge a signed paper. Each makes one forgery by chance; the same `Random` makes the same forgeries."""

import asyncio
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from io import BytesIO
from random import Random

from asn1crypto import cms, core
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper

from lms.lib.signatures.signing import signed
from tests.forgery.papers import AT, FORMS, form_of, genuine, hole, identity_for, stamping, stranger, unsigned

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
def _of_another_person(form: str) -> bytes:
    return signed(unsigned(_OTHER), identity_for(form), AT)


def signature_taken_from_another_paper(pdf: bytes, chance: Random) -> bytes:
    """The words of one paper under the signature of another."""
    victim, donor = chance.sample([pdf, _of_another_person(form_of(pdf))], 2)
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
    return signed(unsigned(_OTHER), stranger(), AT + timedelta(seconds=chance.randrange(10**6)))


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
    _, end = hole(pdf)
    stated = _ranges(pdf)
    between = b"\n%" + chance.randbytes(20).hex().encode() + b"\n"
    moved = stated.replace(b"%d" % end, b"%d" % (end + len(between)))
    return pdf[:end].replace(stated, moved) + between + pdf[end:].replace(stated, moved)


def ranges_made_up(pdf: bytes, chance: Random) -> bytes:
    """Universal signature forgery: ranges that are empty, negative, or cover less."""
    start, end = hole(pdf)
    stated = _ranges(pdf)
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


def _ranges(pdf: bytes) -> bytes:
    """As the first signature states them."""
    return re.findall(rb"\[0 \d+ \d+ \d+ *\]", pdf)[0]


# ---- time stamps -----------------------------------------------------------------------------------------------------


def bit_of_a_stamp_flipped(pdf: bytes, chance: Random) -> bytes:
    """In the token of the signature, or of the stamp over the whole."""
    which = chance.choice([0, -1])
    info = _info(pdf, which)
    token = info.dump() if which else _tokens(info)[0].dump()
    start = hole(pdf, which)[0] + 1 + 2 * info.dump().index(token)
    return _flipped(pdf, start + chance.randrange(2 * len(token)), chance)


def bit_of_a_stamp_turned(pdf: bytes, chance: Random) -> bytes:
    """One bit of what the digits say, so that they stay digits."""
    which = chance.choice([0, -1])
    content = _info(pdf, which).dump()
    token = content if which else _tokens(_info(pdf, which))[0].dump()
    return _rewritten(pdf, _flipped(content, content.index(token) + chance.randrange(len(token)), chance), which)


def stamp_taken_out(pdf: bytes, chance: Random) -> bytes:
    return _resaid(pdf, []) + b" " * chance.choice([0, 0, 1])


def stamp_said_twice(pdf: bytes, chance: Random) -> bytes:
    given = list(_signer(_info(pdf))["unsigned_attrs"])
    twice = cms.CMSAttribute({"type": "signature_time_stamp_token", "values": _tokens(_info(pdf)) * 2})
    return _resaid(pdf, chance.choice([given * 2, [twice]]))


def attribute_added_to_the_signature(pdf: bytes, chance: Random) -> bytes:
    added = cms.CMSAttribute({"type": "1.2.392.1.1", "values": [core.OctetString(chance.randbytes(20))]})
    return _resaid(pdf, [*_signer(_info(pdf))["unsigned_attrs"], added])


def stamp_written_otherwise(pdf: bytes, chance: Random) -> bytes:
    """What the token's signature does not cover, said in another way."""
    token = _tokens(_info(pdf))[0].copy()
    data, signer = token["content"], _signer(token)
    ways = [
        lambda: data.__setitem__("version", chance.choice(["v0", "v1", "v4", "v5"])),
        lambda: signer.__setitem__("version", chance.choice(["v0", "v2", "v3"])),
        lambda: data.__setitem__("digest_algorithms", [{"algorithm": chance.choice(["sha1", "sha384", "sha512"])}]),
        lambda: signer.__setitem__("signature_algorithm", {"algorithm": "rsassa_pkcs1v15"}),
        lambda: data.__setitem__("certificates", [*data["certificates"], stranger().certificate]),
        lambda: signer.__setitem__("unsigned_attrs", [{"type": "1.2.392.1.1", "values": [core.Null()]}]),
    ]
    chance.choice(ways)()
    return _resaid(pdf, [cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token]})])


def stamp_of_another_signature(pdf: bytes, chance: Random) -> bytes:
    """A good one of the same authority, that speaks of something else."""
    token = asyncio.run(stamping()[0].async_timestamp(chance.randbytes(32), "sha256"))
    return _resaid(pdf, [cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token]})])


def page_redrawn_and_stamped(pdf: bytes, chance: Random) -> bytes:
    """An update that is covered by a good stamp over the whole."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    chance.choice([_new_contents, _new_page, _new_note])(writer, chance)
    out = BytesIO()
    writer.write(out)
    return _stamped(out.getvalue())


def stamped_once_more(pdf: bytes, chance: Random) -> bytes:
    """Nothing else is added, but it is not the file that we made."""
    return _stamped(_stamped(pdf) + b"\n" * chance.randrange(3))


def _stamped(pdf: bytes) -> bytes:
    stamper = PdfTimeStamper(stamping()[0])
    return stamper.timestamp_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), "sha256").getvalue()


def _info(pdf: bytes, which: int = 0) -> cms.ContentInfo:
    start, end = hole(pdf, which)
    return cms.ContentInfo.load(bytes.fromhex(pdf[start + 1 : end - 1].decode()))


def _signer(info: cms.ContentInfo) -> cms.SignerInfo:
    return info["content"]["signer_infos"][0]


def _tokens(info: cms.ContentInfo) -> list[cms.ContentInfo]:
    return list(_signer(info)["unsigned_attrs"][0]["values"])


def _resaid(pdf: bytes, unsigned_attributes: list[cms.CMSAttribute]) -> bytes:
    """The same signature with other attributes beside it, where there is room for them."""
    info = _info(pdf)
    given = _signer(info)
    kept = {name: given[name] for name in given if name != "unsigned_attrs"}
    added = {"unsigned_attrs": unsigned_attributes} if unsigned_attributes else {}
    info["content"]["signer_infos"] = [cms.SignerInfo(kept | added)]
    return _rewritten(pdf, info.dump(force=True), 0)


def _rewritten(pdf: bytes, content: bytes, which: int) -> bytes:
    start, end = hole(pdf, which)
    return pdf[: start + 1] + content.hex().upper().encode().ljust(end - start - 2, b"0") + pdf[end - 1 :]


KINDS: tuple[Mutation, ...] = (
    bit_flipped, bit_of_the_signature_flipped, bytes_replaced, bytes_inserted, bytes_removed, cut_short,
    rubbish_appended, page_redrawn_by_an_update, page_put_before_by_an_update, note_pinned_on_by_an_update,
    description_changed_by_an_update, permission_lifted_by_an_update, signature_taken_from_another_paper,
    name_swapped_under_the_signature, signature_stripped, signed_by_a_stranger, signed_once_more_by_a_stranger, wrapped,
    ranges_made_up, attribute_added_to_the_signature, page_redrawn_and_stamped,
)  # fmt: skip
KINDS_OF_STAMPED: tuple[Mutation, ...] = (
    bit_of_a_stamp_flipped, bit_of_a_stamp_turned, stamp_taken_out, stamp_said_twice, stamp_written_otherwise,
    stamp_of_another_signature,
)  # fmt: skip
ROUND = (
    *((form, kind) for form in FORMS for kind in KINDS),
    *((form, kind) for form in FORMS[1:] for kind in KINDS_OF_STAMPED),
    ("archive", stamped_once_more),
)


def forgeries(number: int, seed: int) -> Iterator[tuple[str, str, bytes]]:
    """`number` of them, each form and kind in its turn, every one different from the paper; by form and kind."""
    chance = Random(seed)
    for place in range(number):
        form, kind = ROUND[place % len(ROUND)]
        forged = kind(genuine(form), chance)
        assert forged not in (genuine(form), _of_another_person(form)), kind.__name__
        yield form, kind.__name__, forged
