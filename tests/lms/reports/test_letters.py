"""受講のお願い and 通知: what goes out on paper with a training."""

import io
from datetime import date

import pytest
from django.test import Client
from docx import Document
from docx.oxml.ns import qn

from lms.duties.closing import close_duties
from lms.duties.models import Duty
from lms.ledger.models import LedgerEntry
from lms.people.roles import Role
from tests import factories
from tests.factories import jst
from tests.lms.certificates.town import text as text_of
from tests.lms.learning import samples
from tests.markup import page, texts

PEOPLE = "/reports/people/"


@pytest.fixture
def office(town) -> Client:
    client = Client()
    client.force_login(factories.viewer_of(Role.SECURITY_OFFICE).user)
    return client


def letters(client: Client, query: str, **more: str) -> str:
    answer = client.post(f"{PEOPLE}?{query}", {"format": "slips", "purpose": "encourage"} | more)
    assert answer["Content-Type"] == "application/pdf"
    return "".join(text_of(answer.content).split())


def test_a_slip_names_person_training_and_day_and_neither_link_nor_score(town, office):
    said = letters(office, "course=S-01&state=unfinished")
    assert "福祉課社会福祉係石田花子様" in said
    assert "情報セキュリティ基礎（期限令和８年７月１７日（金））" in said
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
    entry = LedgerEntry.objects.get(action="出力")
    assert (entry.subject, entry.payload["rows"]) == ("受講のお願い", 1)  # of the six on the list one has to be asked


def test_what_is_left_is_said_in_one_width_with_where_to_ask(db, client):
    subject, seat = samples.taught(lessons=4, quiz=samples.exam()), factories.department("0101", "総務課")
    person, other = factories.employee(seat, name="甲　花子"), factories.employee(seat, name="乙　花子")
    factories.duties([person, other], factories.requirement(subject))
    for number in (1, 2, 3):
        factories.lesson_read(person, subject, jst(2026, 5, 1), samples.key(number))
    client.force_login(factories.viewer_of(Role.SECURITY_OFFICE).user)
    said = letters(client, "year=2026", contact="総務課行政係　内線123")
    assert "残りは第４章と理解度テスト（約１５分）です。" in said
    assert "残りは第１章から第４章までと理解度テスト（約３０分）です。" in said
    assert said.count("総務課行政係内線１２３") == 2


@pytest.mark.parametrize(
    ("year", "read_on", "values"),
    [
        (2025, jst(2026, 2, 10), {"counts_until": None}),  # carried over: with the year the chapters begin anew
        (2026, jst(2026, 6, 10), {"counts_from": jst(2026, 11, 1)}),  # 再受講
    ],
)
def test_what_the_own_page_asks_anew_is_left_on_the_slip_too(db, client, year, read_on, values):
    subject = samples.taught(lessons=2, quiz=samples.exam())
    person = factories.employee(factories.department())
    factories.duty(person, factories.requirement(subject, year), **values)
    for number in (1, 2):
        factories.lesson_read(person, subject, read_on, samples.key(number))
    client.force_login(factories.viewer_of(Role.SECURITY_OFFICE).user)
    assert "残りは第１章から第２章までと理解度テスト" in letters(client, f"year={year}")


def test_a_test_that_takes_no_minutes_of_its_own_names_none(db, client):
    subject = samples.taught(lessons=1, quiz=samples.exam(), minutes=5)
    person = factories.employee(factories.department())
    factories.duty(person, factories.requirement(subject))
    factories.lesson_read(person, subject, jst(2026, 6, 2), samples.key(1))
    client.force_login(factories.viewer_of(Role.SECURITY_OFFICE).user)
    assert "残りは理解度テストです。" in letters(client, "course=S-01")


