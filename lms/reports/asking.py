"""From what stands in the address to a question that the person may ask. What one may not see is not there."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import Http404

from courses.models import Course
from lms.lib.fiscal_year import fiscal_year
from lms.people.organisation import Node, Organisation
from lms.people.visibility import Viewer
from lms.reports.cuts import choices
from lms.reports.figures import Question, asked_courses
from lms.reports.forms import FURTHER, Known, ReportForm
from lms.reports.measures import measures, of_measure
from lms.reports.reach import Reach, reach


@dataclass(frozen=True)
class Asked:
    """`question` is missing where the form has errors; the page then says what is wrong."""

    form: ReportForm
    city: Organisation
    question: Question | None = None
    department: Node | None = None

    @property
    def status(self) -> HTTPStatus:
        """A code that is not there, or not for this person's eyes, is not found; a mistyped day is only mistyped."""
        unseen = {"department", "course"} & set(self.form.errors)
        return HTTPStatus.NOT_FOUND if unseen else HTTPStatus.OK

    @property
    def measure(self) -> str:
        """「施策12」: what the trainings are narrowed to, if to anything."""
        return measures(self.question.courses).get(self.form.cleaned_data["measure"], "") if self.question else ""

    @property
    def conditions(self) -> dict[str, str]:
        """What makes up the address of the same question, with the day written out."""
        asked = {name: self.form.data.get(name, "") for name in ("year", "course", "department")}
        asked |= {name: self.form.data[name] for name in FURTHER if self.form.data.get(name)}
        known = {"known": Known.THEN.value} if self.question and self.question.known_at else {}
        return asked | known | {"at": self.question.on.isoformat() if self.question else ""}


def asked(form: ReportForm, viewer: Viewer) -> Asked:
    """Raises Http404 for people who see no reports at all."""
    form.is_valid()
    year = form.cleaned_data.get("year") or fiscal_year(viewer.on)
    sight = reach(viewer, form.cleaned_data.get("on") or viewer.on, form.cleaned_data.get("known_at"))
    if sight.is_nothing:
        raise Http404
    courses = tuple(course for course in asked_courses(year) if sight.own or course.office in sight.offices)
    form.offer(courses, sight.visible.nodes.values())
    form.offer_cuts(courses, choices(form.cleaned_data.get("on") or viewer.on, form.cleaned_data.get("known_at")))
    return _within(form, sight, courses)


def _within(form: ReportForm, sight: Reach, courses: tuple[Course, ...]) -> Asked:
    code, department_code = form.cleaned_data.get("course"), form.cleaned_data.get("department")
    course = next((course for course in courses if course.code == code), None)
    if code and course is None:
        form.add_error("course", "この年度の一覧から研修を選んでください。")
    department = sight.visible.by_code(department_code) if department_code else None
    if department_code and department is None:
        form.add_error("department", "この基準日の一覧から所属を選んでください。")
    scope = sight.scope(department, course)
    if scope is None:
        form.add_error("course", "この所属では選べない研修です。所属か研修を選び直してください。")
    if form.errors:
        return Asked(form, sight.city)
    values = form.cleaned_data
    within = of_measure(courses, values["measure"])
    chosen = tuple(c for c in within if c.office in scope.offices and course in (None, c))
    question = Question(values["year"], values["on"], chosen, scope, values["known_at"], form.cut)
    return Asked(form, sight.city, question, department)
