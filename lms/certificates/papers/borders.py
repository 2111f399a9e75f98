"""The borders of 修了証書 as drawings of our own, in millimetres. Pure."""

from functools import cache
from urllib.parse import quote

from lms.certificates.papers.design import Border, Form

_GOLD = "#8a6a1f"
_SIZES = {Form.PORTRAIT: (210.0, 297.0), Form.LANDSCAPE: (297.0, 210.0), Form.VERTICAL: (297.0, 210.0)}


@cache
def border(kind: str, form: str) -> str:
    """A data: URI of the whole sheet; empty without a border. Few strokes: each costs time on every paper."""
    width, height = _SIZES[Form(form)]
    strokes = "".join(
        f"<path d='{path}' stroke-width='{thickness}'/>" for path, thickness in _strokes(kind, width, height)
    )
    if not strokes:
        return ""
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width:g} {height:g}' fill='none' stroke='{_GOLD}'>"
        f"{strokes}</svg>"
    )
    return f"data:image/svg+xml,{quote(svg)}"


def _strokes(kind: str, width: float, height: float) -> list[tuple[str, float]]:
    if kind == Border.LINE:
        return [(_box(14, width, height), 0.7)]
    if kind == Border.DOUBLE:
        return [(_box(12.5, width, height), 1.3), (_box(14.8, width, height), 0.35)]
    if kind == Border.AWARD:
        corners = "".join(_flower(x, y) for x in (17.6, width - 17.6) for y in (17.6, height - 17.6))
        return [
            (_box(12, width, height) + _notched(17.4, 8.4, width, height) + corners, 0.35),
            (_notched(15.4, 8.4, width, height), 1.5),
        ]
    return []


def _box(inset: float, width: float, height: float) -> str:
    return f"M{inset:g} {inset:g}H{width - inset:g}V{height - inset:g}H{inset:g}z"


def _notched(inset: float, notch: float, width: float, height: float) -> str:
    """A frame whose corners step inwards, as those of a 賞状 do."""
    left, top, right, bottom = inset, inset, width - inset, height - inset
    return (
        f"M{left + notch:g} {top:g}H{right - notch:g}v{notch:g}h{notch:g}V{bottom - notch:g}h{-notch:g}v{notch:g}"
        f"H{left + notch:g}v{-notch:g}h{-notch:g}V{top + notch:g}h{notch:g}z"
    )


def _flower(x: float, y: float) -> str:
    """Four petals in the room that a corner leaves."""
    return "".join(
        f"M{x:g} {y:g}q{dx / 2 - dy * 0.45:g} {dy / 2 + dx * 0.45:g} {dx:g} {dy:g}"
        f"q{-dx / 2 + dy * 0.45:g} {-dy / 2 - dx * 0.45:g} {-dx:g} {-dy:g}z"
        for dx, dy in ((2.6, 2.6), (-2.6, 2.6), (-2.6, -2.6), (2.6, -2.6))
    )
