"""The fonts of papers, character by character: what they can draw, and small fonts made for one paper.

A character is a kanji with its variation selector, where it has one.
"""

import io
import re
import subprocess
import threading
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from fontTools.fontBuilder import FontBuilder
from fontTools.misc.transform import Transform
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.svgLib.path import parse_path
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

# In the order in which they are asked for a character; the second has the rare ones.
_FAMILIES = ("BIZ UDMincho", "IPAmjMincho")
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_CHARACTER = re.compile(f".[{_SELECTORS}]?", re.DOTALL)
# Of the measures of both fonts, and of those made here.
_EM, _ASCENT, _DESCENT = 2048, 1802, -246
_OUTLINE_EM = 1000
# Seconds since 1904. The moment of making would make every paper different.
_MADE = 3_800_000_000
# Letters as wide as kanji that lie on their side in vertical writing, unless a font has a form of them for it.
_SIDEWAYS = frozenset("－＝～｜＜＞→←↑↓")
_AS_IT_IS = Transform()
# A font file is read as far as it is asked for: by one thread at a time.
_reading = threading.Lock()


def characters(text: str) -> list[str]:
    return _CHARACTER.findall(text)


def without_form(text: str) -> list[str]:
    """The characters that no font of papers has: 外字 of the city's own, and what is newer than the fonts."""
    return [one for one in dict.fromkeys(characters(text)) if _is_visible(one) and _owner(one) is None]


def _is_visible(character: str) -> bool:
    return unicodedata.category(character[0]) not in ("Zs", "Zl", "Zp", "Cc", "Cf")


def own_font(family: str, outlines: Mapping[str, str]) -> bytes:
    """A font of drawn characters alone: a path in a square of 1,000 for each."""
    return _built(family, {one: _outlined(path, _AS_IT_IS) for one, path in _with_bases(outlines).items()})


def _with_bases(outlines: Mapping[str, str]) -> dict[str, str]:
    """A font is chosen by the kanji before a selector, so it must have something for it alone."""
    return {one[0]: path for one, path in outlines.items()} | dict(outlines)


def vertical_font(family: str, text: str, outlines: Mapping[str, str]) -> bytes:
    """A font for the characters of a text, in which what stands upright in vertical writing is turned to the left.

    Lines set in it and turned to the right as a whole are vertical writing: one can select and copy it as any line.
    """
    shapes = {one: _outlined(path, _turn(_EM)) for one, path in _with_bases(outlines).items()}
    for one in dict.fromkeys([*text, *characters(text)]):
        if one not in outlines and (shape := _vertical_shape(one)) is not None:
            shapes[one] = shape
    return _built(family, shapes)


# ---- the fonts of the system ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Font:
    """A font file, read as far as it is asked for."""

    file: TTFont
    names: Mapping[int, str]
    selected: Mapping[tuple[int, int], str | None]
    upright: Mapping[str, str]

    def name(self, character: str) -> str | None:
        """The glyph of a character; of a kanji with a selector only that very shape."""
        if len(character) == 1:
            return self.names.get(ord(character))
        key = (ord(character[0]), ord(character[1]))
        if key not in self.selected:
            return None
        return self.selected[key] or self.names[key[0]]


def _fonts() -> tuple[_Font, ...]:
    with _reading:
        return _read_once()


@cache
def _read_once() -> tuple[_Font, ...]:
    return tuple(_read(family) for family in _FAMILIES)


def _read(family: str) -> _Font:
    found = subprocess.run(  # noqa: S603 - a constant
        ["/usr/bin/fc-match", "--format=%{family[0]}\n%{file}", family], capture_output=True, check=True, text=True
    ).stdout.splitlines()
    if found[0] != family:
        raise RuntimeError(f"The font {family} is not installed")
    file = TTFont(found[1], lazy=True)
    selected = {
        (base, selector): name
        for table in file["cmap"].tables
        if table.format == 14
        for selector, pairs in table.uvsDict.items()
        for base, name in pairs
    }
    return _Font(file, file.getBestCmap(), selected, _upright_forms(file))


def _upright_forms(file: TTFont) -> dict[str, str]:
    """The forms of glyphs in vertical writing: brackets, long vowel signs, small kana."""
    table = file["GSUB"].table
    chosen = {i for record in table.FeatureList.FeatureRecord if record.FeatureTag == "vert"
              for i in record.Feature.LookupListIndex}  # fmt: skip
    found: dict[str, str] = {}
    for index in chosen:
        for part in table.LookupList.Lookup[index].SubTable:
            found |= getattr(part, "ExtSubTable", part).mapping
    return found


@lru_cache(maxsize=8192)
def _owner(character: str) -> _Font | None:
    """The first font that has a character. What a font has in the private area is not the city's."""
    if unicodedata.category(character[0]) == "Co":
        return None
    return next((font for font in _fonts() if font.name(character) is not None), None)


# ---- shapes ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Shape:
    """How wide a character is, and its outline."""

    width: int
    glyph: Glyph


@lru_cache(maxsize=8192)
def _vertical_shape(character: str) -> _Shape | None:
    """Kanji, kana and wide letters stand; letters of half the width lie on their side."""
    font = _owner(character)
    name = font.name(character) if font else None
    if font is None or name is None:
        return None
    stands = unicodedata.east_asian_width(character[0]) in "WF" and character[0] not in _SIDEWAYS
    with _reading:
        glyph = font.file.getGlyphSet()[font.upright.get(name, name)]
        turn = _turn(glyph.width) if stands or name in font.upright else _AS_IT_IS
        return _drawn(glyph.width, glyph.draw, turn)


def _turn(width: int) -> Transform:
    """A quarter to the left, about the middle of the square."""
    middle, height = width / 2, (_ASCENT + _DESCENT) / 2
    return Transform(0, 1, -1, 0, middle + height, height - middle)


def _outlined(path: str, turn: Transform) -> _Shape:
    scale = _EM / _OUTLINE_EM
    return _drawn(_EM, partial(parse_path, path), turn.transform((scale, 0, 0, -scale, 0, _ASCENT)))


def _drawn(width: int, draw: Callable[[TransformPen], None], way: Transform) -> _Shape:
    pen = TTGlyphPen(None)
    draw(TransformPen(pen, way))
    return _Shape(width, pen.glyph())


def _built(family: str, shapes: Mapping[str, _Shape]) -> bytes:
    names = {one: "u" + "_".join(f"{ord(part):X}" for part in one) for one in shapes}
    glyphs = {".notdef": TTGlyphPen(None).glyph()} | {names[one]: shape.glyph for one, shape in shapes.items()}
    widths = {".notdef": _EM} | {names[one]: shape.width for one, shape in shapes.items()}
    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    selected = [(ord(one[0]), ord(one[1]), names[one]) for one in shapes if len(one) > 1]
    builder.setupCharacterMap({ord(one): names[one] for one in shapes if len(one) == 1}, uvs=selected)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: (widths[name], getattr(glyphs[name], "xMin", 0)) for name in glyphs})
    builder.setupHorizontalHeader(ascent=_ASCENT, descent=_DESCENT)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": f"{family}-Regular"})
    builder.setupOS2(sTypoAscender=_ASCENT, sTypoDescender=_DESCENT, usWinAscent=_ASCENT, usWinDescent=-_DESCENT)
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = _MADE
    builder.font.recalcTimestamp = False
    written = io.BytesIO()
    builder.save(written)
    return written.getvalue()
