"""研修実施状況報告書: figures of the facts, words of the office, one sheet, and a version for the public."""

import io
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from courses.models import Course
from lms.duties.models import TrainingPlan
from lms.ledger.models import LedgerEntry
from lms.lib.tables import Rate
from lms.people.refusals import RefusedError
from lms.people.roles import Office, Role
from lms.reports.annual.content import annual_report, training_table
from lms.reports.annual.disclosing import disclosed
from lms.reports.annual.figures import figures_of as counted
from lms.reports.annual.pdf import to_pdf
from lms.reports.annual.quiz_figures import ItemRate, QuizFigures
from lms.reports.annual.texts import save_texts, texts_of
from lms.reports.dimensions import Dimension
from lms.reports.models import AnnualTexts
from tests import factories
from tests.factories import jst
from tests.lms.certificates.town import text as text_of
from tests.lms.records.surveys.asked import answers, survey
from tests.lms.reports.conftest import NOW, TODAY
from tests.markup import errors, page, words
from tests.standards.structure import (
    elements,
    everything_marked,
    headings_in_order,
    pictures_described,
    tables_regular,
    tagged,
)

HEADINGS = (
    "１ 目的及び根拠", "２ 実施期間及び実施方法", "３ 対象者", "４ 実施結果", "５ 所属別の状況",
    "６ 職位別・任用形態別の状況", "７ 理解度テスト及びアンケートの結果",
    "８ 緊急時対応訓練・標的型メール訓練の実施状況",
    "９ 未修了者への対応", "１０ 計画との対比", "１１ 課題及び次年度の取組",
)  # fmt: skip


@pytest.fixture
def plan(town):
    return town.security.requirements.get().plan


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(factories.viewer_of(role).user)
    return client


def file(client: Client, plan, form: str, **more: str):
    sent = {"format": form, "edition": "inside", "on": "R8.11.22", "purpose": "report"} | more
    return client.post(f"/reports/annual/{plan.pk}/file/", sent)


# ---- figures --------------------------------------------------------------------------------------------------------


def test_line_by_line_the_people_less_those_left_out_are_those_who_must(town, plan):
    figures = counted(plan, TODAY)
    [[_, outside, deferred, exempt, required, completed, rate, *_]] = training_table(figures).rows
    assert (figures.seated, outside, deferred, exempt, required) == (6, 0, 1, 1, 4)
    assert (completed, rate) == (3, Rate(3, 4))


def test_the_year_before_stands_beside_at_its_end_with_the_difference(town, plan):
    before = factories.requirement(town.security, 2025)
    factories.duties([town.people["青木"], town.people["石田"]], before)
    factories.completion(town.people["青木"], town.security, jst(2026, 3, 3))
    [row] = training_table(counted(plan, TODAY)).rows
    assert row[-2:] == ["50.0%", "+25.0ポイント"]


def test_every_cut_adds_up_to_the_same_total(town, plan):
    figures = counted(plan, TODAY)
    assert {sum(part.counts.required for part in rows) for rows in figures.by.values()} == {4}


# ---- what those who took part said ----------------------------------------------------------------------------------


def satisfaction(plan) -> list[str]:
    report = annual_report(plan, texts_of(plan), counted(plan, TODAY), NOW)
    public = disclosed(report, plan, texts_of(plan), counted(plan, TODAY))
    return [line for one in (report, public) for line in one.sections[6].lines if "満足度" in line]


def test_satisfaction_stands_in_the_seventh_section_once_a_group_is_complete(town, plan):
    survey(town.security)
    answers(town.security, [5, 5, 4, 4])
    assert satisfaction(plan) == []
    answers(town.security, [3, 1])
    head = "アンケートの満足度（5点満点の平均。出力日時までの回答）　情報セキュリティ基礎"
    assert satisfaction(plan) == [f"{head} 4.2点（回答5件）", f"{head} 4.2点"]


def test_of_a_choice_it_is_the_satisfaction_with_what_was_chosen(town, plan):
    first, second = factories.course("S-51"), factories.course("S-52")
    factories.choice(1, first, second)
    survey(second)
    answers(second, [4] * 5)
    answers_of_other_offices = factories.course("D-51", Office.DX)
    survey(answers_of_other_offices)
    answers(answers_of_other_offices, [1] * 5)
    assert counted(plan, TODAY).satisfaction[0][0] == "研修S-52"
    assert len(counted(plan, TODAY).satisfaction) == 1


# ---- files ----------------------------------------------------------------------------------------------------------


def test_the_pdf_has_the_eleven_headings_on_one_sheet_and_no_names(town, plan):
    content = file(client_of(Role.SECURITY_OFFICE), plan, "pdf").content
    first = " ".join(text_of(content, "-l", "1").split())
    assert [heading for heading in HEADINGS if heading not in first] == []
    assert "75.0%（3/4）" in text_of(content)
    assert "石田" not in text_of(content)
    assert "修了率＝修了者数÷対象者数" in text_of(content)


