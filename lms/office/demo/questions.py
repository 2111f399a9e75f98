"""What the made-up city's people ask the offices: of each course one question is answered and published, one waits."""

from datetime import datetime

from courses.models import Course
from courses.outline import Outline, outline
from lms.learning.enquiries.answering import answer, publish
from lms.learning.enquiries.asking import Question, ask
from lms.learning.models import Enquiry
from lms.people.models import Employee, RoleGrant
from lms.people.roles import Office
from lms.records.models import Completion

_COURSES = ("S-01", "D-01")
_ASKED = "昼休みに受講した時間は、勤務時間になりますか。"
_PUBLISHED = "勤務時間の外に受講してもよいですか。"
_ANSWERED = "受講は勤務時間の中で行ってください。時間が取れないときは、所属長に相談してください。"
_WAITING = "表の文字が小さく、拡大しても読みにくいです。"


def ask_the_offices(at: datetime) -> None:
    for course in Course.objects.filter(code__in=_COURSES):
        done = Completion.objects.valid().filter(course=course).select_related("employee").order_by("-pk")[:2]
        taught = outline(course)
        if len(done) == 2 and taught.lessons:
            _ask(taught, [row.employee for row in done], at)


def _ask(taught: Outline, people: list[Employee], at: datetime) -> None:
    kinds, chapter = Enquiry.Kind, taught.lessons[0].key
    answered = ask(employee=people[0], question=Question(taught, "", kinds.QUESTION, _ASKED), at=at)
    ask(employee=people[1], question=Question(taught, chapter, kinds.FAULT, _WAITING), at=at)
    grants = RoleGrant.objects.known().filter(role=Office(taught.course.office).role).select_related("employee")
    by = grants.earliest("pk").employee
    answer(enquiry=answered, text=_ANSWERED, seen="", by=by, at=at)
    publish(enquiry=answered, question=_PUBLISHED, text=_ANSWERED, by=by, at=at)
