"""The rules of PDF/A-3a and PDF/UA-1 that can be checked here, on the papers as they are signed and kept."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from lms.certificates.drawing import paper
from lms.certificates.papers.layout import draw_to_keep
from lms.lib.signatures.signing import Identity, signed
from tests.forgery.papers import AT, ours, stamping
from tests.lms.certificates.papers.test_personal import payload
from tests.lms.certificates.town import IVS, NOW, give, give_to_department
from tests.standards import breaches

LONG = "アレクサンドラ・マリア・フォン・ハプスブルク＝ロートリンゲン"


def drawn(name: str = "髙橋　正樹") -> bytes:
    return draw_to_keep(payload(name), AT, "試行用の署名")


def _stamped() -> Identity:
    return replace(ours(), timestamper=stamping()[0])


def _for_the_long_term() -> Identity:
    stamper, trust = stamping()
    return replace(ours(), timestamper=stamper, archival=True, trust=trust)


@pytest.mark.parametrize("name", ["髙橋　正樹", "𠮷田　太郎", IVS, LONG])
def test_a_signed_paper_keeps_the_rules(name):
    assert breaches(signed(drawn(name), ours(), AT)) == []


@pytest.mark.parametrize("identity", [_stamped, _for_the_long_term])
def test_a_stamped_paper_keeps_the_rules(identity):
    assert breaches(signed(drawn(), identity(), AT)) == []


def test_papers_as_they_are_given_keep_the_rules(town):
    rows = [give(town.done["髙橋"]).certificates.get(), give_to_department(town, "福祉課").certificates.get()]
    assert [breaches(paper(row, NOW)) for row in rows] == [[], []]


# ---- each rule can be broken -----------------------------------------------------------------------------------------


def broken(change: Callable[[PdfWriter], object]) -> list[str]:
    """What is found in a paper that was changed."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(drawn())))
    change(writer)
    written = io.BytesIO()
    writer.write(written)
    return breaches(written.getvalue())


def _font(writer: PdfWriter) -> DictionaryObject:
    return next(iter(writer.pages[0]["/Resources"]["/Font"].values())).get_object()


def _descendant(writer: PdfWriter) -> DictionaryObject:
    return _font(writer)["/DescendantFonts"][0].get_object()


def _figure(writer: PdfWriter) -> DictionaryObject:
    return next(one for one in _dictionaries(writer) if one.get("/S") == "/Figure")


def _heading(writer: PdfWriter) -> DictionaryObject:
    return next(one for one in _dictionaries(writer) if one.get("/S") == "/H1")


def _attached(writer: PdfWriter) -> DictionaryObject:
    return next(one for one in _dictionaries(writer) if "/EF" in one)


def _dictionaries(writer: PdfWriter) -> list[DictionaryObject]:
    return [one for one in writer._objects if isinstance(one, DictionaryObject)]


def _without(where: Callable[[PdfWriter], DictionaryObject], name: str) -> Callable[[PdfWriter], object]:
    return lambda writer: where(writer).pop(name)


def _with(
    where: Callable[[PdfWriter], DictionaryObject], name: str, value: Callable[[], object]
) -> Callable[[PdfWriter], object]:
    return lambda writer: where(writer).__setitem__(NameObject(name), value())


def _root(writer: PdfWriter) -> DictionaryObject:
    return writer.root_object


def _page(writer: PdfWriter) -> DictionaryObject:
    return writer.pages[0]


def _words(writer: PdfWriter, old: bytes, new: bytes) -> None:
    for one in (_root(writer)["/Metadata"].get_object(), _font(writer)["/ToUnicode"].get_object()):
        one.set_data(one.get_data().replace(old, new))


def _painted(writer: PdfWriter, content: bytes) -> None:
    contents = _page(writer)["/Contents"].get_object()
    contents.set_data(contents.get_data() + content)


def _script() -> DictionaryObject:
    return DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")})


