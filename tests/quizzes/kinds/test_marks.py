"""What each kind gives for an answer."""

from fractions import Fraction

import pytest

from quizzes.kinds import KINDS, faults
from quizzes.kinds.typing_in import answers, read_number
from tests.quizzes.samples import asked, every_kind, question

SAMPLES = every_kind()


def score(content, value, order):
    return KINDS[content["kind"]].grade(content, order, value).score


@pytest.mark.parametrize(("chosen", "earned"), [(["1"], 1), (["2"], 0), ([], 0), (["1", "2"], 0)])
def test_one_answer_is_right_or_wrong(chosen, earned):
    assert score(question(), chosen, [0, 1, 2, 3]) == earned


@pytest.mark.parametrize("chosen", [["1"], ["1", "2", "3"], [], ["1", "2"]])
def test_several_answers_count_only_all_together(chosen):
    assert score(SAMPLES["multiple"], chosen, [0, 1, 2, 3]) == 0
    assert score(SAMPLES["multiple"], ["1", "3"], [0, 1, 2, 3]) == 1


@pytest.mark.parametrize(
    ("chosen", "earned"), [(["1"], "1/2"), (["1", "2"], "0"), (["1", "2", "3"], "1/2"), (["1", "2", "3", "4"], "0")]
)
def test_with_part_marks_a_wrong_answer_takes_a_share_away(chosen, earned):
    assert score(SAMPLES["part_marks"], chosen, [0, 1, 2, 3]) == Fraction(earned)


@pytest.mark.parametrize(
    "typed", ["インターネット", "ｲﾝﾀｰﾈｯﾄ", "いんたーねっと", "インター　ネット", "ネット光回線", "ﾈｯﾄ回線"]
)
def test_width_kana_and_blanks_make_no_difference(typed):
    assert score(SAMPLES["short"], typed, None) == 1


@pytest.mark.parametrize("typed", ["", "インタネット", "ネット", "回線", "光ネット回線", "*", "インターネツト"])
def test_another_word_is_wrong(typed):
    assert score(SAMPLES["short"], typed, None) == 0


@pytest.mark.parametrize(
    ("pattern", "typed", "right"),
    [
        ("ＵＳＢ", "usb", True), ("カ゛", "が", True), ("が", "か\u3099", True), ("㍿", "株式会社", True),
        ("①", "1", True), ("*", "何でも", True), ("A*B*C", "a-b-c", True), ("a*a", "a", False),
        ("ab*ba", "aba", False), ("a*b*a", "aba", True),
        ("［完全］", "[完全]", True), ("斎藤", "斉藤", False), ("a?", "ab", False), ("＊メール", "標的型メール", True),
    ],
)  # fmt: skip
def test_answers_fold_as_people_type_them(pattern, typed, right):
    assert answers([pattern], typed) is right


def test_a_pattern_of_many_stars_is_not_slow():
    assert not answers(["*a" * 60 + "b"], "a" * 200)


@pytest.mark.parametrize("typed", ["1000.5", "１０００．５", "1,000.5件", "1001", "1000", "１，０００　件", "+1000.5"])
def test_a_number_counts_within_its_tolerance_in_any_writing(typed):
    assert score(SAMPLES["number"], typed, None) == 1


@pytest.mark.parametrize(
    "typed", ["999.9", "1001.1", "", "件", "-1000.5", "千", "1e3", "1000.5円", "NaN", "Infinity", "9" * 50]
)
def test_another_number_is_wrong(typed):
    assert score(SAMPLES["number"], typed, None) == 0


def test_minus_signs_of_every_keyboard_are_read():
    assert {str(read_number(sign + "5")) for sign in "-−ー‐―－"} == {"-5"}


def test_matching_counts_each_pair():
    order = {"rows": [0, 1, 2], "choices": [0, 1, 2]}
    assert score(SAMPLES["matching"], {"1": "1", "2": "2", "3": "1"}, order) == 1
    assert score(SAMPLES["matching"], {"1": "1", "2": "1", "3": "3"}, order) == Fraction(1, 3)


def test_ordering_counts_each_step_in_its_place():
    content, order = SAMPLES["ordering"], {"rows": [3, 1, 0, 2], "choices": [0, 1, 2, 3]}
    assert score(content, {"1": "4", "2": "2", "3": "1", "4": "3"}, order) == 1
    assert score(content, {"1": "1", "2": "2", "3": "3", "4": "4"}, order) == Fraction(1, 4)
    assert score(content, {"1": "1", "2": "1", "3": "1", "4": "1"}, order) == Fraction(1, 4)


def test_gaps_count_each_gap_typed_or_chosen():
    content = SAMPLES["gaps"]
    assert score(content, {"1": "タダチニ", "2": "3"}, [None, [1, 2, 0]]) == Fraction(1, 2), "直ちに is not ただちに"
    assert score(content, {"1": "速やかに", "2": "3"}, [None, [1, 2, 0]]) == 1
    assert score(content, {"1": "速やかに", "2": "所属長"}, [None, [1, 2, 0]]) == 0, "nobody was offered this name"


def test_a_place_in_a_picture_is_right_or_wrong():
    assert [score(SAMPLES["hotspot"], [name], [1, 0, 2]) for name in "123"] == [0, 1, 0]


def test_a_scenario_is_the_average_of_its_questions():
    order = [["single", [0, 1, 2, 3]], ["short", None], ["gaps", [None, [0, 1, 2]]]]
    assert score(SAMPLES["scenario"], {"1": ["1"], "2": "インターネット", "3": {"1": "速やかに"}}, order) == Fraction(
        5, 6
    )
    assert score(SAMPLES["scenario"], {"2": "インターネット"}, order) == Fraction(1, 3)


def test_an_answer_is_told_in_words():
    told = KINDS["scenario"].told(
        SAMPLES["scenario"], [["single", [2, 0, 1, 3]], ["short", None], ["gaps", [None, [0, 1, 2]]]],
        {"1": ["2"], "2": "回線", "3": {"2": "3"}},
    )  # fmt: skip
    assert told == ["問い1　すぐに報告する", "問い2：回線", "問い3　空欄2：家族"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (question(right=()), "一つだけ"), (question("multiple", (0,)), "二つ以上"),
        (asked("short", answers=["*"]), "「*」だけ"),
        (asked("number", value="千"), "半角の数字"), (asked("number", value="1", tolerance="-1"), "誤差は0以上"),
        (asked("matching", pairs=[{"left": "a", "right": ""}] * 2), "左と右"),
        (asked("matching", pairs=[{"left": "a", "right": "b"}, {"left": "c", "right": "b"}]), "二つ以上の違う文"),
        (asked("ordering", steps=["a", "a"]), "同じ文"), (asked("gaps", text="文", gaps=[{"answers": ["a"]}]), "{1}"),
        (asked("gaps", text="{1}", gaps=[{"answers": ["a"], "choices": ["b", "c"]}]), "空欄1の選択肢"),
        (SAMPLES["hotspot"] | {"picture": {"path": "../../etc/passwd", "alt": ""}}, "図を選んでください"),
        (asked("scenario", text="文", parts=[SAMPLES["scenario"]]), "問い1：場面の中では使えない形式"),
        (asked("scenario", text="文", parts=[question(stem=" ")]), "問い1：問題文を"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_is_refused_in_words(content, words):
    assert words in "".join(faults(content))
