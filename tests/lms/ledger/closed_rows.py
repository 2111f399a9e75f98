"""In the small town of the papers: every kind of row that an act fills in later, once filled in and once still open."""

from datetime import date, time

from lms.certificates.drawing import paper
from lms.certificates.layouts.permitting import end_permission
from lms.certificates.models import Certificate, Picture, SealPermission
from lms.duties.closing import close_duties
from lms.duties.exempting import Grounds, ask_exemption, exempt, refuse_exemption, withdraw_exemption
from lms.duties.models import Duty
from lms.ledger.appending import append
from lms.ledger.digests import Closed
from lms.people.absences import begin_leave, withdraw_leave
from lms.people.city import appoint_office_holder
from lms.people.granting import give_role, withdraw_role
from lms.people.models import Employee
from lms.people.reorganising import Traits, change_department
from lms.people.roles import Office, Role
from lms.people.transferring import Seat, transfer
from lms.records.drill import DrillResult
from lms.records.drilling import found_drill, record_drill_results, withdraw_drill
from lms.records.equating import count_as, end_equivalence
from lms.records.equivalence import Equivalence
from lms.records.session import TrainingSession
from lms.records.signing_up import sign_up, take_back_sign_up
from lms.reports.models import FrozenReport
from quizzes.allowing import allow, take_back
from quizzes.attempts import close_attempt, start_attempt
from quizzes.drawing import Paper
from quizzes.grading import grade
from quizzes.models import Allowance, Quiz
from quizzes.versions import contents
from tests.lms.certificates.town import NOW, Town
from tests.quizzes.samples import quiz

BY = "00900"
DAY = date(2026, 7, 31)


def close_one_of_each(town: Town) -> None:
    """Needs an open transaction, and papers that were given."""
    one, other = town.people["葛城"], town.people["𠮷田"]
    _people(town, one, other)
    _exemptions(town, one, other)
    _records(town, one, other)
    _attempts(one, other)
    paper(Certificate.objects.order_by("pk")[0], NOW)
    _reports(town, one)
    _seals()
    closed = close_duties(ids=[Duty.objects.order_by("pk")[0].pk], on=DAY, reason="退職", at=NOW)
    append(actor=BY, action="受講対象の更新", subject="2026 S-01", at=NOW, closed=[closed])


def _people(town: Town, one: Employee, other: Employee) -> None:
    transfer(
        employee=one, seat=Seat(department_id=town.places["福祉課"].pk), on=DAY, ends_on=None, actor=BY, at=NOW
    )  # fmt: skip
    for person in (one, other):
        leave = begin_leave(employee=person, kind="育児休業", starts_on=DAY, ends_on=None, actor=BY, at=NOW)
        role = {"role": Role.DX_LEADER, "department": None, "on": DAY, "ends_on": None}
        grant = give_role(employee=person, **role, actor=BY, at=NOW)
    withdraw_leave(leave=leave, actor=BY, at=NOW)
    withdraw_role(grant=grant, actor=BY, at=NOW)
    appoint_office_holder(office="mayor", title="市長", name="新しい　市長", starts_on=DAY, actor=BY, at=NOW)
    change_department(
        department=town.places["税務課"],
        to=Traits(name="収納課", parent_id=None, appointing_authority="", reports=True),
        on=DAY,
        actor=BY,
        at=NOW,
    )


def _seals() -> None:
    picture = Picture.objects.create(digest="0" * 64, uri="data:,", recorded_at=NOW)
    said = {
        "decided_on": DAY,
        "decided_by": "総務課長",
        "document_number": "第1号",
        "starts_on": DAY,
        "recorded_at": NOW,
    }
    rows = [SealPermission.objects.create(office=office, picture=picture, **said) for office in Office]
    append(actor=BY, action="印影の印刷の許可", subject="dx", at=NOW, facts=[picture, *rows])
    end_permission(permission=rows[0], ends_on=date(2026, 7, 1), actor=BY, at=NOW)


def _reports(town: Town, one: Employee) -> None:
    for version, reason in ((1, ""), (2, "数え直したため")):
        row = FrozenReport.objects.create(
            requirement=town.asked, version=version, reason=reason, on=DAY, frozen_by=one, payload={}, recorded_at=NOW
        )
        append(actor=BY, action="報告の確定", subject="2026 S-01", at=NOW, facts=[row])
    values = {"drawn_at": NOW, "sha256": "0" * 64}
    FrozenReport.objects.filter(pk=row.pk).update(**values)
    append(actor=BY, action="確定版の作成", subject="確定版", at=NOW, closed=[Closed(FrozenReport, [row.pk], values)])


def _exemptions(town: Town, one: Employee, other: Employee) -> None:
    grounds, asked = Grounds("外部研修を受けたため", "総務課長"), town.asked
    for person in (one, other):
        request = ask_exemption(employee=person, requirement=asked, reason="外部研修", asked_by=one, on=DAY, at=NOW)
        given = exempt(employee=person, requirement=asked, grounds=grounds, actor=BY, on=DAY, at=NOW)
    refuse_exemption(request=request, note="証明がないため", decided_by=one, at=NOW)
    withdraw_exemption(exemption=given, reason="誤り", actor=BY, at=NOW)


def _records(town: Town, one: Employee, other: Employee) -> None:
    drill = found_drill(title="第1回", sent_on=DAY, actor=BY, at=NOW)
    for people in ([one, other], [one]):
        rows = [DrillResult(drill=drill, employee=person, delivered_at=NOW, recorded_at=NOW) for person in people]
        record_drill_results(drill=drill, results=rows, actor=BY, at=NOW)
    wrong = found_drill(title="第１回の誤り", sent_on=DAY, actor=BY, at=NOW)
    withdraw_drill(drill=wrong, actor=BY, at=NOW)
    held = TrainingSession.objects.create(
        course=town.dx, title="第1回", held_on=date(2026, 8, 20), starts_at=time(13), ends_at=time(15), capacity=9,
        sign_up_until=date(2026, 8, 10), place="会議室",
    )  # fmt: skip
    for person in (one, other):
        sign_up(session=held, employee=person, at=NOW)
    take_back_sign_up(session=held, employee=other, actor=BY, at=NOW)
    count_as(
        course=town.dx, counts_as=town.security, ground="決定", starts_on=DAY, ends_on=None, actor=BY, at=NOW
    )  # fmt: skip
    end_equivalence(rule=Equivalence.objects.get(), ends_on=DAY, actor=BY, at=NOW)


def _attempts(one: Employee, other: Employee) -> None:
    test: Quiz = quiz()
    for person in (one, other):
        attempt = start_attempt(employee=person, quiz=test, at=NOW)
        extra = Allowance(quiz=test, employee=person, extra_minutes=10, reason="読むのに時間がかかるため")
        given = allow(allowance=extra, actor=BY, at=NOW)
    taken = Paper.from_json(attempt.paper)
    close_attempt(attempt=attempt, result=grade(taken, contents(taken), {}), at=NOW)
    take_back(allowance=given, actor=BY, at=NOW)
