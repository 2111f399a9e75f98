"""Lessons as HTML: what each block becomes, and that the text is made once."""

import gc

import pytest
from bs4 import BeautifulSoup
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import mark_safe
from wagtail.images.tests.utils import get_test_image_file

from courses.models import CityRule, Course, LessonDocument, LessonImage, LessonPage
from courses.outline import outline
from courses.rendering import entry_html, lesson_html
from courses.templatetags.lesson_text import ruby
from tests.markup import texts, words


def body_of(*blocks):
    page = LessonPage(title="章", key="k")
    page.body = list(blocks)
    return BeautifulSoup(lesson_html(page), "html.parser")


@pytest.fixture
def mail(loaded):
    return BeautifulSoup(lesson_html(LessonPage.objects.get(key="01-mail")), "html.parser")


def test_every_block_of_a_lesson_is_a_part_of_the_text(mail):
    parts = mail.select_one(".prose").find_all(recursive=False)

    assert [part.name for part in parts] == [
        "div", "p", "ul", "h2", "div", "figure", "ol", "section", "section",
    ]  # fmt: skip
    assert mail.select("[style], script, [onclick]") == []


def test_the_citys_own_rule_is_shown_as_it_stands_now(loaded):
    page = LessonPage.objects.get(key="03-report")
    assert texts(BeautifulSoup(lesson_html(page), "html.parser"), ".callout--city p, .callout--city li") == [
        "本市の決まり：困ったとき", "所属長にすぐ報告します。",
    ]  # fmt: skip
    CityRule.objects.update(body="<p>総務課に電話します。</p>")
    caches["local"].clear()

    assert "総務課に電話します。" in lesson_html(page)


@pytest.mark.django_db
def test_a_rule_that_the_city_deleted_leaves_no_empty_box():
    assert body_of(("city", "なくなった決まり")).select(".callout") == []


def test_easy_japanese_can_be_opened_where_a_lesson_has_it(loaded, mail):
    report = BeautifulSoup(lesson_html(LessonPage.objects.get(key="03-report")), "html.parser")
    assert texts(report, "details.easy summary") == ["やさしい日本語で読む"]
    assert texts(report, "details.easy p") == ["こまったら、すぐに　課長に　話します。"]
    assert mail.select("details.easy") == []


def test_ruby_is_shown_in_text_and_in_tables(mail):
    assert [str(tag) for tag in mail.select("ruby")] == [
        "<ruby>標的型<rp>（</rp><rt>ひょうてきがた</rt><rp>）</rp></ruby>",
        "<ruby>宛先<rp>（</rp><rt>あてさき</rt><rp>）</rp></ruby>",
    ]
    assert "《" not in mail.text


def test_a_heading_that_looks_like_a_tag_is_text(mail):
    assert texts(mail, "h2") == ["見分け方は <3つ>"]


def test_a_callout_says_its_kind_in_words(mail):
    callout = mail.select_one(".callout.callout--case")

    assert words(callout.select_one(".callout__kind")) == "事例"
    assert texts(callout, "p")[1:] == ["訓練のメールを開いた人がいました。", "開いただけで終わりませんでした。"]


def test_a_table_has_a_caption_and_column_heads_in_a_region_that_scrolls(mail):
    region = mail.select_one('.table-region[role="region"][tabindex="0"]')

    assert region["aria-label"] == "手掛かり"
    assert texts(region, "caption") == ["手掛かり"]
    assert texts(region, 'thead th[scope="col"]') == ["手掛かり", "確かめ方"]
    assert texts(region, "tbody tr:nth-of-type(2) td") == ["至急", "手を止める"]


def test_a_drawing_has_its_alternative_text_and_comes_from_the_static_files(mail):
    figure = mail.select_one("figure")

    assert figure.img["src"] == "/static/library/S-01/figures/signs.svg"
    assert figure.img["alt"] == "手掛かりの図"
    assert words(figure.figcaption) == "図　手掛かり"


def test_a_drawing_that_is_gone_leaves_its_words(loaded, library):
    (library / "S-01" / "figures" / "signs.svg").unlink()

    html = lesson_html(LessonPage.objects.get(key="01-mail"))

    assert texts(BeautifulSoup(html, "html.parser"), "figure p") == ["手掛かりの図"]