def _field(writer: PdfWriter) -> None:
    writer.add_annotation(
        0, {"/Type": "/Annot", "/Subtype": "/Widget", "/FT": "/Tx", "/Rect": [10, 10, 90, 30], "/F": 4}
    )  # fmt: skip


BREACHES = [
    (lambda writer: writer.encrypt("secret", use_128bit=True), "6.1.3: encrypted"),
    (_with(_root, "/OpenAction", _script), "6.5.1: action /JavaScript"),
    (_with(_page, "/AA", DictionaryObject), "6.5.2: additional actions"),
    (_without(_attached, "/AFRelationship"), "6.8: an attached file without name, description or relationship"),
    (_without(_root, "/AF"), "6.8: an attached file that belongs to nothing"),
    (_without(_root, "/Metadata"), "6.6.2: no metadata"),
    (lambda writer: _words(writer, b'conformance="A"', b'conformance="B"'), "6.6.4: does not say"),
    (lambda writer: _words(writer, b"<pdfuaid:part>1", b"<pdfuaid:part>2"), "PDF/UA 5: does not say"),
    (lambda writer: _words(writer, b"pdfaSchema:namespaceURI", b"pdfaSchema:other"), "6.6.2.3: words of another"),
    (_without(_root, "/Lang"), "7.2: no language"),
    (_without(_root, "/ViewerPreferences"), "7.1: the title is not shown"),
    (_without(_root, "/OutputIntents"), "6.2.3: not one output intent"),
    (lambda writer: _painted(writer, b"\n/Artifact BMC 0 0 0 1 k EMC\n"), "6.2.4.3: colours of 4 components"),
    (lambda writer: _descendant(writer)["/FontDescriptor"].get_object().clear(), "6.2.11.4: not embedded"),
    (_without(_font, "/ToUnicode"), "6.2.11.7: no characters"),
    (_with(_descendant, "/W", ArrayObject), "6.2.11.5: width of"),
    (_without(_root, "/MarkInfo"), "6.7.2.2: not marked"),
    (_without(_root, "/StructTreeRoot"), "6.7.3.3: no tree of tags"),
    (_without(_page, "/StructParents"), "7.1: a page outside"),
    (_with(_heading, "/S", lambda: NameObject("/Fancy")), "6.7.3.4: tag Fancy"),
    (_with(_heading, "/S", lambda: NameObject("/H3")), "7.4.2: a level of headings"),
    (lambda writer: _painted(writer, b"\n0 0 m 9 9 l S\n"), "7.1: painted outside of tags and artifacts: S"),
    (_without(_figure, "/Alt"), "7.3: a picture without description"),
    (_field, "6.3.3: a field without its looks"),
    (_field, "7.18.4: a field outside the tree of tags"),
    (_field, "7.18.1: a field without a name"),
    (lambda writer: writer.add_metadata({"/Title": TextStringObject("another")}), "6.6.3: two different titles"),
]


@pytest.mark.parametrize(("change", "expected"), BREACHES, ids=[expected for _, expected in BREACHES])
def test_a_broken_rule_is_found(change, expected):
    assert any(found.startswith(expected) for found in broken(change)), broken(change)


def test_a_paper_that_was_only_written_anew_breaks_none():
    assert broken(lambda writer: None) == []


def _tables(writer: PdfWriter, kind: str) -> list[DictionaryObject]:
    return [one for one in _dictionaries(writer) if one.get("/S") == kind]


def test_a_table_whose_cells_name_no_headings_is_found(town):
    row = give_to_department(town, "福祉課").certificates.get()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(draw_to_keep(row.payload, AT, ""))))
    for cell in _tables(writer, "/TD"):
        cell.pop("/A", None)
    written = io.BytesIO()
    writer.write(written)
    assert "7.5: a cell whose heading is not to be found" in breaches(written.getvalue())


def test_bytes_after_the_end_are_found():
    assert breaches(drawn() + b"more") == ["6.1.3: data after the last end-of-file mark"]
