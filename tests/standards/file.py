"""The file as a whole: 6.1 (file structure), 6.5 (actions), 6.8 (embedded files) of PDF/A-3."""

import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

_ACTIONS = {"/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState",
            "/Rendition", "/Trans", "/GoTo3DView"}  # fmt: skip


def objects(reader: PdfReader) -> Iterator[Any]:
    """Every object of the file that its tables name, and what stands inside it."""
    for numbers in reader.xref.values():
        for number in numbers:
            yield from _with_parts(reader.get_object(number))
    for number in reader.xref_objStm:
        yield from _with_parts(reader.get_object(number))


def _with_parts(one: Any) -> Iterator[Any]:
    yield one
    parts = one.values() if isinstance(one, DictionaryObject) else one if isinstance(one, ArrayObject) else ()
    for part in parts:
        if not isinstance(part, IndirectObject):
            yield from _with_parts(part)


def bytes_around(pdf: bytes) -> list[str]:
    found = []
    if not re.match(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}", pdf):
        found.append("6.1.2: no header with four bytes above 127")
    if not re.search(rb"%%EOF\r?\n?$", pdf):
        found.append("6.1.3: data after the last end-of-file mark")
    return found


def identified(reader: PdfReader) -> list[str]:
    return [] if len(reader.trailer.get("/ID", [])) == 2 else ["6.1.3: no identifier in the trailer"]


def no_actions(reader: PdfReader) -> list[str]:
    found = []
    for one in objects(reader):
        if not isinstance(one, DictionaryObject):
            continue
        if one.get("/S") in _ACTIONS or "/JS" in one:
            found.append(f"6.5.1: action {one.get('/S')}")
        if "/AA" in one:
            found.append("6.5.2: additional actions")
        if "/XFA" in one or one.get("/NeedAppearances"):
            found.append("6.4: a form that programs fill or draw")
    return found


def no_forbidden_streams(reader: PdfReader) -> list[str]:
    found = []
    for one in objects(reader):
        if isinstance(one, StreamObject):
            if "/LZWDecode" in str(one.get("/Filter", "")):
                found.append("6.1.7.2: LZW")
            if {"/F", "/FFilter"} & set(one):
                found.append("6.1.7.1: stream outside the file")
            if one.get("/Interpolate") or "/Alternates" in one or "/OPI" in one:
                found.append("6.2.8: image with alternates, OPI or interpolation")
            if one.get("/Subtype") == "/PS" or "/PS" in one:
                found.append("6.2.9: PostScript")
    return found


def attachments_explained(reader: PdfReader) -> list[str]:
    found = []
    specified = [one for one in objects(reader) if isinstance(one, DictionaryObject) and "/EF" in one]
    named = [one.get_object() for one in reader.root_object.get("/AF", [])]
    for one in specified:
        if not {"/F", "/UF", "/Desc", "/AFRelationship"} <= set(one):
            found.append("6.8: an attached file without name, description or relationship")
        if one not in named:
            found.append("6.8: an attached file that belongs to nothing")
        inside = one["/EF"]["/F"].get_object()
        if "/Subtype" not in inside or "/ModDate" not in inside.get("/Params", {}):
            found.append("6.8: an attached file without kind or day")
    return found
