"""Loading the library: everything once, safe to repeat, never over an editor's change."""

import shutil

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, Site

from courses.loading.load import load_curricula
from courses.models import (
    CityRule,
    Course,
    CourseIndexPage,
    CoursePage,
    Curriculum,
    CurriculumCourse,
    CurriculumPage,
    LessonPage,
    QuizPage,
)
from lms.ledger.models import LedgerEntry
from quizzes.models import Item, Quiz
from tests.courses.changing import change, load

LESSONS = ["01-mail", "02-password", "03-report"]


def lesson(key="02-password"):
    return LessonPage.objects.get(key=key)


def keys_in_order():
    children = CoursePage.objects.get(course__code="S-01").get_children()
    return [child.specific.key for child in children.type(LessonPage)]


def test_rows_and_pages_of_both_curricula_are_made(loaded):
    assert list(Curriculum.objects.values_list("code", "title", "office")) == [
        ("DX", "DX研修（全職員）", "dx"),
        ("SEC", "情報セキュリティ研修（全職員）", "security"),
    ]
    course = Course.objects.get(code="S-01")
    assert (course.title, course.office, course.measure, course.revision) == ("試しの情報研修", "security", "12", 3)
    membership = CurriculumCourse.objects.get(course=course)
    assert (membership.curriculum.code, membership.from_fiscal_year) == ("SEC", 2026)
    quiz = Quiz.objects.get(code="S-01")
    assert (quiz.bank.office, quiz.draws, quiz.pass_percent) == ("security", 2, 80)
    assert set(quiz.bank.items.values_list("key", "state")) == {
        ("mail-01", "approved"), ("mail-02", "approved"), ("report-01", "approved"),
    }  # fmt: skip


def test_the_page_tree_stands_in_order_and_is_published(loaded):
    index = CourseIndexPage.objects.get()
    curriculum = CurriculumPage.objects.get(curriculum__code="SEC")
    page = CoursePage.objects.get(course__code="S-01")

    assert (page.get_parent().pk, curriculum.get_parent().pk) == (curriculum.pk, index.pk)
    assert [type(child.specific) for child in page.get_children()] == [LessonPage, LessonPage, LessonPage, QuizPage]
    assert keys_in_order() == LESSONS
    for child in [index, curriculum, page, *page.get_children()]:
        assert child.live
        assert child.live_revision_id is not None
        assert not child.has_unpublished_changes
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_welcome_page_makes_way_and_the_site_begins_at_the_index(loaded):
    site = Site.objects.get()

    assert site.root_page.specific == CourseIndexPage.objects.get()
    assert site.site_name == "職員研修"
    assert Page.objects.filter(depth=2).count() == 1


def test_the_citys_own_rules_are_loaded_and_then_belong_to_the_city(loaded, library):
    rule = CityRule.objects.get(key="報告先")
    assert (rule.title, rule.office) == ("困ったとき", "security")
    rule.body = "<p>内線１２３４に電話します。</p>"
    rule.save()
    change(library / "city.toml", "困ったとき", "困ったときは")

    assert load(library).edited == ["city/報告先"]

    assert CityRule.objects.get(key="報告先").body == "<p>内線１２３４に電話します。</p>"


def test_what_a_lesson_says_in_easy_japanese_is_loaded(loaded):
    assert lesson("03-report").easy == "こまったら、すぐに　課長に　話します。"


