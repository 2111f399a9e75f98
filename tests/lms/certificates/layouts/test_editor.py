"""Layouts in the editor: what an office lays down, sees before saving, and may not touch."""

import base64
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from lms.certificates.layouts.pictures import pictures_of
from lms.certificates.layouts.rows import Layout, Picture
from lms.lib.uploaded_pictures import clean_picture
from lms.people.roles import Office, Role
from tests import factories as make
from tests.lms.certificates.layouts.layouts import CREST, layout, permitted
from tests.markup import page, texts

pytestmark = pytest.mark.django_db


def typed(**more):
    usual = {
        "office": "security", "name": "賞状", "form": "portrait", "title": "修了証書",
        "body": "{氏名}は{研修名}を修了した", "border": "award", "signer": "mayor", "seal": "omitted", "code": "left",
    }  # fmt: skip
    return usual | more


def crest(content: bytes = CREST, name: str = "crest.svg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def faults(response) -> str:
    return " ".join(texts(page(response), ".messages .error, .error-message, .w-field__errors p"))


def shown(response) -> list[tuple[str, Image.Image]]:
    """The captions and pictures of a preview."""
    found = []
    for figure in page(response).select("figure"):
        content = base64.b64decode(figure.select_one("img")["src"].partition(",")[2])
        found.append((figure.select_one("figcaption").get_text(), Image.open(io.BytesIO(content))))
    return found


def test_an_office_lays_down_a_layout_and_changes_it(enter):
    office, course = enter(), make.course()
    response = office.post(
        reverse("paper_layout:add"), typed(form="vertical", is_usual="on", courses=[course.pk], crest_file=crest())
    )
    assert response.status_code == 302, faults(response)

    row = Layout.objects.get()
    kept = clean_picture(CREST)
    assert (row.name, row.office, row.usual, row.version) == ("賞状", "security", True, 1)
    assert (row.design.form, row.design.crest, row.design.body) == ("vertical", kept.digest, typed()["body"])
    assert pictures_of({"design": {"crest": kept.digest, "seal": None}}) == {kept.digest: kept.uri}
    assert [used.course for used in row.for_courses.all()] == [course]

    office.post(reverse("paper_layout:edit", args=[row.pk]), typed(name="賞状（縦）", title="修了証"))
    row.refresh_from_db()
    assert (row.name, row.version, row.design.title, row.design.crest) == ("賞状（縦）", 2, "修了証", kept.digest)
    assert not row.for_courses.exists()

    office.post(reverse("paper_layout:edit", args=[row.pk]), typed(without_crest="on"))
    row.refresh_from_db()
    assert row.design.crest == ""


def test_the_form_shows_what_was_laid_down_and_its_versions(enter):
    office, course = enter(), make.course()
    row = layout("賞状", course, title="課程修了証", code="right")
    form = page(office.get(reverse("paper_layout:edit", args=[row.pk])))

    assert form.select_one("[name=title]")["value"] == "課程修了証"
    assert form.select_one("[name=code][checked]")["value"] == "right"
    assert form.select_one("[name=courses][checked]")["value"] == str(course.pk)
    assert "第1版" in form.get_text()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"body": "{指名}は修了した"}, "{指名}という差し込みはありません"),
        ({"body": ""}, "必須"),
        ({"title": "長" * 13}, "12"),
        ({"form": "diagonal"}, "diagonal"),
        ({"seal": "picture"}, "印影を印刷する許可が登録されていません"),
        ({"office": "dx"}, "dx"),
    ],
)
def test_what_is_wrong_is_said(enter, wrong, words):
    response = enter().post(reverse("paper_layout:add"), typed(**wrong))
    assert words in faults(response)
    assert not Layout.objects.exists()


def test_a_picture_that_cannot_be_used_is_refused(enter):
    response = enter().post(reverse("paper_layout:add"), typed(crest_file=crest(b"<svg><script/></svg>")))
    assert "SVGファイルを読めません" in faults(response)
    assert not Picture.objects.exists()


def test_two_layouts_of_an_office_have_two_names(enter):
    layout("賞状")
    assert "同じ名前の様式が既にあります" in faults(enter().post(reverse("paper_layout:add"), typed()))


def test_a_second_usual_layout_takes_the_place_of_the_first(enter):
    layout("一", usual=True)
    assert enter().post(reverse("paper_layout:add"), typed(is_usual="on")).status_code == 302
    assert Layout.objects.get(usual=True).name == "賞状"


