"""What names many people at once: reports and papers of departments, and answers to surveys."""

from datetime import date

import pytest
from django.db import IntegrityError
from django.test import Client

from lms.certificates.drawing import paper
from lms.certificates.issuing import CannotGiveError
from lms.certificates.keeping import path_of
from lms.certificates.models import ERASED_PAPER
from lms.certificates.register.table import register_table
from lms.certificates.reissuing_many import Reissuing, as_given, reissue_all
from lms.ledger.models import Erasure, Kept
from lms.ledger.verifying import faults
from lms.office.retaining.listing import due, list_expired
from lms.people.organisation import organisation
from lms.people.roles import Role
from lms.records.models import SurveyAnswer
from lms.reports.chain.confirming import Remarks, confirm
from lms.reports.chain.freezing import freeze
from lms.reports.models import DepartmentReport, FrozenReport
from lms.reports.surveys import named_answers, satisfactions
from tests import factories as make
from tests.demo import stop_the_clock
from tests.lms.certificates.town import DECIDED, NOW, build_town, give_to_department
from tests.lms.certificates.town import text as text_of
from tests.lms.office.retaining.run_out import ON, decided, erased, sql, vouched
from tests.lms.records.surveys.asked import NAMED, answer, answers, survey
from tests.markup import page, texts, words

pytestmark = pytest.mark.django_db
THEN = make.jst(2020, 11, 2, 10)
GONE = "（保存期間が満了したため削除）"


@pytest.fixture
def reported(monkeypatch):
    """In 2020 one of two had not completed; the head gave the reason, and the office froze the figures."""
    make.city()
    seat = make.department("0106", "福祉課")
    late, done = make.employee(seat, name="石田　花子"), make.employee(seat, name="青木　花子")
    course = make.course("S-01")
    asked = make.requirement(course, 2020)
    make.duties([late, done], asked)
    make.completion(done, course, make.jst(2020, 6, 10))
    head = make.viewer_of(Role.HEAD, seat, name="福祉　課長")
    node = organisation(THEN.date()).by_code("0106")
    remarks = Remarks("石田は出産のため", {late.pk: ("病気療養", "令和２年１２月１日")})
    on = date(2020, 11, 2)
    report = confirm(requirement=asked, department=node, on=on, remarks=remarks, by=head, at=THEN)
    freeze(requirement=asked, on=on, reason="", by=make.viewer_of(Role.SECURITY_OFFICE), at=THEN)
    stop_the_clock(monkeypatch, ON)
    return report


def office() -> Client:
    client = Client()
    client.force_login(make.viewer_of(Role.SECURITY_OFFICE).user)
    return client


def everything_kept(*models) -> str:
    return str([list(model.objects.values()) for model in models])


def test_names_in_reports_go_and_their_figures_stay(reported):
    before = FrozenReport.objects.get().payload
    vouched()
    erased(Kept.REPORT)
    assert list(faults()) == []
    left = everything_kept(DepartmentReport, FrozenReport)
    assert not [word for word in ("石田", "出産", "病気", "福祉　課長", "青木") if word in left]
    assert FrozenReport.objects.get().payload == before
    facts = {fact["label"]: fact["lines"] for fact in DepartmentReport.objects.get().words["facts"]}
    assert facts["４　修了者数"] == ["１人（修了率　５０．０％）"]


def test_pages_say_that_the_names_were_erased(reported):
    chain = f"/reports/chain/{reported.requirement_id}/"
    frozen = FrozenReport.objects.get()
    assert "石田　花子" in words(page(office().get(f"/reports/chain/frozen/{frozen.pk}/")).main)
    erased(Kept.REPORT)
    assert texts(page(office().get(f"/reports/chain/frozen/{frozen.pk}/")), "section:last-of-type tbody td") == [GONE]
    assert GONE in words(page(office().get(chain)).main)
    paper = text_of(office().post(f"{chain}departments/0106/1/", {"purpose": "audit"}).content)
    assert GONE in paper
    assert "石田" not in paper


