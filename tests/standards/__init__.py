"""Does a PDF keep those rules of PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) that a program can see?

Not a conformance checker: no veraPDF stands behind it. docs/signatures.md names what it leaves out.
"""

import io
from collections.abc import Callable

from pypdf import PdfReader

from tests.standards import annotations, file, fonts, metadata, structure

# Each says what is wrong, in words, or nothing.
RULES: tuple[Callable[[PdfReader], list[str]], ...] = (
    file.identified, file.no_actions, file.no_forbidden_streams, file.attachments_explained,
    metadata.says_both_standards, metadata.title_is_shown, metadata.output_intent, metadata.only_colours_of_the_intent,
    fonts.embedded, fonts.readable, fonts.widths_agree, structure.tagged, structure.standard_types,
    structure.everything_marked, structure.pictures_described, structure.headings_in_order, structure.tables_regular,
    annotations.shown_and_tagged, annotations.named,
)  # fmt: skip


def breaches(pdf: bytes) -> list[str]:
    """Every rule that the file breaks."""
    reader = PdfReader(io.BytesIO(pdf))
    if reader.is_encrypted:
        return ["6.1.3: encrypted"]
    return [*file.bytes_around(pdf), *(found for rule in RULES for found in rule(reader))]
