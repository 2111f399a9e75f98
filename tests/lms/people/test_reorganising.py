"""Founding, renaming, moving, splitting and closing departments on a day."""

from datetime import date

import pytest

from lms.ledger.models import LedgerEntry
from lms.people.models import DepartmentVersion, Posting, RoleGrant
from lms.people.organisation import organisation
from lms.people.refusals import RefusedError
from lms.people.reorganising import Traits, change_department, close_department, found_department, split_department
from lms.people.roles import Role
from tests import factories
from tests.factories import jst

pytestmark = pytest.mark.django_db

BEFORE, APRIL, MAY = date(2027, 3, 31), date(2027, 4, 1), date(2027, 5, 1)
NOW = jst(2027, 2, 1)
TRACE = {"actor": "00001", "at": NOW}


def traits(**values: object) -> Traits:
    usual = {"name": "総務課", "parent_id": None, "appointing_authority": "", "reports": True}
    return Traits(**(usual | values))


def name_on(department, day):
    return organisation(day).name(department.pk)


def test_a_new_department_is_there_from_its_day_on():
    parent = factories.department("01", "市長部局", reports=False)
    made = found_department(code="0109", traits=traits(name="DX推進課", parent_id=parent.pk), on=APRIL, **TRACE)

    assert (name_on(made, BEFORE), name_on(made, APRIL)) == ("", "DX推進課")
    entry = LedgerEntry.objects.get()
    assert (entry.actor, entry.action, entry.subject) == ("00001", "所属の新設", "0109")
    assert entry.payload["facts"][0][:2] == ["people.DepartmentVersion", DepartmentVersion.objects.last().pk]


def test_a_code_is_given_once_and_for_ever():
    factories.department("0109", ends_on=date(2025, 3, 31))
    with pytest.raises(RefusedError, match="所属コード「0109」は既に使われています"):
        found_department(code="0109", traits=traits(), on=APRIL, **TRACE)


def test_a_department_that_never_came_into_use_leaves_its_code():
    made = found_department(code="0109", traits=traits(), on=APRIL, **TRACE)
    close_department(department=made, on=APRIL, **TRACE)
    again = found_department(code="0109", traits=traits(name="税務課"), on=MAY, **TRACE)

    assert again == made
    assert [name_on(made, day) for day in (APRIL, MAY)] == ["", "税務課"]


def test_a_renamed_department_keeps_its_old_name_before_the_day():
    department = factories.department("0102", "企画政策課")
    change_department(department=department, to=traits(name="デジタル政策課"), on=APRIL, **TRACE)

    assert (name_on(department, BEFORE), name_on(department, APRIL)) == ("企画政策課", "デジタル政策課")
    assert LedgerEntry.objects.get().payload["changes"] == {"name": ["企画政策課", "デジタル政策課"]}


def test_what_was_known_before_a_change_stays_as_it_was_known():
    department = factories.department("0102", "企画政策課")
    change_department(department=department, to=traits(name="デジタル政策課"), on=APRIL, **TRACE)

    assert organisation(APRIL, known_at=jst(2027, 1, 31)).name(department.pk) == "企画政策課"


def test_a_change_on_the_same_day_again_corrects_the_first():
    department = factories.department("0102", "企画政策課")
    for name in ("デジタル政索課", "デジタル政策課"):
        change_department(department=department, to=traits(name=name), on=APRIL, **TRACE)

    assert [row.name for row in DepartmentVersion.objects.known().order_by("pk")] == ["企画政策課", "デジタル政策課"]


def test_a_change_goes_forward_until_the_next_change_of_the_same_thing():
    parent = factories.department("01", "市長部局")
    department = factories.department("0102", "企画政策課")
    change_department(department=department, to=traits(name="企画政策課", parent_id=parent.pk), on=MAY, **TRACE)
    change_department(department=department, to=traits(name="企画課"), on=APRIL, **TRACE)

    nodes = [organisation(day).nodes[department.pk] for day in (BEFORE, APRIL, MAY)]
    assert [(node.name, node.parent_id) for node in nodes] == [
        ("企画政策課", None), ("企画課", None), ("企画課", parent.pk),
    ]  # fmt: skip


def test_a_change_that_changes_nothing_is_refused():
    department = factories.department("0102", "総務課")
    with pytest.raises(RefusedError, match="変わるところがありません"):
        change_department(department=department, to=traits(), on=APRIL, **TRACE)


