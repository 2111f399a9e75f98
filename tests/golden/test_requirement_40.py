"""40. Past years R5 to R7 are brought in as rows marked 「移行データ」 and count in the reports of their years."""

from datetime import date

import pytest

from lms.duties.status import State, duties_on
from lms.importing.history.applying import write_history
from lms.importing.history.planning import plan_history
from lms.people.roles import Office
from lms.records.models import Completion
from tests import factories as make
from tests.factories import jst
from tests.lms.importing.history_samples import history_file

NOW = jst(2026, 9, 15)


@pytest.mark.django_db
def test_three_past_years_come_in_marked_and_count_in_their_own_year():
    subject, person = make.course(), make.employee(make.department(), "00123")
    for year in (2023, 2024, 2025, 2026):
        make.duty(person, make.requirement(subject, year))
    rows = [
        {"修了日": day, "受講方法": "移行データ", "根拠資料": "旧受講台帳"} for day in ("R5.7.1", "R6.7.1", "R7.7.1")
    ]
    content = history_file(*rows)
    for _ in range(2):
        plan = plan_history(content, Office.values, NOW.date())
        write_history(steps=plan.steps, actor="00001", at=NOW)

    states = {year: duties_on(year, date(year + 1, 3, 31)).get().state for year in (2023, 2024, 2025)}
    assert states == dict.fromkeys((2023, 2024, 2025), State.COMPLETED)
    assert duties_on(2026, NOW.date()).get().state == State.OVERDUE
    assert [row.get_source_display() for row in Completion.objects.all()] == ["移行データ"] * 3
