import io
import subprocess

from pypdf import PdfReader

from lms.lib.pdf import render_pdf_to_keep
from lms.lib.pdf_merging import PrintFile


def paper(*pages: str) -> bytes:
    body = "".join(f"<p style='break-after: page'>{text}</p>" for text in pages[:-1]) + f"<p>{pages[-1]}</p>"
    return render_pdf_to_keep(f'<!doctype html><html lang="ja"><title>証書</title><body>{body}</body></html>')


def merged(*pdfs: bytes) -> bytes:
    file = io.BytesIO()
    printed = PrintFile(file, "印刷用")
    for pdf in pdfs:
        printed.add(pdf)
    printed.finish()
    return file.getvalue()


def texts(pdf: bytes) -> list[str]:
    shown = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return [text.strip() for text in shown.split("\f") if text.strip()]


def test_every_page_follows_in_the_order_of_the_originals():
    assert texts(merged(paper("髙橋"), paper("﨑山", "別紙"), paper("葛\U000e0100城"))) == [
        "髙橋", "﨑山", "別紙", "葛\U000e0100城",
    ]  # fmt: skip


def test_the_pages_look_as_in_the_originals(tmp_path):
    one = paper("𠮷田　太郎")
    assert picture(merged(paper("髙橋"), one), 2) == picture(one, 1)


def picture(pdf: bytes, page: int) -> bytes:
    command = ["pdftoppm", "-r", "50", "-f", str(page), "-l", str(page), "-png", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout


def test_no_reader_finds_fault_with_the_file():
    pdf = merged(paper("髙橋"), paper("﨑山", "別紙"))
    found = PdfReader(io.BytesIO(pdf), strict=True)
    assert len(found.pages) == 3
    assert found.metadata.title == "印刷用"
    checked = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True)
    assert checked.stderr == b""


def test_what_is_alike_is_written_once():
    one = paper("髙橋　正樹")
    assert len(merged(*[one] * 20)) < 20 * len(merged(one)) / 4


def test_a_file_of_nothing_is_a_file():
    assert len(PdfReader(io.BytesIO(merged()), strict=True).pages) == 0
