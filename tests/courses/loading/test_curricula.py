"""The library as a whole: curricula with their courses, and the city's own rules."""

import pytest

from courses.loading.curricula import read_library
from courses.loading.toml import LibraryError
from lms.people.roles import Office
from tests.courses.changing import change


def refusal(library):
    with pytest.raises(LibraryError) as caught:
        read_library(library)
    return str(caught.value)


def test_curricula_are_read_with_their_courses_in_the_order_of_the_list(library):
    found = read_library(library)

    assert [(one.code, one.office, [course.code for course in one.courses]) for one in found.curricula] == [
        ("DX", Office.DX, ["D-01"]), ("SEC", Office.SECURITY, ["S-01"]),
    ]  # fmt: skip
    assert [course.code for course in found.courses] == ["D-01", "S-01"]


def test_a_rule_of_the_city_is_read_as_rich_text(library):
    (rule,) = read_library(library).rules

    assert (rule.key, rule.office) == ("報告先", Office.SECURITY)
    assert rule.body == "<ul><li>所属長に<b>すぐ</b>報告します。</li></ul>"


def test_a_folder_that_no_curriculum_lists_is_refused(library):
    change(library / "curricula.toml", 'courses = ["D-01"]', "courses = []")
    assert "「D-01」を、一つの研修課程の「courses」に一度だけ" in refusal(library)


def test_a_course_in_two_curricula_is_refused(library):
    change(library / "curricula.toml", 'courses = ["D-01"]', 'courses = ["D-01", "D-01"]')
    assert "「D-01」を、一つの研修課程の「courses」に一度だけ" in refusal(library)


def test_a_course_that_has_no_folder_is_refused(library):
    change(library / "curricula.toml", 'courses = ["D-01"]', 'courses = ["D-01", "D-09"]')
    assert refusal(library) == "D-09/course.toml：ファイルがありません。"


def test_a_course_of_the_other_office_is_refused(library):
    change(library / "curricula.toml", 'courses = ["D-01"]', 'courses = ["D-01", "S-01"]')
    assert "「S-01」は、ほかの担当の研修です。" in refusal(library)


def test_a_lesson_that_shows_a_rule_nobody_wrote_is_refused(library):
    change(library / "city.toml", 'key = "報告先"', 'key = "連絡先"')
    assert refusal(library) == "S-01/03-report.md：「報告先」が city.toml に一つありません。"


def test_two_rules_of_one_name_are_refused(library):
    change(library / "S-01" / "03-report.md", "::: city 報告先\n:::\n", "")
    path = library / "city.toml"
    path.write_text(path.read_text() * 2)
    assert "同じ「key」の決まり" in refusal(library)


def test_a_term_is_read_with_its_other_spellings(library):
    (term,) = read_library(library).terms
    assert (term.word, term.reading, term.also, term.office) == ("報告", "ほうこく", "ほうこく", Office.SECURITY)


def test_a_term_may_belong_to_another_office_than_the_list(library):
    change(library / "glossary.toml", 'word = "報告"', 'word = "報告"\noffice = "dx"')
    assert [term.office for term in read_library(library).terms] == [Office.DX]


def test_a_spelling_of_two_terms_is_refused(library):
    path = library / "glossary.toml"
    path.write_text(path.read_text() + path.read_text().partition("\n\n")[2].replace('"報告"', '"連絡"'))
    assert "用語「ほうこく」が二度以上書かれています。" in refusal(library)


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("city.toml", "困ったとき", "困" * 61, "library/city.toml：「title」は60字までです。61字あります"),
        ("glossary.toml", '"ほうこく"\nalso', f'"{"ほ" * 81}"\nalso', "library/glossary.toml：「reading」は80字まで"),
        ("curricula.toml", "DX研修（全職員）", "全" * 101, "library/curricula.toml：「title」は100字まで"),
        ("S-01/course.toml", "すべての職員", "職" * 201, "S-01/course.toml：「audience」は200字まで"),
        ("S-01/course.toml", "試しの情報研修", "試" * 101, "S-01/course.toml：「title」は100字まで"),
        ("S-01/03-report.md", 'title = "報告"', f'title = "{"報" * 256}"', "S-01/03-report.md：「title」は255字まで"),
        ("S-01/questions.toml", '"mail-02"', f'"{"m" * 61}"', "S-01/questions.toml：「key」は60字まで"),
        ("S-01/questions.toml", 'category = "メール"', f'category = "{"類" * 61}"', "「category」は60字まで"),
        ("S-01/questions.toml", "試しの問題集", "集" * 101, "S-01/questions.toml：「title」は100字まで"),
    ],
)  # fmt: skip
def test_a_text_that_its_place_in_the_database_does_not_take_is_refused(library, file, old, new, words):
    path = library / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    assert words in refusal(library)
