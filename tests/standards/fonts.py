"""Fonts: 6.2.11 of PDF/A-3, 7.21 of PDF/UA."""

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from fontTools.ttLib import TTFont
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from tests.standards.content import operations

_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def _used(reader: PdfReader) -> dict[int, tuple[DictionaryObject, set[int]]]:
    """By the number of the font: the font, and the codes that text shows in it."""
    shown: dict[int, tuple[DictionaryObject, set[int]]] = {}
    current: Any = None
    for operands, operator, resources, _ in operations(reader):
        if operator == b"Tf":
            reference = resources["/Font"].raw_get(operands[0])
            current = shown.setdefault(reference.idnum, (reference.get_object(), set()))
        elif operator in (b"Tj", b"TJ") and current:
            current[1].update(_codes(operands[0]))
    return shown


def _codes(operand: Any) -> Iterator[int]:
    parts = operand if isinstance(operand, list) else [operand]
    for part in parts:
        text = getattr(part, "original_bytes", part)
        if isinstance(text, bytes):
            yield from (int.from_bytes(text[at : at + 2], "big") for at in range(0, len(text), 2))


def _descendant(font: DictionaryObject) -> DictionaryObject:
    return font["/DescendantFonts"][0].get_object()


def _file(font: DictionaryObject) -> Any:
    described = _descendant(font)["/FontDescriptor"].get_object()
    return next((described[name].get_object() for name in _FILES if name in described), None)


def embedded(reader: PdfReader) -> list[str]:
    found = []
    for font, _ in _used(reader).values():
        if font["/Subtype"] != "/Type0" or font["/Encoding"] != "/Identity-H":
            found.append(f"not a font of the kind whose rules are checked here: {font['/BaseFont']}")
        elif _file(font) is None:
            found.append(f"6.2.11.4: not embedded: {font['/BaseFont']}")
        elif _descendant(font)["/Subtype"] == "/CIDFontType2" and "/CIDToGIDMap" not in _descendant(font):
            found.append(f"6.2.11.3.2: no map to glyphs: {font['/BaseFont']}")
    return found


def readable(reader: PdfReader) -> list[str]:
    """Every code has its characters, and no glyph is the one of missing characters."""
    found = []
    for font, codes in _used(reader).values():
        words = _characters(font["/ToUnicode"].get_object().get_data()) if "/ToUnicode" in font else {}
        unread = [code for code in codes if not words.get(code, "").strip("\0\ufeff\ufffe")]
        found += [f"6.2.11.7: no characters for {code} of {font['/BaseFont']}" for code in unread]
        found += [f"6.2.11.8: missing glyph of {font['/BaseFont']}"] if 0 in codes else []
    return found


def _characters(cmap: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            start = int(text, 16)
            found.update(
                {int(first, 16) + step: chr(start + step) for step in range(int(last, 16) - int(first, 16) + 1)}
            )
    return found


def widths_agree(reader: PdfReader) -> list[str]:
    """What the file says of a glyph's width is what the font says, within a thousandth."""
    found = []
    for font, codes in _used(reader).values():
        file = _file(font)
        if file is None:
            continue
        said, own = _said_widths(_descendant(font)), TTFont(io.BytesIO(file.get_data()), lazy=True)
        scale, names = 1000 / own["head"].unitsPerEm, own.getGlyphOrder()
        wrong = [code for code in codes if abs(said[code] - own["hmtx"][names[code]][0] * scale) > 1]
        found += [f"6.2.11.5: width of {code} of {font['/BaseFont']}" for code in wrong]
    return found


def _said_widths(descendant: DictionaryObject) -> dict[int, float]:
    said: dict[int, float] = defaultdict(lambda: float(descendant.get("/DW", 1000)))
    parts = list(descendant.get("/W", []))
    while parts:
        first, second = int(parts.pop(0)), parts.pop(0)
        if isinstance(second, list):
            said.update({first + step: float(width) for step, width in enumerate(second)})
        else:
            width = float(parts.pop(0))
            said.update(dict.fromkeys(range(first, int(second) + 1), width))
    return said