def test_of_a_choice_the_slip_says_what_may_still_be_chosen(town, office):
    first, second, third = (factories.course(f"S-1{n}", title=f"選択{n}") for n in "123")
    asked = factories.choice(2, first, second, third)
    factories.duties([town.people["青木"], town.people["石田"]], asked)
    factories.completion(town.people["青木"], second, jst(2026, 7, 1))
    said = letters(office, "course=SEL-01")
    assert "「選択１」「選択３」のうち、あと１研修を修了してください。" in said
    assert "「選択１」「選択２」「選択３」のうち、あと２研修を修了してください。" in said


def circular(client: Client, asked, purpose: str = "report"):
    return client.post(f"/reports/chain/{asked.pk}/circular/", {"purpose": purpose})


def paragraphs(answer) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(answer.content)).paragraphs]


def test_the_letter_to_the_heads_has_the_list_of_each_department(town, office):
    answer = circular(office, town.security.requirements.get())
    said = paragraphs(answer)
    assert "令和8年度情報セキュリティ基礎の実施について（通知）" in said
    period = "令和8年6月1日から令和8年7月17日まで（期限が異なる職員は、別紙のとおり）"
    assert f"２　実施期間　　{period}" in said
    assert "４　報　　告　　令和8年7月31日までに課別研修実施状況報告書により報告" in said
    assert "５　担　　当　　○○課○○係　内線○○○" in said
    assert [text for text in said if text.startswith("別紙")] == [
        f"別紙　受講対象者名簿（{name}）" for name in ("市長部局", "税務課", "福祉課")
    ]


def test_the_list_names_whom_the_figures_count_and_of_the_others_only_how_many(town, office):
    asked, late = town.security.requirements.get(), town.people["石田"]
    duty = Duty.objects.get(employee=late, requirement=asked)
    close_duties(ids=[duty.pk], on=date(2026, 11, 1), reason="再受講", at=jst(2026, 11, 1))
    again = {"opened_on": date(2026, 11, 1), "due_on": date(2026, 12, 25), "counts_from": jst(2026, 11, 1)}
    factories.duty(late, asked, **again)
    answer = circular(office, asked)
    assert any("（期限が異なる職員は、別紙のとおり）" in text for text in paragraphs(answer))
    welfare = [[cell.text for cell in row.cells] for row in Document(io.BytesIO(answer.content)).tables[2].rows]
    assert welfare[1:] == [
        ["福祉課", "00001", "青木　花子", "令和8年7月17日"],
        ["福祉課　社会福祉係", "00002", "石田　花子", "令和8年12月25日"],
    ]
    assert [text for text in paragraphs(answer) if text.startswith("情報セキュリティ基礎　")] == [
        "情報セキュリティ基礎　1人", "情報セキュリティ基礎　1人（ほか受講免除1人）",
        "情報セキュリティ基礎　2人（ほか受講猶予1人）",
    ]  # fmt: skip


def test_every_list_says_of_which_day_it_is_and_every_page_has_its_number(town, office):
    answer = circular(office, town.security.requirements.get())
    assert paragraphs(answer).count("基準日　令和8年11月22日現在") == 3
    foot = Document(io.BytesIO(answer.content)).sections[0].footer.paragraphs[0]
    assert [field.get(qn("w:instr")) for field in foot._p.findall(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


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
    form = page(office.get(f"/reports/chain/{asked.pk}/")).select_one("form[action$='/circular/']")
    assert form.select("option[selected]") in ([], form.select("option[value='']")), "whoever takes it out chooses"
    assert circular(office, asked, "").status_code == 302
    assert not LedgerEntry.objects.filter(action="出力").exists()
    circular(office, asked)
    payload = LedgerEntry.objects.get(action="出力").payload
    assert (payload["purpose"], payload["rows"]) == ("report", 4)


def test_a_list_without_a_byte_order_mark_may_be_had(town, office):
    answer = office.post(f"{PEOPLE}?course=S-01", {"format": "csv-utf8", "purpose": "report"})
    assert answer.content.startswith("氏名,".encode())
    assert answer["Content-Disposition"].endswith(".csv")
