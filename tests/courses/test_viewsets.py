"""Course and curriculum rows in the editor: each office its own."""

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from courses.models import CityRule, Course, Curriculum, CurriculumCourse, FaqEntry
from lms.ledger.models import LedgerEntry
from lms.people.roles import Role

pytestmark = pytest.mark.usefixtures("loaded")


def typed(**more):
    return {
        "code": "S-02", "title": "新しい研修", "reading": "", "office": "security", "measure": "12", "action": "②",
        "minutes": 20, "revision": 1,
    } | more  # fmt: skip


def test_an_office_adds_a_course_of_its_own_and_none_of_the_others(enter):
    client = enter(Role.SECURITY_OFFICE)

    client.post(reverse("course:add"), typed())
    client.post(reverse("course:add"), typed(code="X-01", office="dx"))
    client.post(reverse("course:add"), typed(code="空 白"))

    assert sorted(Course.objects.values_list("code", flat=True)) == ["D-01", "S-01", "S-02"]


def test_the_code_of_a_course_lasts(enter):
    course = Course.objects.get(code="S-01")

    enter(Role.SECURITY_OFFICE).post(reverse("course:edit", args=[course.pk]), typed(title="改めた題"))

    course.refresh_from_db()
    assert (course.code, course.title) == ("S-01", "改めた題")


@pytest.mark.parametrize(("name", "model"), [("course", Course), ("curriculum", Curriculum)])
def test_the_others_rows_do_not_exist(enter, name, model):
    client = enter(Role.DX_OFFICE)
    mine, theirs = model.objects.get(office="dx"), model.objects.get(office="security")

    listed = client.get(reverse(f"{name}:index")).content.decode()

    assert mine.title in listed
    assert theirs.title not in listed
    assert client.get(reverse(f"{name}:edit", args=[mine.pk])).status_code == 200
    assert client.get(reverse(f"{name}:edit", args=[theirs.pk])).status_code == 404
    assert client.get(f"/cms/{name}/delete/{mine.pk}/").status_code == 404


def test_an_office_takes_a_faq_off_and_never_sees_the_others(enter):
    own, other = (
        FaqEntry.objects.create(course=Course.objects.get(code=code), question=f"{code}の質問", answer="はい。")
        for code in ("D-01", "S-01")
    )
    client = enter(Role.DX_OFFICE)

    client.post(reverse("faqentry:edit", args=[own.pk]), {"question": "改めた質問", "answer": "いいえ。"})

    own.refresh_from_db()
    assert (own.course.code, own.question, own.answer, own.is_shown) == ("D-01", "改めた質問", "いいえ。", False)
    assert client.get(reverse("faqentry:edit", args=[other.pk])).status_code == 404
    assert other.question not in client.get(reverse("faqentry:index")).content.decode()
    assert LedgerEntry.objects.filter(action="教材の設定", subject="よくある質問 改めた質問").exists()


def test_a_course_leaves_its_curriculum_after_a_year(enter):
    row = CurriculumCourse.objects.get(course__code="D-01")
    data = {"position": 1, "until_fiscal_year": 2027}

    enter(Role.DX_OFFICE).post(reverse("curriculumcourse:edit", args=[row.pk]), data)

    members = CurriculumCourse.objects.filter(curriculum__code="DX")
    assert [list(members.in_year(year)) for year in (2025, 2026, 2027, 2028)] == [[], [row], [row], []]


def test_an_office_takes_only_its_own_courses_into_its_curricula(enter):
    row = {"curriculum": Curriculum.objects.get(code="DX").pk, "position": 2, "from_fiscal_year": 2026}

    enter(Role.DX_OFFICE).post(reverse("curriculumcourse:add"), row | {"course": Course.objects.get(code="S-01").pk})

    assert CurriculumCourse.objects.filter(curriculum__code="DX").count() == 1


def test_an_author_changes_no_row(enter):
    client, course = enter(Role.SECURITY_AUTHOR), Course.objects.get(code="S-01")

    for url in (reverse("course:index"), reverse("course:add"), reverse("course:edit", args=[course.pk])):
        assert client.get(url).status_code == 404
    client.post(reverse("course:edit", args=[course.pk]), typed(title="書換え"))

    course.refresh_from_db()
    assert course.title == "試しの情報研修"


def test_an_office_writes_the_citys_own_rules_and_leaves_a_trace(enter):
    rule = CityRule.objects.get(key="報告先")
    words = {"blocks": [{"text": "内線１２３４に電話します。", "type": "unstyled", "key": "a"}], "entityMap": {}}
    typed = {"key": "別名", "title": "困ったとき", "office": "security", "body": json.dumps(words)}

    assert enter(Role.SECURITY_OFFICE).post(reverse("cityrule:edit", args=[rule.pk]), typed).status_code == 302

    rule.refresh_from_db()
    assert (rule.key, BeautifulSoup(rule.body, "html.parser").text) == ("報告先", "内線１２３４に電話します。")
    assert LedgerEntry.objects.filter(action="教材の設定").exists()


def test_the_rules_of_the_other_office_do_not_exist(enter):
    rule = CityRule.objects.get(key="報告先")
    client = enter(Role.DX_OFFICE)
    assert rule.title not in client.get(reverse("cityrule:index")).content.decode()
    assert client.get(reverse("cityrule:edit", args=[rule.pk])).status_code == 404
