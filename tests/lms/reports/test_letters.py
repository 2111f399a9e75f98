"""受講のお願い and 通知: what goes out on paper with a training."""

import io
from datetime import date

import pytest
from django.test import Client
from docx import Document

from lms.ledger.models import LedgerEntry
from lms.people.roles import Role
from tests import factories
from tests.lms.certificates.town import text as text_of
from tests.markup import page, texts

PEOPLE = "/reports/people/"


@pytest.fixture
def office(town) -> Client:
    client = Client()
    client.force_login(factories.viewer_of(Role.SECURITY_OFFICE).user)
    return client


def letters(client: Client, query: str) -> str:
    answer = client.post(f"{PEOPLE}?{query}", {"format": "slips", "purpose": "encourage"})
    assert answer["Content-Type"] == "application/pdf"
    return "".join(text_of(answer.content).split())


def test_a_slip_names_person_training_and_day_and_neither_link_nor_score(town, office):
    said = letters(office, "course=S-01&state=unfinished")
    assert "福祉課社会福祉係石田花子様" in said
    assert "情報セキュリティ基礎（期限令和８年７月１７日）" in said
    assert "庁内ポータル" in said
    assert "http" not in said
    assert "点" not in said


def test_who_has_finished_or_is_excused_gets_none(town, office):
    said = letters(office, "course=S-01")
    assert said.count("受講のお願い") == 1
    assert not any(name in said for name in ("青木", "上野", "小川"))


def test_where_nobody_is_left_the_page_says_so(town, office):
    answer = office.post(f"{PEOPLE}?course=S-01&state=completed", {"format": "slips", "purpose": "encourage"})
    assert texts(page(answer), ".banner__title") == [
        "エラー：この条件には、受講をお願いする人がいません。状態で「未修了」を選んでください。"
    ]
    assert not LedgerEntry.objects.filter(action="出力").exists()


def test_slips_leave_a_trace_and_want_a_purpose(town, office):
    assert office.post(f"{PEOPLE}?course=S-01", {"format": "slips"})["Content-Type"].startswith("text/html")
    letters(office, "course=S-01")
    assert LedgerEntry.objects.get(action="出力").subject == "受講のお願い"


def circular(client: Client, asked, purpose: str = "report"):
    return client.post(f"/reports/chain/{asked.pk}/circular/", {"purpose": purpose})


def paragraphs(answer) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(answer.content)).paragraphs]


def test_the_letter_to_the_heads_has_the_list_of_each_department(town, office):
    answer = circular(office, town.security.requirements.get())
    said = paragraphs(answer)
    assert "令和8年度情報セキュリティ基礎の実施について（通知）" in said
    assert "２　実施期間　　令和8年6月1日から令和8年7月17日まで" in said
    assert "４　報　　告　　令和8年7月31日までに課別研修実施状況報告書により報告" in said
    assert "５　担　　当　　○○課○○係　内線○○○" in said
    assert [text for text in said if text.startswith("別紙")] == [
        f"別紙　受講対象者名簿（{name}）" for name in ("市長部局", "税務課", "福祉課")
    ]


def test_the_list_names_whom_the_figures_count_and_of_the_others_only_how_many(town, office):
    answer = circular(office, town.security.requirements.get())
    welfare = [[cell.text for cell in row.cells] for row in Document(io.BytesIO(answer.content)).tables[2].rows]
    assert welfare[1:] == [["福祉課", "00001", "青木　花子"], ["福祉課　社会福祉係", "00002", "石田　花子"]]
    assert [text for text in paragraphs(answer) if text.startswith("情報セキュリティ基礎　")] == [
        "情報セキュリティ基礎　1人", "情報セキュリティ基礎　1人（ほか受講免除1人）",
        "情報セキュリティ基礎　2人（ほか受講猶予1人）",
    ]  # fmt: skip


def test_who_sits_where_no_department_is_on_the_day_stands_at_the_end(town, office):
    asked = town.security.requirements.get()
    gone = factories.department("0199", "旧企画課", ends_on=date(2026, 3, 31))
    factories.duties([factories.employee(gone)], asked)
    answer = circular(office, asked)
    assert [text for text in paragraphs(answer) if text.startswith("別紙")][-1] == (
        "別紙　受講対象者名簿（この日にない所属）"
    )
    assert LedgerEntry.objects.get(action="出力").payload["rows"] == 5


def test_the_letter_leaves_its_purpose_and_how_many_it_names(town, office):
    asked = town.security.requirements.get()
    assert circular(office, asked, "").status_code == 302
    assert not LedgerEntry.objects.filter(action="出力").exists()
    circular(office, asked)
    payload = LedgerEntry.objects.get(action="出力").payload
    assert (payload["purpose"], payload["rows"]) == ("report", 4)


def test_a_list_without_a_byte_order_mark_may_be_had(town, office):
    answer = office.post(f"{PEOPLE}?course=S-01", {"format": "csv-utf8", "purpose": "report"})
    assert answer.content.startswith("氏名,".encode())
    assert answer["Content-Disposition"].endswith(".csv")
