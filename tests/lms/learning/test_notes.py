"""What the database and the acts of メモとしおり promise."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from lms.learning.models import MOST_LETTERS, Bookmark, Note
from lms.learning.notes import (
    Kept,
    OutdatedError,
    Place,
    TooLongError,
    delete_note,
    kept,
    kept_of,
    place_bookmark,
    remove_bookmark,
    save_note,
)
from tests import factories as make
from tests.lms.learning.samples import key, taught

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def place():
    return Place(make.employee(), taught(), key(1))


def save(place: Place, text: str, screen: str = "a", *known: str) -> None:
    save_note(place=place, text=text, screen=screen, known=[screen, *known], at=NOW)


def test_a_screen_saves_as_often_as_it_likes(place):
    save(place, "あとで課長に確かめる")
    save(place, "課長に確かめた")
    assert kept(place) == Kept("課長に確かめた", "a", is_marked=False)


def test_what_another_screen_saved_is_not_overwritten_until_it_was_seen(place):
    save(place, "一つ目の画面", "a")
    with pytest.raises(OutdatedError) as told:
        save(place, "二つ目の画面", "b")
    assert told.value.stands.text == "一つ目の画面"
    save(place, "二つ目の画面", "b", "a")
    assert Note.objects.get().text == "二つ目の画面"
    with pytest.raises(OutdatedError):
        save(place, "一つ目の画面の続き", "a")


def test_the_same_words_from_another_screen_are_no_conflict(place):
    save(place, "同じ言葉", "a")
    save(place, "同じ言葉", "b")
    save(place, "同じ言葉の続き", "a")
    assert Note.objects.get().text == "同じ言葉の続き"


def test_a_note_is_taken_away_only_by_who_has_seen_it(place):
    delete_note(notes=place.notes, known=[])
    save(place, "残す", "a")
    with pytest.raises(OutdatedError):
        delete_note(notes=place.notes, known=["b"])
    delete_note(notes=place.notes, known=["a"])
    assert not Note.objects.exists()


def test_a_note_has_a_length(place):
    save(place, "字" * MOST_LETTERS)
    with pytest.raises(TooLongError, match="2000字まで"):
        save(place, "字" * (MOST_LETTERS + 1))
    assert len(Note.objects.get().text) == MOST_LETTERS


@pytest.mark.parametrize("text", ["", "字" * (MOST_LETTERS + 1)])
def test_the_database_keeps_no_empty_and_no_longer_note(place, text):
    with pytest.raises(IntegrityError):
        Note.objects.create(**vars(place), text=text, screen="a", saved_at=NOW)


def test_a_chapter_has_one_bookmark_and_one_note_of_a_person(place):
    place_bookmark(place=place)
    place_bookmark(place=place)
    save(place, "一つ")
    assert kept(place) == Kept("一つ", "a", is_marked=True)
    remove_bookmark(bookmarks=place.bookmarks)
    assert kept(place) == Kept("一つ", "a", is_marked=False)
    place_bookmark(place=place)
    with pytest.raises(IntegrityError):
        Bookmark.objects.create(**vars(place))


def test_somebody_else_at_the_same_chapter_has_none(place):
    save(place, "私だけのもの")
    place_bookmark(place=place)
    other = Place(make.employee(), place.course, place.lesson_key)
    assert kept(other) == Kept("", "", is_marked=False)
    assert kept_of(other.employee) == []


def test_all_of_a_person_stand_by_course_and_chapter_and_what_is_gone_stands_last(place):
    second = Place(place.employee, taught("D-01"), key(2))
    for one in (
        Place(place.employee, place.course, "gone"),
        Place(place.employee, place.course, key(3)),
        place,
        second,
    ):
        save(one, one.lesson_key)
    place_bookmark(place=second)
    found = [(one.course.code, [chapter.note.text for chapter in one.chapters]) for one in kept_of(place.employee)]
    assert found == [("D-01", [key(2)]), ("S-01", [key(1), key(3), "gone"])]
    first, last = kept_of(place.employee)
    assert [bool(chapter.bookmark) for chapter in first.chapters] == [True]
    assert [chapter.lesson and chapter.lesson.number for chapter in last.chapters] == [1, 3, None]
