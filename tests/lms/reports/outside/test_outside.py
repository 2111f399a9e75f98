"""照会・調査への回答: the figures agree with 受講状況, tell nothing of few people, and say what they mean."""

import csv
import io
from collections import defaultdict
from datetime import date
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.duties.counting import Counts
from lms.ledger.models import LedgerEntry
from lms.lib.tables import Rate
from lms.people.roles import Office, Role
from lms.reports.annual.masking import is_few
from lms.reports.models import AnnualTexts
from lms.reports.outside.disclosing import HIDDEN, Edition, shown
from tests import factories
from tests.factories import jst
from tests.lms.records import learnt
from tests.markup import errors, page, texts, words

OUTSIDE = "/reports/outside/"


@pytest.fixture
def office(town, signed_in):
    return signed_in(Role.SECURITY_OFFICE)


def rows(client, answer: str, **asked) -> list[dict[str, str]]:
    content = client.get(
        OUTSIDE, {"format": "csv", "answer": answer, "purpose": "report", "edition": "inside"} | asked
    ).content
    found = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return [dict(zip(found[0], row, strict=True)) for row in found[1 : found.index([])]]


def my_number_training(town, **values):
    """S-03 for those who handle 特定個人情報: 青木 done, 江口 not."""
    audience = {"is": "all", "of": [{"is": "role", "of": ["my-number-handler"]}, {"is": "not", "of": []}]}
    subject = factories.course("S-03", title="特定個人情報の取扱い")
    asked = factories.requirement(subject, audience=audience, **values)
    factories.duties([town.people["青木"], town.people["江口"]], asked)
    factories.completion(town.people["青木"], subject, jst(2026, 6, 10))
    return asked


def test_the_commission_is_told_of_the_trainings_of_my_number_alone(town, office):
    asked = my_number_training(town, second_opens_on=date(2026, 12, 1), second_due_on=date(2026, 12, 25))
    AnnualTexts.objects.create(plan=asked.plan, unfinished="12月に集合研修を行う。")
    (row,) = rows(office, "commission")
    assert row == {
        "研修": "特定個人情報の取扱い", "対象者": "2", "修了者": "1", "未修了者": "1", "うち期限超過": "1", "猶予": "0",
        "免除": "0", "追加実施期間": "R8.12.1からR8.12.25まで", "未修了者への対応": "12月に集合研修を行う。",
    }  # fmt: skip


def test_the_survey_is_told_what_was_held_for_whom_how_often_and_the_rate(town, office):
    learnt.session(town.security, held_on=date(2026, 10, 1), sign_up_until=date(2026, 9, 1))
    learnt.session(town.security, held_on=date(2026, 12, 1))
    later = factories.requirement(factories.course("S-02"), opens_on=date(2027, 1, 5), due_on=date(2027, 2, 1))
    factories.duty(town.people["青木"], later, opened_on=date(2026, 4, 1))
    drill = learnt.drill()
    first, second, third = rows(office, "ministry")
    assert first == {
        "研修・訓練": "情報セキュリティ基礎", "実施の有無": "有", "対象": "すべての職員", "対象者": "4", "回数": "2",
        "受講率": "75.0%（3/4）",
    }  # fmt: skip
    assert (second["研修・訓練"], second["実施の有無"], second["回数"]) == ("研修S-02", "無", "0")
    assert (third["研修・訓練"], third["実施の有無"], third["回数"]) == ("標的型メール訓練", "有", "1")
    assert drill.sent_on.year == 2026


def test_a_drill_that_was_taken_back_was_not_held(town, office):
    learnt.drill(voided_at=jst(2026, 6, 2))
    assert [row["実施の有無"] for row in rows(office, "ministry") if row["研修・訓練"] == "標的型メール訓練"] == ["無"]
    learnt.drill()
    assert rows(office, "ministry")[-1]["回数"] == "1"


