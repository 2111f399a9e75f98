"""The small city of the reports, with a 監査担当 of it and something reported."""

import pytest

from lms.certificates.issuing import Decision, give_personal
from lms.ledger.sealing import seal
from lms.people.organisation import organisation
from lms.people.roles import Role
from lms.records.models import Completion
from lms.reports.chain.confirming import Remarks, confirm
from lms.reports.chain.freezing import freeze
from tests import factories
from tests.lms.certificates.town import signer
from tests.lms.reports.conftest import NOW, TODAY, signed_in, stopped_clock, town

__all__ = ["signed_in", "stopped_clock", "town"]


@pytest.fixture
def auditor(client, db):
    person = factories.viewer_of(Role.AUDITOR, number="90001")
    client.force_login(person.user)
    return client


@pytest.fixture
def reported(town):
    """One report confirmed with a reason in it, one 確定版, one paper given."""
    asked, head = town.security.requirements.get(), factories.viewer_of(Role.HEAD, town.places["welfare"])
    remarks = Remarks("10月に受講", {town.people["石田"].pk: ("長期出張", "")})
    confirm(
        requirement=asked, department=organisation(TODAY).by_code("0106"), on=TODAY, remarks=remarks, by=head, at=NOW
    )
    town.frozen = freeze(requirement=asked, on=TODAY, reason="", by=head, at=NOW)
    signer("mayor", "垂水市長", "尾脇　雅弥")
    give_personal(
        completions=[Completion.objects.get(employee=town.people["青木"])], decision=Decision(), given_on=TODAY,
        actor="00900", at=NOW,
    )  # fmt: skip
    seal()
    return town
