"""Pictures that people hand in keep what is seen and nothing else."""

import io

import pytest
from PIL import Image, PngImagePlugin

from lms.lib.uploaded_pictures import LARGEST, BadPictureError, clean_picture, picture_for_papers

SVG = '<svg xmlns="http://www.w3.org/2000/svg" {more}>{body}</svg>'
CIRCLE = '<circle cx="50" cy="50" r="40" fill="#123456"/>'


def svg(body: str, more: str = 'viewBox="0 0 100 100"') -> bytes:
    return SVG.format(body=body, more=more).encode()


def pixels(form: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **more: object) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size, "red").save(written, form, **more)
    return written.getvalue()


def test_a_drawing_keeps_its_shapes():
    clean = clean_picture(svg(f'<g transform="translate(1 2)" style="stroke:red; behavior:url(x)">{CIRCLE}</g>'))
    assert clean.media_type == "image/svg+xml"
    assert clean.content.decode() == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><g stroke="red" transform="translate(1 2)">'
        '<circle cx="50" cy="50" r="40" fill="#123456" /></g></svg>'
    )


def test_a_drawing_without_a_view_box_has_one_of_its_width_and_height():
    assert b'viewBox="0 0 20 30"' in clean_picture(svg(CIRCLE, 'width="20mm" height="30mm" fill="none"')).content
    assert b'fill="none"' in clean_picture(svg(CIRCLE, 'width="20" height="30" fill="none"')).content


@pytest.mark.parametrize(
    "hidden",
    [
        'onload="x()"', 'href="http://evil.test/"', 'class="a"', 'fill="url(http://evil.test/)"',
        'style="fill:url(#x);background:url(http://evil.test/)"', 'filter="url(#x)"', 'xml:base="http://evil.test/"',
    ],
)  # fmt: skip
def test_what_is_not_a_shape_is_left_behind(hidden):
    assert (
        clean_picture(svg(f'<path d="M0 0h5v5z" {hidden}/>')).content
        == clean_picture(svg('<path d="M0 0h5v5z"/>')).content
    )


def test_long_fractions_are_no_large_numbers():
    assert b"0.33333333333333" in clean_picture(svg('<path d="M0.33333333333333 0h5v5z"/>')).content


@pytest.mark.parametrize(
    "name", ["script", "image", "use", "foreignObject", "text", "style", "a", "animate", "filter", "iframe"]
)
def test_what_could_do_something_is_refused_by_name(name):
    with pytest.raises(BadPictureError, match=f"「{name}」は使えません"):
        clean_picture(svg(f'{CIRCLE}<{name} href="http://evil.test/">x</{name}>'))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + svg("&e;"), "DOCTYPE"),
        (b"<html/>", "SVGファイルを読めません"),
        (b"<svg", "SVGファイルを読めません"),
        (svg(""), "図形がありません"),
        (svg(CIRCLE, ""), "viewBox"),
        (svg(CIRCLE, 'viewBox="0 0 0 0"'), "viewBox"),
        (svg('<rect width="1e30" height="1"/>'), "数値が大きすぎます"),
        (svg('<path d="M0 0L12345678901 0z"/>'), "数値が大きすぎます"),
        (svg("<g>" * 5000 + CIRCLE + "</g>" * 5000), "重なりが深すぎます"),
        (b"GIF89a", "PNG、JPEG又はSVG"),
        (pixels()[:20], "画像を読めません"),
        (pixels(size=(5000, 1)), "4,800画素"),
        (b"x" * (LARGEST + 1), "500KB"),
        (b"", "画像を読めません"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(content, words):
    with pytest.raises(BadPictureError, match=words):
        clean_picture(content)


def test_pixels_are_written_anew_without_what_else_the_file_holds():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "a secret")
    clean = clean_picture(pixels(pnginfo=notes))
    assert b"secret" not in clean.content
    assert Image.open(io.BytesIO(clean.content)).size == (40, 30)
    assert clean_picture(pixels("JPEG")).media_type == "image/png"


def test_clear_pixels_stay_clear_and_large_pictures_become_smaller():
    assert Image.open(io.BytesIO(clean_picture(pixels(mode="RGBA")).content)).mode == "RGBA"
    assert Image.open(io.BytesIO(clean_picture(pixels(size=(2400, 600))).content)).size == (1200, 300)


def test_the_same_picture_has_the_same_digest():
    assert clean_picture(pixels()).digest == clean_picture(pixels()).digest
    assert clean_picture(pixels()).digest != clean_picture(pixels(size=(1, 1))).digest


def photo(size: int) -> bytes:
    """As a camera or a scanner makes it: no two dots alike."""
    written = io.BytesIO()
    Image.effect_noise((size, size), 60).convert("RGB").save(written, "JPEG", quality=55)
    return written.getvalue()


def test_a_picture_for_papers_is_as_fine_as_it_is_printed_and_no_finer():
    clean = picture_for_papers(pixels(size=(1200, 1200)), millimetres=18)
    assert Image.open(io.BytesIO(clean.content)).size == (213, 213)
    assert Image.open(io.BytesIO(picture_for_papers(pixels(size=(40, 30)), 18).content)).size == (40, 30)
    assert Image.open(io.BytesIO(picture_for_papers(pixels(mode="RGBA", size=(500, 500)), 36).content)).mode == "RGBA"


def test_shades_become_few_colours():
    shades = Image.linear_gradient("L").convert("RGB").resize((600, 600))
    written = io.BytesIO()
    shades.save(written, "PNG")
    few = Image.open(io.BytesIO(picture_for_papers(written.getvalue(), 18).content))
    assert len(few.getcolors(256)) <= 64


@pytest.mark.parametrize(
    "content",
    [
        photo(900),
        svg(
            "".join(
                f'<circle cx="{n * 7919 % 9973}" cy="{n * 104729 % 9967}" r="{n * 31 % 97}.{n}"/>' for n in range(2500)
            )
        ),
    ],
)
def test_a_picture_that_would_make_every_paper_large_is_refused_in_words(content):
    assert clean_picture(content)
    with pytest.raises(BadPictureError, match=r"絵柄が細かすぎます。証書1枚に\d+KBを要します（12KBまで）。"):
        picture_for_papers(content, 18)
