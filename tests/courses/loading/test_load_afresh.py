"""Loading the library into a database that has nothing of it yet."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.loading.toml import LibraryError
from courses.models import Course, LibraryPart
from quizzes.models import QuestionBank
from tests.courses.changing import change, load


def test_more_lessons_need_no_more_queries_when_nothing_changed(db, library):
    (library / "S-01" / "03-report.md").unlink()
    change(library / "S-01" / "questions.toml", 'lesson = "03-report"', 'lesson = "02-password"')
    load(library)
    with CaptureQueriesContext(connection) as few:
        load(library)
    for number in range(4, 8):
        (library / "S-01" / f"0{number}-more.md").write_text('+++\ntitle = "章"\nminutes = 1\n+++\n文。\n')
    load(library)

    with CaptureQueriesContext(connection) as many:
        load(library)

    assert len(many) == len(few)


def test_a_broken_library_writes_nothing(db, library):
    (library / "S-01" / "02-password.md").write_text("本文だけ")

    with pytest.raises(LibraryError):
        load(library)

    assert not Course.objects.exists()
    assert not LibraryPart.objects.exists()
    assert not QuestionBank.objects.exists()


def test_the_command_loads_the_courses_of_the_product_and_says_what_it_did(db):
    first, second = io.StringIO(), io.StringIO()
    call_command("load_curricula", stdout=first)
    call_command("load_curricula", stdout=second)

    assert "新規　S-01/lessons/02-mail" in first.getvalue().splitlines()
    (counts,) = second.getvalue().splitlines()
    assert counts.startswith(
        "新規 0件、更新 0件、使用停止 0件、編集済みのため据え置き 0件、削除済みのため作成せず 0件、"
    )


def test_the_command_tells_what_is_wrong_with_the_library(db, library, monkeypatch):
    (library / "S-01" / "course.toml").write_text("code = ")
    monkeypatch.setattr("courses.management.commands.load_curricula.LIBRARY", library)

    with pytest.raises(CommandError, match=r"S-01/course.toml 1行目：TOMLとして読めません"):
        call_command("load_curricula")
