"""28. Results of a 標的型訓練 are importable; who opened it only the security office sees, departments see counts."""

from datetime import date

import pytest

from lms.importing.history.applying import write_drill
from lms.importing.history.drill_planning import plan_drill
from lms.people.roles import Role
from tests import factories as make
from tests.factories import jst
from tests.lms.importing.history_samples import drill_file
from tests.lms.records import learnt
from tests.markup import page, texts


@pytest.mark.django_db
def test_names_for_the_security_office_and_counts_for_the_department(client):
    make.city()
    seat, held = make.department("0301", "福祉課"), learnt.drill()
    for number in range(5):
        make.employee(seat, f"0010{number}", f"福祉　{number}")
    rows = [{"職員番号": f"0010{number}"} for number in range(5)]
    rows[0] |= {"開封日時": "R8.6.1 10:30", "報告日時": "R8.6.1 10:40"}
    plan = plan_drill(drill_file(*rows), held, held.sent_on, date(2026, 6, 18))
    write_drill(drill=held, steps=plan.steps, actor="00001", at=jst(2026, 6, 18))

    client.force_login(make.viewer_of(Role.SECURITY_OFFICE).user)
    opened = page(client.get(f"/records/drills/{held.pk}/?deed=opened"))
    assert texts(opened, "tbody th") == ["福祉　0"]
    for role in (Role.HEAD, Role.AUDITOR):
        client.force_login(make.viewer_of(role, seat).user)
        assert client.get(f"/records/drills/{held.pk}/").status_code == 404
        shown = client.get(f"/records/drills/{held.pk}/departments/")
        assert texts(page(shown), "tbody th, tbody td") == ["福祉課", "5人", "20.0%（1/5）", "20.0%（1/5）"]
        assert "福祉　0" not in shown.content.decode()
