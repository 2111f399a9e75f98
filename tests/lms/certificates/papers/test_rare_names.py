"""Rare kanji on the signed paper: drawn from an embedded font, as themselves, and copied out as they are stored."""

import subprocess

import pytest

from lms.certificates.drawing import paper
from lms.certificates.papers.layout import draw
from lms.people.models import Employee
from lms.people.naming import name_on_papers
from tests import factories as make
from tests.factories import jst
from tests.lms.certificates.papers.test_personal import payload
from tests.lms.certificates.town import NOW, build_town, give, text

# Each with the common kanji that a careless program would print in its place.
RARE = {
    "𠮷": "吉",
    "葛\U000e0100": "葛",
    "葛\U000e0102": "葛",
    "﨑": "崎",
    "髙": "高",
    "德": "徳",
    "濵": "浜",
    "鷗": "鴎",
}
MISSING = "\U000f1234"


def picture(name: str) -> bytes:
    """The part of the sheet that carries the name."""
    box = ["-x", "400", "-y", "380", "-W", "500", "-H", "140"]
    command = ["pdftoppm", "-r", "96", "-gray", "-singlefile", *box, "-"]
    return subprocess.run(command, input=draw(payload(name)), capture_output=True, check=True).stdout


@pytest.mark.parametrize("rare", RARE)
def test_a_rare_kanji_is_neither_a_box_nor_the_common_one(rare):
    drawn = picture(f"{rare}　一")
    assert drawn != picture(f"{MISSING}　一")
    assert drawn != picture(f"{RARE[rare]}　一")
    assert drawn != picture("　一")


def test_the_name_on_the_signed_paper_copies_out_as_it_is_stored(db):
    town, names = build_town(), ["𠮷田　髙﨑德", "葛\U000e0100城　濵子", "辻\U000e0101　鷗𩸽"]
    for place, name in enumerate(names):
        person = make.employee(town.places["福祉課"], f"9{place}", name)
        row = give(make.completion(person, town.security, jst(2026, 6, 1))).certificates.get()
        stored = name_on_papers(Employee.objects.get(pk=person.pk), town.city)
        assert stored == name
        # pdftotext knows the full-width space only as a plain one.
        assert stored.replace("　", " ") in text(paper(row, NOW)).splitlines()


def test_every_font_of_the_signed_paper_is_embedded_as_a_subset(db):
    town = build_town()
    table = subprocess.run(
        ["pdffonts", "-"], input=paper(give(town.done["𠮷田"]).certificates.get(), NOW), capture_output=True, check=True
    ).stdout.decode()
    rows = [line.split() for line in table.splitlines()[2:]]
    assert {row[0].split("+")[1] for row in rows} == {"BIZ-UDMincho", "IPAmjMincho"}
    assert {tuple(row[-5:-2]) for row in rows} == {("yes", "yes", "yes")}