def test_a_second_load_changes_nothing_and_asks_little(loaded, library):
    before = list(Page.objects.values_list("pk", "latest_revision_id", "path", "numchild").order_by("path"))

    with CaptureQueriesContext(connection) as queries:
        report = load(library)

    assert (report.created, report.updated, report.edited, report.deleted, report.retired) == ([], [], [], [], [])
    assert sorted(report.unchanged) == sorted(loaded.created)
    assert list(Page.objects.values_list("pk", "latest_revision_id", "path", "numchild").order_by("path")) == before
    written = [q["sql"] for q in queries if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert written == []
    assert len(queries) <= 45


def test_an_untouched_lesson_is_brought_up_to_date_as_a_new_revision(loaded, library):
    old = lesson()
    change(library / "S-01" / "02-password.md", "長くします。", "十五文字以上にします。")

    report = load(library)

    new = lesson()
    assert report.updated == ["S-01/lessons/02-password"]
    assert "十五文字以上" in str(new.body)
    assert new.live_revision_id != old.live_revision_id
    assert not new.has_unpublished_changes
    assert load(library).updated == []


def test_a_pass_mark_that_the_library_changes_leaves_its_trace(loaded, library):
    change(library / "S-01" / "questions.toml", "pass_percent = 80", "pass_percent = 70")

    assert load(library).updated == ["S-01/quiz"]

    entry = LedgerEntry.objects.get(action="教材の設定")
    assert (entry.actor, entry.payload["changes"]) == ("command:load_curricula", {"pass_percent": ["80", "70"]})


def test_an_untouched_question_becomes_another_version(loaded, library):
    change(library / "S-01" / "questions.toml", "すぐに開く", "すぐに返信する")

    report = load(library)

    item = Item.objects.get(key="mail-01")
    assert report.updated == ["S-01/items/mail-01"]
    assert item.content["options"][0]["text"] == "すぐに返信する"
    assert item.version == 2


def test_course_and_test_rows_follow_the_library(loaded, library):
    change(library / "S-01" / "course.toml", "version = 3", "version = 4")
    change(library / "S-01" / "questions.toml", "draws = 2", "draws = 3")

    assert load(library).updated == ["S-01", "S-01/quiz"]
    assert Course.objects.get(code="S-01").revision == 4
    assert Quiz.objects.get(code="S-01").draws == 3


def test_an_edited_and_published_lesson_stays_and_is_reported(loaded, library):
    page = lesson()
    page.title = "市のパスワード"
    page.save_revision().publish()
    change(library / "S-01" / "02-password.md", "長くします。", "十五文字以上にします。")

    report = load(library)

    assert report.edited == ["S-01/lessons/02-password"]
    assert lesson().title == "市のパスワード"
    assert "十五文字以上" not in str(lesson().body)


def test_a_draft_that_somebody_is_writing_stays(loaded, library):
    page = lesson()
    page.title = "下書き"
    draft = page.save_revision()
    change(library / "S-01" / "02-password.md", "長くします。", "十五文字以上にします。")

    assert load(library).edited == ["S-01/lessons/02-password"]
    assert lesson().latest_revision_id == draft.pk


def test_a_lesson_that_was_taken_off_stays_off(loaded, library):
    lesson().unpublish()
    change(library / "S-01" / "02-password.md", "長くします。", "十五文字以上にします。")

    assert load(library).edited == ["S-01/lessons/02-password"]
    assert not lesson().live


def test_a_deleted_lesson_does_not_come_back(loaded, library):
    lesson().delete()

    report = load(library)

    assert report.deleted == ["S-01/lessons/02-password"]
    assert keys_in_order() == ["01-mail", "03-report"]


def test_an_edited_question_and_a_retired_one_stay(loaded, library):
    Item.objects.filter(key="mail-01").update(category="市の分類")
    Item.objects.filter(key="mail-02").update(state=Item.State.RETIRED)
    change(library / "S-01" / "questions.toml", 'category = "メール"', 'category = "標的型メール"')

    assert load(library).edited == ["S-01/items/mail-01", "S-01/items/mail-02"]
    assert Item.objects.get(key="mail-01").category == "市の分類"
    assert Item.objects.get(key="mail-02").state == Item.State.RETIRED


def test_a_page_that_an_editor_made_under_the_same_key_is_the_editors(loaded, library):
    CoursePage.objects.get(course__code="S-01").add_child(instance=LessonPage(title="市の章", key="04-ours"))
    (library / "S-01" / "04-ours.md").write_text('+++\ntitle = "製品の章"\nminutes = 1\n+++\n文。\n')

    assert load(library).edited == ["S-01/lessons/04-ours"]
    assert lesson("04-ours").title == "市の章"


def test_a_new_lesson_takes_its_place_between_the_others(loaded, library):
    for name in ("00-first", "02a-between"):
        (library / "S-01" / f"{name}.md").write_text('+++\ntitle = "新しい章"\nminutes = 1\n+++\n文。\n')
    change(library / "S-01" / "03-report.md", "すぐに報告します。", "直ちに報告します。")

    report = load(library)

    assert report.created == ["S-01/lessons/00-first", "S-01/lessons/02a-between"]
    assert keys_in_order() == ["00-first", "01-mail", "02-password", "02a-between", "03-report"]
    assert "直ちに" in str(lesson("03-report").body)
    assert Page.find_problems() == ([], [], [], [], [])


def test_what_left_the_library_is_retired_unless_it_was_edited(loaded, library):
    page = lesson("03-report")
    page.title = "市の報告"
    page.save_revision().publish()
    (library / "S-01" / "02-password.md").unlink()
    (library / "S-01" / "03-report.md").unlink()
    questions = library / "S-01" / "questions.toml"
    questions.write_text(questions.read_text().split('[[question]]\nkey = "report-01"')[0])

    report = load(library)

    assert report.retired == ["S-01/items/report-01", "S-01/lessons/02-password"]
    assert report.edited == ["S-01/lessons/03-report"]
    assert (lesson("02-password").live, lesson("03-report").live) == (False, True)
    assert Item.objects.get(key="report-01").state == Item.State.RETIRED
    assert load(library).retired == []


def test_what_comes_back_to_the_library_comes_back_to_the_city(loaded, library):
    chapter, questions = library / "S-01" / "02-password.md", library / "S-01" / "questions.toml"
    words, asked = chapter.read_text(), questions.read_text()
    chapter.unlink()
    questions.write_text(asked.split('[[question]]\nkey = "report-01"')[0])
    load(library)
    assert_nothing_new(load(library))
    chapter.write_text(words.replace("長くします。", "十五文字以上にします。"))
    questions.write_text(asked)

    report = load(library)

    assert (report.updated, report.edited) == (["S-01/items/report-01", "S-01/lessons/02-password"], [])
    assert lesson("02-password").live
    assert "十五文字以上" in str(lesson("02-password").body)
    assert Item.objects.get(key="report-01").state == Item.State.APPROVED
    assert_nothing_new(load(library))


def assert_nothing_new(report):
    assert (report.created, report.updated, report.edited, report.retired) == ([], [], [], [])


def in_use_again(page):
    page.save_revision().publish()


def rewritten(page):
    page.title = "市のパスワード"
    page.save_revision().publish()


def drafted(page):
    page.title = "市のパスワード"
    page.save_revision()


@pytest.mark.parametrize("act", [in_use_again, rewritten, drafted])
def test_a_chapter_that_the_city_took_up_after_it_was_retired_is_the_citys(loaded, library, act):
    chapter = library / "S-01" / "02-password.md"
    words = chapter.read_text()
    chapter.unlink()
    load(library)
    act(lesson("02-password"))
    standing = lesson("02-password")
    assert load(library).edited == ["S-01/lessons/02-password"]
    chapter.write_text(words.replace("長くします。", "十五文字以上にします。"))

    assert load(library).edited == ["S-01/lessons/02-password"]

    page = lesson("02-password")
    assert (page.live, page.title, page.latest_revision_id) == (
        standing.live, standing.title, standing.latest_revision_id,
    )  # fmt: skip
    assert "十五文字以上" not in str(page.body)


def test_a_retired_question_that_the_city_changed_is_the_citys(loaded, library):
    questions = library / "S-01" / "questions.toml"
    asked = questions.read_text()
    questions.write_text(asked.split('[[question]]\nkey = "report-01"')[0])
    load(library)
    Item.objects.filter(key="report-01").update(category="市の分類")
    questions.write_text(asked)

    assert load(library).edited == ["S-01/items/report-01"]
    assert Item.objects.get(key="report-01").state == Item.State.RETIRED


def test_a_retired_chapter_that_an_editor_deleted_stays_gone(loaded, library):
    chapter = library / "S-01" / "02-password.md"
    words = chapter.read_text()
    chapter.unlink()
    load(library)
    lesson("02-password").delete()
    assert_nothing_new(load(library))
    chapter.write_text(words)

    assert load(library).deleted == ["S-01/lessons/02-password"]
    assert keys_in_order() == ["01-mail", "03-report"]


def test_rules_terms_and_courses_that_left_the_library_stay_and_are_named(loaded, library):
    change(library / "S-01" / "03-report.md", "::: city 報告先\n:::\n", "")
    for name in ("city.toml", "glossary.toml"):
        path = library / name
        path.write_text(path.read_text().partition("[[")[0])
    change(library / "curricula.toml", '["D-01"]', "[]")
    shutil.rmtree(library / "D-01")

    for report in (load(library), load(library)):
        assert sorted(report.left) == ["D-01", "city/報告先", "glossary/報告"]
    assert (CityRule.objects.count(), Course.objects.filter(code="D-01").count()) == (1, 1)
    assert CoursePage.objects.get(course__code="D-01").live


def test_a_course_added_later_belongs_to_its_curriculum_from_that_year(loaded, library):
    folder = library / "S-02"
    (library / "D-01").rename(folder)
    change(folder / "course.toml", 'code = "D-01"', 'code = "S-02"')
    change(folder / "course.toml", 'office = "dx"', 'office = "security"')
    questions = folder / "questions.toml"
    questions.write_text(questions.read_text().replace('code = "D-01"', 'code = "S-02"'))
    change(library / "curricula.toml", '["D-01"]', "[]")
    change(library / "curricula.toml", '["S-01"]', '["S-01", "S-02"]')

    load_curricula(from_fiscal_year=2027, at=timezone.now(), library=library)

    rows = CurriculumCourse.objects.filter(curriculum__code="SEC").order_by("position")
    assert list(rows.values_list("course__code", "position", "from_fiscal_year")) == [
        ("S-01", 1, 2026), ("S-02", 2, 2027),
    ]  # fmt: skip
