"""過去の年度の実績: years of which only older papers tell stand in the report beside those of the system."""

import pytest

from lms.ledger.models import LedgerEntry
from lms.lib.tables import Rate
from lms.people.roles import Role
from lms.reports.annual.content import annual_report
from lms.reports.annual.figures import figures_of
from lms.reports.annual.texts import texts_of
from lms.reports.models import PastResult
from tests import factories
from tests.factories import jst
from tests.lms.reports.annual.test_annual import client_of
from tests.lms.reports.conftest import NOW, TODAY
from tests.markup import errors, page, texts


@pytest.fixture
def plan(town):
    return town.security.requirements.get().plan


def entered(town, plan, role: str = Role.SECURITY_OFFICE, **values: str):
    usual = {
        "course": str(town.security.pk), "fiscal_year": "2025", "required": "230", "completed": "207",
        "evidence": "令和7年度報告書",
    }  # fmt: skip
    return client_of(role).post(f"/reports/annual/{plan.pk}/past/", usual | values)


def years(plan) -> list[object]:
    report = annual_report(plan, texts_of(plan), figures_of(plan, TODAY), NOW)
    return [*report.sections[3].table.rows[0][-3:]]


def test_what_older_papers_say_stands_beside_this_year(town, plan):
    assert years(plan) == ["－", "－", "－"]
    entered(town, plan)
    entered(town, plan, fiscal_year="2024", completed="200")
    assert years(plan) == ["87.0%", "90.0%", "-15.0ポイント"]


def test_what_is_entered_anew_counts_and_nothing_is_lost(town, plan):
    entered(town, plan)
    entered(town, plan, completed="115")
    assert years(plan)[1] == "50.0%"
    assert PastResult.objects.count() == LedgerEntry.objects.filter(action="過去の年度の実績の記録").count() == 2
    shown = page(client_of(Role.AUDITOR).get(f"/reports/annual/{plan.pk}/"))
    assert texts(shown, "[aria-label=過去の年度の実績] td") == ["令和7年度", "230", "115", "令和7年度報告書"]


def test_where_the_system_knows_who_had_to_take_part_it_counts_itself(town, plan):
    entered(town, plan)
    factories.duties([town.people["青木"]], factories.requirement(town.security, 2025))
    factories.completion(town.people["青木"], town.security, jst(2026, 3, 3))
    assert figures_of(plan, TODAY).years[1][1] == {"S-01": Rate(1, 1)}
    assert "受講対象者の記録があり" in errors(entered(town, plan))[0]
    assert PastResult.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"completed": "231"}, "修了者は、対象者より多くできません。"),
        ({"required": "0"}, "対象者（人）："),
        ({"fiscal_year": "2026"}, "一覧から年度を選んでください。"),
        ({"evidence": ""}, "根拠資料を入力してください。"),
    ],
)
def test_what_cannot_be_is_refused(town, plan, wrong, said):
    assert said in errors(entered(town, plan, **wrong))[0]
    assert not PastResult.objects.exists()


def test_only_the_office_of_the_plan_enters(town, plan):
    for role in (Role.AUDITOR, Role.DX_OFFICE):
        assert entered(town, plan, role).status_code == 404
