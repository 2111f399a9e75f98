"""Chapters for paper: nothing of them has to be opened, pressed or played."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile

from courses.models import Course, LessonDocument, LessonPage
from courses.outline import outline
from courses.printing import printed
from tests.markup import texts, words


@pytest.fixture
def course(loaded) -> Course:
    return Course.objects.get(code="S-01")


def body_of(course: Course, key: str) -> BeautifulSoup:
    (chapter,) = printed([outline(course).lesson(key)]).chapters
    return BeautifulSoup(chapter.body, "html.parser")


def test_all_chapters_stand_in_their_order(course):
    entries = outline(course).lessons
    assert [chapter.entry for chapter in printed(entries).chapters] == list(entries)


def test_questions_are_asked_in_the_text_and_answered_behind_it(course):
    on_paper = body_of(course, "01-mail")
    assert on_paper.select("details, summary, video") == []
    asked = texts(on_paper, ".check .check-answers__options li")
    assert len(asked) > 1
    assert not any("正解" in option for option in asked)
    answers = texts(on_paper, ".check-answers li")
    assert all(answer.startswith(option) for answer, option in zip(answers, asked, strict=True))
    assert sum("不正解" not in answer for answer in answers) == 1
    assert texts(on_paper, ".prose > h2").count("確認問題の答え") == 1


def test_the_citys_rules_and_the_easy_words_are_there_to_read(course):
    on_paper = body_of(course, "03-report")
    assert "本市の決まり：困ったとき" in texts(on_paper, ".callout--city p")
    assert texts(on_paper, ".easy p")[0] == "やさしい日本語"


def test_only_the_words_that_the_chapters_mark_are_listed(course):
    found = printed(outline(course).lessons)
    marked = {
        link["href"]
        for chapter in found.chapters
        for link in BeautifulSoup(chapter.body, "html.parser").select("a.term")
    }
    assert marked
    assert {f"#{term.anchor}" for term in found.terms} == marked


def test_a_film_and_a_document_are_named_and_the_words_of_the_film_stand_there(course):
    film = LessonDocument.objects.create(title="研修の動画", file=ContentFile(b"film", name="film.mp4"))
    form = LessonDocument.objects.create(title="様式", file=ContentFile(b"x", name="form.xlsx"))
    lesson = LessonPage.objects.get(key="02-password")
    lesson.body = [
        ("video", {"video": film, "captions": film, "transcript": "<p>同じ内容</p>"}),
        ("download", {"document": form, "label": "報告の様式"}),
    ]
    lesson.save_revision().publish()
    said = words(body_of(course, "02-password"))
    assert "動画「研修の動画」は、研修の画面で見るものです。" in said
    assert "同じ内容" in said
    assert "添付の文書「報告の様式」は、研修の画面で開いて印刷してください。" in said
