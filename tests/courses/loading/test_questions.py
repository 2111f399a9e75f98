"""Each kind of question as a file of the library says it."""

import pytest

from courses.loading.curricula import read_library
from courses.loading.questions import read_question
from courses.loading.toml import LibraryError, read_toml
from quizzes.item_forms import TypedFields
from quizzes.item_notation import content_of, fields_of

HEAD = """
key = "q-01"
category = "報告"
difficulty = 1
lesson = "03-report"
stem = "問い。"
explanation = "解説。"
kind = "{kind}"
"""
BODIES = {
    "multiple": """marking = "part"
[[option]]
text = "漏えい"
right = true
feedback = "報告します。"
[[option]]
text = "紛失"
right = true
feedback = "報告します。"
[[option]]
text = "昼食"
right = false
feedback = "報告しません。"
""",
    "short": 'answers = ["所属長", "課長*"]',
    "number": 'value = "24"\ntolerance = "1"\nunit = "時間"',
    "matching": """extras = ["誰でもない"]
[[pair]]
left = "紛失"
right = "警察"
[[pair]]
left = "漏えい"
right = "所属長"
""",
    "ordering": 'steps = ["線を抜く", "報告する"]',
    "gaps": """text = "{1}、{2}に報告する。"
[[gap]]
answers = ["すぐ"]
[[gap]]
answers = ["所属長"]
choices = ["所属長", "同僚"]
""",
    "hotspot": """[picture]
path = "S-01/figures/mail-signs.svg"
alt = "届いたメール"
width = 800
height = 400
[[place]]
text = "差出人"
right = true
feedback = "手掛かりです。"
x = 0
y = 0
width = 100
height = 20
[[place]]
text = "署名"
right = false
feedback = "手掛かりではありません。"
x = 0
y = 40
width = 100
height = 20
""",
    "scenario": """text = "件名　至急"
[[part]]
kind = "short"
stem = "誰に報告しますか。"
explanation = "所属長です。"
answers = ["所属長"]
""",
}


def read(kind: str, body: str):
    return read_question(read_toml(HEAD.format(kind=kind) + body, "questions.toml"), frozenset({"03-report"}))


@pytest.mark.parametrize(("kind", "body"), BODIES.items(), ids=BODIES.keys())
def test_every_kind_can_be_written_in_a_file(kind, body):
    entry = read(kind, body)
    common = {"kind": kind, "stem": "問い。", "explanation": "解説。", "lesson_key": "03-report"}
    assert entry.content.items() >= common.items()


def test_what_a_file_says_becomes_the_canonical_form():
    assert read("gaps", BODIES["gaps"]).content["gaps"] == [
        {"answers": ["すぐ"], "choices": []}, {"answers": ["所属長"], "choices": ["所属長", "同僚"]},
    ]  # fmt: skip
    assert read("multiple", BODIES["multiple"]).content["marking"] == "part"
    assert read("hotspot", BODIES["hotspot"]).content["places"][0]["x"] == 0
    assert read("scenario", BODIES["scenario"]).content["parts"][0]["answers"] == ["所属長"]
    assert read("short", 'answers = ["a"]\ntags = ["窓口", "新任"]').tags == " 窓口 新任 "


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("essay", "", "「kind」は single"),
        ("short", 'answers = ["a"]\nsteps = ["b"]', "「steps」という項目はありません"),
        ("ordering", 'steps = ["a"]', "2個から10個まで"),
        ("number", 'value = "たくさん"', "半角の数字"),
        (
            "scenario",
            'text = "文"\n[[part]]\nkind = "short"\nstem = "問い"\nanswers = ["a"]',
            "「explanation」が",
        ),
    ],
)
def test_a_mistake_is_said_with_its_place(kind, body, words):
    with pytest.raises(LibraryError, match=r"questions\.toml") as refused:
        read(kind, body)
    assert words in str(refused.value)


def test_opening_and_saving_a_question_of_the_library_changes_nothing():
    """Or it would be another version, and a newer library would take it for edited."""
    asked = [entry for course in read_library().courses if course.quiz for entry in course.quiz.questions]
    assert len(asked) > 100
    assert [entry.key for entry in asked if saved(entry.content) != entry.content] == []


def saved(content):
    """What the form of the editor makes of a question that it has shown."""
    blank = {name: False if name.endswith("_right") else "" for name in TypedFields.base_fields}
    empty = dict.fromkeys(("body", "answer", "marking", "picture_alt"), "")
    shown = fields_of(content)
    typed = {name: text.strip() if isinstance(text, str) else text for name, text in shown.items()}
    return content_of(blank | empty | typed | {"kind": content["kind"]}, content) | {"lesson_key": shown["lesson_key"]}
