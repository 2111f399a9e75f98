"""One PDF for the printer out of many: page after page, without the signatures, tags and files of the originals.

Each original is read, written out and forgotten, so the memory needed does not grow with their number.
"""

import hashlib
from array import array
from collections.abc import Iterator
from io import BytesIO
from typing import IO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    Reference,
    StreamObject,
)
from pyhanko.pdf_utils.reader import PdfFileReader

# What a page takes from the nodes above it when it does not say it itself.
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
# What belongs to the original as a whole: its tree, the places of signatures, its tags.
_LEFT_BEHIND = ("/Parent", "/Annots", "/StructParents", "/Tabs", "/Metadata")
_CATALOG, _PAGES, _INFO = 1, 2, 3


class PrintFile:
    """A PDF that grows in `file` by the pages of others."""

    def __init__(self, file: IO[bytes], title: str) -> None:
        self._file = file
        # The place of each object in the file, by its number.
        self._places = array("Q", [0] * (_INFO + 1))
        self._pages: list[int] = []
        self._alike: dict[bytes, int] = {}
        file.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        self._write(_INFO, DictionaryObject({_name("/Title"): generic.TextStringObject(title)}))

    def add(self, pdf: bytes) -> None:
        """All pages of a PDF."""
        reader = PdfFileReader(BytesIO(pdf))
        copy = _Copy(self)
        self._pages += [copy.page(page, inherited) for page, inherited in _pages(reader.root["/Pages"], {})]

    def finish(self) -> None:
        """What makes the pages a file. Nothing can be added afterwards."""
        kids = ArrayObject([_to(number) for number in self._pages])
        pages = {"/Type": _name("/Pages"), "/Count": NumberObject(len(kids)), "/Kids": kids}
        self._write(_PAGES, _dictionary(pages))
        self._write(_CATALOG, _dictionary({"/Type": _name("/Catalog"), "/Pages": _to(_PAGES)}))
        start, size = self._file.tell(), len(self._places)
        self._file.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        for place in self._places[1:]:
            self._file.write(b"%010d 00000 n \n" % place)
        trailer = {"/Size": NumberObject(size), "/Root": _to(_CATALOG), "/Info": _to(_INFO)}
        self._file.write(b"trailer\n")
        _dictionary(trailer).write_to_stream(self._file)
        self._file.write(b"\nstartxref\n%d\n%%%%EOF\n" % start)

    def put(self, content: PdfObject) -> int:
        """Write an object and say its number. A font or picture that stands there already is not written again."""
        alike = _digest(content) if isinstance(content, StreamObject) else None
        if alike in self._alike:
            return self._alike[alike]
        number = len(self._places)
        self._places.append(0)
        self._write(number, content)
        if alike:
            self._alike[alike] = number
        return number

    def _write(self, number: int, content: PdfObject) -> None:
        self._places[number] = self._file.tell()
        self._file.write(b"%d 0 obj\n" % number)
        content.write_to_stream(self._file)
        self._file.write(b"\nendobj\n")


class _Copy:
    """What of one original has been written already: a font that two of its pages use is one object."""

    def __init__(self, target: PrintFile) -> None:
        self._target = target
        self._done: dict[Reference, int] = {}

    def page(self, page: DictionaryObject, inherited: dict[str, PdfObject]) -> int:
        kept = {name: value for name, value in page.items() if name not in _LEFT_BEHIND}
        whole = {name: self._copied(value) for name, value in {**inherited, **kept}.items()}
        return self._target.put(_dictionary(whole | {"/Parent": _to(_PAGES)}))

    def _copied(self, content: PdfObject) -> PdfObject:
        if isinstance(content, IndirectObject):
            return self._referred(content)
        if isinstance(content, StreamObject):
            return StreamObject(self._entries(content), encoded_data=content.encoded_data)
        if isinstance(content, DictionaryObject):
            return DictionaryObject(self._entries(content))
        if isinstance(content, ArrayObject):
            return ArrayObject([self._copied(one) for one in content])
        return content

    def _entries(self, content: DictionaryObject) -> dict[PdfObject, PdfObject]:
        return {name: self._copied(value) for name, value in content.items() if name not in _LEFT_BEHIND}

    def _referred(self, content: IndirectObject) -> PdfObject:
        reference = content.reference
        if reference not in self._done:
            self._done[reference] = self._target.put(self._copied(reference.get_object()))
        return _to(self._done[reference])


def _pages(
    node: DictionaryObject, above: dict[str, PdfObject]
) -> Iterator[tuple[DictionaryObject, dict[str, PdfObject]]]:
    """Each page under a node, with what the nodes above say for it."""
    own = {name: node.raw_get(name) for name in _INHERITED if name in node}
    if node["/Type"] == "/Page":
        yield node, above
        return
    for kid in node["/Kids"]:
        yield from _pages(kid.get_object(), above | own)


def _digest(content: StreamObject) -> bytes:
    """Of a stream, as written."""
    written = BytesIO()
    content.write_to_stream(written)
    return hashlib.sha256(written.getvalue()).digest()


def _to(number: int) -> IndirectObject:
    return IndirectObject(number, 0, None)


def _name(text: str) -> NameObject:
    return NameObject(text)


def _dictionary(entries: dict[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({_name(name): value for name, value in entries.items()})
