"""Every way by which HTML or CSS can name a file or an address, tried on the default fetcher and on ours.

An audit hook sees each file the interpreter opens and each connection it makes; the default fetcher is the control that
shows the way to be open.
"""

import base64
import io
from pathlib import Path

import pytest
from pypdf import PdfReader
from weasyprint import HTML

from lms.lib.pdf import ForbiddenReferenceError, render_pdf
from tests.lms.canary import Canary, Watch

HEAD = '<!doctype html><html lang="ja"><title>紙</title>'


def _inner_svg(url: str) -> str:
    size = 'width="9" height="9"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image href="{url}" {size}/></svg>'
    return base64.b64encode(svg.encode()).decode()


WAYS = {
    "attachment link": '{head}<a rel="attachment" href="{url}">あ</a>',
    "attachment in the head": '{head}<link rel="attachment" href="{url}"><p>あ</p>',
    "image": '{head}<img alt="" src="{url}">',
    "image by way of a base": '{head}<base href="{folder}"><img alt="" src="{name}">',
    "embedded object": '{head}<object data="{url}"></object>',
    "embed": '{head}<embed src="{url}">',
    "stylesheet link": '{head}<link rel="stylesheet" href="{url}"><p>あ</p>',
    "imported stylesheet": '{head}<style>@import "{url}";</style><p>あ</p>',
    "background": '{head}<style>p {{ background: url("{url}") }}</style><p>あ</p>',
    "content": '{head}<style>p::before {{ content: url("{url}") }}</style><p>あ</p>',
    "list mark": '{head}<style>li {{ list-style-image: url("{url}") }}</style><ul><li>あ</ul>',
    "border image": '{head}<style>p {{ border: 3px solid; border-image: url("{url}") 1 }}</style><p>あ</p>',
    "font": '{head}<style>@font-face {{ font-family: x; src: url("{url}") }} p {{ font-family: x }}</style><p>あ</p>',
    "page background": '{head}<style>@page {{ background: url("{url}") }}</style><p>あ</p>',
    "picture inside a drawing": '{head}<img alt="" src="data:image/svg+xml;base64,{svg}">',
    "inline drawing": '{head}<svg width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
}


def _html(way: str, url: str) -> str:
    folder, name = url.rsplit("/", 1)
    return WAYS[way].format(head=HEAD, url=url, folder=f"{folder}/", name=name, svg=_inner_svg(url))


def _by_default(html: str) -> None:
    HTML(string=html).write_pdf()


def _by_us(html: str, *stylesheets: str) -> None:
    with pytest.raises(ForbiddenReferenceError):
        render_pdf(html, stylesheets=stylesheets)


@pytest.mark.parametrize("way", WAYS)
def test_no_file_is_opened(way: str, secret: Path, watch: Watch) -> None:
    html = _html(way, secret.as_uri())
    assert str(secret) in watch.during(html, _by_default), "the control opened nothing: this way is no way"
    assert str(secret) not in watch.during(html, _by_us)


@pytest.mark.parametrize("way", WAYS)
def test_no_address_is_called(way: str, address: str, watch: Watch) -> None:
    html = _html(way, address)
    assert any("connect" in event for event in watch.during(html, _by_default)), "the control called nobody"
    assert "/secret.css" in Canary.calls
    Canary.calls.clear()
    assert not any("connect" in event for event in watch.during(html, _by_us))
    assert Canary.calls == []


def test_the_password_file_of_the_server_is_not_attached() -> None:
    html = _html("attachment link", "file:///etc/passwd")
    by_default = PdfReader(io.BytesIO(HTML(string=html).write_pdf()))
    (note,) = by_default.pages[0]["/Annots"]
    assert note.get_object()["/FS"]["/EF"]["/F"].get_data() == Path("/etc/passwd").read_bytes()
    with pytest.raises(ForbiddenReferenceError, match="file:///etc/passwd"):
        render_pdf(html)


@pytest.mark.parametrize(
    "url", ["FILE:///etc/passwd", "ftp://127.0.0.1/x", "//127.0.0.1/x", "jar:file:///etc/passwd", "blob:x", "about:x"]
)
def test_no_other_scheme_gets_through(url: str, watch: Watch) -> None:
    html = f'{HEAD}<base href="http://127.0.0.1:9/"><img alt="" src="{url}">'
    seen = watch.during(html, _by_us)
    assert [event for event in seen if "passwd" in event or "connect" in event] == []


@pytest.mark.parametrize("time", ["first", "second"])
def test_a_stylesheet_handed_over_may_not_import_either(time: str, watch: Watch) -> None:
    html = f"{HEAD}<p>あ</p>"
    seen = watch.during(html, lambda html: _by_us(html, '@import "file:///etc/passwd";'))
    assert "/etc/passwd" not in seen


def test_a_stylesheet_handed_over_may_not_bring_pictures_either(secret: Path, watch: Watch) -> None:
    css = f'p {{ background: url("{secret.as_uri()}") }}'
    assert str(secret) not in watch.during(f"{HEAD}<p>あ</p>", lambda html: _by_us(html, css))


def test_a_reference_without_an_address_is_no_reference(watch: Watch) -> None:
    seen = watch.during("", lambda _: render_pdf(f'{HEAD}<img alt="" src="secret.css"><p>あ</p>'))
    assert [event for event in seen if "secret" in event or "connect" in event] == []


def test_an_image_inside_the_document_is_drawn() -> None:
    pixel = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    pdf = PdfReader(io.BytesIO(render_pdf(f'{HEAD}<img alt="" src="data:image/gif;base64,{pixel}">')))
    assert len(pdf.pages[0]["/Resources"]["/XObject"]) == 1
