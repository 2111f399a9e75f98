import subprocess

import pytest

from lms.certificates.confirmation import confirmation_pdf, facts
from lms.people.models import City
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def done():
    person = make.employee(number="00007", name="髙﨑　德子")
    return make.completion(
        person, make.course(), make.jst(2027, 3, 31, 23, 59), department_name="総務課", job_title="主査"
    )


def text(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def test_the_lines_are_those_of_the_day_of_completion(done):
    assert facts(done, make.city()) == [
        ("氏　名", "髙﨑　德子"),
        ("職員番号", "００００７"),
        ("所　属", "総務課"),
        ("職　名", "主査"),
        ("研修名", "令和８年度情報セキュリティ基礎"),
        ("修了日", "令和９年３月３１日"),
        ("受講方法", "eラーニング"),
    ]


def test_the_name_is_the_one_the_city_prints(done):
    done.employee.usual_name = "山田　德子"
    by_law, usual = make.city(), City(name="垂水市", paper_name=City.PaperName.USUAL)
    assert dict(facts(done, by_law))["氏　名"] == "髙﨑　德子"
    assert dict(facts(done, usual))["氏　名"] == "山田　德子"


def test_what_is_not_known_is_left_out(done):
    done.job_title = ""
    assert "職　名" not in dict(facts(done, make.city()))


def test_the_paper_says_what_it_is_and_when_it_was_printed(done):
    said = text(confirmation_pdf(completion=done, city=make.city(), at=make.jst(2027, 4, 1, 9, 5)))
    assert "修了確認書" in said
    assert "本書は修了の記録を表示したものです。" in said
    assert "垂水市" in said
    assert "令和９年４月１日" in said
    assert "９時０５分" in said


def test_the_name_keeps_its_own_characters(done):
    said = text(confirmation_pdf(completion=done, city=make.city(), at=make.jst(2027, 4, 1)))
    # pdftotext turns the full-width space into a plain one.
    assert "髙﨑 德子" in said.replace("　", " ")


def test_nothing_on_it_looks_like_a_given_paper(done):
    said = text(confirmation_pdf(completion=done, city=make.city(), at=make.jst(2027, 4, 1)))
    assert "第" not in said
    assert "印" not in said
    assert "修了証書" not in said
