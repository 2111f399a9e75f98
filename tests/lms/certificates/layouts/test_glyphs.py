"""Characters that no font has: found before giving, drawn from a picture, and copied out as they are stored."""

import io
import subprocess

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageDraw, ImageFont

from lms.certificates.confirmation import confirmation_pdf
from lms.certificates.drawing import paper
from lms.certificates.everything import Giving, Wanted, give_all
from lms.certificates.giving.anew import give_anew
from lms.certificates.giving.many import carry_out, order_giving
from lms.certificates.issuing import CannotGiveError
from lms.certificates.layouts.glyphs import Lacking, draw_character, names_lacking, traced
from lms.certificates.layouts.rows import Glyph
from lms.certificates.models import Certificate, Series
from lms.certificates.papers.design import Design, Form, Style
from lms.certificates.papers.layout import draw
from lms.certificates.reissuing import revoke
from lms.ledger.models import LedgerEntry
from lms.lib.facts import AppendOnlyError
from lms.lib.uploaded_pictures import BadPictureError, clean_picture
from lms.people.models import Employee
from lms.people.roles import Office, Role
from lms.records.models import Completion
from tests import factories as make
from tests.factories import jst
from tests.lms.certificates.layouts.layouts import layout
from tests.lms.certificates.papers.test_personal import payload
from tests.lms.certificates.town import DECIDED, NOW, TODAY, give, give_to_department, text
from tests.markup import page, texts

GAIJI = "\ue000"
NAME = f"{GAIJI}田　一"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect x="1" y="2" width="8" height="3"/></svg>'


def letter(character: str = "鬱") -> bytes:
    """A picture such as an office has of its 外字."""
    font = "/usr/share/fonts/truetype/ipamj/ipamjm.ttf"
    found = Image.new("L", (400, 400), 255)
    ImageDraw.Draw(found).text((0, 0), character, font=ImageFont.truetype(font, 400), fill=0)
    written = io.BytesIO()
    found.save(written, "PNG")
    return written.getvalue()


def drawn(character: str = GAIJI, content: bytes = SVG) -> Glyph:
    return draw_character(character=character, path=traced(clean_picture(content)), author="00900", at=NOW)


@pytest.fixture
def odd(town):
    """A completion of somebody whose name has a 外字."""
    person = make.employee(town.places["福祉課"], "000777", NAME)
    return make.completion(person, town.security, jst(2026, 6, 1), department_name="福祉課", job_title="主事")


def test_who_cannot_be_drawn_is_left_out_and_the_others_are_given_theirs(town, odd):
    batch = give(town.done["髙橋"], odd)
    assert [row.employee for row in batch.certificates.all()] == [town.people["髙橋"]]
    with pytest.raises(CannotGiveError, match=r"次の文字は、字形の画像が必要です：.（U\+E000）$"):
        give(odd)
    assert Certificate.objects.count() == 1


def test_with_a_picture_the_paper_is_given_and_says_the_stored_name(town, odd):
    glyph = drawn()
    row = give(odd).certificates.get()
    assert row.payload["glyphs"] == {GAIJI: glyph.digest}
    assert NAME.replace("　", " ") in text(paper(row, NOW)).splitlines()


@pytest.mark.parametrize("form", Form)
def test_the_character_is_drawn_as_the_picture_shows_it(form):
    own, same, other = (
        picture(draw(said(form, name), {"digest": traced(clean_picture(letter()))}))
        for name in (NAME, NAME.replace(GAIJI, "鬱"), NAME.replace(GAIJI, "一"))
    )
    assert difference(own, same) * 2 < difference(own, other)


def said(form: Form, name: str) -> dict:
    style = Style(Design(form=form), "様式", 1, "")
    return payload(name, style=style) | ({"glyphs": {GAIJI: "digest"}} if GAIJI in name else {})


