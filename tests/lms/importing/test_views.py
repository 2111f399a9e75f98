"""職員情報の取込み on the screen: upload, look, confirm. For 人事担当 and nobody else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.importing.handling.receiving import prepare, receive
from lms.importing.models import ImportBatch
from lms.ledger.models import LedgerEntry
from lms.people.models import Employee
from lms.people.roles import Role
from tests import factories
from tests.lms.importing.samples import APRIL, NOW, OCTOBER, Kind, person, staff_file, take_staff
from tests.markup import errors, page, texts, words

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def hr(client: Client) -> Client:
    holder = factories.viewer_of(Role.HR, number="90001")
    client.force_login(holder.user)
    return client


def kept(*rows: dict[str, str], on=APRIL) -> ImportBatch:
    content = staff_file(*rows)
    batch = receive(kind=Kind.STAFF, on=on, filename="職員.csv", content=content, by="90001", at=NOW)
    prepare(batch=batch, at=NOW)
    return batch


def upload(client: Client, content: bytes, **fields: str):
    values = {"kind": "staff", "on": "2026-04-01", "file": SimpleUploadedFile("職員.csv", content)}
    return client.post(reverse("imports"), values | fields)


def preview_of(client: Client, batch: ImportBatch, **parameters: str):
    return client.get(reverse("import_preview", args=[batch.pk]), parameters)


def confirm(client: Client, batch: ImportBatch):
    field = page(preview_of(client, batch)).select_one("input[name=digest]")
    return client.post(reverse("import_apply", args=[batch.pk]), {"digest": field["value"]}, follow=True)


def test_a_file_is_uploaded_looked_at_and_confirmed(hr):
    looked = upload(hr, staff_file(person()))
    batch = ImportBatch.objects.get(kind="staff")
    assert looked.url == reverse("import_preview", args=[batch.pk])
    assert Employee.objects.filter(staff_number="00123").count() == 0

    done = confirm(hr, batch)
    assert words(page(done).h1) == "取込みの結果"
    assert "反映しました。" in texts(page(done), ".banner__title")[0]
    assert Employee.objects.filter(staff_number="00123").count() == 1
    assert LedgerEntry.objects.filter(action="職員の取込み").get().actor == "90001"


def test_the_day_is_taken_as_the_files_write_it_and_shown_as_it_was_read(hr):
    upload(hr, staff_file(person()), on="Ｒ８．４．１")
    batch = ImportBatch.objects.get(kind="staff")
    assert batch.on == APRIL
    assert "基準日　令和8年4月1日（2026-04-01）" in words(page(preview_of(hr, batch)).select_one(".page-head"))
    refused = upload(hr, staff_file(person()), on="4月1日")
    assert any("「4月1日」は日付として読めません。" in error for error in errors(refused))


def test_the_preview_shows_figures_and_what_changes_before_and_after(hr):
    take_staff(person())
    batch = kept(person(所属コード="0102", 発令日="R8.10.1"), person("00124"), on=OCTOBER)

    shown = page(preview_of(hr, batch))
    assert texts(shown, ".stats dt") == ["新規", "変更", "異動", "退職", "変更なし", "エラー"]
    assert texts(shown, ".stat__count") == ["1", "0", "1", "0", "0", "0"]
    moved = page(preview_of(hr, batch, show="moved"))
    assert texts(moved, "tbody th") == ["00123"]
    assert texts(moved, "tbody li") == ["所属：総務課 → 企画政策課", "発令日：令和6年4月1日 → 令和8年10月1日"]


def test_a_file_with_errors_shows_them_first_and_is_not_applied_without_a_choice(hr):
    batch = kept(person(所属コード="9999"), person("00124"))

    shown = page(preview_of(hr, batch))
    assert texts(shown, "tbody tr th, tbody tr td")[:3] == ["2", "所属コード", "9999"]
    assert texts(shown, "form .choice") == ["誤りのある行を除いて反映する（同じ職員の行と併せて1行）"]
    refused = confirm(hr, batch)
    assert "反映していません。" in texts(page(refused), ".banner__title")[0]
    assert Employee.objects.filter(staff_number="00124").count() == 0
    assert words(page(refused).h1) == "取込み前の確認"


def test_a_file_that_changes_nothing_says_so(hr):
    take_staff(person())

    assert "変更はありません。" in texts(page(preview_of(hr, kept(person()))), ".banner__title")


def test_books_that_changed_since_the_preview_are_shown_again_instead_of_written(hr):
    batch = kept(person(), person("00124"))
    field = page(preview_of(hr, batch)).select_one("input[name=digest]")
    take_staff(person("00124"))
    answer = hr.post(reverse("import_apply", args=[batch.pk]), {"digest": field["value"]}, follow=True)

    assert "もう一度確かめて" in texts(page(answer), ".banner__title")[0]
    assert Employee.objects.filter(staff_number="00123").count() == 0


def test_confirming_twice_writes_once(hr):
    batch = kept(person())
    field = page(preview_of(hr, batch)).select_one("input[name=digest]")
    for _ in range(2):
        answer = hr.post(reverse("import_apply", args=[batch.pk]), {"digest": field["value"]}, follow=True)

    assert words(page(answer).h1) == "取込みの結果"
    assert LedgerEntry.objects.filter(action="職員の取込み").count() == 1


def test_roles_that_end_are_reported_before_and_after(hr):
    take_staff(person())
    holder = Employee.objects.get(staff_number="00123")
    factories.grant(holder, Role.HEAD, holder.postings.get().department, starts_on=APRIL)
    batch = kept(person(所属コード="0102", 発令日="R8.10.1"), on=OCTOBER)
    words_of_it = "職員番号00123の役割「所属長 総務課」は、所属を離れるため令和8年9月30日で終わります。"

    assert texts(page(preview_of(hr, batch)), "section p a") == ["注意が1件あります。"]
    assert texts(page(preview_of(hr, batch, show="notes")), "section ul li")[-1].endswith(words_of_it)
    assert words_of_it in texts(page(confirm(hr, batch)), "section ul li")


def test_a_form_that_is_not_filled_in_says_what_is_missing(hr):
    answer = hr.post(reverse("imports"), {})

    assert errors(answer) == [
        "ファイルの種類：ファイルの種類を選んでください。",
        "基準日：基準日を入力してください。",
        "ファイル：ファイルを選んでください。",
    ]


def test_the_list_shows_what_was_taken_in_before(hr):
    kept(person())

    rows = texts(page(hr.get(reverse("imports"))), "tbody tr")
    assert [row for row in rows if row.startswith("職員.csv")] == [
        "職員.csv 職員 令和8年4月1日 令和8年10月1日 12:00 90001 未反映"
    ]


def test_the_list_needs_as_many_queries_for_three_files_as_for_one(hr):
    kept(person())
    hr.get(reverse("imports"))  # the first page of a session also renews it
    with CaptureQueriesContext(connection) as one:
        hr.get(reverse("imports"))
    kept(person())
    kept(person())
    with CaptureQueriesContext(connection) as three:
        hr.get(reverse("imports"))

    assert len(three) == len(one)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.HR])
def test_for_everybody_else_the_pages_do_not_exist(client, role):
    batch = kept(person())
    client.force_login(factories.viewer_of(role).user)

    assert client.get(reverse("imports")).status_code == 404
    assert preview_of(client, batch).status_code == 404
    for name in ("import_apply", "import_check", "import_columns", "import_undo"):
        assert client.post(reverse(name, args=[batch.pk])).status_code == 404
    assert client.get(reverse("gaiji_names")).status_code == 404
    assert upload(client, staff_file(person())).status_code == 404
    assert ImportBatch.objects.filter(kind="staff").count() == 1


def test_somebody_who_is_not_signed_in_is_asked_to(client):
    batch = kept(person())

    of_batch = ("import_preview", "import_check", "import_columns", "import_apply", "import_undo")
    for name, arguments in (("imports", []), ("gaiji_names", []), *((name, [batch.pk]) for name in of_batch)):
        assert client.get(reverse(name, args=arguments)).url.startswith(reverse("account_login"))


def test_a_role_that_has_ended_opens_nothing(client):
    holder = factories.employee()
    factories.grant(holder, Role.HR, ends_on=factories.SINCE)
    client.force_login(factories.account(holder))

    assert client.get(reverse("imports")).status_code == 404


def test_a_preview_that_never_was_does_not_exist(hr):
    assert hr.get(reverse("import_preview", args=["0" * 32])).status_code == 404