def test_a_check_answers_each_option_without_any_script(mail):
    options = mail.select("section.check details")

    assert [words(option.summary) for option in options] == ["手を止める", "開いて確かめる"]
    assert [words(option.select_one(".check__feedback")) for option in options] == [
        "正解 そのとおりです。", "不正解 開いてはいけません。",
    ]  # fmt: skip
    assert mail.select("section.check input, section.check form") == []


def test_steps_are_numbered_by_the_list_and_keep_emphasis(mail):
    assert texts(mail, "ol.steps > li") == ["手を止める　開かない。", "電話で確かめる。"]
    assert texts(mail, "ol.steps b") == ["手を止める"]
    assert texts(mail, ".keypoints li") == ["迷ったら報告する。"]


# Wagtail leaves the temporary file of a new size to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
@pytest.mark.django_db
def test_a_picture_has_its_alternative_text_and_a_private_address():
    image = LessonImage.objects.create(title="写真", file=get_test_image_file())

    figure = body_of(("picture", {"image": image, "alt": "窓口の写真", "caption": "窓口"})).figure

    assert figure.img["alt"] == "窓口の写真"
    assert figure.img["src"].startswith("/media/images/")
    assert words(figure.figcaption) == "窓口"
    gc.collect()


@pytest.mark.django_db
def test_a_film_has_controls_captions_and_a_text_of_equal_standing():
    film = LessonDocument.objects.create(title="研修の動画", file=ContentFile(b"film", name="film.mp4"))
    captions = LessonDocument.objects.create(title="字幕", file=ContentFile(b"WEBVTT", name="film.vtt"))

    page = body_of(("video", {"video": film, "captions": captions, "transcript": "<p>同じ内容</p>"}))

    assert page.video.has_attr("controls")
    assert page.video.source["src"] == film.file.url
    assert film.file.url.startswith("/media/documents/")
    assert (page.track["kind"], page.track["srclang"], page.track["src"]) == ("captions", "ja", captions.file.url)
    assert words(page.details) == "動画と同じ内容の文章 同じ内容"


@pytest.mark.django_db
def test_a_document_is_offered_with_its_kind_and_size():
    document = LessonDocument.objects.create(title="様式", file=ContentFile(b"x" * 2048, name="form.xlsx"))

    page = body_of(("download", {"document": document, "label": "報告の様式"}))

    assert page.a["href"] == document.file.url
    assert words(page.a) == "報告の様式"
    assert words(page.select_one(".file__facts")).startswith("XLSX　2.0")


def test_ruby_leaves_what_is_not_the_notation_and_escapes_what_is_not_safe():
    assert ruby("｜漢字《かんじ》<b>") == "<ruby>漢字<rp>（</rp><rt>かんじ</rt><rp>）</rp></ruby>&lt;b&gt;"
    assert ruby("《引用》と｜縦棒") == "《引用》と｜縦棒"
    assert ruby(mark_safe("<p>｜<b>太</b>《ふと》</p>")) == "<p>｜<b>太</b>《ふと》</p>"
    assert Template("{% load lesson_text %}{{ text|ruby }}").render(Context({"text": "a & b"})) == "a &amp; b"


def test_a_published_text_is_made_once(loaded):
    page = LessonPage.objects.get(key="01-mail")
    entry = outline(Course.objects.get(code="S-01")).lesson("01-mail")
    first = lesson_html(page)

    with CaptureQueriesContext(connection) as queries:
        assert entry_html(entry) == first

    assert len(queries) == 0


def test_a_new_revision_is_a_new_text(loaded):
    page = LessonPage.objects.get(key="02-password")
    lesson_html(page)
    page.body = [("text", "<p>新しい文</p>")]
    page.save_revision().publish()

    entry = outline(Course.objects.get(code="S-01")).lesson("02-password")

    assert "新しい文" in entry_html(entry)


@pytest.mark.django_db
def test_a_deleted_file_leaves_a_lesson_that_can_be_read():
    page = body_of(
        ("download", {"document": None, "label": "報告の様式"}),
        ("video", {"video": None, "captions": None, "transcript": "<p>同じ内容</p>"}),
        ("picture", {"image": None, "alt": "窓口の写真", "caption": "窓口"}),
    )

    assert "報告の様式（ファイルは削除されました。）" in words(page)
    assert "同じ内容" in words(page)
    assert page.select("a:not(.term), video, img") == []
