"""Standings by name agree with the counts by number."""

from datetime import date

import pytest

from courses.models import Curriculum, CurriculumCourse
from lms.certificates.standing import methods, standings
from lms.certificates.subjects import Subject, course_subject, subjects
from lms.duties.counting import counts_by_department
from lms.duties.status import State
from lms.people.organisation import organisation
from lms.people.roles import Office
from lms.records.models import Completion
from tests import factories as make
from tests.factories import jst
from tests.lms.certificates.town import TODAY, Town


def standing(town: Town, name: str, subject: Subject | None = None, on: date = TODAY):
    pk = town.places[name].pk
    return standings(organisation(on), subject or course_subject(town.security), 2026, on, [pk])[pk]


def second_course(town: Town):
    course = make.course("S-02", title="着任時研修")
    return course, make.requirement(course)


def curriculum(*courses, code: str = "C-01") -> Curriculum:
    row = Curriculum.objects.create(code=code, title="情報セキュリティ研修課程", office=Office.SECURITY)
    for course in courses:
        CurriculumCourse.objects.create(curriculum=row, course=course, from_fiscal_year=2026)
    return row


def test_the_people_of_a_department_and_below_stand_in_the_order_of_their_kana(town):
    found = standing(town, "福祉課")
    assert [(member.name, member.state, member.completed_on) for member in found.members] == [
        ("上野　三郎", State.DEFERRED, None),
        ("﨑山　花子", State.COMPLETED, date(2026, 6, 12)),
        ("髙橋　正樹", State.COMPLETED, date(2026, 6, 10)),
    ]


@pytest.mark.parametrize("name", ["福祉課", "税務課"])
def test_the_numbers_are_those_of_the_counts(town, name):
    found = standing(town, name)
    counts = counts_by_department(organisation(TODAY), 2026, TODAY)[town.security.pk, town.places[name].pk]
    assert (found.required, found.completed, found.deferred, found.exempt) == (
        counts.required, counts.completed, counts.deferred, counts.exempt,
    )  # fmt: skip
    assert found.all_done == counts.all_done


def test_a_day_before_shows_what_was_true_then(town):
    assert standing(town, "福祉課", on=date(2026, 6, 11)).completed == 1


def test_a_department_without_duties_is_empty(town):
    town.places["新設課"] = make.department("0999", "新設課")
    assert standing(town, "新設課").required == 0
    assert not standing(town, "新設課").all_done


def test_in_a_curriculum_a_person_counts_once_and_is_done_with_the_last_course(town):
    course, asked = second_course(town)
    person = town.people["髙橋"]
    make.duty(person, asked)
    make.completion(person, course, jst(2026, 7, 3))
    whole = Subject("C-01", "課程", Office.SECURITY, (town.security.pk, course.pk))
    member = next(m for m in standing(town, "福祉課", whole).members if m.employee_id == person.pk)
    assert (member.state, member.completed_on) == (State.COMPLETED, date(2026, 7, 3))


def test_in_a_curriculum_who_is_excused_from_one_course_is_not_said_to_have_completed_all(town):
    course, asked = second_course(town)
    person = town.people["髙橋"]
    make.duty(person, asked)
    make.exemption(person, asked)
    whole = Subject("C-01", "課程", Office.SECURITY, (town.security.pk, course.pk))
    member = next(m for m in standing(town, "福祉課", whole).members if m.employee_id == person.pk)
    assert (member.state, member.completed_on) == (State.EXEMPT, None)


def test_the_first_completion_of_the_year_decides_the_method(town):
    person = town.people["髙橋"]
    make.completion(person, town.security, jst(2026, 7, 20), source=Completion.Source.PAPER)
    found = methods(course_subject(town.security), 2026, TODAY, standing(town, "福祉課").finished)
    assert found == {"e-learning": 2}


def test_only_what_a_plan_asks_is_a_subject(town):
    course, _ = second_course(town)
    unasked = make.course("S-09")
    curriculum(town.security, course)
    curriculum(town.security, unasked, code="C-02")
    assert [found.code for found in subjects([Office.SECURITY], 2026)] == ["S-01", "S-02", "C-01"]
    assert subjects([Office.SECURITY], 2025) == []


@pytest.mark.parametrize("number", [1, 3])
def test_subjects_take_two_queries_whatever_their_number(town, number, django_assert_num_queries):
    for index in range(number):
        curriculum(town.security, code=f"C-{index}")
    with django_assert_num_queries(2):
        assert len(subjects([Office.SECURITY], 2026)) == 1 + number


@pytest.mark.parametrize("number", [1, 3])
def test_standings_take_three_queries_whatever_the_number_of_departments(town, number, django_assert_num_queries):
    as_of = organisation(TODAY)
    for index in range(number):
        make.duty(make.employee(town.places["税務課"]), town.asked, opened_on=date(2026, 6, 1 + index))
    with django_assert_num_queries(3):
        standings(as_of, course_subject(town.security), 2026, TODAY, list(as_of.nodes))
