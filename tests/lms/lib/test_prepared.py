from datetime import date

import pytest
from django.db.models import BigIntegerField, CharField, DateField, Exists, OuterRef

from lms.lib.prepared import Parameter, Prepared, columns, unfolded
from lms.people.models import Employee, Posting
from tests import factories as make

pytestmark = pytest.mark.django_db


def numbers_on() -> Prepared:
    """Staff numbers of those in post on a day in a department."""
    day, seat = Parameter("day", DateField()), Parameter("seat", BigIntegerField())
    return Prepared(lambda: Posting.objects.on(day).filter(department=seat).values_list("employee__staff_number"))


def test_a_query_is_run_with_other_values_each_time():
    one, other = make.department("0101"), make.department("0102")
    make.employee(one, "00001", starts_on=date(2026, 4, 1))
    make.employee(other, "00002")
    numbers = numbers_on()
    assert numbers(day=date(2026, 4, 1), seat=one.pk) == [("00001",)]
    assert numbers(day=date(2026, 3, 31), seat=one.pk) == []
    assert numbers(day=date(2026, 3, 31), seat=other.pk) == [("00002",)]


def test_it_is_compiled_once_and_is_one_query_each_time(django_assert_num_queries):
    built = []

    def rows():
        built.append(1)
        return Employee.objects.filter(staff_number=Parameter("number", CharField())).values_list("name")

    names = Prepared(rows)
    with django_assert_num_queries(3):
        for number in ("1", "2", "3"):
            names(number=number)
    assert built == [1]


def test_rows_come_as_the_orm_gives_them():
    """Days, moments and truth values are stored as text or numbers by SQLite."""
    seat = make.department()
    person = make.employee(seat)
    done = make.completion(person, make.course(), make.jst(2026, 6, 1))
    posted = Exists(Posting.objects.filter(employee=OuterRef("employee")))
    plain = type(done).objects.annotate(posted=posted)
    names = ("completed_at", "posted", "course__title")
    prepared = Prepared(lambda: plain.filter(employee=Parameter("person", BigIntegerField())).values_list(*names))
    assert prepared(person=person.pk) == list(plain.values_list(*names))


def test_whole_rows_unfold_into_instances():
    seat = make.department()
    person = make.employee(seat, name="髙﨑　德子")
    rows = Prepared(lambda: Posting.objects.values_list(*columns(Posting), *columns(Employee, "employee__"), "kind"))()
    posting, employee, rest = unfolded(rows[0], Posting, Employee)
    assert (posting, employee, rest) == (Posting.objects.get(), person, ("main",))
    assert (posting.starts_on, employee.name) == (make.SINCE, "髙﨑　德子")
    assert not posting._state.adding


def test_a_union_is_prepared_as_well():
    make.employee(number="00001")
    make.employee(number="00002")

    def rows():
        one, other = (Employee.objects.filter(staff_number=Parameter(name, CharField())).order_by() for name in "ab")
        return one.values_list("staff_number").union(other.values_list("staff_number"))

    assert sorted(Prepared(rows)(a="00001", b="00002")) == [("00001",), ("00002",)]


def test_a_value_that_was_not_given_is_an_error():
    with pytest.raises(KeyError, match="seat"):
        numbers_on()(day=date(2026, 4, 1))
