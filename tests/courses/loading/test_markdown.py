"""A lesson file as the blocks of a page."""

from pathlib import Path

import pytest

from courses.loading.markdown import parse_lesson
from courses.loading.toml import LibraryError

FRONT = '+++\ntitle = "題"\nminutes = 5\n+++\n'
MAIL = Path(__file__).parents[1] / "library" / "S-01" / "01-mail.md"


def blocks(text):
    return parse_lesson(FRONT + text, "S-01/01-mail.md", "S-01/figures").blocks


def refusal(text):
    with pytest.raises(LibraryError) as caught:
        blocks(text)
    return str(caught.value)


def test_a_lesson_becomes_blocks_in_the_order_of_the_file():
    lesson = parse_lesson(MAIL.read_text(), "S-01/01-mail.md", "S-01/figures")

    assert lesson.front.values == {"title": "怪しいメール", "minutes": 6}
    kinds = ["callout", "text", "heading", "table", "figure", "steps", "check", "keypoints"]
    assert [block["type"] for block in lesson.blocks] == kinds


def test_paragraphs_lists_and_emphasis_become_one_rich_text():
    assert blocks("漢字と**強調**。\n\n- 一\n- 二") == [
        {"type": "text", "value": "<p>漢字と<b>強調</b>。</p><ul><li>一</li><li>二</li></ul>"}
    ]


def test_a_line_broken_in_the_file_goes_on_without_a_space():
    assert blocks("特定の\n組織")[0]["value"] == "<p>特定の組織</p>"


def test_what_looks_like_a_tag_is_text():
    assert blocks("1 < 2 & 3 です。")[0]["value"] == "<p>1 &lt; 2 &amp; 3 です。</p>"


def test_the_ruby_notation_is_kept_as_typed():
    assert blocks("｜漢字《かんじ》")[0]["value"] == "<p>｜漢字《かんじ》</p>"


def test_a_callout_keeps_its_kind_and_its_paragraphs():
    assert blocks("::: callout 注意\n一。\n\n二。\n:::") == [
        {"type": "callout", "value": {"kind": "注意", "body": "<p>一。</p><p>二。</p>"}}
    ]


def test_steps_and_key_points_are_lists_of_small_rich_texts():
    assert blocks("::: steps\n1. **見る**\n2. 待つ\n:::\n::: keypoints\n- 要\n:::") == [
        {"type": "steps", "value": ["<p><b>見る</b></p>", "<p>待つ</p>"]},
        {"type": "keypoints", "value": ["<p>要</p>"]},
    ]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_table_takes_the_line_above_as_its_caption(gap):
    text = f"前の文。\n\n表　手掛かり{gap}| 甲 | 乙 |\n| --- | --- |\n| 一 | ｜二《に》 |"

    before, table = blocks(text)

    assert before["value"] == "<p>前の文。</p>"
    assert table["value"]["table_caption"] == "手掛かり"
    assert table["value"]["data"] == [["甲", "乙"], ["一", "｜二《に》"]]
    assert table["value"]["table_header_choice"] == "row"


def test_a_figure_names_the_drawing_of_its_course():
    text = '::: figure signs.svg\nalt = "図の内容"\ncaption = "図　一"\n:::'

    value = {"path": "S-01/figures/signs.svg", "alt": "図の内容", "caption": "図　一"}
    assert blocks(text) == [{"type": "figure", "value": value}]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("::: note\n文。\n:::", "5行目：「:::」の後には"),
        ("::: callout 警告\n文。\n:::", "5行目：「::: callout」の後に"),
        ("文。\n\n::: steps\n1. 一", "7行目：この囲みが"),
        ("::: steps\n1. 一\n::: callout 注意", "5行目：この囲みが"),
        ("::: steps\n文。\n:::", "6行目：この囲みの中は、一つの箇条書きだけ"),
        ("# 大見出し", "5行目：見出しは「## 」だけ"),
        ("一。\n\n### 小見出し", "7行目：見出しは「## 」だけ"),
        ("| 甲 |\n| --- |\n| 一 |", "5行目：表のすぐ上の行に"),
        ("[外](https://example.com)", "5行目：文の中では、強調"),
        ("```\ncode\n```", "5行目：ここでは、段落、箇条書き"),
        ("- 一\n  - 二", "5行目：箇条書きの一つの項目"),
        ("## **太い**見出し", "5行目：見出しと表の中では"),
        ('::: check\nquestion = "問\n:::', "6行目：TOMLとして読めません"),
        ('::: check\nquestion = "問"\n:::', "6行目：確認問題の選択肢は"),
        ('::: figure\nalt = "内容"\ncaption = "図"\n:::', "5行目：「::: figure」の後に"),
    ],
)
def test_a_mistake_is_answered_with_its_line_and_a_remedy(text, words):
    assert refusal(text).startswith("S-01/01-mail.md ")
    assert words in refusal(text)


def test_a_check_has_exactly_one_right_option():
    option = '[[option]]\ntext = "{}"\nright = true\nfeedback = "解説"\n'
    text = '::: check\nquestion = "問"\n' + option.format("一") + option.format("二") + ":::"

    assert "正しいものを一つだけ" in refusal(text)


def test_a_lesson_without_front_matter_is_refused():
    with pytest.raises(LibraryError, match="1行目：題名などを"):
        parse_lesson("本文だけ", "S-01/01-mail.md", "S-01/figures")
