"""The head by mail."""

import json
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction

from lms.ledger.appending import append
from lms.ledger.heads import export_head, head
from lms.ledger.mailing import mail_head
from lms.ledger.sealing import seal
from lms.people.models import City

NOW = datetime(2026, 7, 31, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    with transaction.atomic():
        append(actor="00007", action="試験", subject="対象", at=NOW)
    seal()
    return export_head(folder=tmp_path, at=NOW)


def test_the_head_goes_out_with_its_signed_file(file, settings):
    settings.EMAIL_HOST = "mail.city.example"
    assert mail_head(file=file, to="kansa@city.example", at=NOW)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["kansa@city.example"], "操作記録の控え　令和8年7月31日　1番")
    assert head(NOW).hash in sent.body
    ((name, content, _),) = sent.attachments
    assert name == "ledger-head-2026-07-31.json"
    assert json.loads(content)["hash"] == head(NOW).hash


def test_the_mail_names_the_entry_of_its_file_whatever_was_written_since(file, settings):
    settings.EMAIL_HOST = "mail.city.example"
    with transaction.atomic():
        append(actor="00007", action="試験", subject="後の対象", at=NOW)
    seal()
    mail_head(file=file, to="kansa@city.example", at=NOW)
    (sent,) = mail.outbox
    ((_, content, _),) = sent.attachments
    assert sent.subject.endswith("　1番")
    assert json.loads(content)["hash"] in sent.body


@pytest.mark.parametrize(("host", "to"), [("", "kansa@city.example"), ("mail.city.example", "")])
def test_without_a_server_or_an_address_nothing_goes_out(file, settings, host, to):
    settings.EMAIL_HOST = host
    assert not mail_head(file=file, to=to, at=NOW)
    assert mail.outbox == []


def test_the_night_sends_it_and_says_when_it_could_not(file, settings):
    settings.EMAIL_HOST = "127.0.0.1"
    City.objects.create(name="垂水市", ledger_head_to="kansa@city.example")
    call_command("nightly", verbosity=0)
    assert len(mail.outbox) == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 9  # nobody listens there
    with pytest.raises(CommandError, match="失敗した処理：操作記録の控えのメール"):
        call_command("nightly", verbosity=0)
