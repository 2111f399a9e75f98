"""字形の画像: what a character looks like that no font has, from a picture that somebody hands in."""

import hashlib
import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from PIL import Image, ImageOps

from lms.certificates.drafts import Draft
from lms.certificates.layouts.pictures import outlines
from lms.certificates.layouts.rows import Glyph
from lms.certificates.papers.characters import to_be_drawn
from lms.ledger.appending import append
from lms.lib.paper_fonts import without_form
from lms.lib.pdf import render_pdf
from lms.lib.pdf_pictures import page_picture
from lms.lib.tracing import outline
from lms.lib.uploaded_pictures import BadPictureError, CleanPicture
from lms.people.models import City
from lms.records.models import Completion

_EM = 1000
# On a name of 32 points that is over a thousand dots to the inch.
_DOTS = 480
_MOST = 60_000
_SHEET = """
@page { size: 99mm; margin: 0 }
body { margin: 0 }
img { display: block; width: 99mm; height: 99mm; object-fit: contain }
"""


def traced(picture: CleanPicture) -> str:
    """The outline of what is dark in a picture, whose square is the square of a letter. Raises BadPictureError."""
    content = picture.content if picture.media_type == "image/png" else _drawn(picture)
    with_ground = Image.open(io.BytesIO(content)).convert("RGBA")
    ground = Image.new("RGBA", with_ground.size, "white")
    ground.alpha_composite(with_ground)
    path = outline(ImageOps.pad(ground.convert("L"), (_DOTS, _DOTS), color=255), size=_EM)
    if not path:
        raise BadPictureError("黒い字が見えません。白地に黒で書いた画像にしてください。")
    if len(path) > _MOST:
        raise BadPictureError("輪郭が細かすぎます。汚れのない、大きな字の画像にしてください。")
    return path


def _drawn(picture: CleanPicture) -> bytes:
    html = f'<html lang="ja"><title>字形</title><img src="{picture.uri}" alt="字形"></html>'
    return page_picture(render_pdf(html, stylesheets=(_SHEET,)), width=_DOTS)


@transaction.atomic
def draw_character(*, character: str, path: str, author: str, at: datetime) -> Glyph:
    """From now on papers draw the character so; papers that were given keep what they have."""
    digest = hashlib.sha256(path.encode()).hexdigest()
    glyph = Glyph.objects.create(text=character, path=path, digest=digest, author=author, recorded_at=at)
    append(actor=author, action="字形の画像の登録", subject=code_points(character), at=at, facts=[glyph])
    return glyph


def code_points(character: str) -> str:
    """「U+845B U+E0100」, by which a character is told from others that look alike."""
    return " ".join(f"U+{ord(one):04X}" for one in character)


def digests(characters: Collection[str]) -> dict[str, str]:
    """Of the shapes that count now, by character. No query for no character."""
    if not characters:
        return {}
    rows = Glyph.objects.filter(text__in=characters).order_by("pk").values_list("text", "digest")
    return dict(rows)


def outlines_in(text: str) -> dict[str, str]:
    """Of the characters in a text that no font has, as far as there are pictures of them."""
    known = digests(without_form(text))
    paths = outlines(known.values())
    return {one: paths[digest] for one, digest in known.items()}


# ---- papers about to be given ---------------------------------------------------------------------------------------


def with_characters(drafts: Sequence[Draft]) -> tuple[list[Draft], list[str]]:
    """The drafts that can be drawn, each with its drawn characters; and what the others lack."""
    wanted = [(draft, to_be_drawn(draft.payload(number="", public_id=""))) for draft in drafts]
    known = digests({one for _, characters in wanted for one in characters})
    lacking = [one for _, characters in wanted for one in characters if one not in known]
    return [
        replace(draft, glyphs={one: known[one] for one in characters}) if characters else draft
        for draft, characters in wanted
        if known.keys() >= set(characters)
    ], lacking


def lacking_words(characters: Iterable[str]) -> str:
    """「次の文字は、字形の画像が必要です：〓（U+E000）」"""
    named = "、".join(f"{one}（{code_points(one)}）" for one in dict.fromkeys(characters))
    return f"次の文字は、字形の画像が必要です：{named}"


@dataclass(frozen=True)
class Lacking:
    """Somebody who gets no paper yet, and the characters for which a 字形の画像 is missing."""

    staff_number: str
    name: str
    characters: tuple[str, ...]

    @property
    def code_points(self) -> list[tuple[str, str]]:
        return [(one, code_points(one)) for one in self.characters]


def names_lacking(completions: QuerySet[Completion], city: City) -> list[Lacking]:
    """Whose name, department or job title on a paper has such characters. Two queries at most, whatever the number."""
    usual = city.paper_name == City.PaperName.USUAL
    names = ("employee__staff_number", "employee__name", "employee__usual_name", "department_name", "job_title")
    found = []
    for number, name, usual_name, *post in completions.values_list(*names):
        said = usual_name if usual and usual_name else name
        if characters := without_form("".join([said, *post])):
            found.append((number, said, characters))
    known = digests({one for _, _, characters in found for one in characters})
    lacking = [
        (number, said, tuple(one for one in characters if one not in known)) for number, said, characters in found
    ]
    return [Lacking(*one) for one in lacking if one[2]]


def left_out(lacking: Sequence[Lacking]) -> str:
    """Whom a giving passes over, in words."""
    numbers = "、".join(one.staff_number for one in lacking)
    return (
        "氏名等に、証書のフォントにない文字があり、字形の画像も登録されていないため、次の職員番号の人には"
        f"交付しません：{numbers}。画像を登録してから、もう一度交付してください。"
    )
