"""番号の書式: looked at, saved, and from which year on; no two papers may get one number."""

from datetime import date

import pytest
from django.urls import reverse

from lms.certificates.checking.papers import by_number
from lms.certificates.models import Certificate, Series
from lms.ledger.models import LedgerEntry
from lms.lib import clock
from lms.people.models import City
from lms.people.roles import Role
from tests import factories as make
from tests.lms.certificates.town import NOW, build_town, give
from tests.markup import errors, page, texts

USUAL = {
    "security-personal": "{年度}－{番号}号", "security-department": "{年度}－課{番号}号",
    "dx-personal": "{年度}－DX{番号}号", "dx-department": "{年度}－DX課{番号}号",
}  # fmt: skip


@pytest.fixture
def town(db, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


@pytest.fixture
def administrator(client, town):
    client.force_login(make.viewer_of(Role.ADMINISTRATOR).user)
    return client


def sent(client, **fields: str):
    return client.post(reverse("number_patterns"), USUAL | {name.replace("_", "-"): to for name, to in fields.items()})


def test_the_examples_are_seen_before_anything_is_saved(administrator):
    first = page(administrator.get(reverse("number_patterns")))
    assert [field["value"] for field in first.select("form.section input[type=text]")] == list(USUAL.values())
    seen = sent(administrator, security_personal="｛年度｝の {番号} 号")
    assert texts(page(seen), "dl.definitions dd") == [
        "第８の１２３号",
        "第８－課１２３号",
        "第８－ＤＸ１２３号",
        "第８－ＤＸ課１２３号",
    ]
    assert not Series.objects.exists()


def test_what_is_saved_stands_in_the_next_numbers_and_leaves_one_entry(administrator, town):
    sent(administrator, security_personal="{年度}の{番号}号", save="1")
    entry = LedgerEntry.objects.get(action="証書の番号の書式の設定")
    assert entry.payload["changes"] == {
        "2026 security personal": ["{prefix}{year}－{number}号", "{prefix}{year}の{number}号"]
    }
    assert give(town.done["髙橋"]).certificates.get().number_text == "第８の１号"
    assert give(town.done["髙橋 DX"]).certificates.get().number_text == "第８－ＤＸ１号"


def test_a_year_that_has_begun_keeps_its_look_to_the_end(administrator, town):
    give(town.done["髙橋"])
    assert "令和9年度の番号から" in administrator.get(reverse("number_patterns")).content.decode()
    sent(administrator, security_personal="{年度}の{番号}号", save="1")
    assert give(town.done["﨑山"]).certificates.get().number_text == "第８－２号"
    assert give(town.done["𠮷田"], on=date(2027, 4, 5)).certificates.get().number_text == "第９の１号"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("{番号}号", "{年度}と{番号}を、この順に一つずつ入れてください。"),
        ("{番号}－{年度}号", "{年度}と{番号}を、この順に一つずつ入れてください。"),
        ("{年度}－{番号}号{番号}", "数字とかっこは、{年度}と{番号}のほかには使えません。"),
        ("{年度}{番号}号", "{年度}と{番号}の間に、「－」などの文字を入れてください。"),
        ("{年度}－２{番号}号", "数字とかっこは、{年度}と{番号}のほかには使えません。"),
        ("{年度}－{番号}{課}号", "数字とかっこは、{年度}と{番号}のほかには使えません。"),
        ("{年度}‐DX {番号}号", "同じ番号の証書が二つできます。"),
        ("", "番号の書式を入力してください。"),
    ],
)
def test_what_could_not_tell_papers_apart_is_refused_in_words(administrator, typed, words):
    (said,) = errors(sent(administrator, security_personal=typed, save="1"))
    assert words in said
    assert not Series.objects.exists()


def test_two_kinds_may_not_change_places_within_a_year(administrator, town):
    """This year the one keeps what the other wants."""
    give(town.done["髙橋"])
    (said,) = errors(
        sent(administrator, security_personal="{年度}－DX{番号}号", dx_personal="{年度}－{番号}号", save="1")
    )
    assert "同じ番号の証書が二つできます。" in said


@pytest.mark.parametrize("prefix", ["垂総研 第", "垂総研№", "研修‐第", "サイバー第"])
def test_a_number_is_found_whatever_stands_in_front_of_it(town, prefix):
    City.objects.update(certificate_prefix=prefix)
    row = give(town.done["髙橋"]).certificates.get()
    assert by_number(row.number_text) == row
    for dash in "-－‐―ー":
        assert by_number(f"{prefix}8{dash}1号") == row
    assert Certificate.objects.get().payload["number"] == row.number_text
