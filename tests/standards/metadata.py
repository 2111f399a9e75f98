"""What the file says of itself: 6.6 (metadata), 6.2.2 to 6.2.4 (colour) of PDF/A-3; 7.1, 7.2 of PDF/UA."""

from typing import Any
from xml.etree import ElementTree

from pypdf import PdfReader

from tests.standards.content import operations

_PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
_PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
# Components of the colours of an output intent, and the operators that name colours of a device.
_COMPONENTS = {b"RGB ": 3, b"GRAY": 1, b"CMYK": 4}
_COLOURS = {b"rg": 3, b"RG": 3, b"k": 4, b"K": 4}


def _xmp(reader: PdfReader) -> ElementTree.Element:
    return ElementTree.fromstring(reader.root_object["/Metadata"].get_data())  # noqa: S314 - our own file


def _said(xmp: ElementTree.Element, name: str) -> str | None:
    """Said as an element or, shorter, as an attribute."""
    for description in xmp.iter(f"{_RDF}Description"):
        if name in description.attrib:
            return description.attrib[name]
    element = next(xmp.iter(name), None)
    return None if element is None else "".join(element.itertext()).strip()


def says_both_standards(reader: PdfReader) -> list[str]:
    if "/Metadata" not in reader.root_object:
        return ["6.6.2: no metadata"]
    xmp, found = _xmp(reader), []
    if (_said(xmp, f"{_PDFA}part"), _said(xmp, f"{_PDFA}conformance")) != ("3", "A"):
        found.append("6.6.4: does not say that it is PDF/A-3a")
    if _said(xmp, f"{_PDFUA}part") != "1":
        found.append("PDF/UA 5: does not say that it is PDF/UA-1")
    explained = [element.text or element.get(f"{_RDF}resource") for element in xmp.iter(f"{_SCHEMA}namespaceURI")]
    if _PDFUA.strip("{}") not in explained:
        found.append("6.6.2.3: words of another standard that are not explained")
    return found


def title_is_shown(reader: PdfReader) -> list[str]:
    root, found = reader.root_object, []
    if not root.get("/Lang"):
        found.append("7.2: no language")
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        found.append("7.1: the title is not shown in place of the file's name")
    title = _said(_xmp(reader), f"{_DC}title") if "/Metadata" in root else None
    if not title:
        found.append("7.1: no title")
    if reader.metadata and reader.metadata.title not in (None, title):
        found.append("6.6.3: two different titles")
    return found


def _profile(reader: PdfReader) -> Any:
    intents = [one.get_object() for one in reader.root_object.get("/OutputIntents", [])]
    ours = [one for one in intents if one.get("/S") == "/GTS_PDFA1"]
    return ours[0]["/DestOutputProfile"].get_object() if len(ours) == 1 else None


def output_intent(reader: PdfReader) -> list[str]:
    profile = _profile(reader)
    if profile is None:
        return ["6.2.3: not one output intent"]
    data = profile.get_data()
    if data[36:40] != b"acsp" or data[8] > 4 or _COMPONENTS.get(data[16:20]) != profile.get("/N"):
        return ["6.2.3: not a colour profile of version 4 or less with as many components as it says"]
    return []


def only_colours_of_the_intent(reader: PdfReader) -> list[str]:
    profile = _profile(reader)
    allowed = profile.get("/N") if profile else None
    used = {_COLOURS[operator] for _, operator, _, _ in operations(reader) if operator in _COLOURS}
    return [f"6.2.4.3: colours of {found} components of an unnamed device" for found in used if found != allowed]