def test_the_assembly_gets_a_sentence_with_the_change_since_the_same_day_a_year_before(town, office):
    before = factories.requirement(town.security, 2025)
    factories.duties([town.people["青木"], town.people["江口"]], before)
    factories.completion(town.people["青木"], town.security, jst(2025, 6, 10))
    factories.completion(town.people["江口"], town.security, jst(2025, 12, 1))  # after the same day
    (row,) = rows(office, "assembly")
    assert (row["修了率"], row["前年度の同じ日"], row["増減"]) == ("75.0%（3/4）", "50.0%（1/2）", "25.0ポイントの増")
    assert row["答弁の一文"] == (
        "令和8年度の「情報セキュリティ基礎」は、令和8年11月22日現在、対象者4人のうち3人が修了し、修了率は75.0%です。"
        "前年度の同じ日と比べて25.0ポイントの増です。"
    )


def test_without_a_year_before_nothing_is_compared(town, office):
    (row,) = rows(office, "assembly")
    assert (row["前年度の同じ日"], row["増減"]) == ("記録なし", "比較なし")
    assert "増減" not in row["答弁の一文"]


def test_the_figures_are_those_of_the_report_of_the_departments(town, office):
    asked = {"year": "2026", "course": "S-01", "at": "2026-11-22", "format": "csv", "purpose": "report"}
    content = office.get("/reports/departments/", asked).content.decode("utf-8-sig")
    total = next(row for row in csv.reader(io.StringIO(content)) if row[:1] == ["合計"])
    (row,) = rows(office, "assembly")
    assert total[1:4] == [row["対象者"], row["修了者"], row["修了率"]]


def test_on_another_day_and_in_another_year_the_figures_are_of_that_day(town, office):
    (row,) = rows(office, "assembly", at="R8.6.11")
    assert (row["修了者"], row["修了率"]) == ("1", "25.0%（1/4）")
    assert errors(office.get(OUTSIDE, {"at": "R9.4.1"}))[0].startswith("基準日")


# ---- what leaves the city -------------------------------------------------------------------------------------------


def counts(required: int, completed: int, overdue: int = 0, deferred: int = 0, exempt: int = 0) -> Counts:
    return Counts(required, completed, completed, overdue, deferred, exempt)


@pytest.mark.parametrize(
    ("real", "seen"),
    [
        # required, completed, unfinished, overdue, whether there is a rate
        (counts(40, 30, 10), (40, 30, 10, 10, True)),
        (counts(40, 40), (40, 40, 0, 0, True)),
        (counts(40, 37, 3), (None, None, None, None, False)),
        (counts(40, 4, 6, 5, 1), (None, None, None, None, False)),
        (counts(40, 30, 8), (40, 30, 10, None, True)),  # of ten unfinished two are not overdue
        (counts(40, 30, 2), (40, 30, 10, None, True)),
        (counts(3, 3), (None, None, None, None, False)),
        (counts(4, 2, 2), (None, None, None, None, False)),
    ],
)
def test_nothing_of_few_people_leaves_the_city(real, seen):
    cells = shown(real, Edition.OUTSIDE)
    figures = (cells.required, cells.completed, cells.unfinished, cells.overdue)
    assert tuple(None if cell == HIDDEN else cell for cell in figures) == seen[:4]
    assert isinstance(cells.rate, Rate) == seen[4]
    assert (cells.deferred, cells.exempt) == (HIDDEN, HIDDEN)


def test_whoever_knows_how_the_table_is_made_cannot_work_few_people_out():
    """Every small city there is, sorted by what its row shows: no few are the same in all cities that look alike."""
    alike = defaultdict(list)
    for required, completed, overdue, away in product(range(13), range(13), range(13), range(13)):
        if completed + overdue <= required:
            real = counts(required, completed, overdue, away, 12 - away)
            alike[repr(shown(real, Edition.OUTSIDE))].append(
                (completed, required - completed, overdue, required - completed - overdue, away, 12 - away)
            )
    for cities in alike.values():
        for figures in zip(*cities, strict=True):
            assert len(set(figures)) > 1 or not is_few(figures[0])


def test_the_page_hides_few_people_unless_the_inner_edition_is_asked_for(town, office):
    main = words(page(office.get(OUTSIDE)).main)
    assert "人数が少なく個人が分かるおそれがあるため" in main
    assert "3/4" not in main
    assert "5人未満の数を表示しない" in main
    inside = words(page(office.get(OUTSIDE, {"edition": "inside"})).main)
    assert "3/4" in inside
    assert "機密性２" in inside
    assert "3/4" not in office.get(
        OUTSIDE, {"format": "csv", "answer": "ministry", "purpose": "report"}
    ).content.decode("utf-8-sig")


