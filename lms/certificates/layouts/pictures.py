"""Pictures on papers: kept once by the digest of what they hold, and found again for the drawing."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from lms.certificates.layouts.rows import Glyph, Picture
from lms.ledger.appending import append
from lms.lib.uploaded_pictures import CleanPicture


@transaction.atomic
def keep_picture(picture: CleanPicture, actor: str, at: datetime) -> Picture:
    """The row of a picture; the same picture handed in again is the same row."""
    kept, new = Picture.objects.get_or_create(digest=picture.digest, defaults={"uri": picture.uri, "recorded_at": at})
    if new:
        append(actor=actor, action="証書の画像の登録", subject=f"画像 {kept.pk}", at=at, facts=[kept])
    return kept


def pictures_of(payload: Mapping[str, Any]) -> dict[str, str]:
    """All that a paper shows beside its words, by digest: pictures as data: URIs, drawn characters as outlines.

    No query where there is none.
    """
    design = payload.get("design", {})
    wanted = {design.get("crest"), (design.get("seal") or {}).get("picture")} - {None, ""}
    found = dict(Picture.objects.filter(digest__in=wanted).values_list("digest", "uri")) if wanted else {}
    return found | outlines(payload.get("glyphs", {}).values())


def outlines(digests: Collection[str]) -> dict[str, str]:
    """Of drawn characters, by digest."""
    return dict(Glyph.objects.filter(digest__in=digests).values_list("digest", "path")) if digests else {}
