"""An empty DOCX as offices use it: A4 upright, in a font that every office has, its pages numbered at the foot."""

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

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
    _number_pages(page.footer.paragraphs[0])
    return document


def _number_pages(foot: Paragraph) -> None:
    """As the PDFs have it: 「1 / 3」."""
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(foot, "PAGE")
    foot.add_run(" / ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Paragraph, name: str) -> None:
    """Whatever opens the file puts the number in the place of the 1."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    field.append(paragraph.add_run("1")._r)
    paragraph._p.append(field)
