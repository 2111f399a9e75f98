from datetime import date

import pytest

from lms.certificates.papers import wording


@pytest.mark.parametrize(
    ("department", "job_title", "title"),
    [
        ("福祉課", "課長", "福祉課長"),
        ("議会事務局", "事務局長", "議会事務局長"),
        ("議会事務局", "局長", "議会事務局長"),
        ("消防本部", "消防長", "消防本部消防長"),
        ("市民課", "参事兼課長", "市民課参事兼課長"),
        ("福祉課", "", "福祉課長"),
        ("第2保育園", "園長", "第２保育園長"),
    ],
)
def test_a_head_is_addressed_by_department_and_title_without_saying_anything_twice(department, job_title, title):
    assert wording.head_title(department, job_title) == title


def test_the_number_takes_the_year_of_the_era_in_full_width():
    assert wording.number_text("{prefix}{year}－{number}号", "", 2026, 123) == "第８－１２３号"
    assert wording.number_text("{prefix}{year}-課{number}号", "垂総研第", 2026, 12) == "垂総研第８－課１２号"


def test_a_training_is_named_with_its_fiscal_year_once():
    assert wording.training_name(2026, "情報セキュリティ研修（基礎編）") == "令和８年度情報セキュリティ研修（基礎編）"
    assert wording.training_name(2026, "令和8年度初任者研修") == "令和８年度初任者研修"
    assert wording.training_name(2026, "令和８年度初任者研修") == "令和８年度初任者研修"


def test_digits_are_wide_and_letters_stay():
    assert wording.digits("第2回DX研修") == "第２回DX研修"


@pytest.mark.parametrize(
    ("title", "plain"),
    [("研修（基礎編）", "研修基礎編"), ("報告、連絡。相談", "報告　連絡　相談"), ("「守る」研修(1)。", "守る研修1")],
)
def test_the_body_of_a_certificate_has_no_stops_and_no_brackets(title, plain):
    assert wording.without_marks(title) == plain


def test_a_rate_is_that_of_the_tables():
    assert wording.rate(38, 38) == "１００．０％"
    assert wording.rate(37, 38) == "９７．４％"
    assert wording.rate(0, 0) == "対象なし"


def test_a_period_names_both_ends():
    assert wording.span(date(2026, 6, 1), date(2027, 1, 29)) == "令和８年６月１日から令和９年１月２９日まで"
