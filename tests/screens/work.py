"""What the city's offices have done besides, so that pages that stand for one thing have one to show."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time

from courses.models import Course
from lms.certificates.bundles.making import Choice, make_bundle, order_bundle
from lms.certificates.models import Bundle, Certificate
from lms.certificates.reissuing import revoke
from lms.importing.handling.receiving import prepare, receive
from lms.importing.history.applying import hand_in_file, read_file
from lms.importing.models import ImportBatch
from lms.learning.enquiries.answering import answer
from lms.learning.models import Enquiry
from lms.lib import clock
from lms.people.models import Employee, Posting
from lms.people.naming import Names, correct_names
from lms.people.roles import Office, Role
from lms.people.visibility import viewer
from lms.records.confirming import hand_in_sheet
from lms.records.holding import Announcement, announce_session
from lms.records.models import AttendanceSheet, Completion, RecordsFile
from lms.records.setting import require_confirmation
from lms.records.signing_up import sign_up
from lms.reports.exporting import Format
from lms.reports.lists.making import Wish, make_list, order_list
from lms.reports.lists.rows import people_list
from lms.reports.models import ListFile
from quizzes.models import Quiz

COURSE = "S-01"
# Whose test shows one question after the other.
ONE_BY_ONE = "S-04"
_PLACE = ("市役所3階会議室", 20)
_PAST = """職員番号,研修コード,修了日,受講方法,根拠資料
{},S-01,R7.6.20,集合研修,令和7年度の出席簿
99999,S-01,R7.6.20,集合研修,令和7年度の出席簿
"""
_OTHER_FORM = """社員番号,漢字氏名,カナ,所属課コード,役職
00013,青木　茂,アオキ　シゲル,0101,主事
"""


@dataclass(frozen=True)
class Work:
    """Of one day. `people`: staff numbers by the names of roles."""

    people: Mapping[str, str]
    on: date
    at: datetime

    def do(self) -> None:
        course = Course.objects.get(code=COURSE)
        Quiz.objects.filter(code=ONE_BY_ONE).update(layout=Quiz.Layout.FREE)
        self.hold(course)
        self.hand_in(course)
        self.answer_a_question()
        self.bring_in_the_past()
        self.bring_another_form()
        self.take_out()
        self.write_with_a_character_of_ones_own()

    @property
    def office(self) -> Employee:
        return self._of(Role.SECURITY_OFFICE)

    def _of(self, role: Role) -> Employee:
        return Employee.objects.get(staff_number=self.people[str(role.label)])

    def hold(self, course: Course) -> None:
        """A session of today, whose people are to be ticked off."""
        said = Announcement(
            "昼休みの集合研修", self.on, time(12), time(13), *_PLACE, self.on, "申込みなしでも参加できます。"
        )
        session = announce_session(course=course, announcement=said, actor=self.office.staff_number, at=self.at)
        for person in self._unfinished(course)[:3]:
            sign_up(session=session, employee=person, at=self.at)

    def hand_in(self, course: Course) -> None:
        """A sheet that waits for the office's look."""
        actor = self.office.staff_number
        require_confirmation(required=True, actor=actor, at=self.at)
        clerk = self._of(Role.CLERK)
        people = self._unfinished(course)[3:6]
        seat = Posting.objects.on(self.on).get(employee=people[0], kind=Posting.Kind.MAIN).department
        sheet = AttendanceSheet(
            course=course, department=seat, method=AttendanceSheet.Method.IN_HOUSE, held_on=self.on,
            evidence="課内研修の出席簿", recorded_by=clerk, recorded_at=self.at,
        )  # fmt: skip
        hand_in_sheet(sheet=sheet, employees=people[:1])
        require_confirmation(required=False, actor=actor, at=self.at)

    def _unfinished(self, course: Course) -> list[Employee]:
        done = Completion.objects.filter(course=course).values("employee")
        seated = Posting.objects.on(self.on).filter(kind=Posting.Kind.MAIN).values("employee")
        return list(Employee.objects.filter(pk__in=seated).exclude(pk__in=done).order_by("pk")[:6])

    def answer_a_question(self) -> None:
        """One that everybody may read of next."""
        asked = Enquiry.objects.waiting().filter(course__office=Office.SECURITY).earliest("pk")
        words = "表を大きくして、章の終わりに移しました。画面は400％まで拡大できます。"
        answer(enquiry=asked, text=words, seen=asked.stamp, by=self.office, at=self.at)

    def bring_in_the_past(self) -> None:
        """A file of completions of an earlier year, with somebody unknown in it."""
        number = self._unfinished(Course.objects.get(code=COURSE))[0].staff_number
        file = hand_in_file(
            kind=RecordsFile.Kind.COMPLETIONS, drill=None, offices=[Office.SECURITY], filename="令和7年度の修了.csv",
            content=_PAST.format(number).encode(), by=self.office, at=self.at,
        )  # fmt: skip
        read_file(file=file, at=self.at)

    def bring_another_form(self) -> None:
        """A staff file whose columns are called otherwise."""
        batch = receive(
            kind=ImportBatch.Kind.STAFF, on=self.on, filename="新しい様式.csv", content=_OTHER_FORM.encode(),
            by=self._of(Role.HR).staff_number, at=self.at,
        )  # fmt: skip
        prepare(batch=batch, at=self.at)

    def take_out(self) -> None:
        """Papers put together, a long list, and a paper that counts no more."""
        user = self.office.user.get_username()
        papers = list(Certificate.objects.filter(employee__isnull=False).order_by("pk"))
        chosen = Choice("情報セキュリティ基礎の修了証書", [one.pk for one in papers], [Office.SECURITY], {})
        bundle = order_bundle(choice=chosen, form=Bundle.Form.LIST, purpose="archive", actor=user, at=self.at)
        make_bundle(bundle_id=bundle.pk, now=clock.now)
        wish = Wish(ListFile.Kind.PEOPLE, {}, Format.XLSX, "report")
        source = people_list(wish.conditions, viewer(self.office, self.on), self.at)
        row = order_list(wish=wish, source=source, total=sum(1 for _ in source.rows()), actor=user, at=self.at)
        make_list(list_id=row.pk, now=clock.now)
        revoke(certificate=papers[-1], reason="修了日の誤り", on=self.on, actor=user, at=self.at)

    def write_with_a_character_of_ones_own(self) -> None:
        """外字, as an old system of the city may have them."""
        person = Employee.objects.order_by("pk").last()
        names = {field.name: getattr(person, field.name) for field in fields(Names)}
        names["name"] = f"\ue000{person.name[1:]}"
        correct_names(employee=person, names=Names(**names), actor="demo", at=self.at)