def test_who_appoints_and_what_reports_change_on_a_day_too():
    department = factories.department("0102", "総務課")
    to = traits(appointing_authority="教育委員会", reports=False)
    change_department(department=department, to=to, on=APRIL, **TRACE)

    nodes = [organisation(day).nodes[department.pk] for day in (BEFORE, APRIL)]
    assert [(node.appointing_authority, node.reports) for node in nodes] == [("", True), ("教育委員会", False)]


def test_a_department_never_hangs_below_itself():
    above = factories.department("01", "市長部局")
    middle = factories.department("0102", "総務課", parent=above)
    below = factories.department("010201", "人事係", parent=middle)
    with pytest.raises(RefusedError, match="たどると、元の所属に戻ります"):
        change_department(department=above, to=traits(name="市長部局", parent_id=below.pk), on=APRIL, **TRACE)

    assert organisation(APRIL).nodes[above.pk].parent_id is None
    assert LedgerEntry.objects.count() == 0


def test_a_circle_that_would_only_close_later_is_refused_too():
    one, other = factories.department("01", "市長部局"), factories.department("02", "教育部")
    change_department(department=other, to=traits(name="教育部", parent_id=one.pk), on=MAY, **TRACE)
    with pytest.raises(RefusedError, match="元の所属に戻ります"):
        change_department(department=one, to=traits(name="市長部局", parent_id=other.pk), on=APRIL, **TRACE)


def test_a_parent_must_be_there_on_every_day():
    parent = factories.department("01", "市長部局", ends_on=date(2027, 4, 30))
    with pytest.raises(RefusedError, match="上位所属が、令和9年5月1日にはありません"):
        found_department(code="0109", traits=traits(parent_id=parent.pk), on=APRIL, **TRACE)


def test_a_split_makes_departments_alike_and_moves_nobody():
    parent = factories.department("01", "市長部局")
    origin = factories.department("0105", "水産商工観光課", parent=parent, appointing_authority="市長")
    person = factories.employee(origin)
    parts = [("0115", "水産課"), ("0116", "商工観光課")]
    made = split_department(department=origin, parts=parts, on=APRIL, **TRACE)

    nodes = [organisation(APRIL).nodes[one.pk] for one in made]
    assert [(node.name, node.parent_id, node.appointing_authority, node.reports) for node in nodes] == [
        ("水産課", parent.pk, "市長", True), ("商工観光課", parent.pk, "市長", True),
    ]  # fmt: skip
    assert Posting.objects.on(APRIL).get(employee=person).department == origin
    assert LedgerEntry.objects.get().action == "所属の分割"


def test_a_department_is_not_closed_while_somebody_sits_there():
    department = factories.department("0102")
    factories.employee(department)
    with pytest.raises(RefusedError, match="令和9年4月1日以後もこの所属に発令のある職員が1人います"):
        close_department(department=department, on=APRIL, **TRACE)


def test_somebody_who_will_be_posted_there_keeps_it_open_too():
    department = factories.department("0102")
    factories.posting(factories.employee(), department, starts_on=MAY)
    with pytest.raises(RefusedError, match="発令のある職員が1人"):
        close_department(department=department, on=APRIL, **TRACE)


def test_a_department_is_not_closed_while_others_hang_below():
    department = factories.department("0102")
    factories.department("010201", "人事係", parent=department)
    with pytest.raises(RefusedError, match=r"下に所属があります（人事係）"):
        close_department(department=department, on=APRIL, **TRACE)


def test_a_closed_department_is_gone_with_the_roles_bound_to_it():
    department = factories.department("0102", "総務課")
    factories.grant(factories.employee(), Role.HEAD, department)
    factories.employee(department, ends_on=BEFORE)
    (ended,) = close_department(department=department, on=APRIL, **TRACE)

    assert (name_on(department, BEFORE), name_on(department, APRIL)) == ("総務課", "")
    assert (ended.role, ended.ends_on) == (Role.HEAD, BEFORE)
    assert not RoleGrant.objects.on(APRIL).exists()
    assert RoleGrant.objects.on(BEFORE).count() == 1


def test_a_department_that_is_gone_is_not_closed_again():
    department = factories.department("0102", ends_on=date(2026, 3, 31))
    with pytest.raises(RefusedError, match="既にありません"):
        close_department(department=department, on=APRIL, **TRACE)