def test_a_rate_hidden_in_one_of_the_years_is_not_had_from_the_change(town, office):
    before = factories.requirement(town.security, 2025)
    factories.duties(town.people.values(), before)
    for person in town.people.values():
        factories.completion(person, town.security, jst(2025, 6, 10))
    (row,) = rows(office, "assembly", edition="outside")
    assert (row["修了率"], row["増減"]) == (HIDDEN, "比較なし")
    assert row["前年度の同じ日"].startswith("100.0%")


def test_words_that_were_written_by_hand_are_to_be_read_again_before_they_leave(town, office):
    warning = "「未修了者への対応」は、書かれたとおりに表示します。"
    assert warning in words(page(office.get(OUTSIDE)).main)
    assert warning not in words(page(office.get(OUTSIDE, {"edition": "inside"})).main)


# ---- the page -------------------------------------------------------------------------------------------------------


def test_each_answer_stands_with_definition_and_source(town, office):
    my_number_training(town)
    main = page(office.get(OUTSIDE)).main
    assert texts(main, "h2") == [
        "個人情報保護委員会への報告（特定個人情報の研修）", "国の調査（情報セキュリティ等の研修の実施状況）",
        "議会の答弁", "答弁の一文", "ファイルへの出力",
    ]  # fmt: skip
    labels = texts(main, "dt")
    assert (labels.count("定義"), labels.count("出典"), labels.count("基準日")) == (3, 3, 3)
    assert "番号法第29条の2" in words(main)


def test_an_answer_without_trainings_says_so(town, office):
    assert "この年度の研修計画に、当てはまる研修はありません。" in words(page(office.get(OUTSIDE)).main)


def test_an_office_answers_for_its_own_trainings_and_the_auditor_sees_all(town, signed_in):
    assert [row["研修"] for row in rows(signed_in(Role.DX_OFFICE), "assembly")] == ["DXの意義と市のDX推進計画"]
    assert "標的型" not in str(rows(signed_in(Role.DX_OFFICE), "ministry"))
    assert len(rows(signed_in(Role.AUDITOR), "assembly")) == 2
    assert signed_in(Role.HR).get(OUTSIDE).status_code == 404


@pytest.mark.parametrize(("kind", "begins"), [("csv", b"\xef\xbb\xbf"), ("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_a_file_leaves_its_trace_with_purpose_and_edition(town, office, kind, begins):
    asked = {"format": kind, "answer": "assembly", "purpose": "report", "year": "2026"}
    assert office.get(OUTSIDE, asked).content.startswith(begins)
    entry = LedgerEntry.objects.get(action="出力")
    assert entry.subject.startswith("議会の答弁（令和8年度）")
    assert entry.payload["purpose"] == "report"
    assert entry.payload["conditions"] == {"year": "2026", "at": "2026-11-22", "edition": "outside"}


def test_without_a_purpose_there_is_no_file_and_the_page_says_so(town, office):
    answer = office.get(OUTSIDE, {"format": "csv", "answer": "assembly"})
    assert "出力の目的を選んでください。" in words(page(answer).main)
    assert not LedgerEntry.objects.filter(action="出力").exists()


def test_no_file_of_an_unknown_answer_or_day(town, office):
    assert office.get(OUTSIDE, {"format": "csv", "answer": "newspaper"}).status_code == 404
    assert office.get(OUTSIDE, {"format": "csv", "answer": "assembly", "at": "R9.4.1"}).status_code == 404


def test_queries_do_not_grow_with_trainings(town, office):
    office.get(OUTSIDE)
    with CaptureQueriesContext(connection) as one:
        office.get(OUTSIDE)
    for code in ("S-04", "S-05"):
        asked = factories.requirement(factories.course(code, Office.SECURITY))
        factories.duties(town.people.values(), asked)
    with CaptureQueriesContext(connection) as three:
        office.get(OUTSIDE)
    assert len(three) == len(one)