def pages_of(plan, trainings: int, texts: int) -> list[str]:
    """The PDF of so many trainings, each with a test, and texts of so many characters."""
    figures, said = counted(plan, TODAY), texts_of(plan)
    said.unfinished = said.comparison = plan.answer = plan.issues = "窓口の職員は受講する時間を取りにくい。" * (
        texts // 19
    )
    line, counts, before = figures.lines[0]
    line.course.title = "情報セキュリティ管理者のための研修"
    test = QuizFigures(line.course.title, "最も高い得点", 280, 270, 92)
    grown = replace(
        figures, lines=((line, counts, before),) * trainings, tests=(test,) * trainings,
        by=figures.by | {one: figures.by[one] * 4 for one in (Dimension.AUTHORITY, Dimension.GRADE)},
        items=(ItemRate(line.course.title, "届いたメールについて、正しいものを選んでください。" * 2, 3, 6, "－"),) * 9,
    )  # fmt: skip
    content = to_pdf(annual_report(plan, said, grown, NOW))
    reader = PdfReader(io.BytesIO(content))
    assert [*tagged(reader), *everything_marked(reader), *headings_in_order(reader), *tables_regular(reader)] == []
    return [" ".join(one.split()) for one in text_of(content).split("\f")]


@pytest.mark.parametrize("trainings", [4, 10])
def test_the_eleven_headings_stand_on_one_a4_with_many_trainings_and_texts(town, plan, trainings):
    first, second, *_ = pages_of(plan, trainings, 200)
    assert [heading for heading in HEADINGS if heading not in first] == []
    assert "別紙５" not in first
    assert second.startswith("機密性２ 別紙１")


def test_what_has_no_room_on_the_a4_stands_on_a_sheet_of_its_own(town, plan):
    first, second, *_, last, _ = pages_of(plan, 10, 600)
    assert [heading for heading in HEADINGS if heading not in first] == []
    assert "１０ 計画との対比 別紙５のとおり" in first
    assert second.startswith("機密性２ 別紙１")
    assert last.startswith("機密性２ 別紙５ 報告書の文")
    assert "１０ 計画との対比 前年度の課題への対応 窓口の職員" in last


def figures_of_pdf(content: bytes) -> list[str]:
    """What a screen reader says of each picture."""
    reader = PdfReader(io.BytesIO(content))
    assert [*everything_marked(reader), *pictures_described(reader)] == []
    return [one["/Alt"] for name, one in elements(reader) if name == "Figure"]


def test_the_separate_sheets_have_their_pictures_with_words_and_tables(town, plan):
    content = file(client_of(Role.SECURITY_OFFICE), plan, "pdf").content
    assert figures_of_pdf(content) == [
        "市長部局の修了率 100.0%（1/1）", "税務課の修了率 100.0%（1/1）", "福祉課の修了率 50.0%（1/2）",
        "合計の修了率 75.0%（3/4）", "4月からの修了の累計。令和8年度は3件、令和7年度は0件",
    ]  # fmt: skip
    text = " ".join(text_of(content).split())
    assert "別紙４ 修了の推移" in text
    assert "実線：令和8年度 3件 破線：令和7年度 0件" in text


def test_the_trend_counts_week_by_week_in_numbers(town, plan):
    rows = annual_report(plan, texts_of(plan), counted(plan, TODAY), NOW).sheets[-1].table.rows
    assert rows[0] == ["令和8年4月7日", 0, 0]
    assert rows[-1] == ["令和8年11月22日", 3, 0]
    assert [row[1] for row in rows if row[0] in ("令和8年6月9日", "令和8年6月16日", "令和8年7月7日")] == [0, 2, 3]


def test_the_version_for_the_public_has_no_separate_sheets_and_no_pictures(town, plan):
    assert figures_of_pdf(file(client_of(Role.SECURITY_OFFICE), plan, "pdf", edition="public").content) == []


def test_word_and_excel_hold_the_same_figures(town, plan):
    client = client_of(Role.SECURITY_OFFICE)
    document = Document(io.BytesIO(file(client, plan, "docx").content))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert "75.0%（3/4）" in cells
    book = load_workbook(io.BytesIO(file(client, plan, "xlsx").content))
    assert "別紙１　所属別一覧" in book.sheetnames
    sheet = book["別紙１　所属別一覧"]
    assert [cell.value for cell in sheet[2]][:3] == ["市長部局", 1, 1]


def test_a_file_leaves_its_trace_with_purpose_and_conditions(town, plan):
    file(client_of(Role.AUDITOR), plan, "pdf", edition="public", purpose="audit")
    payload = LedgerEntry.objects.get(action="出力").payload
    assert payload["purpose"] == "audit"
    assert payload["conditions"] == {"plan": str(plan.pk), "on": "2026-11-22", "edition": "public"}


