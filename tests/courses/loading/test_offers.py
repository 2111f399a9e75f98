"""教材の更新: what a load kept back, both texts, and the choice between them."""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.loading.offers import offered
from courses.loading.parts import digest
from courses.models import CityRule, LessonPage, LibraryOffer
from lms.ledger.models import LedgerEntry
from lms.people.roles import Role
from quizzes.models import Item
from tests.courses.changing import change, load
from tests.markup import page, texts, words

LESSON, RULE, ITEM = "S-01/lessons/02-password", "city/報告先", "S-01/items/mail-01"


@pytest.fixture
def upgraded(loaded, library):
    """The city has changed a chapter, a rule and a question; then the library brings all three anew."""
    chapter = lesson()
    chapter.title = "市のパスワード"
    chapter.save_revision().publish()
    CityRule.objects.filter(key="報告先").update(body="<p>内線１２３４に電話します。</p>")
    Item.objects.filter(key="mail-01").update(category="市の分類")
    change(library / "S-01" / "02-password.md", "長くします。", "十五文字以上にします。")
    change(library / "city.toml", "困ったとき", "困ったときは")
    change(library / "S-01" / "questions.toml", "すぐに開く", "すぐに返信する")
    return load(library)


def lesson():
    return LessonPage.objects.get(key="02-password")


def address(path):
    return reverse("library_offer", args=[LibraryOffer.objects.get(path=path).pk])


def choose(client, path, choice):
    return client.post(address(path), {"choice": choice})


def test_what_is_kept_back_is_kept_for_the_choice_and_nothing_else(upgraded):
    assert sorted(upgraded.edited) == sorted([LESSON, RULE, ITEM])
    rows = {row.path: row for row in LibraryOffer.objects.all()}
    assert {path: row.office for path, row in rows.items()} == dict.fromkeys([LESSON, RULE, ITEM], "security")
    assert all(digest(offered(row)) == row.digest for row in rows.values())


def test_a_change_of_the_citys_alone_is_no_update(loaded, library):
    CityRule.objects.filter(key="報告先").update(body="<p>内線１２３４に電話します。</p>")

    assert (load(library).edited, LibraryOffer.objects.count()) == ([], 0)


def test_a_later_version_takes_the_place_of_the_offer(upgraded, library):
    change(library / "S-01" / "02-password.md", "十五文字以上にします。", "二十文字以上にします。")
    load(library)

    assert "二十文字" in str(offered(LibraryOffer.objects.get(path=LESSON)).body)


def test_what_the_city_deletes_is_offered_no_more(upgraded, library, enter):
    lesson().delete()
    client = enter(Role.SECURITY_OFFICE)
    assert LESSON not in client.get(reverse("library_offers")).content.decode()
    assert client.get(address(LESSON)).status_code == 404

    load(library)

    assert not LibraryOffer.objects.filter(path=LESSON).exists()


# ---- the pages ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.SECURITY_OFFICE, Role.SECURITY_AUTHOR])
def test_the_list_names_what_is_kept_back(upgraded, enter, role):
    shown = page(enter(role).get(reverse("library_offers")))

    assert texts(shown, "main tbody a") == sorted([LESSON, RULE, ITEM])


def test_the_list_asks_the_same_of_one_and_of_three(upgraded, enter):
    client = enter(Role.SECURITY_OFFICE)
    client.get(reverse("library_offers"))
    with CaptureQueriesContext(connection) as three:
        client.get(reverse("library_offers"))
    LibraryOffer.objects.create(
        path="S-01/lessons/other", office="security", digest="x", content={},
        thing_type=LibraryOffer.objects.get(path=LESSON).thing_type, thing_id=LessonPage.objects.first().pk,
    )  # fmt: skip
    with CaptureQueriesContext(connection) as four:
        client.get(reverse("library_offers"))

    assert len(four) == len(three)


def test_both_texts_stand_beside_each_other(upgraded, enter):
    shown = page(enter(Role.SECURITY_OFFICE).get(address(LESSON)))

    assert [words(row) for row in shown.select(".both__differs")] == [
        "変更タイトル：市のパスワードタイトル：パスワード", "変更文章：長くします。文章：十五文字以上にします。",
    ]  # fmt: skip


@pytest.mark.parametrize("role", [Role.DX_OFFICE, Role.DX_AUTHOR])
def test_the_others_updates_do_not_exist(upgraded, enter, role):
    client = enter(role)

    assert texts(page(client.get(reverse("library_offers"))), "main tbody a") == []
    assert client.get(address(LESSON)).status_code == 404
    assert choose(client, LESSON, "keep").status_code == 404
    assert LibraryOffer.objects.filter(path=LESSON).exists()


