"""An empty DOCX as offices use it: A4 upright, in a font that every office has."""

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

_FONT = "BIZ UDPゴシック"


def a_page(title: str, size: float) -> Doc:
    """`size` of the letters in points."""
    document = Document()
    document.core_properties.title, document.core_properties.author = title, ""
    page = document.sections[0]
    page.orientation = WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin = page.bottom_margin = Mm(18)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(size)
    # Word keeps the font of Japanese letters apart.
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(2)
    return document
