"""What people look for in the courses of the product, and which page must come first. On both databases."""

import json

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.loading.load import load_curricula
from courses.models import CityRule, Course, CoursePage, FaqEntry, GlossaryTerm, LessonDocument, LessonPage
from courses.searching.finding import find
from courses.searching.shelves import Kind

pytestmark = pytest.mark.django_db

# The code of a course, or course/chapter.
FIRST = {
    "セキュリティ": "S-01",
    "ｾｷｭﾘﾃｨ": "S-01",
    "せきゅりてぃ": "S-01",
    "標的型メール": "S-12",
    "フィッシング": "S-01/02-mail",
    "怪しいメールが来た": "S-12/02-notice",
    "パスワード": "S-02/02-id",
    "多要素認証": "S-01/03-password",
    "二段階認証": "S-01/03-password",
    "ＵＳＢ": "S-11/05-usb",
    "usbメモリ": "S-11/05-usb",
    "USBをなくした": "S-11/05-usb",
    "BCC": "S-01/05-missend",
    "ファックス": "S-01/05-missend",
    "漏えい": "S-03/06-report",
    "流出": "S-03/06-report",
    "マイナンバー": "S-03",
    "番号法": "S-03/01-basics",
    "個人情報保護法": "S-04",
    "開示請求": "S-04/03-request",
    "取扱い": "S-03",
    "取り扱い": "S-03",
    "機密性": "S-01/04-classification",
    "生成AI": "D-04",
    "ＣｈａｔＧＰＴ": "D-04",
    "ハルシネーション": "D-04/01-how-it-works",
    "プロンプト": "D-04/04-prompts",
    "クラウド": "S-07",
    "シャドーIT": "S-07/04-shadow-it",
    "テレワーク": "S-06",
    "在宅勤務": "S-06",
    "Web会議": "S-06",
    "Wi-Fi": "S-06/02-outside",
    "のぞき見": "S-06/02-outside",
    "SNS": "S-08",
    "公式アカウント": "S-08/01-account",
    "廃棄": "S-09",
    "施錠": "S-09/01-room",
    "鍵": "S-09/01-room",
    "離席": "S-01/06-media",
    "バックアップ": "S-10/03-backup",
    "脆弱性": "S-10/02-update",
    "ログ": "S-10/01-logs",
    "特権": "S-10/04-privileged",
    "調達": "DL-05",
    "仕様書": "S-10/06-procure",
    "インシデントを見つけたら": "S-01/08-report",
    "報告の流れ": "S-01/08-report",
    "緊急連絡": "S-11/02-contact",
    "記録票": "S-11/02-contact",
    "委託": "S-13",
    "再委託": "S-05/03-contractor",
    "派遣": "S-13",
    "守秘義務": "S-02/04-secrecy",
    "人口減少": "D-01/02-fewer-people",
    "DX推進計画": "D-01",
    "⼈⼝減少": "D-01/02-fewer-people",
    "デジタル化とDXの違い": "D-01/03-digital-and-dx",
    "業務改善": "D-05",
    "ECRS": "D-05/02-ecrs",
    "書かない窓口": "D-05/03-online",
    "電子決裁": "D-05/04-paperless",
    "デジタルデバイド": "D-06/01-divide",
    "やさしい日本語": "D-06/03-plain-japanese",
    "アクセシビリティ": "D-06/02-accessibility",
    "平均": "D-02/02-average",
    "グラフの読み方": "D-02/01-tables-charts",
    "オープンデータ": "D-02/04-open-data",
    "三層分離": "D-03/02-network",
    "ＲＰＡ": "DL-03",
    "ノーコード": "DL-03",
    "予算要求": "DL-05",
    "KPI": "DM-03",
    "行政改革会議": "DM-03",
    "人材育成": "DM-04",
    "ランサム　バックアップ": "S-10/03-backup",
}