def test_the_period_of_a_report_counts_from_its_year(reported):
    assert [day for _, day in due(Kept.REPORT, date(2026, 4, 1))] == [date(2026, 3, 31)] * 2
    assert list(due(Kept.REPORT, date(2026, 3, 31))) == []


def test_no_other_words_can_be_put_in_the_place_of_the_names(reported):
    with pytest.raises(IntegrityError):
        sql("UPDATE reports_frozenreport SET unfinished = '[]', salt = ''")
    erased(Kept.REPORT)
    with pytest.raises(IntegrityError):
        sql("UPDATE reports_frozenreport SET unfinished = '[]', salt = ''")


def test_the_list_names_what_has_run_out(reported):
    list_expired(on=ON)
    shown = page(office().get("/office/retention/?kind=report"))
    assert texts(shown, "section:nth-of-type(2) tbody td:nth-of-type(1)") == ["課別研修実施状況報告書", "確定版"]


def test_a_paper_to_a_department_goes_with_its_file_and_stays_in_the_register(
    monkeypatch, django_capture_on_commit_callbacks
):
    later = date(2032, 4, 1)
    given = give_to_department(build_town(), "福祉課").certificates.get()
    paper(given, NOW)
    stop_the_clock(monkeypatch, NOW.date())
    vouched()
    with django_capture_on_commit_callbacks(execute=True):
        erased(Kept.REPORT, on=later)
    given.refresh_from_db()
    assert given.payload == ERASED_PAPER
    assert not path_of(given, given.sha256).exists()
    assert list(faults()) == []
    register = office().get("/papers/register/?fiscal_year=2026")
    assert ("第８－課１号" in register.content.decode(), "髙橋" in register.content.decode()) == (True, False)
    assert register_table("台帳", [given.pk], NOW, lambda _: None).rows[0][6] == "S-01"
    assert GONE in words(page(office().get(f"/papers/register/{given.pk}/")).main)
    assert GONE in words(page(office().get("/check/", {"number": "第８－課１号"})).main)
    with pytest.raises(CannotGiveError, match="記載内容を削除した証書"):
        reissue_all(wanted=[given.pk], how=Reissuing("紛失", later, DECIDED, as_given), actor="00900", at=NOW)


# ---- surveys --------------------------------------------------------------------------------------------------------


@pytest.fixture
def course():
    return make.course("S-01")


def test_texts_of_answers_go_and_counted_grades_stay(course):
    survey(course)
    for year in (2020, 2026):
        for place in range(6):
            answer(course, make.employee(), grade=5, text=f"{year}年の{place}人目、総務課の山田です", fiscal_year=year)
    figures = satisfactions([course], 2020)
    erased(Kept.SURVEY)
    assert satisfactions([course], 2020) == figures
    left = everything_kept(SurveyAnswer)
    assert ("2020年の" in left, "2026年の" in left) == (False, True)
    assert SurveyAnswer.objects.filter(fiscal_year=2020).count() == 5, "what was never counted goes whole"
    assert [row.key for row in Erasure.objects.all()] == ["2020"]
    assert list(due(Kept.SURVEY, ON)) == []


def test_names_on_answers_go_too(course):
    survey(course, NAMED)
    answers(course, [5] * 5)
    SurveyAnswer.objects.update(fiscal_year=2020)
    assert named_answers(course, 2020).count() == 5
    erased(Kept.SURVEY)
    assert named_answers(course, 2020).count() == 0
    assert not SurveyAnswer.objects.exclude(employee=None).exists()


def test_the_list_of_answers_tells_a_year_and_nothing_smaller(course):
    survey(course)
    answer(course, make.employee(), text="一人だけ", fiscal_year=2020)
    decided(Kept.SURVEY)
    assert [key for key, _ in due(Kept.SURVEY, ON)] == ["2020"]