def test_without_purpose_or_with_a_day_outside_the_year_there_is_no_file(town, plan):
    client = client_of(Role.SECURITY_OFFICE)
    for wrong in ({"purpose": ""}, {"on": "R8.3.31"}, {"on": "R9.1.1"}, {"on": "いつか"}):
        assert file(client, plan, "pdf", **wrong).status_code == 302
    assert not LedgerEntry.objects.filter(action="出力").exists()


def wrote(client: Client, plan, **filled: str):
    """The form as the page shows it, filled in and sent."""
    seen = page(client.get(f"/reports/annual/{plan.pk}/")).select_one("[name=seen]")["value"]
    return client.post(f"/reports/annual/{plan.pk}/", {"seen": seen} | filled)


# ---- words ----------------------------------------------------------------------------------------------------------


def test_the_office_writes_and_next_year_finds_its_issues(town, plan):
    client, later = client_of(Role.SECURITY_OFFICE), factories.plan(2027)
    wrote(client, plan, issues="早めに促す", meeting="委員会", held_on="R9.2.1")
    saved = AnnualTexts.objects.get()
    assert (saved.plan.issues, saved.meeting, saved.held_on) == ("早めに促す", "委員会", date(2027, 2, 1))
    assert "早めに促す" in words(page(client.get(f"/reports/annual/{later.pk}/")).main)
    assert LedgerEntry.objects.filter(action="研修実施状況報告書の記入").count() == 1


def test_too_long_a_text_is_said_and_nothing_saved(town, plan):
    found = wrote(client_of(Role.SECURITY_OFFICE), plan, issues="あ" * 601)
    assert errors(found) == ["課題及び次年度の取組：課題及び次年度の取組は600文字までで入力してください。"]
    assert not AnnualTexts.objects.exists()


def test_lines_are_lines_in_word_and_what_has_no_shape_is_refused(town, plan):
    client = client_of(Role.SECURITY_OFFICE)
    wrote(client, plan, issues="一つ目\r\n二つ目")
    assert TrainingPlan.objects.get(pk=plan.pk).issues == "一つ目\n二つ目"
    assert "制御文字" in errors(wrote(client, plan, issues="早めに\x0b促す"))[0]
    assert TrainingPlan.objects.get(pk=plan.pk).issues == "一つ目\n二つ目"


def test_what_the_plan_set_against_the_last_years_issues_stands_in_the_comparison(town, plan):
    TrainingPlan.objects.filter(pk=plan.pk).update(answer="新任者に4月中に案内する。")
    plan.refresh_from_db()
    report = annual_report(plan, texts_of(plan), counted(plan, TODAY), NOW)
    for one in (report, disclosed(report, plan, texts_of(plan), counted(plan, TODAY))):
        assert "前年度の課題への対応　新任者に4月中に案内する。" in one.sections[9].lines


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_a_character_that_the_file_cannot_hold_is_named_and_leaves_no_trace(town, plan, form):
    Course.objects.update(title="情報\x0bセキュリティ")
    answer = file(client := client_of(Role.SECURITY_OFFICE), plan, form)
    assert answer.status_code == 302
    assert "制御文字000B" in words(page(client.get(answer.url)).body)
    assert not LedgerEntry.objects.filter(action="出力").exists()


def test_nobody_undoes_what_another_has_written_in_the_meantime(town, plan):
    client, url = client_of(Role.SECURITY_OFFICE), f"/reports/annual/{plan.pk}/"
    seen = page(client.get(url)).select_one("[name=seen]")["value"]
    wrote(client_of(Role.SECURITY_OFFICE), plan, issues="一人目", comparison="計画どおり")
    for _ in range(2):
        assert "ほかの人が文を保存しました" in errors(client.post(url, {"seen": seen, "issues": "二人目"}))[0]
    assert TrainingPlan.objects.get(pk=plan.pk).issues == "一人目"


def test_of_two_who_begin_at_once_the_second_is_told(town, plan):
    first, second = texts_of(plan), texts_of(plan)
    save_texts(texts=first, actor="00001", at=NOW)
    with pytest.raises(RefusedError, match="同時に"):
        save_texts(texts=second, actor="00002", at=NOW)


def test_the_other_office_finds_no_report_and_the_auditor_writes_none(town, plan):
    assert client_of(Role.DX_OFFICE).get(f"/reports/annual/{plan.pk}/").status_code == 404
    auditor = client_of(Role.AUDITOR)
    assert auditor.get(f"/reports/annual/{plan.pk}/").status_code == 200
    assert auditor.post(f"/reports/annual/{plan.pk}/", {"issues": "x"}).status_code == 404


@pytest.mark.parametrize("units", [1, 3])
def test_queries_do_not_grow_with_departments(town, plan, units, django_assert_num_queries):
    for number in range(units):
        factories.duties([factories.employee(factories.department(f"02{number}"))], town.security.requirements.get())
    texts = texts_of(plan)
    annual_report(plan, texts, counted(plan, TODAY), NOW)
    with django_assert_num_queries(20):
        annual_report(plan, texts, counted(plan, TODAY), NOW)
