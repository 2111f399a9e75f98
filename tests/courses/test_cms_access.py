"""Who may enter the editor, and what they find there: four groups, their own tree and the other's."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from courses.models import CourseIndexPage, CoursePage, Curriculum, CurriculumPage, QuizPage
from lms.accounts.models import User
from lms.people.models import RoleGrant
from lms.people.roles import Role
from tests import factories
from tests.courses.editing import AUTHORS, DX, OFFICES, OTHER, OWN, SECURITY, draft_title, edit_url, form, lesson
from tests.markup import page as parsed
from tests.markup import texts

pytestmark = pytest.mark.usefixtures("loaded")


# ---- the door -------------------------------------------------------------------------------------------------------


def test_without_a_content_role_the_editor_does_not_exist(enter):
    urls = ("/cms/", "/cms/pages/", edit_url(DX), "/cms/login/", "/cms/sprite/", "/cms/nothing/")

    for role in (role for role in Role if role not in OWN):
        client = enter(role)
        assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 404), role


def test_an_employee_without_any_role_and_an_account_without_a_person_find_nothing(enter, client):
    assert enter().get("/cms/").status_code == 404

    client.force_login(User.objects.create(username="nobody"))
    assert client.get("/cms/").status_code == 404


def test_a_stranger_is_sent_to_our_sign_in(client):
    response = client.get(edit_url(DX))

    assert response.status_code == 302
    assert response["Location"].startswith(f"{reverse('account_login')}?next=/cms/pages/")
    assert client.get("/cms/login/")["Location"] == f"{reverse('account_login')}?next=/cms/"
    assert client.get("/cms/", headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403


def test_a_role_opens_the_editor_from_its_first_day_and_closes_it_after_its_last(enter, client):
    person = factories.employee()
    client.force_login(factories.account(person))
    factories.grant(person, Role.DX_OFFICE, ends_on=date(2021, 3, 31))
    assert client.get("/cms/").status_code == 404

    grant = factories.grant(person, Role.DX_OFFICE, starts_on=date(2021, 4, 1))
    assert client.get("/cms/").status_code == 200
    assert set(person.user.groups.values_list("name", flat=True)) == {"DX研修担当"}

    RoleGrant.objects.filter(pk=grant.pk).void(factories.jst(2026, 6, 1))
    assert client.get("/cms/").status_code == 404
    assert not person.user.groups.exists()


def test_a_group_that_no_role_gives_is_taken_away(enter, client):
    person = factories.viewer_of(Role.DX_AUTHOR)
    for group in ("Moderators", "情報セキュリティ研修担当"):
        person.user.groups.add(_group(group))
    client.force_login(person.user)

    client.get("/cms/")

    assert set(person.user.groups.values_list("name", flat=True)) == {"DX研修の教材作成者"}


def _group(name):
    return Group.objects.get(name=name)


@pytest.mark.parametrize("role", OWN)
def test_what_an_editor_has_no_business_with_does_not_exist(enter, role):
    client = enter(role)
    names = (
        "wagtailadmin_reports:site_history", "wagtailadmin_reports:page_types_usage", "wagtailusers_users:index",
        "wagtailusers_groups:index", "wagtailadmin_workflows:index", "wagtailadmin_collections:index",
        "wagtailadmin_account", "wagtailadmin_password_reset", "wagtailadmin_login", "wagtailadmin_api:images:listing",
        "wagtailadmin_tag_autocomplete",
    )  # fmt: skip

    assert {name: client.get(reverse(name)).status_code for name in names} == dict.fromkeys(names, 404)


def test_the_menu_shows_what_is_needed_and_in_japanese(enter):
    html = enter(Role.DX_OFFICE).get("/cms/").content.decode()

    for word in ("ページ", "画像", "文書", "研修課程", "問題集", "理解度テスト", "職員研修へ戻る"):
        assert word in html or word.encode("unicode_escape").decode() in html
    for address in ("/cms/reports/", "/cms/groups/", "/cms/users/", "/cms/workflows/list/", "whats-new"):
        assert address not in html


def test_an_author_has_questions_but_no_rows_in_the_menu(enter):
    html = enter(Role.DX_AUTHOR).get("/cms/").content.decode()

    assert reverse("item:index") in html
    assert reverse("quiz:index") not in html
    assert reverse("course:index") not in html


# ---- pages: own and other -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", OWN)
def test_everybody_edits_the_own_tree_and_finds_nothing_of_the_other(enter, role):
    client = enter(role)
    own, other = lesson(OWN[role]), lesson(OTHER[role])

    assert client.get(edit_url(OWN[role])).status_code == 200
    saved = client.post(edit_url(OWN[role]), form(own))
    assert saved.status_code == 302
    assert draft_title(own) == "書き換えた題"
    assert lesson(OWN[role]).title != "書き換えた題"

    assert client.get(edit_url(OTHER[role])).status_code == 404
    assert client.post(edit_url(OTHER[role]), form(other)).status_code == 404
    assert draft_title(other) == other.title


@pytest.mark.parametrize("role", OFFICES)
def test_an_office_publishes(enter, role):
    own = lesson(OWN[role])

    enter(role).post(edit_url(OWN[role]), form(own) | {"action-publish": "1"})

    assert lesson(OWN[role]).title == "書き換えた題"


@pytest.mark.parametrize("role", AUTHORS)
def test_an_author_does_not_publish(enter, role):
    client, own = enter(role), lesson(OWN[role])

    client.post(edit_url(OWN[role]), form(own) | {"action-publish": "1"})
    client.post(reverse("wagtailadmin_pages:unpublish", args=[own.pk]))

    assert lesson(OWN[role]).live
    assert lesson(OWN[role]).title == own.title


@pytest.mark.parametrize("role", OWN)
def test_no_way_leads_to_the_others_page(enter, role):
    client, other = enter(role), lesson(OTHER[role])
    names = (
        "delete", "unpublish", "move", "lock", "unlock", "history", "usage", "workflow_history", "view_draft", "copy",
        "set_position", "revisions", "edit/preview", "privacy", "convert_alias",
    )  # fmt: skip
    urls = [f"/cms/pages/{other.pk}/{name}/" for name in names]

    assert {url: client.post(url).status_code for url in urls} == dict.fromkeys(urls, 404)
    assert lesson(OTHER[role]).live


@pytest.mark.parametrize("role", OWN)
def test_lists_choosers_and_bulk_acts_show_nothing_of_the_other(enter, role):
    client, other = enter(role), lesson(OTHER[role])
    parent = other.get_parent()
    closed = [
        reverse("wagtailadmin_explore", args=[parent.pk]),
        reverse("wagtailadmin_pages:add_subpage", args=[parent.pk]),
        reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", parent.pk]),
        reverse("wagtailadmin_choose_page_child", args=[parent.pk]),
        reverse("wagtailadmin_api:pages:detail", args=[other.pk]),
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={other.pk}",
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id=all&childOf={parent.pk}",
        reverse("wagtail_bulk_action", args=["accounts", "user", "delete"]) + "?id=all",
        f"/cms/pages/{other.pk}/revisions/compare/earliest...latest/",
    ]
    assert {url: client.get(url).status_code for url in closed} == dict.fromkeys(closed, 404)

    open_lists = [
        "/cms/", "/cms/pages/search/?q=", "/cms/choose-page/?page_type=courses.lessonpage",
        "/cms/choose-page/search/?q=" + other.title, "/cms/api/main/pages/",
    ]  # fmt: skip
    for url in open_lists:
        response = client.get(url, follow=True)
        assert response.status_code == 200, url
        assert other.title not in response.content.decode(), url
        assert f"/pages/{other.pk}/" not in response.content.decode(), url


def test_the_explorer_begins_at_the_own_curriculum(enter):
    response = enter(Role.DX_OFFICE).get("/cms/pages/", follow=True)

    own = CurriculumPage.objects.get(curriculum__code="DX")
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_explore", args=[own.pk])
    assert CoursePage.objects.get(course__code=DX).title in response.content.decode()


def test_both_offices_in_one_person_see_both_trees(enter):
    client = enter(Role.DX_OFFICE, Role.SECURITY_OFFICE)

    assert client.get(edit_url(DX)).status_code == 200
    assert client.get(edit_url(SECURITY)).status_code == 200
    assert client.get(reverse("wagtailadmin_explore", args=[CourseIndexPage.objects.get().pk])).status_code == 200


def test_a_page_is_linked_to_nothing_but_ones_own_rows(enter):
    client = enter(Role.DX_OFFICE)
    expected = {
        CurriculumPage: ["DX DX研修（全職員）"], CoursePage: ["D-01 試しのDX研修"], QuizPage: ["DXのテスト"],
    }  # fmt: skip

    for model, choices in expected.items():
        own = next(p for p in model.objects.all() if p.path.startswith(_curriculum("DX").path))
        html = parsed(client.get(reverse("wagtailadmin_pages:edit", args=[own.pk])))
        assert [text for text in texts(html, "select[id] option") if not text.startswith("-")] == choices


def _curriculum(code):
    return Curriculum.objects.get(code=code).page
