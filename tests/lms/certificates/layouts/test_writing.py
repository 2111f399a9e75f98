"""Layouts have versions; what was given stays as it was."""

from dataclasses import asdict, replace

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from lms.certificates.drawing import paper
from lms.certificates.layouts.permitting import end_permission
from lms.certificates.layouts.pictures import keep_picture, pictures_of
from lms.certificates.layouts.rows import Layout, LayoutCourse, LayoutVersion, Picture, SealPermission
from lms.certificates.layouts.using import NoSealError
from lms.certificates.layouts.writing import write_layout
from lms.certificates.models import Certificate
from lms.certificates.papers.design import Design
from lms.ledger.models import LedgerEntry
from lms.lib.facts import AppendOnlyError
from lms.lib.uploaded_pictures import clean_picture
from lms.people.roles import Office
from tests import factories as make
from tests.factories import jst
from tests.lms.certificates.layouts.layouts import CREST, SEAL, layout, permitted
from tests.lms.certificates.town import NOW, TODAY, give, text


def change(row: Layout, *courses, **design: str) -> Layout:
    return write_layout(
        layout=row, design=replace(row.design, **design), courses=courses, author="00900", at=jst(2026, 8, 1)
    )


def test_another_design_is_another_version_and_the_same_is_none(db):
    row = layout(title="修了証")
    change(row, title="修了証")
    change(row, title="修了証書")

    assert row.version == 2
    assert [version.content["title"] for version in row.versions.all()] == ["修了証", "修了証書"]
    assert LayoutVersion.objects.first().content == asdict(Design(title="修了証"))


def test_a_version_is_never_changed(db):
    layout()
    with pytest.raises(AppendOnlyError):
        LayoutVersion.objects.update(content={})
    with pytest.raises(DatabaseError), transaction.atomic():
        LayoutVersion.objects.all()._raw_delete("default")


def test_every_change_leaves_its_trace(town):
    row = layout()
    change(row, town.security)

    entries = LedgerEntry.objects.filter(action="証書の様式の設定").order_by("pk")
    assert [len(entry.payload["facts"]) for entry in entries] == [1, 0]
    assert entries.last().payload["courses"] == ["S-01"]


def test_without_a_layout_papers_are_given_as_ever(town):
    said = give(town.done["髙橋"]).certificates.get().payload
    assert (said["design"]["name"], said["design"]["version"]) == ("標準", 0)
    assert said["body"] == ["あなたは令和８年度情報セキュリティ基礎の課程を", "修了したので　これを証します"]


def test_each_training_has_its_layout_and_the_others_the_usual_one(town):
    layout("通常", usual=True, title="修了証")
    layout(
        "基礎", town.security, title="基礎研修修了証書", body="{氏名}は{研修名}を\n{修了日}に修了した", border="none"
    )
    other = make.completion(town.people["髙橋"], make.course("S-02"), jst(2026, 6, 20), job_title="主査")

    first, second = give(town.done["髙橋"], other).certificates.order_by("number")

    assert first.payload["title"] == "基礎研修修了証書"
    assert first.payload["body"] == ["髙橋　正樹は令和８年度情報セキュリティ基礎を", "令和８年６月１０日に修了した"]
    assert (first.payload["design"]["name"], first.payload["design"]["border"]) == ("基礎", "none")
    assert second.payload["title"] == "修了証"


def test_the_other_offices_layouts_are_its_own(town):
    layout("DX", usual=True, office=Office.DX, title="DX修了証")
    assert give(town.done["髙橋"]).certificates.get().payload["title"] == "修了証書"
    assert give(town.done["髙橋 DX"]).certificates.get().payload["title"] == "DX修了証"


def test_who_signs_is_laid_down_too(town):
    layout(usual=True, signer="chief-security")
    said = give(town.done["髙橋"]).certificates.get().payload["signer"]
    assert said == {"office": "chief-security", "title": "統括情報セキュリティ責任者（総務課長）", "name": "榎園　雅司"}