# What stands beside the pages: what is asked, of which kind, and the title of what must come first.
BESIDE = [
    ("ハルシネーション", Kind.TERM, "ハルシネーション"),
    ("ﾗﾝｻﾑｳｪｱ", Kind.TERM, "ランサムウェア"),
    ("人工知能", Kind.TERM, "AI"),
    ("ＬＧＷＡＮ", Kind.TERM, "LGWAN"),
    ("多要素認証", Kind.TERM, "多要素認証"),
    ("修了証書", Kind.FAQ, "修了証書はいつもらえますか。"),
    ("ｽﾏｰﾄﾌｫﾝ", Kind.FAQ, "私物のスマートフォンで受講できますか。"),
    ("申込み", Kind.FAQ, "集合研修の申し込みは取り消せますか。"),
    ("在宅勤務 受講", Kind.FAQ, "私物のスマートフォンで受講できますか。"),
    ("集合研修を休んだとき", Kind.FAQ, "集合研修の申し込みは取り消せますか。"),
    ("記録票", Kind.DOCUMENT, "インシデント記録票（様式第２号）"),
    ("様式第2号", Kind.DOCUMENT, "インシデント記録票（様式第２号）"),
    ("持ち出し", Kind.DOCUMENT, "USBメモリ持出し簿"),
    ("ｕｓｂ", Kind.DOCUMENT, "USBメモリ持出し簿"),
]


def place(hit):
    text = hit.text
    return f"{text.course_code}/{text.key}" if text.key else text.course_code


def found(question, kind=Kind.PAGE, most=9):
    """Of one kind."""
    return [hit for hit in find(question, most=most) if hit.text.kind is kind]


@pytest.fixture
def shelf():
    """The whole library of the product."""
    load_curricula(from_fiscal_year=2026, at=timezone.now())
    asked(Course.objects.get(code="S-01"))
    offer("インシデント記録票（様式第２号）", LessonPage.objects.get(key="08-report"))
    offer("USBメモリ持出し簿", LessonPage.objects.get(key="05-usb"))
    call_command("update_index", verbosity=0)


def asked(course):
    """よくある質問."""
    for question, answer in (
        ("修了証書はいつもらえますか。", "年度の終わりにまとめて交付します。"),
        ("私物のスマートフォンで受講できますか。", "できません。在宅勤務の日も、公用の端末で受講してください。"),
        ("集合研修の申し込みは取り消せますか。", "開催の前日まで取り消せます。"),
    ):
        FaqEntry.objects.create(course=course, question=question, answer=answer)


def offer(title, lesson):
    """A document, in a published chapter."""
    document = LessonDocument.objects.create(title=title, file=ContentFile(b"x", name="x.pdf"))
    block = {"type": "download", "value": {"document": document.pk, "label": "様式"}}
    lesson.body = json.dumps([*lesson.body.get_prep_value(), block])
    lesson.save_revision().publish()
    call_command("rebuild_references_index", verbosity=0)
    return document


def test_what_people_look_for_comes_first(shelf):
    first = {question: next(map(place, found(question)), "") for question in FIRST}
    assert first == FIRST
    assert len(FIRST) >= 60
    beside = {question: next((hit.text.title for hit in found(question, kind)), "") for question, kind, _ in BESIDE}
    assert beside == {question: title for question, _, title in BESIDE}


@pytest.fixture
def small(loaded):
    call_command("update_index", verbosity=0)


def test_a_find_says_where_it_is_and_shows_the_words_around(small):
    hit = found("報告 すぐに")[0]

    assert (place(hit), hit.text.title, hit.text.course_title) == ("S-01/03-report", "報告", "試しの情報研修")
    assert [part.text for part in hit.excerpt if part.hit] == ["すぐに", "報告", "すぐに"]
    assert "".join(part.text for part in hit.excerpt).startswith("すぐに報告します。")


def test_every_word_must_be_there(small):
    assert [place(hit) for hit in found("報告 パスワード")] != ["S-01/03-report"]
    assert find("報告 存在しない言葉", most=9) == find("報告", most=9), "as a sentence: what holds most of it"


@pytest.mark.parametrize("question", ["", "　", "、", "'; DROP", '"" OR *', "\\", "あ" * 500, "zzzz", "100%"])
def test_what_is_nowhere_is_not_found_and_does_no_harm(small, question):
    assert find(question, most=9) == []


def test_what_is_not_published_is_not_found(small):
    LessonPage.objects.get(key="03-report").unpublish()
    assert "S-01/03-report" not in map(place, found("報告"))


def test_a_chapter_of_a_course_that_is_not_published_is_not_found(small):
    page = CoursePage.objects.get(course__code="S-01")
    CoursePage.objects.filter(pk=page.pk).update(live=False)
    assert [hit for hit in found("パスワード") if hit.text.course_code == "S-01"] == []


