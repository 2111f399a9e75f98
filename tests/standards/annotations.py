"""What lies upon the page, such as the field of the signature: 6.3 of PDF/A-3, 7.18 of PDF/UA."""

from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, RectangleObject

_INVISIBLE, _HIDDEN, _PRINT, _NO_VIEW, _TOGGLE = 1, 2, 4, 32, 256


def _all(reader: PdfReader) -> Iterator[tuple[DictionaryObject, DictionaryObject]]:
    for page in reader.pages:
        for one in page.get("/Annots", []):
            yield page, one.get_object()


def _outside(page: DictionaryObject, one: DictionaryObject) -> bool:
    crop = RectangleObject(page.get("/CropBox", page["/MediaBox"]))
    left, bottom, right, top = map(float, one["/Rect"])
    return left >= crop.right or right <= crop.left or bottom >= crop.top or top <= crop.bottom


def shown_and_tagged(reader: PdfReader) -> list[str]:
    found = []
    for page, one in _all(reader):
        flags = int(one.get("/F", 0))
        if not flags & _PRINT or flags & (_INVISIBLE | _HIDDEN | _NO_VIEW | _TOGGLE):
            found.append("6.3.2: something that is not printed as it is shown")
        if "/AP" not in one and one["/Rect"][0] != one["/Rect"][2]:
            found.append("6.3.3: a field without its looks")
        if page.get("/Tabs") != "/S":
            found.append("7.18.3: an order of fields that is not that of the tags")
        if "/StructParent" not in one and not _outside(page, one):
            found.append("7.18.4: a field outside the tree of tags")
    return found


def named(reader: PdfReader) -> list[str]:
    return [
        "7.18.1: a field without a name for screen readers"
        for page, one in _all(reader)
        if not (one.get("/TU") or one.get("/Contents") or _outside(page, one))
    ]
