"""Papers in one file: as they are, for the printer, or as a list. Memory holds one paper at a time."""

import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from lms.certificates.drawing import papers_of
from lms.certificates.models import Bundle, Certificate
from lms.certificates.register.naming import readable_name
from lms.certificates.register.table import Places, register_table
from lms.lib.fiscal_year import TOKYO
from lms.lib.pdf_merging import PrintFile
from lms.lib.tables.xlsx import to_xlsx

# Says how many papers are done, and raises what ends the work.
Tell = Callable[[int], None]


@dataclass(frozen=True)
class Contents:
    """What is to be put together: certificates by their ids, in this order."""

    title: str
    papers: list[int]
    at: datetime

    def drawn(self, tell: Tell) -> Iterator[tuple[Certificate, bytes]]:
        """Each paper with its PDF, drawn now where it never was."""
        for number, found in enumerate(papers_of(self.papers, self.at), start=1):
            yield found
            tell(number)


def write_zip(file: IO[bytes], contents: Contents, tell: Tell) -> None:
    """The signed PDFs under names that people read. PDFs are compressed already, so they are only stored."""
    names = _Names()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for certificate, content in contents.drawn(tell):
            archive.writestr(_entry(names.new(certificate), certificate), content)


class _Names:
    """Names of which no two are the same in one folder."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._places = Places()

    def new(self, certificate: Certificate) -> str:
        """With the number of the paper where another paper has the name already."""
        place, number = self._places.of(certificate, certificate.batch.given_on), certificate.number_text
        wishes = (readable_name(certificate, place, beside) for beside in ("", number, f"{number}-{certificate.pk}"))
        name = next(name for name in wishes if _key(name) not in self._taken)
        self._taken.add(_key(name))
        return name


def _key(name: str) -> str:
    """Equal for names that some file systems hold for one."""
    return unicodedata.normalize("NFC", name).casefold()


def _entry(name: str, certificate: Certificate) -> zipfile.ZipInfo:
    drawn = (certificate.drawn_at or certificate.recorded_at).astimezone(TOKYO)
    entry = zipfile.ZipInfo(f"{name}.pdf", drawn.timetuple()[:6])
    entry.external_attr = 0o600 << 16
    return entry


def write_print(file: IO[bytes], contents: Contents, tell: Tell) -> None:
    """All pages of all papers, without the signatures, which only a whole file can carry."""
    printed = PrintFile(file, contents.title)
    for _, content in contents.drawn(tell):
        printed.add(content)
    printed.finish()


def write_list(file: IO[bytes], contents: Contents, tell: Tell) -> None:
    """The register as a table."""
    file.write(to_xlsx(register_table(contents.title, contents.papers, contents.at, tell)))


WRITERS = {Bundle.Form.ZIP: write_zip, Bundle.Form.PRINT: write_print, Bundle.Form.LIST: write_list}
SUFFIXES = {Bundle.Form.ZIP: ".zip", Bundle.Form.PRINT: ".pdf", Bundle.Form.LIST: ".xlsx"}
