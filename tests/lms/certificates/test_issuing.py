"""Giving: numbers without gaps, one paper for one completion, words that never change."""

from contextlib import suppress
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from lms.certificates import issuing
from lms.certificates.issuing import CannotGiveError, Decision
from lms.certificates.models import Batch, Certificate, Series
from lms.certificates.reissuing import reissue
from lms.certificates.reporting import report_payload
from lms.certificates.samples import personal_sample
from lms.certificates.signers import NoSignerError
from lms.ledger.models import LedgerEntry
from lms.people.models import City, Employee, OfficeHolder
from lms.people.roles import Office
from tests import factories as make
from tests.factories import jst
from tests.lms.certificates.layouts.layouts import department_layout, layout
from tests.lms.certificates.town import (
    DECIDED,
    NOW,
    TODAY,
    Town,
    build_town,
    completed,
    give,
    give_to_department,
    signer,
)


def numbers(**conditions) -> list[str]:
    rows = Certificate.objects.filter(**conditions).order_by("series", "number")
    return [row.payload["number"] for row in rows]


def test_papers_are_numbered_in_the_order_they_were_asked_for(town):
    batch = give(town.done["𠮷田"], town.done["髙橋"])
    rows = batch.certificates.order_by("number")
    assert [(row.payload["number"], row.payload["name"]) for row in rows] == [
        ("第８－１号", "𠮷田　太郎"),
        ("第８－２号", "髙橋　正樹"),
    ]
    assert [row.fiscal_year for row in rows] == [2026, 2026]


def test_the_batch_holds_the_decision_and_who_gave(town):
    batch = give(town.done["髙橋"])
    assert (batch.given_on, batch.decided_on, batch.decided_by, batch.document_number, batch.given_by) == (
        TODAY, DECIDED.decided_on, "総務課長", "垂総第３４５号", "00900",
    )  # fmt: skip


def test_the_number_is_of_the_year_of_giving_and_the_words_of_the_year_of_completing(town):
    batch = give(town.done["髙橋"], on=date(2027, 4, 5))
    row = batch.certificates.get()
    assert row.payload["number"] == "第９－１号"
    assert row.payload["body"][0].startswith("あなたは令和８年度")
    assert row.fiscal_year == 2026


def test_each_office_and_kind_counts_for_itself(town):
    give(town.done["髙橋"])
    give(town.done["髙橋 DX"])
    give_to_department(town, "福祉課")
    assert numbers() == ["第８－１号", "第８－ＤＸ１号", "第８－課１号"]


def test_a_pattern_and_the_citys_words_stay_from_year_to_year(town):
    City.objects.update(certificate_prefix="垂総研第")
    Series.objects.create(
        office=Office.SECURITY, kind="personal", fiscal_year=2025, pattern="{prefix}{year}の{number}号", last_number=9
    )
    give(town.done["髙橋"])
    assert numbers() == ["垂総研第８の１号"]


def test_a_repeat_gives_nothing_new_and_returns_the_same_batch(town):
    first = give(town.done["髙橋"], town.done["﨑山"])
    assert give(town.done["髙橋"], town.done["﨑山"]) == first
    assert Certificate.objects.count() == 2
    assert Batch.objects.count() == 1
    assert Series.objects.get().last_number == 2


def test_of_a_mixture_only_the_new_ones_get_a_number(town):
    give(town.done["髙橋"])
    batch = give(town.done["髙橋"], town.done["﨑山"])
    assert numbers(batch=batch) == ["第８－２号"]


def test_one_completion_named_twice_gets_one_paper(town):
    give(town.done["髙橋"], town.done["髙橋"])
    assert numbers() == ["第８－１号"]


def test_the_database_itself_refuses_a_second_paper_for_a_completion(town):
    row = give(town.done["髙橋"]).certificates.get()
    row.pk, row.public_id, row.number, row._state.adding = None, "f" * 32, 2, True
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_numbers_of_a_giving_that_failed_are_given_again(town):
    with pytest.raises(RuntimeError), transaction.atomic():
        give(town.done["髙橋"], town.done["﨑山"])
        raise RuntimeError
    give(town.done["𠮷田"])
    assert numbers() == ["第８－１号"]


