"""Draws the examples of docs/papers.md, without a database: `python -m tests.paper_pictures docs/papers`."""

# ruff: noqa: PLC0415 - what draws is imported after django.setup()
import os
import sys
from dataclasses import replace
from pathlib import Path

import django

WIDTH = 840


def main(folder: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
    django.setup()
    from lms.lib.pdf_pictures import page_picture

    folder.mkdir(parents=True, exist_ok=True)
    for name, pdf, page in _papers():
        (folder / f"{name}.png").write_bytes(page_picture(pdf, width=WIDTH, page=page))


def _papers() -> list[tuple[str, bytes, int]]:
    """Name, PDF and page of each."""
    from lms.certificates.confirmation import confirmation_pdf
    from lms.certificates.papers.design import Design, Impression, Style
    from lms.certificates.papers.layout import draw
    from tests.factories import jst
    from tests.lms.certificates.layouts.layouts import CREST, SEAL, uri
    from tests.lms.certificates.papers.test_department import DONE, LATE, certificate, told
    from tests.lms.certificates.papers.test_personal import GIVEN, completion, payload

    pictures = {"crest": uri(CREST), "seal": uri(SEAL)}
    plain = Style(Design(), "標準", 1, "（公印省略）")
    sealed = replace(plain, seal_text="", impression=Impression("seal", 21))

    framed = replace(plain, design=Design(title="課別修了証明書", border="double", crest="crest", code="right"))

    def paper(style: Style, name: str = "髙橋　正樹", **design: str) -> bytes:
        return draw(payload(name, style=replace(style, design=replace(style.design, **design))), pictures)

    rare, long = "𠮷田　葛\U000e0100﨑德", "勘解由小路　龍之介左衛門尉"
    return [
        ("portrait", paper(plain), 0),
        ("portrait-sealed", paper(sealed, border="double", crest="crest", code="right"), 0),
        ("landscape", paper(sealed, form="landscape", crest="crest"), 0),
        ("vertical", paper(plain, form="vertical"), 0),
        (
            "vertical-sealed",
            paper(sealed, rare, form="vertical", crest="crest", border="double"),
            0,
        ),
        ("long-name", paper(sealed, long, form="vertical", crest="crest", border="line"), 0),
        ("department", draw(certificate(*DONE)), 0),
        ("department-framed", draw(certificate(*DONE, style=framed), pictures), 0),
        ("department-list", draw(certificate(*DONE)), 1),
        ("report", draw(told(*DONE, LATE)), 0),
        ("confirmation", confirmation_pdf(completion=completion(), city=GIVEN.city, at=jst(2026, 7, 31)), 0),
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
