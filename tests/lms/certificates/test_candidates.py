from datetime import date

from lms.certificates import candidates
from lms.certificates.subjects import Subject, course_subject
from lms.people.organisation import organisation
from lms.people.roles import Office
from lms.records.models import Completion
from tests import factories as make
from tests.factories import jst
from tests.lms.certificates.town import TODAY, Town, completed, give, give_to_department

BOTH = tuple(Office)


def waiting(offices=(Office.SECURITY,), year: int = 2026) -> list[str]:
    rows = candidates.without_paper(candidates.completions(offices, year), year)
    return [row.employee.name for row in rows.select_related("employee")]


def departments(town: Town, *subjects: Subject) -> list[tuple[str, str]]:
    as_of = organisation(TODAY)
    done = candidates.departments_done(as_of, subjects or [course_subject(town.security)], 2026, TODAY)
    return [(subject.code, as_of.name(pk)) for subject, pk in candidates.departments_without_paper(done, 2026)]


def test_who_completed_in_the_year_waits_for_a_paper_in_the_order_of_course_department_and_kana(town):
    assert waiting() == ["﨑山　花子", "髙橋　正樹", "𠮷田　太郎"]
    assert waiting([Office.DX]) == ["髙橋　正樹"]
    assert waiting(year=2025) == []


def test_a_second_completion_of_the_same_course_and_year_brings_no_second_paper(town):
    completed(town, "髙橋", 25)
    rows = candidates.completions([Office.SECURITY], 2026)
    assert [row.pk for row in rows.filter(employee=town.people["髙橋"])] == [town.done["髙橋"].pk]
    give(town.done["髙橋"])
    assert "髙橋　正樹" not in waiting()


def test_two_completions_of_one_moment_are_one(town):
    other = make.completion(town.people["葛城"], town.security, jst(2026, 7, 1), source=Completion.Source.PAPER)
    make.completion(town.people["葛城"], town.security, jst(2026, 7, 1))
    rows = candidates.completions([Office.SECURITY], 2026).filter(employee=town.people["葛城"])
    assert [row.pk for row in rows] == [other.pk]


def test_a_cancelled_completion_waits_for_nothing(town):
    make.cancelled(town.done["﨑山"], jst(2026, 7, 1), town.people["青木"])
    assert waiting() == ["髙橋　正樹", "𠮷田　太郎"]


def test_the_first_of_april_belongs_to_the_next_year(town):
    make.completion(town.people["葛城"], town.security, jst(2027, 3, 31, 23, 59))
    assert "葛\U000e0100城　聡" in waiting()
    make.completion(town.people["上野"], town.security, jst(2027, 4, 1, 0, 0))
    assert "上野　三郎" not in waiting()


def test_people_are_found_by_where_they_sit_now(town):
    make.moved(town.people["髙橋"], town.places["税務課"], date(2026, 7, 1))
    seated = candidates.seated_in([town.places["税務課"].pk], TODAY)
    rows = candidates.completions([Office.SECURITY], 2026).filter(employee__in=seated)
    assert [row.employee.name for row in rows] == ["髙橋　正樹", "𠮷田　太郎"]


def test_ticks_name_completions_of_ones_own_office_only(town):
    keys = [str(row.pk) for row in town.done.values()] + ["x", "-1", "9" * 30, "１"]
    assert {row.course.code for row in candidates.ticked([Office.SECURITY], keys)} == {"S-01"}


def test_a_department_is_done_when_everybody_who_must_has_completed(town):
    assert departments(town) == [("S-01", "福祉課")]
    completed(town, "葛城", 20)
    assert departments(town) == [("S-01", "福祉課"), ("S-01", "税務課")]


def test_a_department_that_holds_its_paper_waits_no_more(town):
    give_to_department(town, "福祉課")
    assert departments(town) == []


def test_a_curriculum_is_done_when_each_of_its_courses_is(town):
    second = make.course("S-02")
    asked = make.requirement(second)
    whole = Subject("C-01", "課程", Office.SECURITY, (town.security.pk, second.pk))
    make.duties([town.people["髙橋"], town.people["﨑山"]], asked)
    make.completion(town.people["髙橋"], second, jst(2026, 7, 1))
    assert departments(town, whole) == []
    make.completion(town.people["﨑山"], second, jst(2026, 7, 2))
    assert departments(town, whole) == [("C-01", "福祉課")]


def test_a_curriculum_that_nobody_completed_as_a_whole_is_not_done(town):
    second = make.course("S-02")
    asked = make.requirement(second)
    whole = Subject("C-01", "課程", Office.SECURITY, (town.security.pk, second.pk))
    make.duties([town.people["髙橋"], town.people["﨑山"], town.people["上野"]], asked)
    make.completion(town.people["上野"], second, jst(2026, 7, 1))
    make.exemption(town.people["髙橋"], asked)
    make.exemption(town.people["﨑山"], asked)
    assert departments(town, whole) == []


def test_the_day_counted_is_today_or_the_last_of_a_year_that_is_over():
    assert candidates.counting_day(2026, date(2026, 7, 31)) == date(2026, 7, 31)
    assert candidates.counting_day(2025, date(2026, 7, 31)) == date(2026, 3, 31)
