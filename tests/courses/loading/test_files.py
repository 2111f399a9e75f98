"""A folder of files as a course."""

import pytest

from courses.loading.files import read_course
from courses.loading.toml import LibraryError
from lms.people.roles import Office
from tests.courses.changing import change


def refusal(folder):
    with pytest.raises(LibraryError) as caught:
        read_course(folder)
    return str(caught.value)


def test_a_course_is_read_with_its_lessons_and_questions(library):
    course = read_course(library / "S-01")

    assert (course.code, course.office, course.version) == ("S-01", Office.SECURITY, 3)
    assert course.sources == ("情報セキュリティ10大脅威 2026（ＩＰＡ、令和8年1月29日）",)
    assert [(lesson.key, lesson.minutes) for lesson in course.lessons] == [
        ("01-mail", 6), ("02-password", 4), ("03-report", 5),
    ]  # fmt: skip
    assert [entry.key for entry in course.quiz.questions] == ["mail-01", "mail-02", "report-01"]


def test_options_get_lasting_ids_by_their_place_and_a_true_false_question_gets_its_two(library):
    first, _, last = read_course(library / "S-01").quiz.questions

    assert [(option["id"], option["right"]) for option in first.content["options"]] == [("a", False), ("b", True)]
    said = [(option["text"], option["right"]) for option in last.content["options"]]
    assert said == [("正しい", False), ("誤り", True)]


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("course.toml", 'code = "S-01"', 'code = "S-02"', "S-01/course.toml：「code」をフォルダの名前「S-01」"),
        ("course.toml", 'office = "security"', 'office = "it"', "「office」は dx 又は security"),
        ("course.toml", "minutes = 15", 'minutes = "15"', "「minutes」は引用符のない数で"),
        ("course.toml", "minutes = 15", "minute = 15", "「minute」という項目はありません"),
        ("course.toml", 'summary = "短い研修です。"', "", "「summary」がありません"),
        ("course.toml", 'summary = "短い研修です。"', 'summary = " "', "「summary」が空です"),
        ("course.toml", '"2026-01-29"', '"令和8年1月29日"', "1番目の[[source]]：「date」は 2026-01-29 のように"),
        ("course.toml", 'title = "試しの情報研修"', 'title = "試し', "S-01/course.toml 2行目：TOMLとして読めません"),
        ("01-mail.md", "signs.svg", "other.svg", "S-01/01-mail.md：図のファイル S-01/figures/other.svg がありません"),
        ("questions.toml", "draws = 2", "draws = 4", "[quiz]：「draws」を問題の数（3問）以下に"),
        ("questions.toml", '"mail-02"', '"mail-01"', "「key」が「mail-01」の問題が二つ以上"),
        ("questions.toml", 'lesson = "03-report"', 'lesson = "09-none"', "[[question]]：「lesson」の「09-none」"),
        ("questions.toml", 'kind = "true_false"', 'kind = "yes_no"', "「kind」は single、multiple、true_false"),
        ("questions.toml", 'kind = "multiple"', 'kind = "single"', "（mail-02）：「一つ選ぶ」問題では"),
        ("questions.toml", 'kind = "single"', 'kind = "multiple"', "（mail-01）：「すべて選ぶ」問題では"),
        ("questions.toml", "difficulty = 2", "difficulty = 4", "「difficulty」は1から3までの数"),
    ],
)
def test_a_mistake_is_answered_with_file_place_and_remedy(library, file, old, new, words):
    change(library / "S-01" / file, old, new)

    assert words in refusal(library / "S-01")


def test_a_missing_question_file_is_named(library):
    (library / "S-01" / "questions.toml").unlink()

    assert refusal(library / "S-01") == "S-01/questions.toml：ファイルがありません。"


def test_a_file_in_another_encoding_is_refused(library):
    path = library / "S-01" / "02-password.md"
    path.write_bytes(path.read_text().encode("cp932"))

    assert "文字コードがUTF-8ではありません" in refusal(library / "S-01")
