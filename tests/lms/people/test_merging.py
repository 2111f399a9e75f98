"""統合: people, departments below and roles, on the day."""

from datetime import date

import pytest

from lms.ledger.models import LedgerEntry
from lms.people.merging import merge_departments
from lms.people.models import DepartmentMerger, DepartmentVersion, Posting, RoleGrant
from lms.people.organisation import organisation
from lms.people.refusals import RefusedError
from lms.people.roles import Role
from tests import factories
from tests.factories import jst

pytestmark = pytest.mark.django_db

BEFORE, APRIL = date(2027, 3, 31), date(2027, 4, 1)
TRACE = {"on": APRIL, "actor": "00001", "at": jst(2027, 2, 1)}


@pytest.fixture
def two():
    return factories.department("0105", "水産課"), factories.department("0106", "商工課")


def posts(person, day):
    return [(post.department.code, post.kind) for post in Posting.objects.on(day).filter(employee=person)]


def test_everybody_goes_on_in_the_other_department_from_that_day(two):
    person = factories.employee(two[0], employment_type="正規")
    merged = merge_departments(department=two[0], into=two[1], **TRACE)

    assert (posts(person, BEFORE), posts(person, APRIL)) == ([("0105", "main")], [("0106", "main")])
    assert Posting.objects.on(APRIL).get().employment_type == "正規"
    assert (merged.people, merged.departments, merged.roles) == (1, 0, [])
    assert organisation(BEFORE).name(two[0].pk) == "水産課"
    assert two[0].pk not in organisation(APRIL).nodes


def test_a_later_posting_and_its_end_are_kept(two):
    person = factories.employee()
    factories.posting(person, two[0], starts_on=date(2027, 5, 1), ends_on=date(2028, 3, 31))
    merge_departments(department=two[0], into=two[1], **TRACE)

    moved = Posting.objects.known().get()
    assert (moved.department, moved.starts_on, moved.ends_on) == (two[1], date(2027, 5, 1), date(2028, 3, 31))


def test_nobody_sits_in_the_other_department_twice(two):
    arriving = factories.employee(two[0])
    factories.posting(arriving, two[1], kind=Posting.Kind.ADDITIONAL)
    staying = factories.employee(two[1])
    factories.posting(staying, two[0], kind=Posting.Kind.ADDITIONAL)
    merge_departments(department=two[0], into=two[1], **TRACE)

    assert posts(arriving, APRIL) == [("0106", "main")]
    assert posts(staying, APRIL) == [("0106", "main")]


def spans(person, department):
    rows = Posting.objects.known().filter(employee=person, department=department).order_by("starts_on")
    return [(row.kind, row.starts_on, row.ends_on) for row in rows]


def test_a_posting_beside_gives_way_only_on_the_days_of_the_other_one(two):
    person = factories.employee(factories.department("0101"))
    factories.posting(person, two[0], kind=Posting.Kind.ADDITIONAL)
    factories.posting(person, two[1], kind=Posting.Kind.ACTING, starts_on=date(2027, 6, 1), ends_on=date(2027, 7, 31))
    merge_departments(department=two[0], into=two[1], **TRACE)

    assert spans(person, two[1]) == [
        ("additional", APRIL, date(2027, 5, 31)), ("acting", date(2027, 6, 1), date(2027, 7, 31)),
        ("additional", date(2027, 8, 1), None),
    ]  # fmt: skip
    assert spans(person, two[0]) == [("additional", factories.SINCE, BEFORE)]


def test_a_posting_beside_there_lasts_until_the_main_one_arrives(two):
    person = factories.employee(factories.department("0101"), ends_on=date(2027, 5, 31))
    factories.posting(person, two[0], starts_on=date(2027, 6, 1))
    factories.posting(person, two[1], kind=Posting.Kind.ADDITIONAL)
    merge_departments(department=two[0], into=two[1], **TRACE)

    assert spans(person, two[1]) == [
        ("additional", factories.SINCE, date(2027, 5, 31)), ("main", date(2027, 6, 1), None),
    ]  # fmt: skip


