"""Requirement 6: preview before commit, one transaction, undo; absent people stay unless 全件入替え and below 10 %."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lms.importing.comparing.reach import DROP_WARNING
from lms.importing.models import ImportBatch
from lms.people.models import Employee, Posting
from lms.people.roles import Role
from tests import factories
from tests.lms.importing.samples import APRIL, Kind, department_file, person, staff_file, take_in, take_staff
from tests.markup import page, texts, words

pytestmark = pytest.mark.django_db

PEOPLE = [person(f"{number:05}") for number in range(1, 11)]


@pytest.fixture
def hr(client):
    take_in(Kind.DEPARTMENTS, department_file({}, {"所属コード": "0102", "所属名": "企画政策課"}), APRIL)
    take_staff(*PEOPLE)
    client.force_login(factories.viewer_of(Role.HR, number="90001").user)
    return client


def upload(client, *rows, **fields) -> ImportBatch:
    file = SimpleUploadedFile("職員.csv", staff_file(*rows))
    answer = client.post(reverse("imports"), {"kind": "staff", "on": "2026-10-01", "file": file} | fields)
    return ImportBatch.objects.get(pk=answer.url.rstrip("/").rsplit("/", 1)[1])


def apply(client, batch: ImportBatch, **fields):
    shown = page(client.get(reverse("import_preview", args=[batch.pk])))
    digest = shown.select_one("input[name=digest]")["value"]
    return client.post(reverse("import_apply", args=[batch.pk]), {"digest": digest} | fields, follow=True)


def in_service() -> int:
    return Posting.objects.known().filter(kind="main", ends_on=None).count()


def test_the_preview_counts_and_shows_rows_and_the_import_can_be_taken_back(hr):
    rows = [person("00001", 所属コード="0102", 発令日="R8.10.1"), person("00002", 退職日="R8.9.30"),
            person("00003", 職名="参事"), person("00099"), *PEOPLE[3:]]  # fmt: skip
    batch = upload(hr, *rows)
    shown = page(hr.get(reverse("import_preview", args=[batch.pk])))
    figures = dict(zip(texts(shown, ".stats dt"), texts(shown, ".stat__count"), strict=True))
    assert figures == {"新規": "1", "変更": "1", "異動": "1", "退職": "1", "変更なし": "7", "エラー": "0"}
    moved = page(hr.get(reverse("import_preview", args=[batch.pk]), {"show": "moved"}))
    assert texts(moved, "tbody th") == ["00001"]
    assert (Employee.objects.filter(staff_number="00099").count(), in_service()) == (0, 10)

    assert words(page(apply(hr, batch)).h1) == "取込みの結果"
    assert in_service() == 10
    undone = hr.post(reverse("import_undo", args=[batch.pk]), follow=True)
    assert words(page(undone).h1) == "取り消した取込み"
    assert {posting.job_title for posting in Posting.objects.known()} == {"主査"}
    assert Posting.objects.known().count() == in_service() == 10


def test_nobody_is_gone_for_being_absent(hr):
    apply(hr, upload(hr, person("00001", 職名="参事")))

    assert in_service() == 10


def test_with_a_whole_replacement_absent_people_leave_up_to_a_tenth(hr):
    assert DROP_WARNING == 0.10
    apply(hr, upload(hr, *PEOPLE[1:], replaces_all="on"))

    assert in_service() == 9


def test_more_leave_only_when_somebody_has_confirmed_it(hr):
    batch = upload(hr, *PEOPLE[2:], replaces_all="on")
    apply(hr, batch)
    assert in_service() == 10
    apply(hr, batch, accepts_drop="1")

    assert in_service() == 8


def test_one_bad_row_stops_the_whole_or_is_left_out_as_the_clerk_chooses(hr):
    batch = upload(hr, person("00001", 所属コード="9999"), person("00002", 職名="参事"))
    apply(hr, batch)
    assert {posting.job_title for posting in Posting.objects.known()} == {"主査"}
    done = page(apply(hr, batch, leaves_out="1"))

    assert Posting.objects.known().filter(job_title="参事").count() == 1
    assert "2行目　00001　髙橋　正樹は、誤りのある行と併せて除きました。" in texts(done, "section li")
