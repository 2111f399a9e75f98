"""印影の印刷の許可: recorded by the administrator with the decision behind it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lms.certificates.models import SealPermission
from lms.ledger.models import LedgerEntry
from lms.people.roles import Role
from tests import factories as make
from tests.lms.certificates.layouts.layouts import SEAL, permitted
from tests.markup import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    client.force_login(make.viewer_of(Role.ADMINISTRATOR).user)
    return client


def typed(**more):
    usual = {
        "office": "security", "picture": SimpleUploadedFile("seal.svg", SEAL), "millimetres": "24",
        "decided_on": "R8.4.1", "decided_by": "総務課長", "document_number": "垂総第７号", "starts_on": "R8.4.1",
    }  # fmt: skip
    return usual | more


def test_a_permission_is_recorded_with_its_decision(administrator):
    assert administrator.post(reverse("seal_permissions"), typed()).status_code == 302
    row = SealPermission.objects.get()
    assert (row.office, row.millimetres, row.document_number) == ("security", 24, "垂総第７号")
    assert LedgerEntry.objects.get(action="印影の印刷の許可").subject == "security"

    shown = page(administrator.get(reverse("seal_permissions")))
    assert shown.select_one("tbody img")["src"] == row.picture.uri
    assert "垂総第７号" in shown.select_one("tbody").get_text()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"picture": ""}, "印影の画像を選んでください。"),
        ({"picture": SimpleUploadedFile("x.svg", b"<svg/>")}, "SVGファイルを読めません"),
        ({"starts_on": "R8.3.31"}, "開始日は、決裁日以後の日にしてください。"),
        ({"millimetres": "90"}, "36"),
        ({"document_number": ""}, "必須"),
    ],
)
def test_what_is_wrong_is_said(administrator, wrong, words):
    assert words in administrator.post(reverse("seal_permissions"), typed(**wrong)).content.decode()
    assert not SealPermission.objects.exists()


def test_a_permission_is_ended_today_and_only_once(administrator):
    row = permitted()
    end = reverse("seal_permission_end", args=[row.pk])
    assert administrator.post(end).status_code == 302
    assert SealPermission.objects.known().filter(ends_on=None).count() == 0
    assert administrator.post(end).status_code == 404


@pytest.mark.parametrize("role", [Role.SECURITY_OFFICE, Role.AUDITOR, Role.HR])
def test_nobody_else_permits(client, role):
    client.force_login(make.viewer_of(role).user)
    row = permitted()
    assert client.post(reverse("seal_permissions"), typed()).status_code == 404
    assert client.post(reverse("seal_permission_end", args=[row.pk])).status_code == 404
    assert SealPermission.objects.get() == row
