"""A page of a PDF as a picture, to be looked at on a screen."""

import io
import threading

import pypdfium2

# PDFium serves one thread at a time.
_turn = threading.Lock()


def page_picture(pdf: bytes, *, width: int, page: int = 0) -> bytes:
    """A PNG, so many pixels wide, in few colours: a page of writing is small then."""
    with _turn:
        document = pypdfium2.PdfDocument(pdf)
        try:
            sheet = document[page]
            found = sheet.render(scale=width / sheet.get_width()).to_pil().convert("RGB").quantize(64)
        finally:
            document.close()
    written = io.BytesIO()
    found.save(written, "PNG", optimize=True)
    return written.getvalue()
