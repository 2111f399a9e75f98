"""What the library says as lines: whatever two texts differ in shows."""

import json

import pytest

from courses.loading.comparing import below, beside
from courses.loading.curricula import read_library
from courses.loading.wording import lines_of
from courses.models import CityRule, LessonPage
from quizzes.models import Item, Quiz, QuizPart

# Of the city's own rules a lesson only has the name.
pytestmark = pytest.mark.django_db
BLOCKS = [
    {"type": "heading", "value": "見出しです"},
    {"type": "text", "value": "<p>一つ目。</p><ul><li>点</li></ul><ol><li>番号</li></ol>"},
    {"type": "callout", "value": {"kind": "注意", "body": "<p><b>強く</b>言う。</p>"}},
    {"type": "figure", "value": {"path": "S-01/figures/a.svg", "alt": "代わり", "caption": "説明"}},
    {"type": "table", "value": {"data": [["左", "右"], ["一", "二"]], "table_caption": "表の名前"}},
    {"type": "steps", "value": ["<p>手を止める</p>"]},
    {"type": "check", "value": {"question": "どれか", "options": [
        {"text": "甲", "right": True, "feedback": "その通り"}, {"text": "乙", "right": False, "feedback": "違う"},
    ]}},
    {"type": "city", "value": "報告先"},
]  # fmt: skip


def lesson(blocks=BLOCKS, **more):
    return LessonPage(**{"title": "題", "minutes": 4, "easy": "やさしい文", "body": json.dumps(blocks)} | more)


def test_a_lesson_is_told_line_by_line():
    assert lines_of(lesson()) == [
        "タイトル：題", "所要時間（分）：4", "やさしい日本語：やさしい文", "見出し：見出しです", "文章：",
        "一つ目。", "- 点", "1. 番号", "囲み：", "種類：注意", "本文：**強く**言う。", "附属の図：",
        "図の場所：S-01/figures/a.svg", "代替文：代わり", "説明：説明", "表：", "表の名前", "左｜右", "一｜二",
        "手順：手を止める", "確認問題：", "問い：どれか", "選択肢：", "選択肢：甲", "正しい：はい", "解説：その通り",
        "選択肢：乙", "正しい：いいえ", "解説：違う", "本市の決まり：報告先",
    ]  # fmt: skip


@pytest.mark.parametrize("place", range(len(BLOCKS)))
def test_a_block_left_out_shows(place):
    assert lines_of(lesson(BLOCKS[:place] + BLOCKS[place + 1 :])) != lines_of(lesson())


def test_whatever_is_changed_in_a_question_of_the_library_shows():
    """Every text of a question of each kind, changed alone, changes its lines."""
    questions = {q.content["kind"]: q.content for course in read_library().courses for q in course.quiz.questions}
    assert len(questions) == 10
    for content in questions.values():
        before = lines_of(Item(content=content))
        text = json.dumps(content, ensure_ascii=False)
        for said in {line for line in _texts(content) if len(line) > 3}:
            changed = json.loads(text.replace(json.dumps(said, ensure_ascii=False), '"書き換えた文"'))
            assert lines_of(Item(content=changed)) != before, said


def _texts(value, name=""):
    if isinstance(value, str) and name not in {"id", "kind", "marking"}:
        yield value
    elif isinstance(value, dict):
        for inner, one in value.items():
            yield from _texts(one, inner)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, name)


def test_choices_and_parts_are_told_in_words():
    quiz = Quiz(
        title="題", layout=Quiz._meta.get_field("layout").choices[0][0], parts=[QuizPart(category="甲", count=3)]
    )

    assert "出題の内訳：甲　3問" in lines_of(quiz)
    assert "担当：DX研修担当" in lines_of(CityRule(title="題", office="dx", body="<p>文</p>"))


def test_what_differs_stands_beside_each_other():
    own, offered = [*"あいうえおかき"], [*"あいうえおくき"]

    assert [(row.mark, row.own, row.offered, row.gap) for row in beside(own, offered)] == [
        ("", "え", "え", False), ("", "お", "お", False), ("変更", "か", "く", False), ("", "き", "き", False),
    ]  # fmt: skip
    assert [row.mark for row in beside(["あ"], ["あ", "い"])] == ["", "新しい文だけ"]
    assert [row.mark for row in beside(["あ", "い"], ["あ"])] == ["", "市の文だけ"]
    assert beside(["あ"], ["あ"]) == []


def test_what_differs_stands_below_each_other():
    assert list(below(["あ", "い"], ["あ", "う"], "S-01"))[:2] == ["--- 市の文/S-01", "+++ 製品の文/S-01"]
    assert list(below(["あ", "い"], ["あ", "う"], "S-01"))[-2:] == ["-い", "+う"]
