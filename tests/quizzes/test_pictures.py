"""Pictures and readings in the words of questions."""

import pytest

from quizzes.kinds import faults
from quizzes.pictures import targets, with_targets
from quizzes.templatetags.questions import words
from tests.quizzes.samples import asked, every_kind, question

FIGURE = "S-01/figures/mail-signs.svg"
KEPT = "questions/0123456789abcdef.png"


def shows(where: str) -> dict:
    """A question with a picture at one place."""
    picture = f"次の図を見る。![届いたメール]({KEPT})"
    content = question()
    if where in content:
        return content | {where: picture}
    first, *rest = content["options"]
    return content | {"options": [first | {where: picture}, *rest]}


@pytest.mark.parametrize("where", ["stem", "explanation", "text", "feedback"])
def test_a_picture_may_stand_wherever_words_are_shown(where):
    assert faults(shows(where)) == []
    assert targets(shows(where)) == [KEPT]


def test_in_a_scenario_the_text_and_the_questions_may_have_pictures():
    scene = asked("scenario", text=f"![画面]({KEPT})", parts=[shows("stem"), shows("text")])
    assert faults(scene) == []
    assert len(targets(scene)) == 3


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("short", {"answers": [f"![図]({KEPT})"]}),
        ("ordering", {"steps": [f"![図]({KEPT})", "報告する"]}),
        ("gaps", {"text": f"![図]({KEPT}){{1}}{{2}}"}),
    ],
)
def test_where_there_is_no_room_for_a_picture_it_is_refused_in_words(kind, more):
    assert "画像は、問題文、場面の文、選択肢、解説の中でだけ使えます。" in faults(every_kind()[kind] | more)


def test_a_picture_needs_words_for_those_who_cannot_see_it():
    assert any("画像の説明" in fault for fault in faults(question(stem=f"見る。![ ]({KEPT})")))


@pytest.mark.parametrize("target", ["http://example.jp/x.png", "images/x.png", "../x.svg", "", "questions/x.svg"])
def test_a_picture_from_elsewhere_is_refused_and_never_shown(target):
    assert any("表示できません" in fault for fault in faults(question(stem=f"見る。![図]({target})")))
    assert "<img" not in words(f"![図]({target})")


def test_a_picture_is_shown_with_its_words():
    assert words(f"見る。\n![<図>の「説明」《せつめい》]({FIGURE})**大事**") == (
        "見る。<br>"
        '<img class="question__image" src="/static/library/S-01/figures/mail-signs.svg"'
        ' alt="&lt;図&gt;の「説明」《せつめい》">'
        "<strong>大事</strong>"
    )
    assert 'src="/media/questions/0123456789abcdef.png"' in words(f"![図]({KEPT})")


@pytest.mark.parametrize(
    "text", ['![" onerror="x](javascript:alert)', '![x" onload="y](S-01/figures/a.svg)', "![<b>](q)"]
)
def test_nothing_gets_out_of_the_words_of_a_picture(text):
    html = words(text)
    assert '" on' not in html
    assert "<b>" not in html


def test_readings_stand_above_their_words_beside_pictures():
    assert "<ruby>漏洩<rp>（</rp><rt>ろうえい</rt><rp>）</rp></ruby>" in words(f"漏洩《ろうえい》![図]({FIGURE})")


def test_every_picture_gets_its_new_name_and_nothing_else_changes():
    content = shows("stem") | {"picture": {"path": "画像:3", "alt": "図", "width": 1, "height": 1}}
    renamed = with_targets(content, lambda target: f"neu:{target}")
    assert renamed["stem"] == f"次の図を見る。![届いたメール](neu:{KEPT})"
    assert renamed["picture"]["path"] == "neu:画像:3"
    assert renamed["options"] == content["options"]
