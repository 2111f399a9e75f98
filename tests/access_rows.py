"""For every kind of page one row that really exists and belongs to somebody else than those who ask for it."""

from datetime import date, datetime

from django.db import transaction

from courses.models import Course
from lms.certificates.bundles.making import Choice, make_bundle, order_bundle
from lms.certificates.giving.many import order_giving
from lms.certificates.issuing import Decision
from lms.certificates.models import Batch, Bundle, Certificate
from lms.certificates.reissuing import revoke
from lms.duties.models import ExemptionRequest, Requirement, TrainingPlan
from lms.importing.history.applying import hand_in_file
from lms.importing.models import ImportBatch
from lms.ledger.appending import append
from lms.ledger.models import Disposal, Extract
from lms.lib import clock
from lms.lib.fiscal_year import start_of_year
from lms.lib.work import stop
from lms.office.auditing.acts import ACTS
from lms.office.auditing.archive.making import make_archive, order_archive
from lms.office.auditing.extracting import make_extract, order_extract
from lms.office.auditing.searching import SearchForm
from lms.people.models import Department, Employee, Posting
from lms.people.organisation import organisation
from lms.people.roles import Office, Role
from lms.records.models import Completion
from lms.reports.chain.confirming import Remarks, confirm
from lms.reports.chain.freezing import freeze
from lms.reports.models import ListFile, SavedView
from quizzes.models import Attempt
from tests import factories
from tests.lms.certificates.layouts.layouts import permitted
from tests.lms.learning.enquiries import enquiries
from tests.lms.records import learnt
from tests.lms.records.surveys import asked


def rows_of(people: dict[str, Employee]) -> dict[str, tuple]:
    """For each kind of page one row that really exists and belongs to somebody else."""
    others = [person.pk for person in people.values()]
    attempt = Attempt.objects.filter(quiz__code="S-01").exclude(employee__in=others).first()
    certificate = Certificate.objects.filter(employee__isnull=False).exclude(employee__in=others).first()
    waiting = Completion.objects.filter(course__code="S-01", certificates=None, completed_at__gte=start_of_year(2026))
    done = Certificate.objects.filter(department__isnull=False).first()
    return {
        "course": ("S-01",),
        "lesson": ("S-01", "02-mail"),
        "attempt": (attempt.pk,),
        "attempt_question": (attempt.pk, 1),
        "note": (factories.note(attempt.employee, Course.objects.get(code="S-01")).pk,),
        "kept_bookmark": (factories.bookmark(attempt.employee, Course.objects.get(code="S-01")).pk,),
        "plan": (TrainingPlan.objects.get(fiscal_year=2026, office=Office.SECURITY).pk,),
        "account": (attempt.employee.user_id,),
        "batch": (ImportBatch.objects.first().pk,),
        "completion": (waiting.exclude(employee__in=others).first().pk,),
        "department_paper": (2026, "S-01", done.department_id),
        "paper_batch": (certificate.batch_id,),
        "paper": (certificate.pk,),
        "giving": (_giving(waiting.first()).pk,),
        "revoked_paper": (_revoked(certificate).pk,),
        "paper_bundle": (_bundle(certificate).pk,),
        "status_report": (2026, "S-01", "0101"),
        **_report_rows(),
        "media": ("images/nothing-here.png",),
        **_ledger_rows(),
        "seal_permission": (permitted(Office.SECURITY).pk,),
        **_people_rows(),
        **_import_rows(),
        **_duty_rows(),
        **_learnt_rows(attempt.employee),
    }


def _report_rows() -> dict[str, tuple]:
    """A training of the security office, its report of 総務課 and its 確定版."""
    asked = Requirement.objects.get(plan__fiscal_year=2026, course__code="S-01")
    by, at = Employee.objects.earliest("pk"), clock.now()
    node = organisation(clock.today()).by_code("0101")
    confirm(requirement=asked, department=node, on=clock.today(), remarks=Remarks(), by=by, at=at)
    report = freeze(requirement=asked, on=clock.today(), reason="", by=by, at=at)
    return {
        "chain": (asked.pk,),
        "chain_department": (asked.pk, "0101"),
        "chain_confirmed": (asked.pk, "0101", 1),
        "frozen": (report.pk,),
        "report_list": (_long_list(at).pk,),
        "saved_view": (
            SavedView.objects.create(employee=factories.employee(number="owner"), name="x", conditions={}).pk,
        ),
    }


def _long_list(at: datetime) -> ListFile:
    """Of somebody else."""
    return ListFile.objects.create(
        kind=ListFile.Kind.HISTORY, form="csv", title="研修履歴", purpose="audit", conditions={"year": "2026"}, total=1,
        ordered_at=at, ordered_by="somebody else",
    )  # fmt: skip


def _giving(done: Completion) -> Batch:
    """Begun and stopped."""
    batch = order_giving(
        completions=[done.pk], office=Office.SECURITY, decision=Decision(), given_on=clock.today(), actor="-",
        at=clock.now(),
    )  # fmt: skip
    stop(batch.giving)
    return batch


def _revoked(other: Certificate) -> Certificate:
    """Another paper of the same office."""
    row = Certificate.objects.standing().filter(series=other.series).exclude(pk=other.pk).first()
    revoke(certificate=row, reason="誤り", on=clock.today(), actor="somebody else", at=clock.now())
    return row


def _bundle(certificate: Certificate) -> Bundle:
    choice = Choice("証書", [certificate.pk], [Office.SECURITY], {})
    at, owner = clock.now(), "somebody else"
    bundle = order_bundle(choice=choice, form=Bundle.Form.ZIP, purpose="audit", actor=owner, at=at)
    make_bundle(bundle_id=bundle.pk, now=clock.now)
    return bundle


