"""Pictures that people hand in for papers, made harmless: pixels are written anew, drawings keep shapes alone. Pure."""

import base64
import hashlib
import io
import re
import zlib
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from PIL import Image, UnidentifiedImageError

from lms.lib.svg_numbers import BadNumbersError, clean_path, clean_points, clean_transform

LARGEST = 500_000
_MOST_PIXELS = 1200
# On a paper: finer than anybody sees or a printer prints, and small, as each of thousands of papers carries it.
_DOTS_PER_INCH = 300
_COLOURS = 64
_MOST_IN_PAPER = 12_000
_SVG = "http://www.w3.org/2000/svg"
_SHAPES = frozenset({"g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
# Without effect on what is seen.
_SILENT = frozenset({"title", "desc", "metadata"})
_LENGTHS = ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height")
_PAINTS = ("fill", "stroke")
_NUMBERS = ("stroke-width", "stroke-miterlimit", "opacity", "fill-opacity", "stroke-opacity")
_WORDS = ("fill-rule", "stroke-linecap", "stroke-linejoin")
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_ALLOWED = (
    (_LENGTHS, re.compile(rf"\s*{_NUMBER}(?:px|mm|pt)?\s*")),
    (_NUMBERS, re.compile(rf"\s*{_NUMBER}(?:px)?\s*")),
    (_PAINTS, re.compile(r"\s*(?:#[0-9a-fA-F]{3,8}|[a-zA-Z]+|rgb\([0-9,.%\s]+\))\s*")),
    (_WORDS, re.compile(r"[a-z]+")),
)  # fmt: skip
# No drawing on a sheet needs more than nine digits before the point, or a power of ten above nine.
_HUGE = re.compile(r"(?<![\d.])\d{10}|[eE][-+]?\d\d")
_DEEPEST = 30
# Written anew, number by number.
_WRITTEN = {"d": clean_path, "points": clean_points, "transform": clean_transform}
_PATTERNS = {name: pattern for names, pattern in _ALLOWED for name in names}


class BadPictureError(ValueError):
    """Why a file cannot be used, in words for whoever handed it in."""


@dataclass(frozen=True)
class CleanPicture:
    """A picture without anything but what is seen."""

    content: bytes
    media_type: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def uri(self) -> str:
        return f"data:{self.media_type};base64,{base64.b64encode(self.content).decode()}"


def clean_picture(content: bytes) -> CleanPicture:
    """A PNG, JPEG or SVG. Raises BadPictureError."""
    if len(content) > LARGEST:
        raise BadPictureError("ファイルが大きすぎます。500KB以下の画像にしてください。")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return CleanPicture(tostring(clean_drawing(content)), "image/svg+xml")
    return CleanPicture(_pixels(content), "image/png")


def picture_for_papers(content: bytes, millimetres: int) -> CleanPicture:
    """The same, as fine as it is printed at this size at most. Raises BadPictureError."""
    clean = clean_picture(content)
    if clean.media_type == "image/png":
        clean = replace(clean, content=_few_colours(clean.content, round(millimetres / 25.4 * _DOTS_PER_INCH)))
    needed = len(zlib.compress(clean.content, 9))
    if needed > _MOST_IN_PAPER:
        raise BadPictureError(
            f"絵柄が細かすぎます。証書1枚に{needed // 1000 + 1}KBを要します（{_MOST_IN_PAPER // 1000}KBまで）。"
            "写真ではなく、色数の少ない図にしてください。"
        )
    return clean


def _few_colours(content: bytes, most_pixels: int) -> bytes:
    found = Image.open(io.BytesIO(content))
    found.thumbnail((most_pixels, most_pixels))
    written = io.BytesIO()
    # Written in full, as a PDF holds it, so that its length tells what a paper grows by.
    found.quantize(_COLOURS, Image.Quantize.FASTOCTREE).convert(found.mode).save(written, "PNG", optimize=True)
    return written.getvalue()


def _pixels(content: bytes) -> bytes:
    found = opened(content)
    found.thumbnail((_MOST_PIXELS, _MOST_PIXELS))
    has_alpha = found.mode in ("LA", "PA", "RGBA") or "transparency" in found.info
    written = io.BytesIO()
    found.convert("RGBA" if has_alpha else "RGB").save(written, "PNG", optimize=True)
    return written.getvalue()


def opened(content: bytes) -> Image.Image:
    """The pixels of a PNG or JPEG, read whole."""
    try:
        found = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
        if max(found.size) > 4 * _MOST_PIXELS:
            raise BadPictureError("画像の縦横が大きすぎます。縦横とも4,800画素以下にしてください。")
        found.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        if isinstance(error, BadPictureError):
            raise
        raise BadPictureError("画像を読めません。PNG、JPEG又はSVGのファイルを選んでください。") from error
    return found


# ---- drawings -------------------------------------------------------------------------------------------------------


def clean_drawing(content: bytes) -> Element:
    """A drawing with nothing but shapes, built anew from what is known to be harmless."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise BadPictureError("SVGファイルに文書型の宣言（DOCTYPE）があります。除いて保存し直してください。") from error
    except (ParseError, ValueError) as error:
        raise BadPictureError("SVGファイルを読めません。描画ソフトで保存し直してください。") from error
    if root.tag != f"{{{_SVG}}}svg":
        raise BadPictureError("SVGファイルを読めません。描画ソフトで保存し直してください。")
    painted = {name: value for name, value in _attributes(root).items() if name in (*_PAINTS, *_NUMBERS, *_WORDS)}
    kept = Element("svg", {"xmlns": _SVG, "viewBox": _view_box(root), **painted})
    _copy(root, kept, _DEEPEST)
    if not len(kept):
        raise BadPictureError("SVGファイルに図形がありません。")
    return kept


def _view_box(root: Element) -> str:
    """As it is given, or the whole of width and height."""
    given = root.get("viewBox") or f"0 0 {_plain(root.get('width'))} {_plain(root.get('height'))}"
    numbers = [float(number) for number in re.findall(_NUMBER, given)]
    if len(numbers) != 4 or min(numbers[2:]) <= 0:
        raise BadPictureError("SVGファイルに大きさ（viewBox）がありません。描画ソフトで保存し直してください。")
    return " ".join(f"{number:g}" for number in numbers)


def _plain(length: str | None) -> str:
    found = re.match(_NUMBER, length or "")
    return found[0] if found else ""


def _copy(source: Element, target: Element, depth: int) -> None:
    if not depth:
        raise BadPictureError("SVGファイルの図形の重なりが深すぎます。描画ソフトで簡単な図にしてください。")
    for child in source:
        name = child.tag.removeprefix(f"{{{_SVG}}}") if isinstance(child.tag, str) else ""
        if name in _SHAPES:
            _copy(child, SubElement(target, name, _attributes(child)), depth - 1)
        elif child.tag.startswith(f"{{{_SVG}}}") and name not in _SILENT and not (name == "defs" and not len(child)):
            raise BadPictureError(f"SVGファイルの「{name}」は使えません。文字や画像は、図形（輪郭）に変えてください。")


def _attributes(element: Element) -> dict[str, str]:
    """Those that are known, also where they are written as a style; anything else has no effect."""
    style = [part.partition(":") for part in element.get("style", "").split(";")]
    given = {**element.attrib, **{name.strip(): value.strip() for name, _, value in style}}
    kept = {name: value for name, value in given.items() if name in _PATTERNS and _PATTERNS[name].fullmatch(value)}
    try:
        kept |= {name: written(given[name]) for name, written in _WRITTEN.items() if name in given}
    except BadNumbersError as error:
        raise BadPictureError("SVGファイルの図形の数値を読めません。描画ソフトで保存し直してください。") from error
    if any(_HUGE.search(value) for value in kept.values()):
        raise BadPictureError("SVGファイルの数値が大きすぎます。描画ソフトで保存し直してください。")
    return kept