def test_who_appoints_goes_with_the_department_unless_the_posting_says_otherwise():
    sea = factories.department("0105", appointing_authority="市長")
    school = factories.department("0201", appointing_authority="教育委員会")
    usual = factories.employee(sea, appointing_authority="市長")
    special = factories.employee(sea, appointing_authority="消防長")
    merge_departments(department=sea, into=school, **TRACE)

    now = {post.employee: post.appointing_authority for post in Posting.objects.on(APRIL)}
    assert now == {usual: "教育委員会", special: "消防長"}


def test_the_departments_below_hang_below_the_other(two):
    below = factories.department("010501", "漁港係", parent=two[0])
    merged = merge_departments(department=two[0], into=two[1], **TRACE)

    assert organisation(BEFORE).nodes[below.pk].parent_id == two[0].pk
    assert organisation(APRIL).nodes[below.pk].parent_id == two[1].pk
    assert merged.departments == 1


def test_a_department_may_be_merged_into_one_below_it():
    above = factories.department("01", "市長部局")
    upper = factories.department("0105", "水産商工部", parent=above)
    lower = factories.department("010501", "水産課", parent=upper)
    merge_departments(department=upper, into=lower, **TRACE)

    assert organisation(APRIL).nodes[lower.pk].parent_id == above.pk


def test_the_roles_bound_to_it_end_and_are_listed(two):
    head = factories.employee(two[0])
    factories.grant(head, Role.HEAD, two[0])
    factories.grant(head, Role.HR)
    (ended,) = merge_departments(department=two[0], into=two[1], **TRACE).roles

    assert (ended.role, ended.ends_on) == (Role.HEAD, BEFORE)
    assert [grant.role for grant in RoleGrant.objects.on(APRIL)] == [Role.HR]


def test_one_ledger_entry_names_everything(two):
    old = factories.employee(two[0]).postings.get()
    merge_departments(department=two[0], into=two[1], **TRACE)

    entry = LedgerEntry.objects.get()
    assert (entry.action, entry.subject) == ("所属の統合", "0105 0106")
    assert entry.payload["voided"]["people.Posting"] == [old.pk]
    assert {kind for kind, _, _ in entry.payload["facts"]} == {
        "people.Posting", "people.DepartmentVersion", "people.DepartmentMerger",
    }  # fmt: skip


def test_a_department_is_not_merged_into_itself_or_into_one_that_is_gone(two):
    gone = factories.department("0199", ends_on=BEFORE)
    for into, words in ((two[0], "別の所属を選んでください"), (gone, "令和9年4月1日にはありません")):
        with pytest.raises(RefusedError, match=words):
            merge_departments(department=two[0], into=into, **TRACE)


# ---- what names it by its code --------------------------------------------------------------------------------------


def test_from_that_day_the_code_stands_for_the_other_department(two):
    third = factories.department("0107", "産業課")
    merge_departments(department=two[0], into=two[1], **TRACE)
    merge_departments(department=two[1], into=third, on=date(2028, 4, 1), actor="00001", at=jst(2028, 2, 1))

    days = (BEFORE, APRIL, date(2028, 4, 1))
    assert [organisation(day).standing_for("0105").name for day in days] == ["水産課", "商工課", "産業課"]
    assert organisation(APRIL).standing_for("0199") is None
    assert organisation(APRIL).by_code("0105") is None


def test_departments_that_went_over_into_each_other_stand_for_nobody(two):
    """A code may come into use again only by a file; round in a circle leads nowhere and ends."""
    for one, other in (two, two[::-1]):
        DepartmentMerger.objects.create(department=one, into=other, merged_on=APRIL, recorded_at=TRACE["at"])
    DepartmentVersion.objects.void(TRACE["at"])
    assert organisation(APRIL).standing_for("0105") is None
