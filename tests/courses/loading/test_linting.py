"""What a course of the library must have. Each remark is shown on a sound course from which one thing was taken."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from courses.loading.curricula import Library, read_library
from courses.loading.files import LIBRARY, read_course
from courses.loading.linting import body_text, remarks
from courses.management.commands.check_library import table
from quizzes.selecting import Wanted

SOUND = read_course(LIBRARY / "S-09")
LESSON = SOUND.lessons[0]
QUESTIONS = SOUND.quiz.questions


def remarks_on(course):
    (curriculum,) = [one for one in read_library().curricula if one.code == "SEC"]
    return remarks(Library((replace(curriculum, courses=(course,)),), (), ()))


def without(kind):
    return replace(LESSON, blocks=[block for block in LESSON.blocks if block["type"] != kind])


def with_text(html):
    return replace(LESSON, blocks=[*LESSON.blocks, {"type": "text", "value": html}])


def of_lesson(lesson):
    return replace(SOUND, lessons=(lesson, *SOUND.lessons[1:]))


def of_questions(questions):
    return replace(SOUND, quiz=replace(SOUND.quiz, questions=tuple(questions)))


def with_options(question, change):
    options = [change(option) for option in question.content["options"]]
    return replace(question, content=question.content | {"options": options})


def singles(change):
    """Every question of one answer with changed options; the others as they are."""
    return of_questions(
        with_options(question, change) if question.content["kind"] == "single" else question for question in QUESTIONS
    )


def test_the_sound_course_has_no_remark():
    assert remarks_on(SOUND) == []


@pytest.mark.parametrize(
    ("course", "words"),
    [
        (replace(SOUND, aims=SOUND.aims[:2]), "S-09：ねらいが2です。3から7までにしてください。"),
        (replace(SOUND, sources=()), "S-09：出典がありません。"),
        (replace(SOUND, minutes=1), "S-09：全体の時間（分）が1です。"),
        (replace(SOUND, lessons=SOUND.lessons[:2]), "S-09：章が2です。"),
        (of_lesson(replace(LESSON, easy="")), f"S-09/{LESSON.key}.md：やさしい日本語の字数が0です。"),
        (of_lesson(without("figure")), "図がありません。"),
        (of_lesson(without("keypoints")), "要点がありません。"),
        (of_lesson(without("check")), "確認問題が0です。"),
        (of_lesson(without("callout")), "事例から始まっていません。"),
        (of_lesson(replace(LESSON, blocks=[])), "本文の字数が0です。"),
        (of_lesson(with_text("<p>https://example.com</p>")), "庁外のアドレスがあります。"),
        (of_lesson(with_text("<p>**「例」**と</p>")), "「**」"),
        (of_questions(QUESTIONS[:10]), "問題が10問です。24問以上にしてください。"),
        (of_questions([q for q in QUESTIONS if q.content["kind"] in ("single", "multiple")]), "2種類です。"),
        (of_questions(q for q in QUESTIONS if q.category != SOUND.quiz.parts[0].category), "の問題が0問です。"),
        (singles(lambda option: option | {"feedback": " "}), "に解説がありません。"),
        (singles(lambda option: option | {"text": option["text"] + "と長く" * option["right"] * 19}), "最も長い選択肢"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_with_its_place(course, words):
    assert any(words in remark for remark in remarks_on(course)), remarks_on(course)


def test_a_part_with_a_tag_is_compared_with_the_questions_that_have_it():
    tagged = [replace(question, tags=" 窓口 ") for question in QUESTIONS[:5]] + list(QUESTIONS[5:])
    quiz = replace(SOUND.quiz, questions=tuple(tagged), parts=(Wanted(2, tag="窓口"),))
    assert remarks_on(replace(SOUND, quiz=quiz)) == ["S-09：「窓口」の問題が5問です。6問以上にしてください。"]


def test_a_bank_whose_right_options_stand_at_one_place_is_named():
    first = [right_first(q) if q.content["kind"] == "single" else q for q in QUESTIONS]
    assert any("同じ位置の選択肢" in remark for remark in remarks_on(of_questions(first)))


def right_first(question):
    options = sorted(question.content["options"], key=lambda option: not option["right"])
    return replace(question, content=question.content | {"options": options})


def test_the_length_of_a_lesson_counts_what_is_read_and_no_markup():
    blocks = [
        {"type": "text", "value": "<p>｜標的型《ひょうてきがた》の<b>メール</b></p>"},
        {"type": "table", "value": {"table_caption": "表の名", "data": [["一", "二"]]}},
        {"type": "check", "value": {"question": "問い", "options": []}},
        {"type": "city", "value": "報告先"},
    ]
    assert body_text(replace(LESSON, blocks=blocks)) == "標的型のメール表の名一二"


def test_the_library_of_the_product_passes_the_check():
    out = StringIO()
    call_command("check_library", "--table", stdout=out)
    assert f"| 合計（{len(read_library().courses)}研修） |" in out.getvalue()
    assert "直すところはありません。" in out.getvalue()


def test_the_table_of_the_readme_counts_what_there_is():
    readme = (LIBRARY.parents[1] / "README.md").read_text(encoding="utf-8")
    assert "\n".join(table(read_library())) in readme


def test_the_command_names_what_is_to_be_mended_and_fails(library):
    err = StringIO()
    with pytest.raises(CommandError, match="直すところが"):
        call_command("check_library", str(library), stderr=err)
    assert "S-01：問題が3問です。6問以上にしてください。" in err.getvalue()


def test_the_command_says_what_cannot_be_read(library):
    (library / "curricula.toml").unlink()
    with pytest.raises(CommandError, match="ファイルがありません"):
        call_command("check_library", str(library))