def picture(pdf: bytes) -> bytes:
    command = ["pdftoppm", "-r", "72", "-gray", "-singlefile", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout


def difference(one: bytes, other: bytes) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


def test_papers_keep_the_shape_they_were_given_with(town, odd):
    old = drawn()
    row = give(odd).certificates.get()
    new = drawn(content=letter())
    assert row.payload["glyphs"] == {GAIJI: old.digest}
    person = make.employee(town.places["福祉課"], "1", NAME)
    later = give(make.completion(person, town.security, jst(2026, 6, 2))).certificates.get()
    assert later.payload["glyphs"] == {GAIJI: new.digest}
    with pytest.raises(AppendOnlyError):
        Glyph.objects.update(path="")


def test_what_people_print_themselves_has_the_character_too(town, odd):
    drawn()
    pdf = confirmation_pdf(completion=odd, city=town.city, at=NOW)
    assert NAME.replace("　", " ") in text(pdf)
    assert b"Own-Characters" in subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout


def test_a_department_paper_lists_names_with_drawn_characters(town, odd):
    make.duties([odd.employee], town.asked)
    with pytest.raises(CannotGiveError, match="字形の画像が必要です"):
        give_to_department(town, "福祉課")
    drawn()
    row = give_to_department(town, "福祉課").certificates.get()
    assert NAME.replace("　", " ") in text(paper(row, NOW))


def test_a_registered_shape_that_no_font_has_needs_a_picture_too(town):
    person = make.employee(town.places["福祉課"], "1", "葛\U000e01ef　一")
    done = make.completion(person, town.security, jst(2026, 6, 1))
    with pytest.raises(CannotGiveError, match=r"U\+845B U\+E01EF"):
        give(done)
    drawn("葛\U000e01ef")
    assert "葛\U000e01ef 一" in text(paper(give(done).certificates.get(), NOW))


def test_names_are_looked_through_with_two_queries_whatever_their_number(town, odd, django_assert_num_queries):
    rows = Completion.objects.filter(course=town.security)
    with django_assert_num_queries(2):
        assert names_lacking(rows, town.city) == [Lacking("000777", NAME, (GAIJI,))]
    with django_assert_num_queries(1):
        assert names_lacking(rows.exclude(pk=odd.pk), town.city) == []
    drawn()
    assert names_lacking(rows, town.city) == []


def test_of_a_usual_name_only_what_the_city_prints_counts(town, odd):
    Employee.objects.filter(pk=odd.employee_id).update(usual_name="山田　一")
    rows = Completion.objects.filter(pk=odd.pk)
    assert len(names_lacking(rows, town.city)) == 1
    town.city.paper_name = "usual"
    assert names_lacking(rows, town.city) == []


def test_a_giving_to_thousands_leaves_out_whom_it_cannot_draw(town, odd):
    wanted = [town.done["髙橋"].pk, odd.pk, town.done["﨑山"].pk]
    batch = order_giving(
        completions=wanted, office=Office.SECURITY, decision=DECIDED, given_on=TODAY, actor="00900", at=NOW
    )
    carry_out(batch_id=batch.pk, now=lambda: NOW)
    assert [row.completion_id for row in batch.certificates.order_by("number")] == [wanted[0], wanted[2]]


def test_a_paper_given_anew_has_the_layout_and_the_characters_of_today(town, odd):
    drawn()
    old = give(odd).certificates.get()
    revoke(certificate=old, reason="誤り", on=TODAY, actor="00900", at=NOW)
    layout(usual=True, form="vertical")
    glyph = drawn(content=letter())
    new = give_anew(certificate=old, decision=DECIDED, given_on=TODAY, actor="00900", at=NOW)
    assert (new.payload["layout"], new.payload["glyphs"]) == ("vertical", {GAIJI: glyph.digest})


def test_everything_at_once_says_who_was_left_out(town, odd):
    wanted = Wanted(2026, (Series.Kind.PERSONAL,), code="S-01")
    refusals = give_all(wanted, Giving(DECIDED, TODAY, "00900", NOW))
    assert len(refusals) == 1
    assert "000777" in refusals[0]
    assert Certificate.objects.count() == 3


# ---- pictures handed in ---------------------------------------------------------------------------------------------


def test_a_drawing_and_pixels_become_an_outline():
    assert traced(clean_picture(SVG)) == "M100 200h800v300h-800z"
    assert len(traced(clean_picture(letter()))) > 1000


def test_an_empty_picture_is_refused():
    blank = io.BytesIO()
    Image.new("L", (300, 300), 255).save(blank, "PNG")
    with pytest.raises(BadPictureError, match="黒い字が見えません"):
        traced(clean_picture(blank.getvalue()))


def test_clear_ground_is_no_black():
    clear = io.BytesIO()
    found = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    ImageDraw.Draw(found).rectangle((100, 100, 199, 199), fill="black")
    found.save(clear, "PNG")
    assert traced(clean_picture(clear.getvalue())).count("z") == 1


# ---- pages ----------------------------------------------------------------------------------------------------------


def add(client, **typed):
    picture = SimpleUploadedFile("gaiji.svg", SVG)
    return client.post(reverse("glyph:add"), {"text": GAIJI, "picture": picture} | typed)


def test_an_office_registers_what_a_character_looks_like(enter):
    office = enter()
    assert add(office).status_code == 302
    row = Glyph.objects.get()
    assert (row.text, row.path) == (GAIJI, "M100 200h800v300h-800z")
    assert LedgerEntry.objects.get(action="字形の画像の登録").subject == "U+E000"
    listed = page(office.get(reverse("glyph:index")))
    assert listed.select_one("td svg path")["d"] == row.path


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": "山"}, "証書のフォントにあるので"),
        ({"text": GAIJI * 2}, "一文字だけ"),
        ({"picture": SimpleUploadedFile("x.png", b"no")}, "画像を読めません"),
        ({"picture": ""}, "必須"),
    ],
)
def test_what_is_wrong_with_a_character_is_said(enter, wrong, words):
    response = add(enter(), **wrong)
    said = " ".join(texts(page(response), ".messages .error, .error-message, .w-field__errors p"))
    assert words in said
    assert not Glyph.objects.exists()


def test_the_look_before_giving_names_who_needs_a_picture(town, odd, signed_in):
    office = signed_in(Role.SECURITY_OFFICE)
    keys = [town.done["髙橋"].pk, odd.pk]
    shown = page(office.post(reverse("papers_confirm"), {"completion": keys}))
    [row] = shown.select("section[class] [aria-label='字形の画像が必要な人'] tbody tr")
    assert "000777" in row.get_text()
    assert row.select_one("a")["href"].endswith("/glyph/new/?text=%EE%80%80")

    answer = office.post(reverse("papers_give"), {"completion": keys, "given_on": "2026-07-31"}, follow=True)
    assert "次の職員番号の人には交付しません：000777" in answer.content.decode()
    assert Certificate.objects.count() == 1


def test_the_sample_of_such_a_paper_is_refused_in_words(town, odd, signed_in):
    answer = signed_in(Role.SECURITY_OFFICE).get(reverse("paper_sample", args=[odd.pk]), follow=True)
    assert "字形の画像が必要です" in answer.content.decode()
