import pytest

from lms.learning.models import MOST_LETTERS, Bookmark, Note
from tests import factories as make
from tests.lms.learning.samples import exam, key, learner, taught
from tests.markup import page, texts

pytestmark = pytest.mark.django_db
CHAPTER = f"/learn/courses/S-01/chapters/{key(1)}/"
NOTE, BOOKMARK, LIST = f"{CHAPTER}note/", f"{CHAPTER}bookmark/", "/learn/notes/"
SCRIPT = {"HTTP_HX_REQUEST": "true"}


def opened(client) -> dict[str, object]:
    """What the form of the open chapter would send, as a browser fills it in."""
    document = page(client.get(CHAPTER))
    known = [field["value"] for field in document.select(".note [name=known]")]
    return {"screen": document.select_one(".note [name=screen]")["value"], "known": known}


def written(client) -> str:
    return page(client.get(CHAPTER)).select_one("textarea[name=text]").text


# ---- a note at its chapter ------------------------------------------------------------------------------------------


def test_a_note_is_saved_without_a_script_and_stands_at_its_chapter(client):
    learner(client)
    taught(lessons=2)
    answer = client.post(NOTE, opened(client) | {"text": "  一行目\r\n二行目\x00  "})
    assert answer.url == f"{CHAPTER}#note"
    document = page(client.get(CHAPTER))
    assert document.select_one("textarea").text == "一行目\n二行目"
    assert document.select_one("details.note").has_attr("open")
    assert document.select_one(".note .save-state")["data-state"] == "saved"
    assert page(client.get(CHAPTER.replace(key(1), key(2)))).select_one("textarea").text == ""


def test_a_script_is_told_that_it_is_saved_and_saves_again_from_the_same_screen(client):
    learner(client)
    taught(lessons=1)
    form = opened(client)
    for text in ("書き始め", "書き終わり"):
        told = page(client.post(NOTE, form | {"text": text}, **SCRIPT))
        assert told.select_one(".save-state")["data-state"] == "saved"
    assert written(client) == "書き終わり"


def test_a_second_tab_does_not_overwrite_what_the_first_one_saved(client):
    learner(client)
    taught(lessons=1)
    first, second = opened(client), opened(client)
    client.post(NOTE, first | {"text": "一つ目"})
    answer = client.post(NOTE, second | {"text": "二つ目"})
    assert answer.status_code == 409
    document = page(answer)
    assert document.select_one("textarea").text == "二つ目", "what was typed is not lost"
    assert texts(document, ".banner .note__text") == ["一つ目"]
    assert written(client) == "一つ目"
    mine = document.select_one(".banner button")["value"]
    client.post(NOTE, second | {"text": "二つ目", "known": [*second["known"], mine]})
    assert written(client) == "二つ目"


def test_a_script_in_a_second_tab_shows_both(client):
    learner(client)
    taught(lessons=1)
    first, second = opened(client), opened(client)
    client.post(NOTE, first | {"text": "一つ目"})
    answer = client.post(NOTE, second | {"text": "二つ目"}, **SCRIPT)
    assert answer.status_code == 200, "htmx puts in nothing else"
    assert texts(page(answer), ".note__text") == ["一つ目"]


def test_an_emptied_note_is_gone_unless_another_tab_wrote(client):
    learner(client)
    taught(lessons=1)
    first, second = opened(client), opened(client)
    client.post(NOTE, first | {"text": "一つ目"})
    assert client.post(NOTE, second | {"text": " "}).status_code == 409
    assert client.post(NOTE, first | {"text": " "}).status_code == 302
    assert not Note.objects.exists()


