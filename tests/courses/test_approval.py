"""An author submits a chapter, the office approves it; and editors see the pages as people will."""

import pytest
from django.urls import reverse
from wagtail.models import Page, TaskState, Workflow
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from courses.models import CourseIndexPage, CoursePage, CurriculumPage, LessonPage, QuizPage
from lms.people.roles import Role
from tests import factories
from tests.markup import page as parsed
from tests.markup import texts, words

pytestmark = pytest.mark.usefixtures("loaded")


def lesson():
    return LessonPage.objects.get(key="02-password")


def form():
    page = lesson()
    none = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    body = streamfield([("text", rich_text("<p>十五文字以上にします。</p>"))])
    return nested_form_data({
        "title": "長いパスワード", "key": page.key, "minutes": 7, "body": body, "comments": none,
    })  # fmt: skip


@pytest.fixture
def submitted(client):
    client.force_login(factories.viewer_of(Role.SECURITY_AUTHOR).user)
    client.post(reverse("wagtailadmin_pages:edit", args=[lesson().pk]), form() | {"action-submit": "1"})
    return TaskState.objects.get()


def act(client, task, name):
    url = reverse("wagtailadmin_pages:workflow_action", args=[lesson().pk, name, task.pk])
    return client.post(url, {"comment": "確かめました。"})


def test_each_curriculum_has_its_own_approval(loaded):
    assert {
        workflow.name: (
            workflow.workflow_pages.get().page.title,
            list(workflow.tasks.get().specific.groups.values_list("name")),
        )
        for workflow in Workflow.objects.exclude(name="Moderators approval")
    } == {
        "DX研修の承認": ("DX研修（全職員）", [("DX研修担当",)]),
        "情報セキュリティ研修の承認": ("情報セキュリティ研修（全職員）", [("情報セキュリティ研修担当",)]),
    }
    assert lesson().get_workflow().name == "情報セキュリティ研修の承認"


def test_what_an_author_submits_waits_for_the_office(submitted):
    assert submitted.status == TaskState.STATUS_IN_PROGRESS
    assert (lesson().title, lesson().minutes) == ("パスワード", 4)


def test_the_office_approves_and_the_chapter_is_published(client, submitted):
    client.force_login(factories.viewer_of(Role.SECURITY_OFFICE).user)
    assert "長いパスワード" in client.get("/cms/").content.decode()

    act(client, submitted, "approve")

    assert (lesson().title, lesson().minutes) == ("長いパスワード", 7)
    submitted.refresh_from_db()
    assert submitted.status == TaskState.STATUS_APPROVED


def test_the_office_sends_a_chapter_back(client, submitted):
    client.force_login(factories.viewer_of(Role.SECURITY_OFFICE).user)

    act(client, submitted, "reject")

    submitted.refresh_from_db()
    assert (submitted.status, lesson().title) == (TaskState.STATUS_REJECTED, "パスワード")


@pytest.mark.parametrize("role", [Role.SECURITY_AUTHOR, Role.DX_OFFICE])
def test_nobody_else_approves(client, submitted, role):
    client.force_login(factories.viewer_of(role).user)

    act(client, submitted, "approve")

    assert lesson().title == "パスワード"


# ---- preview --------------------------------------------------------------------------------------------------------


def preview(client, page):
    return client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))


def test_an_author_sees_the_draft_as_people_will(client):
    client.force_login(factories.viewer_of(Role.SECURITY_AUTHOR).user)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[lesson().pk])
    assert client.post(url, form()).json()["is_valid"]

    response = client.get(url)

    html = parsed(response)
    assert words(html.h1) == "長いパスワード"
    assert texts(html, ".prose p") == ["十五文字以上にします。"]
    assert lesson().title == "パスワード"


def test_a_preview_may_stand_in_the_editors_frame_and_is_strict_otherwise(client):
    client.force_login(factories.viewer_of(Role.SECURITY_AUTHOR).user)

    policy = preview(client, lesson())["Content-Security-Policy"]

    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy


def test_every_kind_of_page_can_be_seen(client):
    client.force_login(factories.viewer_of(Role.SECURITY_OFFICE).user)
    course = CoursePage.objects.get(course__code="S-01")
    quiz = QuizPage.objects.get(quiz__code="S-01")
    curriculum = CurriculumPage.objects.get(curriculum__code="SEC")

    assert texts(parsed(preview(client, curriculum)), "main li") == ["試しの情報研修"]
    shown = parsed(preview(client, course))
    assert texts(shown, "main ol li") == ["怪しいメール", "パスワード", "報告", "試しのテスト"]
    assert "怪しいメールに気付く" in texts(shown, "main ul li")
    assert "情報セキュリティ10大脅威 2026（ＩＰＡ、令和8年1月29日）" in texts(shown, "main ul li")
    assert "出題数2問　合格基準80点以上" in words(parsed(preview(client, quiz)).main)


def test_the_index_can_be_seen_by_one_who_works_for_both(client):
    person = factories.viewer_of(Role.SECURITY_OFFICE)
    factories.grant(person, Role.DX_OFFICE)
    client.force_login(person.user)

    page = CourseIndexPage.objects.get()
    titles = ["DX研修（全職員）", "情報セキュリティ研修（全職員）"]
    assert texts(parsed(page.make_preview_request()), "main li") == titles


@pytest.mark.parametrize("path", ["/courses/", "/p-1/", "/pages/", "/documents/1/form.txt"])
def test_wagtail_itself_serves_nothing(client, path):
    client.force_login(factories.viewer_of(Role.SECURITY_OFFICE).user)

    assert client.get(path).status_code == 404
    assert all(page.url is None for page in Page.objects.filter(depth__gt=1))