def test_a_giving_leaves_one_entry_that_names_every_paper(town):
    batch = give(town.done["髙橋"], town.done["﨑山"])
    entry = LedgerEntry.objects.get(action="修了証書の交付")
    assert (entry.actor, entry.subject) == ("00900", "2026 security 1-2")
    keys = [pk for label, pk, _ in entry.payload["facts"] if label == "certificates.Certificate"]
    assert keys == list(batch.certificates.order_by("number").values_list("pk", flat=True))
    assert "髙橋" not in str(entry.payload)


def test_what_is_printed_stays_whatever_changes_later(town):
    row = give(town.done["髙橋"]).certificates.get()
    before = dict(row.payload)
    Employee.objects.filter(pk=town.people["髙橋"].pk).update(name="鈴木　正樹")
    City.objects.update(name="新市", seal_text="", certificate_prefix="新第")
    signer("mayor", "新市長", "新　市長", date(2026, 7, 31))
    make.moved(town.people["髙橋"], town.places["税務課"], date(2026, 8, 1))
    row.refresh_from_db()
    assert row.payload == before
    assert (row.payload["name"], row.payload["post"]) == ("髙橋　正樹", "福祉課　主査")


def test_the_signer_is_in_office_on_the_day_of_giving(town):
    signer("mayor", "垂水市長", "新田　市郎", date(2026, 8, 1))
    assert give(town.done["髙橋"]).certificates.get().payload["signer"]["name"] == "尾脇　雅弥"
    later = give(town.done["﨑山"], on=date(2026, 8, 1)).certificates.get()
    assert later.payload["signer"]["name"] == "新田　市郎"


def test_without_a_signer_on_the_day_nothing_is_given_and_the_remedy_is_named(town):
    with pytest.raises(NoSignerError, match="平成31年4月30日に在職する市長が登録されていません。システム管理者に"):
        give(make.completion(town.people["髙橋"], town.security, jst(2019, 4, 1)), on=date(2019, 4, 30))
    assert not Certificate.objects.exists()


def test_only_whom_the_paper_names_has_to_be_in_office(town):
    OfficeHolder.objects.filter(office="mayor").void(NOW)
    layout("所属名義", town.security, signer="chief-security")
    assert give(town.done["髙橋"]).certificates.get().payload["signer"]["name"] == "榎園　雅司"
    assert personal_sample(town.done["﨑山"], TODAY).startswith(b"%PDF")
    with pytest.raises(NoSignerError, match="市長"):
        give(town.done["髙橋 DX"])


def test_a_department_paper_looks_as_its_office_has_laid_down(town):
    completed(town, "葛城", 20)
    before = give_to_department(town, "福祉課").certificates.get()
    department_layout(title="課別修了証", signer="mayor", border="line", seal="room", code="right")
    after = give_to_department(town, "税務課").certificates.get()
    assert (before.payload["title"], before.payload["seal"]) == ("課別修了証明書", "（公印省略）")
    assert (after.payload["title"], after.payload["seal"]) == ("課別修了証", "")
    assert after.payload["signer"]["name"] == "尾脇　雅弥"
    assert after.payload["design"] == {
        "name": "飾り枠", "version": 1, "form": "portrait", "border": "line", "crest": "", "code": "right",
        "seal": None,
    }  # fmt: skip
    assert give(town.done["髙橋"]).certificates.get().payload["design"]["name"] == "標準"


def test_a_paper_is_not_given_before_the_day_of_completion(town):
    with pytest.raises(CannotGiveError, match="修了日（最も遅い人は令和8年6月12日）以後"):
        give(town.done["髙橋"], town.done["﨑山"], on=date(2026, 6, 11))


