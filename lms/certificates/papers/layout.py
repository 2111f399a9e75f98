"""A payload, drawn. The same payload gives the same bytes as long as templates, fonts and WeasyPrint stay the same."""

import json
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.template.loader import get_template

from lms.certificates.papers.borders import border
from lms.certificates.papers.characters import fonts_of, marked
from lms.certificates.papers.fitting import body_size, name_size
from lms.lib.pdf import AttachedFile, render_pdf, render_pdf_to_keep
from lms.lib.qr import qr_svg_data_uri

_LETTER = "department"
_NONE: Mapping[str, str] = MappingProxyType({})


def draw(payload: Mapping[str, Any], pictures: Mapping[str, str] = _NONE) -> bytes:
    """The PDF of a paper, with the template and the stylesheet that its layout names.

    `pictures` are data: URIs and the outlines of drawn characters, by the digests that the payload names.
    """
    html, stylesheet, fonts = _page(payload, pictures)
    return render_pdf(html, stylesheets=(stylesheet,), fonts=fonts)


def draw_to_keep(payload: Mapping[str, Any], at: datetime, note: str, pictures: Mapping[str, str] = _NONE) -> bytes:
    """The paper as it is signed and kept: a `note` on its signature at the foot, and the payload inside as JSON."""
    html, stylesheet, fonts = _page(payload, pictures, note=note)
    said = json.dumps(payload, ensure_ascii=False, sort_keys=True).encode()
    file = AttachedFile(name="record.json", content=said, description="証書の記載内容", at=at)
    return render_pdf_to_keep(html, stylesheets=(stylesheet,), attachments=(file,), fonts=fonts)


def _page(payload: Mapping[str, Any], pictures: Mapping[str, str], **beside: str) -> tuple[str, str, dict[str, bytes]]:
    layout = payload["layout"]
    content = {"paper": payload, **_drawn_beside(payload, pictures), **beside}
    folder = f"certificates/papers/{layout}"
    html, stylesheet = (get_template(f"{folder}.{kind}").render(content) for kind in ("html", "css"))
    outlines = {one: pictures[digest] for one, digest in payload.get("glyphs", {}).items()}
    fonts = fonts_of(layout, html, outlines)
    return (html if layout == "vertical" else marked(html, outlines)), stylesheet, fonts


def _drawn_beside(payload: Mapping[str, Any], pictures: Mapping[str, str]) -> dict[str, Any]:
    """What is computed for the drawing alone and says no word of its own."""
    design = payload.get("design")
    found: dict[str, Any] = {"design": design}
    if design:
        found["border"] = border(design["border"], design["form"])
        if payload["layout"] != _LETTER:
            found["name_size"] = name_size(payload["name"], design["form"])
            found["body_size"] = body_size(payload["body"], design["form"])
        found["crest"] = pictures[design["crest"]] if design["crest"] else ""
        found["impression"] = pictures[design["seal"]["picture"]] if design["seal"] else ""
    if payload.get("check") and (not design or design["code"] != "none"):
        found["code"] = qr_svg_data_uri(payload["check"]["code"])
    return found
