"""What the made-up city's people have done with the product besides learning, so that none of its pages is empty."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from courses.models import Course
from lms.duties.exempting import Grounds, ask_exemption, grant_exemption
from lms.duties.models import Duty, Requirement, TrainingPlan
from lms.duties.plans import copy_plan
from lms.importing.handling.receiving import prepare, receive
from lms.importing.models import ImportBatch
from lms.ledger.models import Extract
from lms.lib.fiscal_year import TOKYO
from lms.office.auditing.acts import ACTS
from lms.office.auditing.extracting import make_extract, order_extract
from lms.office.auditing.searching import SearchForm
from lms.office.demo.city import DemoCity
from lms.office.demo.year import ACTOR, period
from lms.people.models import Employee, RoleGrant
from lms.people.organisation import organisation
from lms.people.roles import Role
from lms.records.drill import DrillResult
from lms.records.drilling import found_drill, record_drill_results
from lms.records.equating import count_as
from lms.records.holding import Announcement, announce_session
from lms.records.signing_up import sign_up
from lms.reports.annual.past import Past, record_past
from lms.reports.annual.texts import save_texts, texts_of
from lms.reports.chain.confirming import Remarks, confirm
from lms.reports.chain.freezing import freeze
from lms.reports.chain.stepping import Decision, take_step
from lms.reports.models import AnnualTexts
from lms.reports.saved_views import keep_view

_CONFIRMED, _SIGNED_UP, _IN_FILE = 3, 4, 8
_SENT_BEFORE = timedelta(days=20)
_OPENED, _REPORTED = 0.12, 0.4


@dataclass(frozen=True)
class Business:
    """A day of the city's year."""

    demo: DemoCity
    on: date
    at: datetime

    def go_about(self, past_years: int) -> None:
        """Once people have begun to learn; before that there is nothing to report."""
        if self.on < period(self.demo.year).opens_on:
            return
        asked = Requirement.objects.get(plan__fiscal_year=self.demo.year, course__code="S-01")
        self.report(asked)
        self.write_texts(past_years, asked.course)
        self.drill()
        self.hold(asked.course)
        self.excuse(asked)
        self.count_as()
        self.keep_files()
        for plan in TrainingPlan.objects.filter(fiscal_year=self.demo.year):
            copy_plan(source=plan, actor=ACTOR, at=self.at)

    def holder(self, role: Role) -> Employee:
        return RoleGrant.objects.on(self.on).filter(role=role).order_by("pk")[0].employee

    def report(self, asked: Requirement) -> None:
        """Some heads have confirmed; the report is frozen and stands before its analysis."""
        nodes = {node.id: node for node in organisation(self.on).nodes.values() if node.reports}
        heads = RoleGrant.objects.on(self.on).filter(role=Role.HEAD, department__in=nodes).select_related("employee")
        for head in heads.order_by("department__code")[:_CONFIRMED]:
            confirm(
                requirement=asked, department=nodes[head.department_id], on=self.on, by=head.employee, at=self.at,
                remarks=Remarks("未修了者には、追加実施期間に受講するよう伝えました。"),
            )  # fmt: skip
        by = self.holder(Role.SECURITY_OFFICE)
        report = freeze(requirement=asked, on=self.on, reason="", by=by, at=self.at)
        director, said = self.holder(Role.SECURITY_DIRECTOR), Decision("各課の報告を確認しました。")
        take_step(report=report, position=0, decision=said, by=director, at=self.at)

    def write_texts(self, past_years: int, course: Course) -> None:
        """The annual reports of this year and the last, and a year that only older papers tell of."""
        said = {
            "meeting": "情報セキュリティ委員会", "unfinished": "追加実施期間に受講するよう、所属長を通じて伝えた。",
            "comparison": "年次計画のとおり、全職員を対象に実施した。",
            "issues": "窓口の職員が受講する時間を取りにくい。次年度は章を短くし、実施期間を1週間延ばす。",
        }  # fmt: skip
        for plan in TrainingPlan.objects.filter(
            fiscal_year__in=(self.demo.year - 1, self.demo.year), office="security"
        ):
            texts: AnnualTexts = texts_of(plan)
            for name, words in said.items():
                setattr(texts, name, words)
            save_texts(texts=texts, actor=ACTOR, at=self.at)
        staff, year = self.demo.staff, self.demo.year - past_years - 1
        past = Past(course, year, staff, staff * 8 // 10, "実施報告の決裁文書")
        record_past(past=past, by=self.holder(Role.SECURITY_OFFICE), at=self.at)

    def drill(self) -> None:
        """Nobody's name stands in the trace."""
        sent_on = max(self.on - _SENT_BEFORE, self.demo.april_first)
        drill = found_drill(title="請求書を装ったメールの訓練", sent_on=sent_on, actor=ACTOR, at=self.at)
        chance, sent = Random(self.demo.seed + 2), datetime.combine(sent_on, time(9), TOKYO)  # noqa: S311
        people = Employee.objects.exclude(user=None).order_by("pk").values_list("pk", flat=True)
        results = [DrillResult(drill=drill, employee_id=pk, recorded_at=self.at, **_did(chance, sent)) for pk in people]
        record_drill_results(drill=drill, results=results, actor=ACTOR, at=self.at)

    def hold(self, course: Course) -> None:
        """A 集合研修 is announced, and some have signed up."""
        held_on = self.on + timedelta(days=21)
        announced = Announcement(
            "パソコンを使わない職員のための集合研修", held_on, time(13, 30), time(15), "市役所3階会議室", 20,
            held_on - timedelta(days=7), "筆記用具をお持ちください。",
        )  # fmt: skip
        session = announce_session(course=course, announcement=announced, actor=ACTOR, at=self.at)
        for employee in Employee.objects.order_by("pk")[:_SIGNED_UP]:
            sign_up(session=session, employee=employee, at=self.at)

    def excuse(self, asked: Requirement) -> None:
        """One exemption is asked for, one is given."""
        duties = Duty.objects.on(self.on).filter(requirement=asked).select_related("employee").order_by("-pk")
        by = self.holder(Role.SECURITY_OFFICE)
        reasons = ("外部の研修を受けるため", "年度の途中で退職する予定のため")
        requests = [
            ask_exemption(employee=duty.employee, requirement=asked, reason=reason, asked_by=by, on=self.on, at=self.at)
            for duty, reason in zip(duties[: len(reasons)], reasons, strict=True)
        ]
        grounds = Grounds("年度の途中で退職する予定のため", "総務課長", "退職の日までに受講できないため")
        grant_exemption(request=requests[1], grounds=grounds, decided_by=by, on=self.on, at=self.at)

    def count_as(self) -> None:
        """Whoever looks after systems need not learn of cloud services twice."""
        pair = {course.code: course for course in Course.objects.filter(code__in=("S-10", "S-07"))}
        if len(pair) > 1:
            count_as(
                course=pair["S-10"], counts_as=pair["S-07"], ground="情報セキュリティ委員会の決定（総第8-20号）",
                starts_on=self.demo.april_first, ends_on=None, actor=ACTOR, at=self.at,
            )  # fmt: skip

    def keep_files(self) -> None:
        """A file that waits to be looked at, a view and an extract that were kept."""
        by = self.holder(Role.SECURITY_OFFICE)
        keep_view(employee=by, name="情報セキュリティ基礎だけ", conditions={"course": "S-01"}, on=self.on)
        file = "\r\n".join(_some_staff(self.demo)).encode("cp932")
        batch = receive(
            kind=ImportBatch.Kind.STAFF, on=self.on, filename="異動者.csv", content=file, by=ACTOR, at=self.at
        )
        prepare(batch=batch, at=self.at)
        auditor = self.holder(Role.AUDITOR).user
        search = SearchForm({"act": "役割の指定の取込み"}, ACTS)
        search.full_clean()
        name = auditor.get_username()
        extract = order_extract(search=search, form=Extract.Form.CSV, purpose="audit", actor=name, at=self.at)
        make_extract(extract_id=extract.pk, now=lambda: self.at)


def _did(chance: Random, sent: datetime) -> dict[str, datetime | None]:
    """Some open the mail, some report it, some do both."""
    opened, reported = chance.random() < _OPENED, chance.random() < _REPORTED
    return {
        "delivered_at": sent, "opened_at": sent + timedelta(minutes=chance.randint(1, 300)) if opened else None,
        "reported_at": sent + timedelta(minutes=chance.randint(2, 400)) if reported else None,
    }  # fmt: skip


def _some_staff(demo: DemoCity) -> Iterator[str]:
    """A short file as of another day: a newcomer, and a department that does not exist."""
    text = demo.files()[f"staff_{demo.october_first}.csv"].decode("cp932")
    head, *rows = csv.reader(io.StringIO(text))
    number, seat = head.index("職員番号"), head.index("所属コード")
    rows = rows[10 : 10 + _IN_FILE]
    rows[-1][number], rows[-2][seat] = "90001", "9999"
    yield from (",".join(row) for row in (head, *rows))
