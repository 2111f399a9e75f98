"""The settings and parts of a test as a file of the library says them."""

import pytest

from courses.loading.quiz import read_quiz
from courses.loading.toml import LibraryError, read_toml
from quizzes.models import Quiz, QuizPart
from quizzes.selecting import Wanted
from tests.courses.changing import load

QUESTION = """
[[question]]
key = "{key}"
kind = "true_false"
category = "{category}"
difficulty = 1
lesson = "01-mail"
tags = ["新任"]
stem = "{key}"
explanation = "解説。"
right = true
"""
QUESTIONS = "".join(QUESTION.format(key=f"q-{n}", category="メール" if n < 3 else "報告") for n in range(5))
PARTS = """[[quiz.part]]
category = "メール"
count = 2
[[quiz.part]]
key = "q-4"
[[quiz.part]]
tag = "新任"
count = 1
"""


def read(tmp_path, quiz: str):
    text = f'[bank]\ncode = "B"\ntitle = "問題集"\n[quiz]\ncode = "Q"\ntitle = "テスト"\n{quiz}\n{QUESTIONS}'
    return read_quiz(read_toml(text, "questions.toml"), frozenset({"01-mail"}), tmp_path)


def test_parts_say_what_is_asked_and_how_many(tmp_path):
    found = read(tmp_path, PARTS)
    assert found.parts == (Wanted(2, "メール"), Wanted(1, key="q-4"), Wanted(1, tag="新任"))
    assert found.settings == {"draws": 4}


def test_every_setting_can_be_written(tmp_path):
    written = {
        "pass_percent": "70", "practice": "true", "shuffles_questions": "false", "shuffles_options": "false",
        "layout": '"forward"', "attempts_allowed": "3", "wait_hours": "24", "grade_rule": '"average"',
        "time_limit": "20", "shows_score": '"at_once"', "shows_answers": '"after_passing"',
        "shows_explanations": '"after_passing"', "draws": "3",
    }  # fmt: skip
    found = read(tmp_path, "\n".join(f"{name} = {value}" for name, value in written.items()))
    assert {name: str(value).lower() for name, value in found.settings.items()} == {
        name: value.strip('"') for name, value in written.items()
    }


@pytest.mark.parametrize(
    ("quiz", "words"),
    [
        ("", "「draws」がありません"),
        ("draws = 6", "問題の数（5問）以下に"),
        (f"draws = 4\n{PARTS}", "「draws」を書かないでください"),
        ('[[quiz.part]]\ncategory = "メール"\ncount = 4', "「メール」の出題数4問に対して"),
        ('[[quiz.part]]\ncategory = "メル"\ncount = 1', "「メル」の出題数1問に対して"),
        ("[[quiz.part]]\ncount = 1", "「category」か「tag」、又は「key」だけ"),
        ('[[quiz.part]]\nkey = "q-1"\ncategory = "報告"', "「category」か「tag」、又は「key」だけ"),
        ('draws = 3\nlayout = "one"', "「layout」は one_page 又は free 又は forward"),
        ("draws = 3\ntime_limit = 0", "「time_limit」は1から1440まで"),
        ("draws = 3\ntimelimit = 5", "「timelimit」という項目はありません"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_place(tmp_path, quiz, words):
    with pytest.raises(LibraryError, match=r"questions\.toml") as refused:
        read(tmp_path, quiz)
    assert words in str(refused.value)


# ---- in the database ------------------------------------------------------------------------------------------------


def say(library, old: str, new: str) -> None:
    path = library / "S-01" / "questions.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def parts() -> list[tuple[str, int]]:
    return list(Quiz.objects.get(code="S-01").parts.values_list("category", "count"))


@pytest.mark.django_db
def test_parts_come_into_the_database_change_with_the_library_and_go(library):
    say(library, "draws = 2", '[[quiz.part]]\ncategory = "メール"\ncount = 2')
    say(library, "pass_percent = 80", "")
    load(library)
    assert parts() == [("メール", 2)]
    assert load(library).unchanged

    say(library, "count = 2", 'count = 1\n[[quiz.part]]\ncategory = "報告"\ncount = 1')
    assert load(library).updated == ["S-01/quiz"]
    assert parts() == [("メール", 1), ("報告", 1)]
    assert load(library).updated == []


@pytest.mark.django_db
def test_parts_that_an_editor_changed_stay(library):
    load(library)
    QuizPart.objects.create(quiz=Quiz.objects.get(code="S-01"), category="メール", count=2)

    say(library, "draws = 2", "draws = 1")

    assert load(library).edited == ["S-01/quiz"]
    assert (parts(), Quiz.objects.get(code="S-01").draws) == ([("メール", 2)], 2)
