"""Whatever bytes somebody chooses: a plan or faults in words, never a crash."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.importing.comparing.planning import planned
from tests.lms.importing.samples import Kind, department_file, person, role_file, staff_file

SAMPLES = {
    Kind.DEPARTMENTS: department_file({}),
    Kind.STAFF: staff_file(person(), person("00124", 休業区分="派遣", 休業開始日="R8.4.1", 退職日="R9.3.31")),
    Kind.ROLES: role_file({}),
}
quickly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
pytestmark = pytest.mark.usefixtures("city")


@quickly
@given(kind=st.sampled_from(Kind), content=st.binary(max_size=400))
def test_bytes_of_any_kind_give_a_plan(kind, content):
    assert planned(kind=kind, content=content, on=date(2026, 4, 1)).faults


@quickly
@given(kind=st.sampled_from(Kind), data=st.data())
def test_a_damaged_file_gives_a_plan(kind, data):
    content = bytearray(SAMPLES[kind])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    plan = planned(kind=kind, content=bytes(content), on=date(2026, 4, 1))
    assert all(fault.message and fault.row > 0 for fault in plan.faults)


@quickly
@given(cells=st.dictionaries(st.sampled_from(list(person())), st.text(max_size=30), min_size=1))
def test_any_text_in_any_cell_gives_a_plan(cells):
    content = staff_file(person() | cells, encoding="utf-8")

    plan = planned(kind=Kind.STAFF, content=content, on=date(2026, 4, 1))
    assert plan.can_be_applied != bool(plan.faults)
