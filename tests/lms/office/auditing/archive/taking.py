"""監査資料 ordered and taken as 監査担当 does it."""

import csv
from datetime import date
from io import BytesIO, StringIO
from zipfile import ZipFile

from django.test import Client

from lms.ledger.models import AuditArchive
from tests.markup import errors

FIRST = date(2026, 4, 1)


def ordered(client: Client, **asked) -> AuditArchive:
    answer = client.post("/audit/archives/", {"fiscal_year": 2026, "purpose": "audit"} | asked)
    assert answer.status_code == 302, errors(answer)
    return AuditArchive.objects.first()


def taken(client: Client, archive: AuditArchive) -> ZipFile:
    answer = client.get(f"/audit/archives/{archive.pk}/file/")
    assert answer.status_code == 200
    return ZipFile(BytesIO(b"".join(answer.streaming_content)))


def rows(content: bytes) -> list[list[str]]:
    """Header and rows, without the notes."""
    found = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    return found[: found.index([])] if [] in found else found


def named(file: ZipFile, end: str) -> bytes:
    (name,) = [name for name in file.namelist() if name.endswith(end)]
    return file.read(name)