def test_numbers_follow_the_days_of_giving(town):
    give(town.done["髙橋"], on=date(2026, 7, 30))
    with pytest.raises(CannotGiveError, match="最後に交付した日（令和8年7月30日）以後の日"):
        give(town.done["﨑山"], on=date(2026, 7, 29))
    give(town.done["髙橋 DX"], on=date(2026, 7, 1))
    give(town.done["﨑山"], on=date(2026, 7, 30))
    assert numbers() == ["第８－１号", "第８－２号", "第８－ＤＸ１号"]


def test_a_paper_given_again_later_holds_back_no_first_one(town):
    old = give(town.done["髙橋"], on=date(2026, 7, 29)).certificates.get()
    reissue(certificate=old, reason="紛失", decision=DECIDED, on=TODAY, actor="00900", at=NOW)
    assert numbers(batch=give(town.done["﨑山"], on=date(2026, 7, 30))) == ["第８－２号"]


def test_a_cancelled_completion_gets_no_paper(town):
    make.cancelled(town.done["髙橋"], jst(2026, 7, 1), town.people["青木"])
    with pytest.raises(CannotGiveError, match="交付できるものがありません"):
        give(town.done["髙橋"])


def test_papers_of_two_offices_are_not_mixed(town):
    with pytest.raises(CannotGiveError, match="一つの担当"):
        give(town.done["髙橋"], town.done["髙橋 DX"])


def test_a_department_paper_is_addressed_to_its_head_and_counts_without_names(town):
    row = give_to_department(town, "福祉課").certificates.get()
    assert row.payload["addressee"] == "福祉課長　様"
    assert row.payload["signer"] == {
        "office": "chief-security", "title": "統括情報セキュリティ責任者（総務課長）", "name": "榎園　雅司",
    }  # fmt: skip
    assert {"label": "４　対象者数", "lines": ["２人（ほか受講猶予　１人　受講免除　０人）"]} in row.payload["facts"]
    assert [name for name, _ in row.payload["list"]["rows"]] == ["﨑山　花子", "髙橋　正樹"]


def test_a_department_that_is_not_done_gets_no_paper_and_the_message_names_it(town):
    with pytest.raises(CannotGiveError, match=r"^税務課は、令和8年7月31日現在で「情報セキュリティ基礎」の"):
        give_to_department(town, "福祉課", "税務課")
    assert not Certificate.objects.exists()
    assert not Series.objects.filter(last_number__gt=0).exists()


@pytest.mark.parametrize(("reading", "given"), [("standings", False), ("departments_done", True)])
def test_a_completion_taken_back_between_the_readings_is_in_no_paper_that_says_all(town, monkeypatch, reading, given):
    """Both stand in one transaction, but on PostgreSQL each statement sees what others have written meanwhile."""
    read = getattr(issuing, reading)

    def then_taken_back(*asked):
        found = read(*asked)
        make.cancelled(town.done["﨑山"], NOW, town.people["青木"])
        return found

    monkeypatch.setattr(issuing, reading, then_taken_back)
    with suppress(CannotGiveError):
        give_to_department(town, "福祉課")
    said = [line for row in Certificate.objects.all() for fact in row.payload["facts"] for line in fact["lines"]]
    assert ("２人（修了率　１００．０％）" in said, bool(said)) == (given, given)


@pytest.mark.parametrize(("policy", "name"), [("registered", "髙橋　正樹"), ("usual", "旧姓　正樹")])
def test_the_list_of_a_department_paper_names_people_as_the_city_has_decided(town, policy, name):
    Employee.objects.filter(pk=town.people["髙橋"].pk).update(usual_name="旧姓　正樹")
    City.objects.update(paper_name=policy)
    rows = give_to_department(town, "福祉課").certificates.get().payload["list"]["rows"]
    assert [named for named, _ in rows] == ["﨑山　花子", name]


