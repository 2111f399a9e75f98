import pytest

from lms.certificates.papers.placeholders import PLACEHOLDERS, faults, filled, has_stops


def test_every_placeholder_takes_its_words():
    text = "".join(f"{{{word}}}" for word in PLACEHOLDERS)
    assert faults(text) == []
    assert filled(text, {word: f"<{word}>" for word in PLACEHOLDERS}) == ["".join(f"<{w}>" for w in PLACEHOLDERS)]


def test_lines_stay_as_they_were_written():
    assert filled("{氏名}　殿\nあなたは｛ 研修名 ｝を\n\n修了しました　\n", {"氏名": "髙橋", "研修名": "研修"}) == [
        "髙橋　殿",
        "あなたは研修を",
        "",
        "修了しました",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{指名}は", "{指名}という差し込みはありません。使えるのは{氏名}、"),
        ("{}", "{}という差し込みはありません"),
        ("{氏名", "かっこが閉じていません"),
        ("氏名}", "かっこが閉じていません"),
        ("{氏名\n}", "かっこが閉じていません"),
    ],
)
def test_a_wrong_brace_is_named(text, words):
    [fault] = faults(text)
    assert words in fault


def test_stops_are_seen_in_any_width():
    assert [has_stops(text) for text in ("修了したので、", "証します｡", "修了，", "修了したので　これを証します")] == [
        True, True, True, False,
    ]  # fmt: skip


def test_words_that_look_like_a_placeholder_are_not_filled_again():
    assert filled("{氏名}", {"氏名": "{研修名}"}) == ["{研修名}"]