def test_a_change_is_found_as_soon_as_it_is_published(small):
    page = LessonPage.objects.get(key="02-password")
    page.title = "合鍵の話"
    page.save_revision().publish()
    call_command("update_index", verbosity=0)
    assert [place(hit) for hit in found("合鍵")] == ["S-01/02-password"]


def kinds(question):
    return {hit.text.kind for hit in find(question, most=9)}


def test_what_is_asked_of_a_course_that_is_not_published_or_taken_off_is_not_found(small):
    course = Course.objects.get(code="S-01")
    FaqEntry.objects.create(course=course, question="鍵は要りますか。", answer="はい。")
    assert Kind.FAQ in kinds("鍵は")
    FaqEntry.objects.update(is_shown=False)
    assert Kind.FAQ not in kinds("鍵は")
    FaqEntry.objects.update(is_shown=True)
    course.page.unpublish()
    assert Kind.FAQ not in kinds("鍵は")


def test_a_document_is_found_in_the_first_published_chapter_that_offers_it(small):
    LessonDocument.objects.create(title="どの章にもない様式", file=ContentFile(b"x", name="x.pdf"))
    lesson = LessonPage.objects.get(key="03-report")
    document = offer("連絡先の様式", lesson)
    [hit] = found("様式", Kind.DOCUMENT)
    assert (hit.text.title, place(hit), hit.text.place) == ("連絡先の様式", "S-01/03-report", document.file.url)
    lesson.unpublish()
    assert found("様式", Kind.DOCUMENT) == []


def test_a_chapter_is_found_by_its_easy_japanese_and_a_course_by_its_sources(small):
    assert [place(hit) for hit in found("こまったら")] == ["S-01/03-report"]
    assert [place(hit) for hit in found("10大脅威 IPA")] == ["S-01"]


def test_a_rule_of_the_city_is_found_as_it_stands_now_in_the_first_chapter_that_shows_it(small):
    [hit] = found("所属長", Kind.RULE)
    assert (hit.text.title, place(hit), hit.text.course_title) == ("困ったとき", "S-01/03-report", "試しの情報研修")
    assert "".join(part.text for part in hit.excerpt) == "所属長にすぐ報告します。"

    CityRule.objects.update(body="<p>宿直に電話します。</p>")
    assert [hit.text.title for hit in found("宿直", Kind.RULE)] == ["困ったとき"]
    LessonPage.objects.get(key="03-report").unpublish()
    assert found("宿直", Kind.RULE) == []


def test_a_term_is_found_by_its_names_and_shown_with_its_explanation(small):
    GlossaryTerm.objects.create(word="合言葉", reading="あいことば", also="暗証語", body="符号。", office="security")
    [hit] = found("暗証語", Kind.TERM)
    assert (hit.text.title, hit.text.body) == ("合言葉", "符号。")
    assert found("符号", Kind.TERM) == []


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_finds_costs_the_same(small, django_assert_num_queries, count):
    course = Course.objects.get(code="S-01")
    for number in range(count):
        FaqEntry.objects.create(course=course, question=f"報告の順{number}", answer="決まっています。")
        GlossaryTerm.objects.create(word=f"報告書{number}", reading="ほうこくしょ", body="書面。", office="dx")
        offer(f"報告の様式{number}", LessonPage.objects.get(key="03-report"))
    find("報告", most=9)
    with django_assert_num_queries(11):
        assert len(find("報告", most=9)) >= 3 * count


def test_the_number_of_queries_is_the_same_for_one_find_and_for_many(small):
    find("報告", most=9)
    with CaptureQueriesContext(connection) as one:
        find("パスワード", most=9)
    with CaptureQueriesContext(connection) as many:
        find("メール", most=9)
    assert len(one) == len(many) <= 10


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one index over everything")
def test_postgresql_is_asked_for_the_tokens_alone_which_have_an_index(small):
    with CaptureQueriesContext(connection) as asked:
        assert "S-01/03-report" in map(place, found("報告"))
    of_the_index = [one["sql"] for one in asked if "wagtailsearch_indexentry" in one["sql"]]
    assert len(of_the_index) == 1
    assert '"wagtailsearch_indexentry"."body" @@' in of_the_index[0]
