"""A person has n postings with days, kind, 所属, 職名, 職位 and 任命権者; exactly one 本務 on any day. 所属長 and the
deputy are dated roles, never inferred from 職位; departments say whether they report.
"""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from lms.people.models import Posting
from lms.people.organisation import organisation
from lms.people.roles import Role
from lms.people.transferring import Seat, add_posting, transfer
from lms.people.visibility import viewer
from tests import factories
from tests.factories import jst
from tests.lms.importing.samples import APRIL, Kind, department_file, look, person, staff_file, take_in, take_staff

pytestmark = pytest.mark.django_db

BEFORE, OCTOBER = date(2026, 9, 30), date(2026, 10, 1)
TRACE = {"actor": "00001", "at": jst(2026, 9, 20)}


def test_exactly_one_main_posting_on_any_day():
    """Through transfers and 兼務 there is one 本務 on each day, and the database itself refuses a second one."""
    tax, welfare = factories.department("0104"), factories.department("0106", appointing_authority="市長")
    person = factories.employee(tax)
    head = Seat(department_id=welfare.pk, job_title="課長", grade="課長級")
    transfer(employee=person, seat=head, on=OCTOBER, ends_on=None, **TRACE)
    add_posting(
        employee=person,
        kind=Posting.Kind.ADDITIONAL,
        seat=Seat(department_id=tax.pk),
        on=OCTOBER,
        ends_on=None,
        **TRACE,
    )

    days = [date(2026, 9, 1) + timedelta(days=number) for number in range(60)]
    mains = [Posting.objects.on(day).filter(employee=person, kind=Posting.Kind.MAIN).count() for day in days]
    assert mains == [1] * 60
    post = Posting.objects.on(OCTOBER).get(kind=Posting.Kind.MAIN)
    assert (post.department, post.job_title, post.grade, post.appointing_authority) == (
        welfare,
        "課長",
        "課長級",
        "市長",
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.posting(person, tax, starts_on=OCTOBER)
    assert Posting.objects.on(OCTOBER).filter(employee=person).count() == 2


def test_a_second_part_time_post_is_taken_as_concurrent_after_a_warning():
    """会計年度任用職員 only; of anybody else two 本務 are an error. The preview warns before anything is written."""
    take_in(Kind.DEPARTMENTS, department_file({}, {"所属コード": "0102", "所属名": "図書館"}), APRIL)
    two_posts = [person("00200", 任用形態="会計年度任用", 所属コード=code) for code in ("0101", "0102")]
    plan = look(Kind.STAFF, staff_file(*two_posts), APRIL)
    assert [note.text for note in plan.notes] == ["職員番号00200の二つ目の本務は、併任として取り込みます。"]
    take_staff(*two_posts)
    kinds = Posting.objects.on(APRIL).order_by("department__code").values_list("department__code", "kind")
    assert list(kinds) == [("0101", Posting.Kind.MAIN), ("0102", Posting.Kind.CONCURRENT)]
    regular = [person("00201", 所属コード=code) for code in ("0101", "0102")]
    assert len(look(Kind.STAFF, staff_file(*regular), APRIL).faults) == 1


def test_a_grade_makes_nobody_head_and_a_role_does_so_for_its_days_only():
    """課長級 sees nobody; the role of 所属長 or the deputy does, from its first to its last day."""
    tax = factories.department("0104")
    factories.employee(tax)
    person = factories.employee(tax, grade="課長級", job_title="課長")
    assert viewer(person, OCTOBER).departments() == frozenset()

    for role in (Role.HEAD, Role.DEPUTY):
        deputy = factories.employee(tax, grade="係長級")
        factories.grant(deputy, role, tax, starts_on=OCTOBER, ends_on=date(2027, 3, 31))
        days = (BEFORE, OCTOBER, date(2027, 3, 31), date(2027, 4, 1))
        assert [viewer(deputy, day).departments() for day in days] == [
            frozenset(), frozenset({tax.pk}), frozenset({tax.pk}), frozenset(),
        ]  # fmt: skip


def test_departments_say_whether_they_report():
    """A 係 reports through the nearest 報告単位 above it, from the day on which that is so."""
    unit = factories.department("0106")
    section = factories.department("010601", parent=unit, reports=False, ends_on=BEFORE)
    section.versions.create(name="支所", parent=unit, reports=True, starts_on=OCTOBER, recorded_at=jst(2026, 9, 1))

    assert [organisation(day).reporting_unit(section.pk) for day in (BEFORE, OCTOBER)] == [unit.pk, section.pk]
