"""The papers of a giving in one file."""

import zipfile
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO

from django.db.models import QuerySet

from lms.certificates.drawing import papers
from lms.certificates.models import Certificate
from lms.certificates.naming import file_name

_IN_MEMORY = 8 * 1024 * 1024


def zipped(certificates: QuerySet[Certificate], at: datetime) -> IO[bytes]:
    """A ZIP of the PDFs, at its beginning. PDFs are compressed already, so they are only stored."""
    file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the answer that sends it closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for certificate, content in papers(certificates, at):
            archive.writestr(file_name(certificate), content)
    file.seek(0)
    return file
