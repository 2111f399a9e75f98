"""Writing chapters and keeping files in the editor."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Collection
from wagtail.test.utils.form_data import rich_text, streamfield

from courses.loading.parts import digest
from courses.models import CoursePage, LessonDocument, LessonPage, QuizPage
from lms.people.roles import Role
from tests.courses.editing import DX, OWN, SECURITY, edit_url, form, lesson, no_comments

pytestmark = pytest.mark.usefixtures("loaded")


# ---- chapters -------------------------------------------------------------------------------------------------------


def add_url(code):
    return reverse(
        "wagtailadmin_pages:add", args=["courses", "lessonpage", CoursePage.objects.get(course__code=code).pk]
    )


def test_an_author_adds_a_chapter_as_a_draft(enter):
    page = LessonPage(key="09-new", minutes=3)

    response = enter(Role.DX_AUTHOR).post(add_url(DX), form(page, title="新しい章"))

    assert response.status_code == 302
    made = LessonPage.objects.get(key="09-new")
    assert (made.title, made.live) == ("新しい章", False)
    assert made.slug


def test_a_key_is_given_once_in_a_course_and_never_changed(enter):
    client = enter(Role.SECURITY_OFFICE)

    refused = client.post(add_url(SECURITY), form(LessonPage(key="01-mail", minutes=3)))
    assert "この章の記号は、同じ研修の別の章で使われています" in refused.content.decode()

    own = lesson(SECURITY)
    client.post(edit_url(SECURITY), form(own, key="99-other") | {"action-publish": "1"})
    assert LessonPage.objects.get(pk=own.pk).key == "02-password"


def test_a_test_belongs_to_one_course(enter):
    """On a second page it would complete whichever course is found first."""
    page = QuizPage.objects.get(quiz__code=SECURITY)
    address = reverse(
        "wagtailadmin_pages:add", args=["courses", "quizpage", CoursePage.objects.get(course__code=SECURITY).pk]
    )
    sent = {"title": "もう一つ", "quiz": page.quiz_id, "introduction": ""}
    comments = {f"comments-{name}": value for name, value in no_comments().items()}

    assert (
        "別の研修のページで使われています"
        in enter(Role.SECURITY_OFFICE).post(address, sent | comments).content.decode()
    )
    assert QuizPage.objects.filter(quiz=page.quiz).count() == 1


def test_a_check_without_a_right_option_is_not_published(enter):
    own = lesson(DX)
    options = [{"value": {"text": t, "right": "", "feedback": ""}, "id": "", "order": str(i), "deleted": ""}
               for i, t in enumerate(("一", "二"))]  # fmt: skip
    listed = {str(i): option for i, option in enumerate(options)} | {"count": "2"}
    body = streamfield([("check", {"question": "問い", "options": listed})])

    response = enter(Role.DX_OFFICE).post(edit_url(DX), form(own, body=body) | {"action-publish": "1"})

    assert "body" in response.context["form"].errors
    assert lesson(DX).title == own.title


def test_opening_and_saving_a_lesson_unchanged_is_no_edit(enter):
    own = lesson(DX)
    before = digest(own)
    body = streamfield([("text", rich_text("<p>仕組みから変えます。</p>"))])
    data = form(own, title=own.title, body=body) | {"action-publish": "1"}
    assert enter(Role.DX_OFFICE).post(edit_url(DX), data).status_code == 302
    assert "data-block-key" in lesson(DX).body.raw_data[0]["value"]

    assert digest(lesson(DX)) == before


def test_the_ends_of_lines_that_a_browser_sends_are_no_edit():
    page = CoursePage.objects.get(course__code=DX)
    page.aims = "一つ目\n二つ目"
    before = digest(page)
    page.aims = "一つ目\r\n二つ目"
    assert digest(page) == before
    page.aims = "一つ目\n三つ目"
    assert digest(page) != before


# ---- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", OWN)
def test_files_stay_in_the_own_collection(enter, role):
    client = enter(role)
    mine, theirs = ("DX研修の教材", "情報セキュリティ研修の教材") if OWN[role] == DX else (
        "情報セキュリティ研修の教材", "DX研修の教材",
    )  # fmt: skip
    other = _document("他の担当の様式", theirs)
    _document("自分の様式", mine)

    listed = client.get(reverse("wagtaildocs:index")).content.decode()
    chooser = client.get(reverse("wagtaildocs_chooser:choose")).json()["html"]
    chosen = client.get(reverse("wagtaildocs_chooser:chosen", args=[other.pk]))

    assert "他の担当の様式" not in listed + chooser
    assert "自分の様式" in chooser
    assert chosen.status_code == 404
    assert client.get(reverse("wagtaildocs:edit", args=[other.pk])).status_code == 404
    assert client.get(reverse("wagtaildocs:add")).status_code == 200


def _document(title, collection):
    file = ContentFile(b"x", name="form.txt")
    return LessonDocument.objects.create(title=title, file=file, collection=Collection.objects.get(name=collection))
