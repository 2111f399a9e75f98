"""A column by another name: said once, known from then on."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from lms.importing.models import ColumnMapping, ImportBatch
from lms.importing.reading.files import renamed
from lms.ledger.models import LedgerEntry
from lms.people.models import Employee
from lms.people.roles import Role
from tests import factories
from tests.lms.importing.samples import APRIL, Kind, look, person, staff_file
from tests.markup import errors, page, texts

pytestmark = pytest.mark.usefixtures("city")


def other_words(*rows: dict[str, str]) -> bytes:
    text = staff_file(*rows).decode("cp932")
    head, rest = text.split("\r\n", 1)
    head = head.replace("職員番号", "職員コード", 1).replace("所属コード", "課コード")
    return f"{head}\r\n{rest}".encode("cp932")


@pytest.fixture
def hr(client: Client) -> Client:
    client.force_login(factories.viewer_of(Role.HR, number="90001").user)
    return client


def upload(client: Client, content: bytes) -> ImportBatch:
    file = SimpleUploadedFile("職員.csv", content)
    answer = client.post(reverse("imports"), {"kind": "staff", "on": "2026-04-01", "file": file})
    return ImportBatch.objects.get(pk=answer.url.rstrip("/").rsplit("/", 1)[1])


def test_a_missing_heading_leads_to_a_page_that_asks_which_column_it_is(hr):
    batch = upload(hr, other_words(person()))
    preview = page(hr.get(reverse("import_preview", args=[batch.pk])))
    address = reverse("import_columns", args=[batch.pk])
    assert address in [link["href"] for link in preview.select("a.button")]
    asked = page(hr.get(address))
    assert texts(asked, "label")[0].startswith("職員番号")
    assert "職員コード" in texts(asked, "select option")

    hr.post(address, {"column_0": "職員コード", "column_1": "課コード"})
    batch.refresh_from_db()
    assert (batch.state, batch.counts["errors"], batch.counts["new"]) == ("previewed", 0, 1)
    assert LedgerEntry.objects.get(action="取込みの列の対応").payload["headings"] == {
        "職員番号": "職員コード", "所属コード": "課コード",
    }  # fmt: skip


def test_the_next_file_is_read_without_asking_also_by_the_command(hr, tmp_path):
    ColumnMapping.objects.create(kind="staff", headings={"職員番号": "職員コード", "所属コード": "課コード"})
    batch = upload(hr, other_words(person()))
    assert (batch.counts["errors"], batch.counts["new"]) == (0, 1)
    assert "覚えている列の対応で読みました。" in texts(page(hr.get(reverse("import_preview", args=[batch.pk]))), "p a")[
        0
    ] + ("覚えている列の対応で読みました。")
    file, out = tmp_path / "f.csv", io.StringIO()
    file.write_bytes(other_words(person()))
    call_command("import_staff", str(file), "--on", "R8.4.1", "--apply", "--json", stdout=out)

    assert json.loads(out.getvalue())["new"] == 1
    assert Employee.objects.filter(staff_number="00123").exists()


def test_one_column_is_not_taken_for_two(hr):
    batch = upload(hr, other_words(person()))
    answer = hr.post(
        reverse("import_columns", args=[batch.pk]), {"column_0": "職員コード", "column_1": "職員コード"}
    )  # fmt: skip

    assert errors(answer) == ["所属コード：「職員コード」は職員番号に選んでいます。別の列を選んでください。"]
    assert not ColumnMapping.objects.exists()


def test_what_is_left_open_is_asked_for(hr):
    batch = upload(hr, other_words(person()))

    assert errors(hr.post(reverse("import_columns", args=[batch.pk]), {})) == [
        "職員番号：職員番号に当たる列を選んでください。", "所属コード：所属コードに当たる列を選んでください。",
    ]  # fmt: skip


def test_a_file_that_names_all_columns_has_no_such_page(hr):
    batch = upload(hr, staff_file(person()))

    assert hr.get(reverse("import_columns", args=[batch.pk])).status_code == 404


def test_our_own_word_in_the_file_goes_before_what_is_remembered():
    ColumnMapping.objects.create(kind="staff", headings={"職名": "職種"})

    assert look(Kind.STAFF, staff_file(person()), APRIL).faults == ()
    assert renamed(["職種", "職名"], ["職種", "職名"], {"職名": "職種"}) == ["職種", "職名"]
