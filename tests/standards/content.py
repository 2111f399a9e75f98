"""What pages paint, also inside forms."""

from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject

# Operands, operator, resources, and whether it stands in marked content or in an artifact.
Operation = tuple[list[Any], bytes, DictionaryObject, bool]


def operations(reader: PdfReader) -> Iterator[Operation]:
    for page in reader.pages:
        contents = page.get_contents()
        if contents is not None:
            yield from _of(ContentStream(contents, reader), page["/Resources"], reader, marked=False)


def _of(stream: ContentStream, resources: DictionaryObject, reader: PdfReader, *, marked: bool) -> Iterator[Operation]:
    open_marks: list[bool] = []
    for operands, operator in stream.operations:
        if operator in (b"BDC", b"BMC"):
            open_marks.append(_marks(operands))
        elif operator == b"EMC":
            open_marks.pop()
        inside = marked or any(open_marks)
        yield operands, operator, resources, inside
        form = _form(operands, resources) if operator == b"Do" else None
        if form is not None:
            yield from _of(ContentStream(form, reader), form.get("/Resources", resources), reader, marked=inside)


def _marks(operands: list[Any]) -> bool:
    """An artifact, or content with a number in the tree of tags."""
    properties = operands[1] if len(operands) > 1 else {}
    return operands[0] == "/Artifact" or (isinstance(properties, dict) and "/MCID" in properties)


def _form(operands: list[Any], resources: DictionaryObject) -> Any:
    found = resources["/XObject"][operands[0]].get_object()
    return found if found.get("/Subtype") == "/Form" else None
