"""Counts of a drill: by department, and nobody to be recognised in them."""

import pytest

from lms.records.drill_counts import DrillCounts, counts, total
from tests.factories import department, employee, jst, moved, posting
from tests.lms.records import learnt


@pytest.mark.django_db
def test_people_count_in_the_reporting_unit_of_the_day_of_the_drill():
    division = department("0301", "福祉課")
    nursery = department("030101", "中央保育園", parent=division, reports=False)
    general = department("0101", "総務課")
    people = [employee(division) for _ in range(3)] + [employee(nursery) for _ in range(2)]
    posting(people[0], general, kind="additional")
    moved(people[1], general, on=jst(2026, 10, 1).date())
    held = learnt.drill()
    learnt.results(held, people, opened=2, reported=1)
    learnt.result(learnt.drill(title="別の訓練"), employee(general))
    assert list(counts(held).values()) == [DrillCounts("福祉課", 5, 2, 1)]


@pytest.mark.django_db
def test_who_sat_nowhere_counts_apart_and_what_was_voided_no_more():
    held = learnt.drill()
    person = employee()
    learnt.result(held, person, opened_at=jst(2026, 6, 1, 11), voided_at=jst(2026, 6, 6))
    learnt.result(held, person)
    assert list(counts(held).values()) == [DrillCounts("所属なし", 1, 0, 0)]


def test_few_people_are_masked_and_many_are_not():
    assert DrillCounts("総務課", 4, 1, 0).opened_text == "－"
    assert DrillCounts("総務課", 4, 1, 0).reported_text == "－"
    assert DrillCounts("総務課", 5, 1, 0).opened_text == "20.0%（1/5）"


def test_where_all_or_none_opened_it_the_count_would_name_everybody():
    assert [DrillCounts("総務課", 20, opened, 20).opened_text for opened in (0, 20)] == ["－", "－"]
    assert DrillCounts("総務課", 20, 19, 0).opened_text == "95.0%（19/20）"
    assert DrillCounts("総務課", 20, 20, 0).reported_text == "0.0%（0/20）"


def test_the_total_is_kept_back_where_it_would_say_that_all_of_a_department_opened_it():
    some, everybody, nobody = DrillCounts("a", 9, 3, 1), DrillCounts("b", 8, 8, 1), DrillCounts("c", 7, 0, 0)
    assert total([some, everybody]) is None
    assert total([some, everybody, nobody]) == DrillCounts("合計", 24, 11, 2)


def test_the_total_is_kept_back_where_it_would_betray_the_masked():
    large, small, other = DrillCounts("a", 9, 3, 1), DrillCounts("b", 3, 1, 1), DrillCounts("c", 2, 0, 0)
    assert total([large]) == DrillCounts("合計", 9, 3, 1)
    assert total([large, small]) is None
    assert total([large, small, other]) == DrillCounts("合計", 14, 4, 2)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_three_queries_whatever_the_number_of_people(number, django_assert_num_queries):
    held = learnt.drill()
    learnt.results(held, [employee(department(f"010{index}")) for index in range(number)], opened=1)
    with django_assert_num_queries(3):
        assert len(counts(held)) == number
