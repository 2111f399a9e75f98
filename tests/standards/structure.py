"""Tags: 6.7 of PDF/A-3 (level A), 7.1 to 7.5 of PDF/UA."""

from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from tests.standards.content import operations

_STANDARD = {
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "Private",
    "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead",
    "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT",
    "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form",
}  # fmt: skip
_PAINTS = {b"Tj", b"TJ", b"'", b'"', b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh", b"BI"}


def elements(reader: PdfReader) -> Iterator[tuple[str, DictionaryObject]]:
    """Every tag with its standard name, in reading order."""
    root = reader.root_object.get("/StructTreeRoot")
    if root is not None:
        yield from _below(root, root.get("/RoleMap", {}))


def _below(node: DictionaryObject, roles: DictionaryObject) -> Iterator[tuple[str, DictionaryObject]]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        one = kid.get_object()
        if isinstance(one, DictionaryObject) and "/S" in one:
            name = str(roles.get(one["/S"], one["/S"])).strip("/")
            yield name, one
            yield from _below(one, roles)


def tagged(reader: PdfReader) -> list[str]:
    root, found = reader.root_object, []
    if not root.get("/MarkInfo", {}).get("/Marked"):
        found.append("6.7.2.2: not marked as tagged")
    if not list(elements(reader)) or "/ParentTree" not in root.get("/StructTreeRoot", {}):
        found.append("6.7.3.3: no tree of tags")
    if any("/StructParents" not in page for page in reader.pages):
        found.append("7.1: a page outside the tree of tags")
    return found


def standard_types(reader: PdfReader) -> list[str]:
    return [f"6.7.3.4: tag {name} of no standard meaning" for name, _ in elements(reader) if name not in _STANDARD]


def everything_marked(reader: PdfReader) -> list[str]:
    loose = {operator.decode() for _, operator, _, marked in operations(reader) if operator in _PAINTS and not marked}
    return [f"7.1: painted outside of tags and artifacts: {operator}" for operator in sorted(loose)]


def pictures_described(reader: PdfReader) -> list[str]:
    return [
        "7.3: a picture without description"
        for name, one in elements(reader)
        if name == "Figure" and not (one.get("/Alt") or one.get("/ActualText"))
    ]


def headings_in_order(reader: PdfReader) -> list[str]:
    levels = [int(name[1]) for name, _ in elements(reader) if name[0] == "H" and name[1:].isdigit()]
    before = [0, *levels]
    return [
        "7.4.2: a level of headings left out" for last, level in zip(before, levels, strict=False) if level > last + 1
    ]


def tables_regular(reader: PdfReader) -> list[str]:
    """As many cells in every row; every cell names its headings, or every heading says what it heads."""
    found = []
    for table in (one for name, one in elements(reader) if name == "Table"):
        cells = list(_below(table, DictionaryObject()))
        rows = [_width(row) for kind, row in cells if kind == "TR"]
        found += ["7.5: rows of different width"] if len(set(rows)) > 1 else []
        headed = all(_attribute(cell, "/Headers") for kind, cell in cells if kind == "TD")
        scoped = all(_attribute(cell, "/Scope") for kind, cell in cells if kind == "TH")
        found += [] if headed or scoped else ["7.5: a cell whose heading is not to be found"]
    return found


def _width(row: DictionaryObject) -> int:
    cells = [cell for kind, cell in _below(row, DictionaryObject()) if kind in ("TH", "TD")]
    return sum(int(_attribute(cell, "/ColSpan") or 1) for cell in cells)


def _attribute(cell: DictionaryObject, name: str) -> Any:
    said = cell.get("/A", DictionaryObject())
    stated = (one.get_object().get(name) for one in (said if isinstance(said, ArrayObject) else [said]))
    return next((value for value in stated if value), None)