@pytest.mark.parametrize(("policy", "name"), [("registered", "𠮷田　太郎"), ("usual", "旧姓　太郎")])
def test_the_report_names_people_as_the_city_has_decided(town, policy, name):
    make.cancelled(town.done["𠮷田"], NOW, town.people["青木"])
    Employee.objects.filter(pk=town.people["𠮷田"].pk).update(usual_name="旧姓　太郎")
    City.objects.update(paper_name=policy)
    said = report_payload(
        course=town.security, year=2026, department_id=town.places["税務課"].pk, on=TODAY, at=jst(2026, 7, 31, 11)
    )
    assert name in [row[0] for row in said["list"]["rows"]]


def test_a_department_gets_one_paper_for_a_subject_and_year(town):
    first = give_to_department(town, "福祉課")
    completed(town, "葛城", 20)
    assert give_to_department(town, "福祉課") == first
    assert numbers(batch=give_to_department(town, "福祉課", "税務課")) == ["第８－課２号"]


def test_a_department_paper_is_not_dated_before_the_day_counted(town):
    with pytest.raises(CannotGiveError, match="基準日以後"):
        give_to_department(town, "福祉課", on=date(2026, 7, 30))


def test_without_a_decision_the_batch_says_so_by_being_empty(town):
    batch = give(town.done["髙橋"], decision=Decision())
    assert (batch.decided_on, batch.decided_by, batch.document_number) == (None, "", "")


@pytest.mark.parametrize("number", [1, 3])
def test_giving_takes_the_same_queries_for_one_and_for_three(town, number, django_assert_num_queries):
    people = [make.employee(town.places["税務課"]) for _ in range(number)]
    rows = [make.completion(person, town.security, jst(2026, 7, 1)) for person in people]
    with django_assert_num_queries(24):
        give(*rows)


@pytest.mark.parametrize("number", [1, 3])
def test_giving_to_departments_takes_the_same_queries_for_one_and_for_three(town, number, django_assert_num_queries):
    names = [f"第{index}課" for index in range(number)]
    for index, name in enumerate(names):
        town.places[name] = make.department(f"07{index}", name)
        person = make.employee(town.places[name])
        make.duty(person, town.asked)
        make.completion(person, town.security, jst(2026, 7, 1))
    with django_assert_num_queries(33):
        give_to_department(town, *names)


# ---- two givers at once ---------------------------------------------------------------------------------------------


def at_once(*acts) -> list[BaseException]:
    """Run the acts in threads of their own that begin together; returns what they raised."""
    barrier, raised = Barrier(len(acts)), []

    def run(act) -> None:
        try:
            barrier.wait()
            act()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def many_done(town: Town, count: int) -> list:
    people = [make.employee(town.places["税務課"]) for _ in range(count)]
    return [make.completion(person, town.security, jst(2026, 7, 1)) for person in people]


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows a giving is not the matter here, and threads would draw for seconds."""
    monkeypatch.setattr(issuing, "have_drawn", lambda *_: None)


@pytest.mark.django_db(transaction=True)
def test_two_givers_at_once_leave_no_gap_and_no_double(undrawn):
    first, *rows = many_done(build_town(), 25)
    give(first)
    acts = [lambda part=rows[index::6]: give(*part) for index in range(6)]
    assert at_once(*acts) == []
    assert sorted(Certificate.objects.values_list("number", flat=True)) == list(range(1, 26))
    assert Series.objects.get().last_number == 25


@pytest.mark.django_db(transaction=True)
def test_the_same_papers_given_twice_at_once_are_given_once(undrawn):
    first, *rows = many_done(build_town(), 6)
    give(first)
    assert at_once(*[lambda: give(*rows) for _ in range(4)]) == []
    assert sorted(Certificate.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert Batch.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_first_papers_of_a_year_can_be_given_by_two_at_once(undrawn):
    rows = many_done(build_town(), 6)
    assert at_once(*[lambda part=rows[index::3]: give(*part) for index in range(3)]) == []
    assert sorted(Certificate.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
