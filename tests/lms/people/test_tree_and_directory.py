"""The organisation of a day with its people, and the list of people."""

from datetime import date

import pytest

from lms.people.directory import entries, matching, posted
from lms.people.models import Employee, Posting
from lms.people.organisation import organisation
from lms.people.tree import tree
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@pytest.fixture
def seats():
    top = factories.department("01", "市長部局", reports=False)
    welfare = factories.department("0106", "福祉課", parent=top)
    section = factories.department("010601", "社会福祉係", parent=welfare, reports=False)
    return {"welfare": welfare, "section": section, "tax": factories.department("0104", "税務課", parent=top)}


def test_the_tree_reads_from_the_top_down_and_counts_everybody_once(seats):
    factories.employee(seats["section"])
    twice = factories.employee(seats["tax"])
    factories.posting(twice, seats["welfare"], kind=Posting.Kind.ADDITIONAL)
    found = tree(organisation(TODAY), TODAY)

    assert [(b.node.name, b.depth, b.main, b.beside) for b in found.branches] == [
        ("市長部局", 0, 0, 0), ("税務課", 1, 1, 0), ("福祉課", 1, 0, 1), ("社会福祉係", 2, 1, 0),
    ]  # fmt: skip
    assert (found.people, found.homeless) == (2, 0)


def test_people_in_a_department_that_is_gone_are_not_lost_from_the_total(seats):
    factories.employee(factories.department("0199", ends_on=date(2026, 3, 31)))
    found = tree(organisation(TODAY), TODAY)

    assert (found.people, found.homeless) == (1, 1)


def test_a_city_of_departments_without_anything_above_them_is_a_tree_too():
    for code in ("0102", "0101"):
        factories.department(code)

    assert [branch.node.code for branch in tree(organisation(TODAY), TODAY).branches] == ["0101", "0102"]


@pytest.mark.parametrize("words", ["高橋", "髙橋", "ﾀｶﾊｼ", "たかはし", "タカハシ", "高橋　花", "０００２８", "28"])
def test_a_person_is_found_by_any_way_of_writing(words):
    factories.employee(number="00028", name="髙橋　花子", kana="タカハシ　ハナコ")
    factories.employee(number="00031", name="上野　一", kana="ウエノ　ハジメ")

    assert [person.staff_number for person in matching(Employee.objects.all(), words)] == ["00028"]


def test_a_person_is_found_by_the_usual_name_and_blanks_find_everybody():
    person = factories.employee(name="田中　花子", kana="タナカ　ハナコ")
    Employee.objects.filter(pk=person.pk).update(usual_name="髙橋　花子", usual_key="高橋花子")
    factories.employee()

    assert list(matching(Employee.objects.all(), "高橋")) == [person]
    assert matching(Employee.objects.all(), "　").count() == 2


def test_the_list_of_a_department_shows_who_is_there_beside_another_post(seats):
    here = factories.employee(seats["section"], kana="ア")
    beside = factories.employee(seats["tax"], kana="イ")
    factories.posting(beside, seats["welfare"], kind=Posting.Kind.ADDITIONAL)
    factories.employee(seats["tax"], kana="ウ")
    city = organisation(TODAY)
    area = city.below([seats["welfare"].pk])
    people = posted(Employee.objects.all(), TODAY, area)

    rows = entries(people, city, TODAY, area)
    assert [(row.employee, row.department, row.other_posts, row.beside) for row in rows] == [
        (here, "社会福祉係", "", False), (beside, "税務課", "福祉課（兼務）", True),
    ]  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_questions_to_the_database_does_not_depend_on_people(seats, number, django_assert_num_queries):
    for _ in range(number):
        factories.posting(factories.employee(seats["tax"]), seats["welfare"], kind=Posting.Kind.ADDITIONAL)
    city, people = organisation(TODAY), list(Employee.objects.all())
    with django_assert_num_queries(2):
        entries(people, city, TODAY)
        tree(city, TODAY)
