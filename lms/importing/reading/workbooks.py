"""What is inside an Excel workbook that its cells' values do not show. Looked at before it is unpacked. Pure."""

import io
import re
import zlib
from collections.abc import Iterator
from zipfile import BadZipFile, ZipFile

from defusedxml import DefusedXmlException, ElementTree

LARGEST_UNPACKED = 300 * 1024 * 1024  # bytes: 200,000 rows of staff are some 160 MB
NO_WORKBOOK = "Excelのファイルとして読めません。保存し直したファイルを選んでください。"
ZIPPED = b"PK\x03\x04"
UNCALCULATED = "（計算結果のない数式）"
ERROR_VALUE = "（エラー値）"

_WORKBOOK = "xl/workbook.xml"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FORMULA = re.compile(rb"<c ([^>]*)>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(<v\s*/>|<v></v>|</c>)")
_ERROR = re.compile(rb'<c ([^>]*\bt="e"[^>]*)>')
_PLACE = re.compile(rb'\br="([A-Z]+)([0-9]+)"')


class UnfitWorkbookError(Exception):
    """The workbook is not to be unpacked; the text says why, for the person who chose the file."""


def check_size(content: bytes) -> None:
    """Refuse what would fill the memory, by the sizes that the archive itself names."""
    unpacked = sum(entry.file_size for entry in _archive(content).infolist())
    if unpacked > LARGEST_UNPACKED:
        raise UnfitWorkbookError(
            f"広げると{LARGEST_UNPACKED // 1024**2}MBを超えるファイルです。"
            "要らないシートや行を除いて保存し直したファイルを選んでください。"
        )


def without_value(content: bytes) -> dict[tuple[int, int], str]:
    """Cells of the first sheet, by row and column from 0, that hold a formula nobody has worked out, or an error."""
    archive = _archive(content)
    if _WORKBOOK not in archive.namelist():  # another office's format, which stores formulas otherwise
        return {}
    try:
        sheet = archive.read(_first_sheet(archive))
    except (BadZipFile, KeyError, StopIteration, ElementTree.ParseError, DefusedXmlException, zlib.error) as error:
        raise UnfitWorkbookError(NO_WORKBOOK) from error
    found = dict.fromkeys(_places(_ERROR.finditer(sheet)), ERROR_VALUE) if b't="e"' in sheet else {}
    if b"<f" in sheet:
        # A formula whose result is an empty text is stored as a text with an empty value: that is a result.
        unknown = (m for m in _FORMULA.finditer(sheet) if not (b't="str"' in m[1] and m[2].startswith(b"<v")))
        found |= dict.fromkeys(_places(unknown), UNCALCULATED)
    return found


def _archive(content: bytes) -> ZipFile:
    try:
        return ZipFile(io.BytesIO(content))
    except BadZipFile as error:
        raise UnfitWorkbookError(NO_WORKBOOK) from error


def _first_sheet(archive: ZipFile) -> str:
    sheets = ElementTree.fromstring(archive.read(_WORKBOOK)).iter(f"{_MAIN}sheet")
    wanted = next(sheets).get(_LINK)
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    target = next(link.get("Target", "") for link in links if link.get("Id") == wanted)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _places(matches: Iterator[re.Match[bytes]]) -> Iterator[tuple[int, int]]:
    for match in matches:
        if place := _PLACE.search(match[1]):
            yield int(place[2]) - 1, _column(place[1])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