def test_stops_in_the_body_are_saved_with_a_word_of_warning(enter):
    response = enter().post(reverse("paper_layout:add"), typed(body="修了したので、証します。"), follow=True)
    assert "本文に句読点があります" in response.content.decode()
    assert Layout.objects.exists()


def test_the_seal_can_be_chosen_once_it_is_permitted(enter):
    permitted()
    assert enter().post(reverse("paper_layout:add"), typed(seal="picture")).status_code == 302


# ---- before saving --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "lies"), [("portrait", False), ("landscape", True), ("vertical", True)])
def test_the_preview_shows_what_is_typed_and_saves_nothing(enter, form, lies):
    make.city()
    found = shown(enter().post(reverse("paper_layout:preview"), typed(form=form, crest_file=crest())))

    assert [caption for caption, _ in found] == [
        "ふつうの氏名", "珍しい字の氏名", "長い氏名、所属、職名", "片仮名の長い氏名",
    ]  # fmt: skip
    assert all((picture.width > picture.height) == lies for _, picture in found)
    assert not Layout.objects.exists()
    assert not Picture.objects.exists()


def test_another_design_is_another_picture(enter):
    make.city()
    office = enter()
    first, second = (
        shown(office.post(reverse("paper_layout:preview"), typed(border=border)))[0][1] for border in ("award", "none")
    )
    assert first.tobytes() != second.tobytes()


def test_the_preview_says_what_to_mend_and_warns_of_stops(enter):
    make.city()
    office = enter()
    wrong = office.post(reverse("paper_layout:preview"), typed(body="{指名}", name="")).content.decode()
    assert "本文：{指名}という差し込みはありません" in wrong
    assert "様式名" not in wrong
    assert "句読点があります" in office.post(reverse("paper_layout:preview"), typed(body="修了。")).content.decode()


def test_the_preview_of_a_kept_layout_has_its_crest(enter):
    make.city()
    office = enter()
    office.post(reverse("paper_layout:add"), typed(crest_file=crest()))
    address = reverse("paper_layout:preview", args=[Layout.objects.get().pk])
    with_crest, without = (shown(office.post(address, typed(**more)))[0][1] for more in ({}, {"without_crest": "on"}))
    assert with_crest.tobytes() != without.tobytes()


# ---- whose ----------------------------------------------------------------------------------------------------------


def test_the_other_offices_layouts_do_not_exist(enter):
    row = layout("秘密の様式", office=Office.DX)
    office = enter()

    assert "秘密" not in office.get(reverse("paper_layout:index")).content.decode()
    assert office.get(reverse("paper_layout:edit", args=[row.pk])).status_code == 404
    assert office.post(reverse("paper_layout:edit", args=[row.pk]), typed(office="dx")).status_code == 404
    assert office.post(reverse("paper_layout:preview", args=[row.pk]), typed()).status_code == 404
    row.refresh_from_db()
    assert row.version == 1


def test_a_training_of_the_other_office_cannot_be_chosen(enter):
    other = make.course("D-01", Office.DX)
    response = enter().post(reverse("paper_layout:add"), typed(courses=[other.pk]))
    assert response.status_code == 200
    assert not Layout.objects.exists()


def test_authors_have_no_layouts(enter):
    author = enter(Role.SECURITY_AUTHOR)
    for name in ("paper_layout:index", "paper_layout:add", "glyph:index", "glyph:add"):
        assert author.get(reverse(name)).status_code == 404
    assert author.post(reverse("paper_layout:preview"), typed()).status_code == 404


def test_the_list_says_for_which_trainings_a_layout_is_used(enter):
    office = enter()
    layout("一", make.course(), usual=True)
    layout("二", make.course("S-02"), make.course("S-03"))
    listed = office.get(reverse("paper_layout:index")).content.decode()
    assert "S-01、ほかの研修（通常の様式）" in listed
    assert "S-02、S-03" in listed


def test_a_list_of_layouts_takes_the_same_queries_for_one_and_for_three(enter, django_assert_num_queries):
    office = enter()
    layout("一", make.course("S-01"))
    office.get(reverse("paper_layout:index"))
    with django_assert_num_queries(15):
        office.get(reverse("paper_layout:index"))
    for number, name in enumerate(("二", "三")):
        layout(name, make.course(f"S-1{number}"))
    with django_assert_num_queries(15):
        office.get(reverse("paper_layout:index"))
