"""Two-dimensional codes for papers."""

import segno


def qr_svg_data_uri(text: str) -> str:
    """The code as a drawing for <img src>, quiet zone included; it takes the size that the stylesheet gives it.

    A drawing and not a picture of pixels: scanned at 100 to 150 dpi it is still read where pixels are not. A short
    text of capitals, digits and $%*+-./: alone needs fewer modules and is quicker to draw.
    """
    code = segno.make(text, error="m", micro=False)
    return code.svg_data_uri(border=4, omitsize=True, svgclass=None, lineclass=None)
