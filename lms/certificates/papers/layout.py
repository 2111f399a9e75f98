"""A payload, drawn. The same payload gives the same bytes as long as templates, fonts and WeasyPrint stay the same."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.template.loader import get_template

from lms.lib.pdf import AttachedFile, render_pdf, render_pdf_to_keep
from lms.lib.qr import qr_svg_data_uri

# (full-width characters that fit in one line, class of the size in the stylesheet), largest first.
_NAME_SIZES = ((10, "large"), (14, "medium"), (20, "small"))
_BODY_SIZES = ((23, "large"), (26, "small"))


def draw(payload: Mapping[str, Any]) -> bytes:
    """The PDF of a paper, with the template and the stylesheet that its layout names."""
    html, stylesheet = _page(payload)
    return render_pdf(html, stylesheets=(stylesheet,))


def draw_to_keep(payload: Mapping[str, Any], at: datetime, note: str) -> bytes:
    """The paper as it is signed and kept: a `note` on its signature at the foot, and the payload inside as JSON."""
    html, stylesheet = _page(payload, note=note)
    said = json.dumps(payload, ensure_ascii=False, sort_keys=True).encode()
    file = AttachedFile(name="record.json", content=said, description="証書の記載内容", at=at)
    return render_pdf_to_keep(html, stylesheets=(stylesheet,), attachments=(file,))


def _page(payload: Mapping[str, Any], **beside: str) -> tuple[str, str]:
    folder = f"certificates/papers/{payload['layout']}"
    html = get_template(f"{folder}.html").render({"paper": payload, **_drawn_beside(payload), **beside})
    return html, get_template(f"{folder}.css").render()


def _drawn_beside(payload: Mapping[str, Any]) -> dict[str, str]:
    """What is computed for the drawing alone and says no word of its own."""
    found = {}
    if payload["layout"] == "personal":
        found["name_size"] = size(payload["name"], _NAME_SIZES)
        found["body_size"] = size(payload["body"][0], _BODY_SIZES)
    if payload.get("check"):
        found["code"] = qr_svg_data_uri(payload["check"]["code"])
    return found


def size(text: str, sizes: Sequence[tuple[int, str]]) -> str:
    """The largest size in which a text fits its line; one that fits none breaks at the smallest."""
    return next((name for room, name in sizes if cells(text) <= room), "tiny")


def cells(text: str) -> float:
    """Width in full-width characters; variation selectors and other marks have none."""
    return sum(_width(char) for char in text)


def _width(char: str) -> float:
    if unicodedata.category(char) in ("Mn", "Cf"):
        return 0
    return 1 if unicodedata.east_asian_width(char) in "WFA" else 0.5