def _ledger_rows() -> dict[str, tuple]:
    at = clock.now()
    with transaction.atomic():
        entry = append(actor="somebody else", action="団体の設定", subject="団体", at=at)
    search = SearchForm({}, ACTS)
    search.full_clean()
    extract = order_extract(search=search, form=Extract.Form.CSV, purpose="audit", actor="somebody else", at=at)
    make_extract(extract_id=extract.pk, now=clock.now)
    disposal = Disposal.objects.create(
        decided_on=date(2026, 4, 1),
        decided_by="総務課長",
        document_number="第1号",
        actor="somebody else",
        recorded_at=at,
    )
    archive = order_archive(
        fiscal_year=2026, first=date(2026, 4, 1), on=clock.today(), purpose="audit", actor="somebody else", at=at
    )
    make_archive(archive_id=archive.pk, now=clock.now)
    return {
        "ledger_entry": (entry.pk,),
        "ledger_extract": (extract.pk,),
        "audit_archive": (archive.pk,),
        "disposal": (disposal.pk,),
    }


def _learnt_rows(other: Employee) -> dict[str, tuple]:
    """What the made-up city does not have, of a course of the security office that nobody has to take."""
    subject = factories.course("S-99")
    sheets = [learnt.sheet(subject, other, waits=True) for _ in range(3)]
    for sheet in sheets:
        sheet.save()
    file = hand_in_file(
        kind="completions",
        drill=None,
        offices=[Office.SECURITY],
        filename="x.csv",
        content=b"",
        by=other,
        at=clock.now(),
    )
    return {
        "session": (learnt.session(subject).pk,),
        "called_off_session": (learnt.session(subject).pk,),
        "waiting_sheet": (sheets[0].pk,),
        "sheet_to_confirm": (sheets[1].pk,),
        "sheet_to_send_back": (sheets[2].pk,),
        "equivalence": (learnt.rule(factories.course("S-98"), subject).pk,),
        "drill": (learnt.drill().pk,),
        "withdrawn_drill": (learnt.drill(title="取り消す訓練").pk,),
        "signed_up": _signed_up(subject, other),
        "records_file": (file.pk,),
        "enquiry": (enquiries.answered(enquiries.asked(other, subject)).pk,),
        **_survey_rows(subject),
    }


def _survey_rows(subject: Course) -> dict[str, tuple]:
    """Of a course that is asked after in its own way."""
    asked.survey(subject)
    return {
        "survey_of_office": (Office.SECURITY.value,),
        "survey": (subject.pk,),
        "survey_result": (2026, subject.pk),
    }


def _signed_up(subject: Course, person: Employee) -> tuple[int, int]:
    session = learnt.session(subject)
    learnt.listed(session, person)
    return session.pk, person.pk


def _import_rows() -> dict[str, tuple]:
    usual = {"kind": ImportBatch.Kind.ROLES, "on": date(2026, 5, 1), "content": b"", "uploaded_at": clock.now()}
    unnamed = ImportBatch.objects.create(seen={"headings": ["番号"], "unnamed": ["職員番号"]}, **usual)
    undone = ImportBatch.objects.create(state=ImportBatch.State.UNDONE, **usual)
    return {
        "unnamed_batch": (unnamed.pk,),
        "undone_batch": (undone.pk,),
        "gaiji": (factories.employee(number="X8", name="山\ue000　太郎").pk,),
    }


def _duty_rows() -> dict[str, tuple]:
    """A draft of a coming year, and what may be asked for somebody who is not done."""
    seat = Department.objects.get(code="0101")
    asked = Requirement.objects.get(plan__fiscal_year=2026, course__code="S-01")
    draft = TrainingPlan.objects.create(fiscal_year=2028, office=Office.SECURITY, title="令和10年度の案")
    days = {"opens_on": date(2028, 6, 1), "due_on": date(2028, 7, 17)}
    lines = [Requirement.objects.create(plan=draft, course=factories.course(f"S-9{n}"), **days) for n in (6, 7)]
    waiting, idle, excused = (factories.employee(seat, number=f"X{place}") for place in range(3))
    for person in (waiting, idle, excused):
        factories.duty(person, asked)
    request = ExemptionRequest.objects.create(
        employee=waiting, requirement=asked, reason="外部研修", asked_by=idle, recorded_at=clock.now()
    )
    return {
        "draft": (draft.pk,),
        "requirement": (asked.pk,),
        "draft_requirement": (lines[0].pk,),
        "open_duty": (idle.duties.get().pk,),
        "exemption_request": (request.pk,),
        "exemption": (factories.exemption(excused, asked).pk,),
    }


def _people_rows() -> dict[str, tuple]:
    """Of somebody in a department that head, deputy and clerk of the made-up city share."""
    seat = Department.objects.get(code="0101")
    person = factories.employee(seat, number="X9")
    factories.account(person)
    beside = [factories.posting(person, seat, kind=Posting.Kind.ADDITIONAL, job_title=str(n)).pk for n in range(2)]
    leaves = [factories.leave(person, date(2026, 5, day)).pk for day in (1, 2)]
    grants = [factories.grant(person, Role.DX_LEADER, starts_on=date(2026, 5, day)).pk for day in (1, 2)]
    return {
        "person": (person.pk,),
        "department": (seat.pk,),
        "posting": (beside[0],),
        "withdrawn_posting": (beside[1],),
        "leave": (leaves[0],),
        "withdrawn_leave": (leaves[1],),
        "grant": (grants[0],),
        "withdrawn_grant": (grants[1],),
    }