def test_nobody_without_a_part_in_the_material_enters(upgraded, enter):
    assert enter(Role.HR).get(reverse("library_offers")).status_code == 404


def test_the_office_finds_them_among_what_it_has_to_do(upgraded, enter):
    assert "編集したため据え置いた教材が3件あります。" in enter(Role.SECURITY_OFFICE).get("/office/").content.decode()
    assert "据え置いた教材" not in enter(Role.DX_OFFICE).get("/office/").content.decode()


# ---- the choice -----------------------------------------------------------------------------------------------------


def test_the_citys_text_stays_until_the_next_version(upgraded, library, enter):
    choose(enter(Role.SECURITY_OFFICE), LESSON, "keep")

    assert lesson().title == "市のパスワード"
    assert LESSON not in load(library).edited
    change(library / "S-01" / "02-password.md", "十五文字以上にします。", "二十文字以上にします。")
    assert LESSON in load(library).edited
    assert LedgerEntry.objects.filter(action="教材の更新の選択", subject=LESSON).exists()


def test_an_author_makes_a_draft_of_the_new_text_which_nobody_sees_yet(upgraded, library, enter):
    response = choose(enter(Role.SECURITY_AUTHOR), LESSON, "take")

    chapter = lesson()
    assert chapter.title == "市のパスワード"
    assert chapter.has_unpublished_changes
    assert "十五文字以上" in str(chapter.get_latest_revision_as_object().body)
    assert response.url == reverse("wagtailadmin_pages:revisions_compare", args=[chapter.pk, "live", "latest"])
    assert LESSON not in load(library).edited


def test_wagtails_own_comparison_shows_the_draft(upgraded, enter):
    client = enter(Role.SECURITY_AUTHOR)

    shown = client.get(choose(client, LESSON, "take").url)

    assert "十五文字以上" in shown.content.decode()


def test_once_the_draft_is_published_the_library_brings_it_up_to_date_again(upgraded, library, enter):
    choose(enter(Role.SECURITY_OFFICE), LESSON, "take")
    lesson().get_latest_revision().publish()
    change(library / "S-01" / "02-password.md", "十五文字以上にします。", "二十文字以上にします。")

    assert LESSON in load(library).updated


def test_a_chapter_that_waits_for_approval_is_not_written_over(upgraded, enter):
    chapter = lesson()
    chapter.get_workflow().start(chapter, None)
    client = enter(Role.SECURITY_OFFICE)

    refused = client.get(choose(client, LESSON, "take").url)

    assert "先にそのページで済ませてください。" in refused.content.decode()
    assert lesson().get_latest_revision_as_object().title == "市のパスワード"


def test_a_question_becomes_a_draft_that_no_test_asks(upgraded, enter):
    choose(enter(Role.SECURITY_OFFICE), ITEM, "take")

    item = Item.objects.get(key="mail-01")
    assert (item.state, item.category, item.version) == (Item.State.DRAFT, "メール", 2)
    assert item.content["options"][0]["text"] == "すぐに返信する"


def test_a_rule_is_changed_at_once_by_its_office_only(upgraded, enter):
    author = enter(Role.SECURITY_AUTHOR)
    assert "選びます" in words(page(author.get(address(RULE))).main)
    assert choose(author, RULE, "take").status_code == 404
    assert CityRule.objects.get(key="報告先").title == "困ったとき"

    choose(enter(Role.SECURITY_OFFICE), RULE, "take")

    assert CityRule.objects.get(key="報告先").title == "困ったときは"


def test_another_choice_is_none(upgraded, enter):
    assert choose(enter(Role.SECURITY_OFFICE), LESSON, "").status_code == 404
    assert LibraryOffer.objects.filter(path=LESSON).exists()


# ---- the command ----------------------------------------------------------------------------------------------------


def test_the_command_tells_of_each_piece_and_shows_the_difference(upgraded, library, monkeypatch):
    monkeypatch.setattr("courses.management.commands.load_curricula.LIBRARY", library)
    change(library / "S-01" / "03-report.md", "すぐに報告します。", "直ちに報告します。")
    told = io.StringIO()

    call_command("load_curricula", "--diff", stdout=told)

    lines = told.getvalue().splitlines()
    assert lines[:2] == ["更新　S-01/lessons/03-report", f"編集済みのため据え置き　{RULE}"]
    assert lines[4].startswith("新規 0件、更新 1件、使用停止 0件、編集済みのため据え置き 3件、")
    place = lines.index(f"--- 市の文/{LESSON}")
    assert lines[place + 3 : place + 5] == ["-タイトル：市のパスワード", "+タイトル：パスワード"]
    assert {"-文章：長くします。", "+文章：十五文字以上にします。"} <= set(lines)