def test_a_note_that_is_too_long_is_told_and_stays_in_its_field(client):
    learner(client)
    taught(lessons=1)
    answer = client.post(NOTE, opened(client) | {"text": "字" * (MOST_LETTERS + 1)})
    assert answer.status_code == 422
    assert "メモは2000字までです" in page(answer).select_one(".note .field__error").text
    assert not Note.objects.exists()
    lines = "字\r\n" * (MOST_LETTERS // 2)
    assert client.post(NOTE, opened(client) | {"text": lines}).status_code == 302, "the end of a line is one letter"


def test_a_note_changes_nothing_of_ones_standing_and_words_are_not_markup(client):
    learner(client)
    taught(lessons=1)
    client.post(NOTE, opened(client) | {"text": "</textarea><b>x</b>"})
    assert written(client) == "</textarea><b>x</b>"
    assert "この章を読み終えて次へ進む" in texts(page(client.get(CHAPTER)), ".actions--spread button")
    assert "<b>x</b>" not in client.get(LIST).content.decode()


def test_notes_are_for_chapters_that_are_published(client):
    learner(client)
    taught(lessons=1)
    nowhere = CHAPTER.replace(key(1), "nowhere")
    assert client.post(f"{nowhere}note/", {"text": "x"}).status_code == 404
    assert client.post(f"{nowhere}bookmark/", {"bookmark": "in"}).status_code == 404
    assert not Note.objects.exists()


def test_who_is_signed_out_is_told_so_and_nothing_is_written(client):
    taught(lessons=1)
    assert client.post(NOTE, {"text": "x"}, **SCRIPT).status_code == 401
    assert client.post(NOTE, {"text": "x"}).url == f"/accounts/login/?next={CHAPTER}"
    assert client.get(NOTE).status_code == 405
    assert not Note.objects.exists()


# ---- bookmarks ------------------------------------------------------------------------------------------------------


def test_a_bookmark_is_put_in_and_taken_out_at_its_chapter(client):
    learner(client)
    taught(lessons=1)
    assert texts(page(client.get(CHAPTER)), ".lesson-tools button") == ["しおりを挟む"]
    document = page(client.post(BOOKMARK, {"bookmark": "in"}, follow=True))
    assert texts(document, ".lesson-tools button") == ["しおりを外す"]
    client.post(BOOKMARK, {"bookmark": "in"})
    client.post(BOOKMARK, {"bookmark": "out"})
    assert not Bookmark.objects.exists()


# ---- the list -------------------------------------------------------------------------------------------------------


def test_the_list_leads_to_ones_own_chapters_and_says_who_sees_it(client):
    other = learner(client, "00001")
    taught(lessons=2, quiz=exam())
    client.post(NOTE, opened(client) | {"text": "他人のメモ"})
    client.post(BOOKMARK, {"bookmark": "in"})
    learner(client, "00002")
    assert "メモもしおりも、まだありません。" in page(client.get(LIST)).text
    client.post(NOTE, opened(client) | {"text": "自分のメモ\n二行目"})
    document = page(client.get(LIST))
    assert texts(document, "main h2") == ["情報セキュリティ基礎"]
    assert texts(document, ".note__text") == ["自分のメモ二行目"]
    assert document.select_one(".kept__title a")["href"] == CHAPTER
    assert "画面で見られるのは、あなただけです" in document.text
    assert "他人のメモ" not in client.get(CHAPTER).content.decode()
    assert Note.objects.filter(employee=other).count() == 1


def test_the_list_takes_away_what_one_has_seen(client):
    learner(client)
    taught(lessons=1)
    client.post(NOTE, opened(client) | {"text": "古い"})
    client.post(BOOKMARK, {"bookmark": "in"})
    form = page(client.get(LIST)).select_one(".kept__delete form")
    seen = form.select_one("[name=known]")["value"]
    client.post(NOTE, opened(client) | {"text": "新しい"})
    document = page(client.post(form["action"], {"known": seen}, follow=True))
    assert "別の画面で後から変更されています" in document.select_one(".banners").text
    form = document.select_one(".kept__delete form")
    client.post(form["action"], {"known": form.select_one("[name=known]")["value"]})
    client.post(document.select_one("form[action*=bookmarks]")["action"])
    assert not Note.objects.exists()
    assert not Bookmark.objects.exists()


def test_what_others_keep_cannot_be_taken_away(client):
    learner(client, "00001")
    taught(lessons=1)
    client.post(NOTE, opened(client) | {"text": "他人のメモ"})
    client.post(BOOKMARK, {"bookmark": "in"})
    note, mark = Note.objects.get(), Bookmark.objects.get()
    learner(client, "00002")
    assert client.post(f"{LIST}{note.pk}/delete/", {"known": note.screen}).status_code == 404
    assert client.post(f"{LIST}bookmarks/{mark.pk}/remove/").status_code == 404
    assert Note.objects.exists()
    assert Bookmark.objects.exists()


def test_a_note_outlives_its_chapter(client):
    learner(client)
    course = taught(lessons=1)
    client.post(NOTE, opened(client) | {"text": "残るメモ"})
    course.page.unpublish()
    document = page(client.get(LIST))
    assert texts(document, ".kept__title") == ["公開を終えた章"]
    assert not document.select(".kept__title a")
    assert texts(document, ".note__text") == ["残るメモ"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_notes(client, django_assert_num_queries, count):
    person = learner(client)
    for course in [taught(f"S-{number:02}", lessons=2) for number in range(1, count + 1)]:
        make.note(person, course, key(1))
        make.bookmark(person, course, key(2))
    client.get(LIST)
    with django_assert_num_queries(6):
        client.get(LIST)
