"""The tick list (出席簿) of trainings away from the screen: who may be ticked, and what a sheet must say."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q

from courses.models import Course
from lms.learning.anew import still_counting
from lms.lib.fiscal_year import fiscal_year, fiscal_year_name
from lms.people.models import Employee, Posting
from lms.people.organisation import Node
from lms.people.roles import SEES_DEPARTMENT
from lms.people.visibility import Viewer
from lms.records.away import AwayForm
from lms.records.confirming import waiting_people
from lms.records.models import AttendanceSheet

# So long after leaving a department somebody can be ticked there: what was held in March is written down in April.
_LATELY = timedelta(days=60)


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be ticked, in the posting that brings them into the list."""

    posting: Posting
    department_name: str
    on: date

    @property
    def employee(self) -> Employee:
        return self.posting.employee

    @property
    def elsewhere(self) -> bool:
        """Counted in another department: here beside the main posting."""
        return self.posting.kind != Posting.Kind.MAIN

    @property
    def left_on(self) -> date | None:
        """The last day here of somebody who has left."""
        ends_on = self.posting.ends_on
        return ends_on if ends_on and ends_on < self.on else None

    @property
    def rank(self) -> tuple[bool, bool]:
        """Who has several postings here stands in the list by the present one, by the main one of these."""
        return self.left_on is not None, self.elsewhere


def own_departments(viewer: Viewer) -> list[Node]:
    """The departments for which this person keeps attendance."""
    held = {department for role, department in viewer.grants if role in SEES_DEPARTMENT}
    return [node for node in viewer.organisation.nodes.values() if node.id in held]


def candidates(viewer: Viewer, department: Node, course: Course) -> list[Candidate]:
    """Those posted in the department and below, today or lately, who still have to complete the course this year;
    without those on a sheet that waits to be confirmed. One query."""
    places = viewer.organisation.below([department.id])
    done, waiting = still_counting(course, viewer.on).values("employee"), waiting_people(course).values("employee")
    lately = Q(ends_on=None) | Q(ends_on__gte=viewer.on - _LATELY)
    posted = Posting.objects.known().filter(lately, starts_on__lte=viewer.on, department__in=places)
    postings = posted.exclude(employee__in=done).exclude(employee__in=waiting)
    found: dict[int, Candidate] = {}
    for posting in postings.select_related("employee").order_by("employee__kana_key", "employee__staff_number", "pk"):
        here = Candidate(posting, viewer.organisation.name(posting.department_id), viewer.on)
        found[posting.employee_id] = min(found.get(posting.employee_id, here), here, key=lambda one: one.rank)
    return list(found.values())


class ChoiceForm(forms.Form):
    """Which training, in which of one's departments."""

    course = forms.ModelChoiceField(
        Course.objects.taught().order_by("code"), label="研修", to_field_name="code", empty_label=None,
        error_messages={"required": "研修を選んでください。", "invalid_choice": "一覧から研修を選んでください。"},
    )  # fmt: skip
    department = forms.ChoiceField(
        label="所属",
        error_messages={"required": "所属を選んでください。", "invalid_choice": "一覧から所属を選んでください。"},
    )

    def __init__(self, *args: Any, departments: list[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nodes = {node.code: node for node in departments}
        self.fields["department"].choices = [(node.code, node.name) for node in departments]

    def clean_department(self) -> Node:
        return self.nodes[self.cleaned_data["department"]]


class SheetForm(AwayForm):
    """How and when the training was held, and who was there."""

    methods = (AttendanceSheet.Method.IN_HOUSE, AttendanceSheet.Method.PAPER, AttendanceSheet.Method.CLASSROOM)

    people = forms.TypedMultipleChoiceField(
        label="受講した職員", coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "受講した職員に印を付けてください。",
            "invalid_choice": "一覧にない職員が含まれています。画面を読み込み直して、もう一度選んでください。",
        },
    )  # fmt: skip

    def __init__(self, *args: Any, course: Course, found: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, people=[candidate.employee for candidate in found], **kwargs)
        self.course, self.left_on = course, {one.employee.pk: one.left_on for one in found}
        self.fields["evidence"].help_text = "あとで確かめられる資料の名前。例：課内研修の出席簿（文書番号 垂総第45号）"

    def clean(self) -> dict[str, Any]:
        """The list leaves out who completed this fiscal year; a sheet of last year may meet others."""
        if not self.errors:
            held_on = self.cleaned_data["held_on"]
            left = [one.shown_name for one in self.attendants if (last := self.left_on[one.pk]) and last < held_on]
            if left:
                self.add_error("people", f"{'、'.join(left)}は、実施日にこの所属にいません。印を外してください。")
                return self.cleaned_data
            words = f"{fiscal_year_name(fiscal_year(held_on))}にこの研修を修了しています。"
            self.refuse_completed(still_counting(self.course, held_on), words)
        return self.cleaned_data
