"""The only door to WeasyPrint. A paper is drawn from what it is handed; nothing is fetched from anywhere.

A batch is quick because every paper shares the fonts and the parsed stylesheets. For a template that stays quick: style
through `stylesheets`, not <style>; no bold in BIZ UDPMincho; a left and a right side for positioned boxes; no table
where lines do.
"""

import atexit
import re
import threading
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from weasyprint import CSS, HTML, Attachment, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

_PAPER = Path(__file__).with_name("paper.css").read_text(encoding="utf-8")
_VARIANT = "pdf/ua-1"
_TO_KEEP = "pdf/a-3a"
_NO_FONTS: Mapping[str, bytes] = MappingProxyType({})


class ForbiddenReferenceError(Exception):
    """The HTML of a paper points to something outside itself. It was not fetched."""


@dataclass(frozen=True)
class AttachedFile:
    """A file that travels inside the PDF."""

    name: str
    content: bytes
    description: str
    at: datetime


def render_pdf(
    html: str,
    *,
    stylesheets: Sequence[str] = (),
    identifier: str | None = None,
    attachments: Sequence[AttachedFile] = (),
    fonts: Mapping[str, bytes] = _NO_FONTS,
) -> bytes:
    """The paper as a tagged PDF (PDF/UA-1) with its fonts inside; the same input gives the same bytes.

    `html` is a whole document with a language and a title, `stylesheets` are texts of CSS. Images come as data: URIs;
    any other reference raises ForbiddenReferenceError. `fonts` are files of this paper alone, by family.
    """
    return _rendered(html, stylesheets, identifier, attachments, fonts, _VARIANT)


def render_pdf_to_keep(
    html: str,
    *,
    stylesheets: Sequence[str] = (),
    attachments: Sequence[AttachedFile] = (),
    fonts: Mapping[str, bytes] = _NO_FONTS,
) -> bytes:
    """As `render_pdf`, for papers that must be readable for decades: PDF/A-3a as well as PDF/UA-1."""
    return _rendered(html, stylesheets, None, attachments, fonts, _TO_KEEP)


def page_count(html: str, *, stylesheets: Sequence[str] = ()) -> int:
    """How many pages `render_pdf` would make of it."""
    fetcher = _DataOnly()
    pages = _lay_out(_with_registered_shapes(html), (_PAPER, *stylesheets), fetcher, _VARIANT).pages
    fetcher.complain()
    return len(pages)


def _rendered(
    html: str,
    stylesheets: Sequence[str],
    identifier: str | None,
    attachments: Sequence[AttachedFile],
    fonts: Mapping[str, bytes],
    variant: str,
) -> bytes:
    fetcher = _DataOnly()
    document = _lay_out(_with_registered_shapes(html), (_PAPER, *stylesheets), fetcher, variant, fonts)
    if not (document.metadata.title and document.metadata.lang):
        raise ValueError("A paper needs <html lang> and <title>: screen readers announce them")
    if variant == _TO_KEEP:
        _say_accessible(document)
    pdf = document.write_pdf(
        pdf_variant=variant,
        pdf_identifier=identifier.encode() if identifier else True,
        attachments=[_attachment(file) for file in attachments],
    )
    fetcher.complain()
    return pdf


def _lay_out(
    html: str,
    stylesheets: Sequence[str],
    fetcher: "_DataOnly",
    variant: str,
    fonts: Mapping[str, bytes] = _NO_FONTS,
) -> Document:
    sheets = [_stylesheet(text) for text in stylesheets]
    # What is added to a configuration stays in it.
    known = FontConfiguration() if fonts else _own.fonts
    sheets += [_font_face(family, content, known) for family, content in fonts.items()]
    source = HTML(string=html, url_fetcher=fetcher)
    return source.render(font_config=known, stylesheets=sheets, pdf_variant=variant)


def _font_face(family: str, content: bytes, known: FontConfiguration) -> CSS:
    source = f"data:font/ttf;base64,{b64encode(content).decode()}"
    text = f'@font-face {{ font-family: "{family}"; src: url("{source}") }}'
    return CSS(string=text, font_config=known, url_fetcher=_DataOnly())


_ACCESSIBLE = Path(__file__).with_name("pdf_ua.xml").read_bytes()


def _say_accessible(document: Document) -> None:
    """WeasyPrint names one standard in a file; this one follows PDF/UA as well, and PDF/A wants that word explained."""
    metadata = document.metadata
    one_standard = metadata.generate_rdf_metadata

    def both(*arguments: object) -> bytes:
        return one_standard(*arguments).replace(b"</rdf:RDF>", _ACCESSIBLE + b"</rdf:RDF>")

    metadata.generate_rdf_metadata = both


# ---- nothing from outside -------------------------------------------------------------------------------------------


class _DataOnly(URLFetcher):
    """Opens data: URIs and remembers what else was asked for.

    WeasyPrint goes on without what a fetcher refuses, inside drawings even without what it forbids as fatal. A paper
    must not come out without its seal, so the caller asks for complaints at the end.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if not url.lower().startswith("data:"):
            self.refused.append(url)
        return super().fetch(url, headers)

    def complain(self) -> None:
        if self.refused:
            raise ForbiddenReferenceError(f"A paper may point to nothing outside itself, but names {self.refused}")


# Their content is at hand; making a fetcher takes longer than it looks.
_FOR_ATTACHMENTS = _DataOnly()


# ---- shared by all papers -------------------------------------------------------------------------------------------


class _ThreadsOwn(threading.local):
    """Reading the system's fonts takes 15 ms; Pango allows a font map to one thread only."""

    def __init__(self) -> None:
        self.fonts = FontConfiguration()


_own = _ThreadsOwn()
# At the end Python may let go of Pango before it lets go of the fonts, which then free what is no longer there.
atexit.register(vars(_own).clear)


@lru_cache(maxsize=64)
def _stylesheet(text: str) -> CSS:
    fetcher = _DataOnly()
    sheet = CSS(string=text, url_fetcher=fetcher)
    fetcher.complain()
    return sheet


def _attachment(file: AttachedFile) -> Attachment:
    at = file.at.astimezone(UTC)
    return Attachment(
        string=file.content,
        url_fetcher=_FOR_ATTACHMENTS,
        name=file.name,
        description=file.description,
        created=at,
        modified=at,
        relationship="Data",
    )


# ---- registered shapes of a kanji -----------------------------------------------------------------------------------

_SELECTOR = "[\U000e0100-\U000e01ef]"
_TITLE_TAG_OR_SHAPE = re.compile(f"<title.*?</title>|<[^>]*>|(?P<shape>.{_SELECTOR})", re.DOTALL)


def _with_registered_shapes(html: str) -> str:
    """Mark each kanji whose variation selector only IPAmj Mincho knows.

    Pango chooses a font by the kanji alone: 葛 with a selector that BIZ UD lacks would be drawn as the common 葛.
    """
    if not re.search(_SELECTOR, html):
        return html
    return _TITLE_TAG_OR_SHAPE.sub(_marked, html)


def _marked(match: re.Match[str]) -> str:
    if match["shape"] is None or _has_shape(match["shape"]):
        return match[0]
    return f'<span class="registered-shape">{match["shape"]}</span>'


@lru_cache(maxsize=1024)
def _has_shape(shape: str) -> bool:
    """Do the papers' usual fonts draw this very sequence? Seen from what they put into a small trial paper."""
    trial = _lay_out(f'<html lang="ja"><title>{shape}</title><p>{shape}</p></html>', (_PAPER,), _DataOnly(), _VARIANT)
    trial.write_pdf()
    return any(shape in font.to_unicode.values() for font in trial.fonts.values())
