"""What has run out goes by a decision, leaves its trace, and the ledger tells it from tampering."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from lms.importing.models import ImportBatch
from lms.learning.models import Bookmark, Enquiry, Note
from lms.ledger.appending import append
from lms.ledger.models import Disposal, Erasure, Expired, Kept, LedgerEntry, RetentionPeriod
from lms.ledger.sealing import seal
from lms.ledger.verifying import fact_models, faults
from lms.lib.append_only import suspended
from lms.lib.terminal import answering
from lms.office.retaining import erasing
from lms.office.retaining.deciding import NotAsSeenError, decide, fingerprint, undecided
from lms.office.retaining.erasing import carry_out
from lms.office.retaining.listing import due, list_expired
from lms.office.retaining.periods import change_period, kept_until
from lms.office.retaining.personal import NOBODY, PERSONAL, REPORTS
from lms.people.models import Employee, Leave, Posting
from lms.people.roles import Role
from lms.records.models import Completion
from lms.reports.models import SavedView
from tests import factories as make
from tests.demo import stop_the_clock
from tests.lms.learning.enquiries.enquiries import answered, asked
from tests.lms.office.retaining.run_out import AT, DECISION, ON, decided, erased, sql, vouched
from tests.markup import page, texts

pytestmark = pytest.mark.django_db


def left(on: date, number: str) -> Employee:
    """Somebody who left on a day, with a leave and a completion."""
    person = make.employee(number=number, name=f"退職　{number}")
    seat = make.department(f"d{number}")
    make.posting(person, seat, starts_on=date(2010, 4, 1), ends_on=on, job_title="係長")
    make.leave(person, date(2012, 4, 1), date(2013, 3, 31), kind="病気休職")
    make.completion(person, make.course(f"S-{number}"), make.jst(2019, 6, 1), department_name="旧課", job_title="係長")
    make.account(person)
    return person


# ---- when -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "listed"), [(date(2020, 3, 31), True), (date(2021, 3, 31), True), (date(2021, 4, 1), False)]
)
def test_years_count_from_the_end_of_the_fiscal_year(last, listed):
    person = left(last, "00011")
    assert ([key for key, _ in due(Kept.PERSON, ON)] == [str(person.pk)]) is listed
    assert kept_until(last, 5) == date(2025 if last.year == 2020 else 2026 if last.month == 3 else 2027, 3, 31)


def test_the_list_follows_the_setting_and_people_who_come_back():
    one, other = left(date(2020, 3, 31), "00011"), left(date(2021, 3, 31), "00012")
    assert list_expired(on=ON) == 2
    assert list_expired(on=ON) == 2
    make.posting(one, make.department("9999"), starts_on=date(2026, 4, 1))
    assert list_expired(on=ON) == 1
    change_period(kind=Kept.PERSON, years=6, ground="文書管理規程", actor="90002", at=AT)
    assert list_expired(on=ON) == 0
    assert LedgerEntry.objects.latest("pk").payload["years"] == [5, 6]
    assert Employee.objects.get(pk=other.pk).name == "退職　00012"


def test_less_than_a_year_is_no_period():
    with pytest.raises(IntegrityError):
        RetentionPeriod.objects.create(kind=Kept.ENTRY, years=0)


def test_nothing_is_decided_that_was_not_looked_at():
    left(date(2020, 3, 31), "00011")
    list_expired(on=ON)
    seen = fingerprint(undecided([Kept.PERSON], ON))
    left(date(2020, 3, 31), "00012")
    list_expired(on=ON)
    with pytest.raises(NotAsSeenError):
        decide(decision=DECISION, kinds=[Kept.PERSON], seen=seen, actor="90001", at=AT)
    assert not Disposal.objects.exists()


def test_nothing_is_decided_before_its_period_ends():
    left(date(2020, 3, 31), "00011")
    list_expired(on=ON)
    Expired.objects.update(kept_until=ON)
    seen = fingerprint(undecided([Kept.PERSON], ON))
    with pytest.raises(NotAsSeenError):
        decide(decision=DECISION, kinds=[Kept.PERSON], seen=seen, actor="90001", at=AT)
    disposal = Disposal.objects.create(**vars(DECISION), actor="x", recorded_at=AT)
    with pytest.raises(IntegrityError):
        Erasure.objects.create(
            disposal=disposal, label="people.Posting", key="1", kept_until=ON, erased_on=ON, recorded_at=AT
        )


def test_who_came_back_after_the_decision_is_left_alone():
    person = left(date(2020, 3, 31), "00011")
    disposal = decided(Kept.PERSON)
    make.posting(person, make.department("9999"), starts_on=date(2026, 9, 1))
    assert carry_out(disposal=disposal, now=lambda: AT) == 0
    assert Employee.objects.get(pk=person.pk).name == "退職　00011"
    assert not Expired.objects.exists()


# ---- what -----------------------------------------------------------------------------------------------------------


def test_the_names_of_conditions_that_a_person_kept_go_with_the_person():
    person, other = left(date(2020, 3, 31), "00011"), make.employee(make.department())
    for one in (person, other):
        SavedView.objects.create(employee=one, name="山田さんの係", conditions={})
    vouched()
    erased(Kept.PERSON)
    assert SavedView.objects.get().employee == other


def test_a_person_becomes_nobody_and_the_figures_stay():
    person, other = left(date(2020, 3, 31), "00011"), left(date(2026, 3, 31), "00012")
    for one in (person, other):
        make.note(one, Completion.objects.get(employee=one).course)
        make.bookmark(one, Completion.objects.get(employee=one).course)
    vouched()
    erased(Kept.PERSON)
    assert [row.employee for model in (Note, Bookmark) for row in model.objects.all()] == [other, other]
    person.refresh_from_db()
    person.user.refresh_from_db()
    assert (person.staff_number, person.name, person.name_key) == (f"削除-{person.pk}", NOBODY, "")
    assert (person.user.name, person.user.is_active, person.user.has_usable_password()) == ("", False, False)
    assert "00011" not in person.user.username
    assert [row.job_title for row in Posting.objects.filter(employee=person)] == [""]
    assert [row.kind for row in Leave.objects.filter(employee=person)] == [""]
    done = Completion.objects.get(employee=person)
    assert (done.department_name, done.job_title, done.salt, done.course.code) == ("", "", "", "S-00011")
    other.refresh_from_db()
    assert (other.name, Leave.objects.get(employee=other).kind) == ("退職　00012", "病気休職")


def test_what_a_person_asked_the_offices_goes_with_the_person():
    person, other = left(date(2020, 3, 31), "00011"), left(date(2026, 3, 31), "00012")
    course = make.course()
    answered(asked(person, course))
    kept = asked(other, course)
    erased(Kept.PERSON)
    assert list(Enquiry.objects.all()) == [kept]


def test_the_ledger_tells_lawful_erasure_from_tampering():
    person = left(date(2020, 3, 31), "00011")
    vouched()
    erased(Kept.PERSON)
    assert list(faults()) == []
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    assert "保存期間の満了により削除：発令1件（垂総第９９号、令和8年9月10日決裁）" in out.getvalue()
    key = Posting.objects.get(employee=person).pk
    with suspended(connection):
        sql("UPDATE people_posting SET job_title = '部長' WHERE id = %s", key)
    assert [(fault.kind, fault.row) for fault in faults()] == [("changed", f"people.Posting {key}")]


def test_an_erasure_that_nobody_decided_is_a_fault():
    person = left(date(2026, 3, 31), "00011")
    vouched()
    disposal = Disposal.objects.create(**vars(DECISION), actor="x", recorded_at=AT)
    key = Posting.objects.get(employee=person).pk
    Erasure.objects.create(
        disposal=disposal, label="people.Posting", key=key, kept_until=date(2020, 1, 1), erased_on=ON, recorded_at=AT
    )
    Posting.objects.filter(pk=key).erase()
    found = {(fault.kind, fault.row) for fault in faults()}
    assert {("changed", f"people.Posting {key}"), ("inserted", f"ledger.Disposal {disposal.pk}")} < found


def test_words_of_entries_go_and_the_chain_and_what_they_vouched_for_hold():
    holder = make.grant(make.employee(), Role.HR)
    with transaction.atomic():
        old = append(
            actor="00098", action="受講免除の取消し", subject="00012 2020 S-01", at=make.jst(2021, 5, 1),
            payload={"reason": "病気のため", "voided": {}}, facts=[holder],
        )  # fmt: skip
        kept = append(
            actor="00098", action="受講免除の取消し", subject="00012 2025 S-01", at=make.jst(2025, 5, 1),
            payload={"reason": "育児のため"},
        )  # fmt: skip
    vouched()
    erased(Kept.ENTRY)
    old.refresh_from_db()
    kept.refresh_from_db()
    assert (old.payload, old.salt, old.subject) == ({"facts": []}, "", "00012 2020 S-01")
    assert kept.payload["reason"] == "育児のため"
    assert list(faults()) == []
    with suspended(connection):
        sql("UPDATE people_rolegrant SET role = 'auditor' WHERE id = %s", holder.pk)
    assert [fault.row for fault in faults()] == [f"people.RoleGrant {holder.pk}"]


def test_the_address_of_a_terminal_goes_with_the_words_of_its_entry():
    with transaction.atomic(), answering("10.1.2.34"):
        old = append(actor="00098", action="職員の記録の閲覧", subject="00012", at=make.jst(2021, 5, 1))
        kept = append(actor="00098", action="職員の記録の閲覧", subject="00012", at=make.jst(2025, 5, 1))
    seal()
    erased(Kept.ENTRY)
    old.refresh_from_db()
    kept.refresh_from_db()
    assert (old.payload, kept.payload["address"]) == ({"facts": []}, "10.1.2.34")
    assert list(faults()) == []


def test_an_entry_that_was_tampered_with_is_evidence_and_stays():
    with transaction.atomic():
        old = append(
            actor="00098", action="試験", subject="対象", at=make.jst(2021, 5, 1), payload={"reason": "病気のため"}
        )
    vouched()
    with suspended(connection):
        sql("""UPDATE ledger_ledgerentry SET payload = '{"facts":[],"reason":"x"}' WHERE id = %s""", old.pk)
    erased(Kept.ENTRY)
    assert LedgerEntry.objects.get(pk=old.pk).payload["reason"] == "x"
    assert len(list(faults())) == 1


def test_what_stood_in_files_goes():
    usual = {
        "kind": "staff",
        "on": date(2019, 4, 1),
        "filename": "職員.csv",
        "sha256": "0" * 64,
        "uploaded_by": "00098",
    }
    old = ImportBatch.objects.create(**usual, uploaded_at=make.jst(2019, 4, 1), content=b"x", seen={"a": 1})
    new = ImportBatch.objects.create(**usual, uploaded_at=make.jst(2026, 4, 1), content=b"x")
    erased(Kept.FILE)
    old.refresh_from_db()
    new.refresh_from_db()
    assert (bytes(old.content), old.seen, old.filename) == (b"", {}, "職員.csv")
    assert bytes(new.content) == b"x"


def test_every_table_with_personal_words_is_gone_through():
    assert {model for model in fact_models() if model.erases} == PERSONAL.keys() | REPORTS.keys()


# ---- how ------------------------------------------------------------------------------------------------------------


def test_the_database_lets_blanks_pass_and_only_where_an_erasure_stands():
    person = left(date(2020, 3, 31), "00011")
    key = Posting.objects.get(employee=person).pk
    blank = "UPDATE people_posting SET job_title = '', grade = '', occupation = '', salt = '' WHERE id = %s"
    with pytest.raises(IntegrityError):
        sql(blank, key)
    disposal = Disposal.objects.create(**vars(DECISION), actor="x", recorded_at=AT)
    Erasure.objects.create(
        disposal=disposal, label="people.Posting", key=key, kept_until=date(2025, 3, 31), erased_on=ON, recorded_at=AT
    )
    for other in (
        "UPDATE people_posting SET job_title = '部長', salt = '' WHERE id = %s",
        "UPDATE people_posting SET job_title = '' WHERE id = %s",
        blank.replace("SET", "SET kind = 'acting',"),
        "DELETE FROM people_posting WHERE id = %s",
    ):
        with pytest.raises(IntegrityError):
            sql(other, key)
    sql(blank, key)
    assert Posting.objects.get(pk=key).job_title == ""


def test_begun_again_it_goes_on_where_it_stopped(monkeypatch):
    for number in ("00011", "00012", "00013"):
        left(date(2020, 3, 31), number)
    vouched()
    disposal = decided(Kept.PERSON)
    monkeypatch.setattr(erasing, "_AT_A_TIME", 1)
    forget, calls = erasing.forget, []

    def dies(people):
        calls.append(people)
        if len(calls) == 2:
            raise RuntimeError("the power fails")
        forget(people)

    monkeypatch.setattr(erasing, "forget", dies)
    with pytest.raises(RuntimeError), transaction.atomic():
        erasing._next_lot(disposal, AT)
        with transaction.atomic():
            erasing._next_lot(disposal, AT)
    assert carry_out(disposal=disposal, now=lambda: AT) == 3
    assert carry_out(disposal=disposal, now=lambda: AT) == 0
    seal()
    assert list(faults()) == []
    assert Employee.objects.filter(name=NOBODY).count() == 3
    assert Erasure.objects.filter(label="people.Employee").count() == 3


# ---- pages ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def office(client, monkeypatch):
    stop_the_clock(monkeypatch, ON)
    holder = make.viewer_of(Role.SECURITY_OFFICE, number="90001")
    client.force_login(holder.user)
    return holder


def posted(client, **more):
    shown = page(client.get("/office/retention/"))
    seen = {one.get("name"): one.get("value") for one in shown.select("input[name^=seen_]")}
    usual = {
        "kinds": ["person"],
        "decided_on": "R8.9.10",
        "decided_by": "総務課長",
        "document_number": "第9号",
        "number": "1",
    }
    return client.post("/office/retention/decide/", seen | usual | more, follow=True)


def test_the_office_looks_decides_and_it_is_done(client, office):
    left(date(2020, 3, 31), "00011")
    list_expired(on=ON)
    assert "退職　00011" in client.get("/office/retention/").content.decode()
    shown = posted(client)
    assert "第9号" in shown.content.decode()
    assert "済み" in shown.content.decode()
    assert Employee.objects.filter(name=NOBODY).count() == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"number": "2"}, "件数と違います"),
        ({"decided_on": "R8.9.16"}, "今日までの日"),
        ({"document_number": ""}, "文書番号を入力してください"),
        ({"seen_person": "x"}, "一覧が変わりました"),
        ({"kinds": []}, "削除するものを選んでください"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_goes(client, office, more, words):
    left(date(2020, 3, 31), "00011")
    list_expired(on=ON)
    assert words in posted(client, **more).content.decode()
    assert not Disposal.objects.exists()


def test_the_administrator_sets_the_periods(client, monkeypatch):
    stop_the_clock(monkeypatch, ON)
    client.force_login(make.viewer_of(Role.ADMINISTRATOR).user)
    values = {f"{kind}_{name}": value for kind in Kept for name, value in (("years", "7"), ("ground", "規程"))}
    client.post("/settings/retention/", values)
    assert set(RetentionPeriod.objects.values_list("years", flat=True)) == {7}
    assert LedgerEntry.objects.filter(action="保存期間の設定").count() == len(Kept)
    refused = client.post("/settings/retention/", values | {"entry_years": "0"})
    assert "保存期間は1年以上にしてください。" in refused.content.decode()


def test_the_list_takes_the_same_number_of_queries_however_long(client, office, django_assert_max_num_queries):
    for number in ("00011", "00012", "00013"):
        left(date(2020, 3, 31), number)
    list_expired(on=ON)
    with django_assert_max_num_queries(30):
        assert len(texts(page(client.get("/office/retention/")), "tbody th")) == len(Kept) + 3