def test_a_later_change_touches_nothing_that_was_given(town):
    row = layout(usual=True, title="修了証")
    before = give(town.done["髙橋"]).certificates.get()
    change(row, title="証", form="vertical")

    after = Certificate.objects.get(pk=before.pk)
    assert after.payload == before.payload
    assert after.payload["design"]["version"] == 1
    assert "修了証" in text(paper(after, NOW))
    assert give(town.done["𠮷田"]).certificates.get().payload["design"]["version"] == 2


def test_a_training_and_the_usual_place_go_from_one_layout_to_another(town):
    first = layout("一", town.security, usual=True)
    second = layout("二", town.security, usual=True)
    first.refresh_from_db()

    assert (first.usual, second.usual) == (False, True)
    assert LayoutCourse.objects.get().layout == second


def test_the_database_knows_one_usual_layout_and_one_name(db):
    layout("一", usual=True)
    for values in ({"name": "二", "usual": True}, {"name": "一"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Layout.objects.create(office=Office.SECURITY, content={}, **values)


# ---- pictures -------------------------------------------------------------------------------------------------------


def test_the_same_picture_is_kept_once_and_found_by_its_digest(db):
    crest = clean_picture(CREST)
    assert keep_picture(crest, "00900", NOW) == keep_picture(clean_picture(CREST), "00900", NOW)
    assert pictures_of({"design": {"crest": crest.digest, "seal": None}}) == {crest.digest: crest.uri}


def test_a_paper_without_pictures_asks_for_none(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert pictures_of({"design": {"crest": "", "seal": None}}) == {}
        assert pictures_of({}) == {}


def test_the_crest_of_a_given_paper_stays_when_the_layout_takes_another(town):
    kept = keep_picture(clean_picture(CREST), "00900", NOW)
    row = layout(usual=True, crest=kept.digest)
    given = give(town.done["髙橋"]).certificates.get()
    change(row, crest=keep_picture(clean_picture(SEAL), "00900", NOW).digest)

    assert pictures_of(given.payload) == {kept.digest: kept.uri}
    with pytest.raises(AppendOnlyError):
        Picture.objects.update(uri="")


# ---- the seal -------------------------------------------------------------------------------------------------------


def test_the_seal_is_printed_only_where_it_is_permitted(town):
    layout(usual=True, seal="picture")
    with pytest.raises(NoSealError, match="印影を印刷する許可が登録されていません"):
        give(town.done["髙橋"])

    found = permitted()
    said = give(town.done["髙橋"]).certificates.get().payload
    assert said["design"]["seal"] == {"picture": found.picture.digest, "mm": 21}
    assert said["seal"] == ""


def test_the_permission_is_that_of_the_day_of_giving_and_of_the_office(town):
    layout(usual=True, seal="picture")
    permitted(Office.DX)
    permitted(starts_on=make.jst(2026, 8, 1).date())
    with pytest.raises(NoSealError):
        give(town.done["髙橋"], on=TODAY)


def test_a_permission_that_ended_permits_no_more_and_stays_in_the_books(town):
    layout(usual=True, seal="picture")
    row = permitted()
    end_permission(permission=row, ends_on=TODAY, actor="00001", at=NOW)

    assert give(town.done["髙橋"], on=TODAY).certificates.count() == 1
    with pytest.raises(NoSealError):
        give(town.done["𠮷田"], on=make.jst(2026, 8, 1).date())
    assert SealPermission.objects.count() == 2
    assert LedgerEntry.objects.filter(action__startswith="印影の印刷の許可").count() == 2


def test_a_new_permission_takes_the_place_of_the_old_one(db):
    permitted()
    permitted(starts_on=make.jst(2026, 8, 1).date())

    standing = SealPermission.objects.known().order_by("starts_on")
    assert [(row.starts_on.month, row.ends_on) for row in standing] == [(7, TODAY), (8, None)]


def test_where_the_seal_is_left_out_the_citys_words_for_it_stand(town):
    town.city.seal_text = "（公印略）"
    town.city.save()
    layout(usual=True, seal="omitted")
    assert give(town.done["髙橋"]).certificates.get().payload["seal"] == "（公印略）"
