"""Who may be given a paper: completions and departments that hold none yet."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from lms.certificates.models import Certificate
from lms.certificates.standing import standings
from lms.certificates.subjects import Subject
from lms.duties.counting import counts_by_department
from lms.lib.fiscal_year import end_of_year, last_day, start_of_year
from lms.people.models import Posting
from lms.people.organisation import Organisation
from lms.records.models import Completion

_ORDER = ("course__code", "department_name", "employee__kana_key", "employee__staff_number")


def completions(offices: Collection[str], fiscal_year: int) -> QuerySet[Completion]:
    """The valid completions of a year in the offices' courses, of each person and course the first."""
    earned = Completion.objects.valid().between(start_of_year(fiscal_year), end_of_year(fiscal_year))
    same = earned.filter(employee=OuterRef("employee"), course=OuterRef("course"))
    moment = OuterRef("completed_at")
    earlier = Q(completed_at__lt=moment) | Q(completed_at=moment, pk__lt=OuterRef("pk"))
    first = earned.filter(~Exists(same.filter(earlier)), course__office__in=offices)
    return first.order_by(*_ORDER)


def without_paper(rows: QuerySet[Completion], fiscal_year: int) -> QuerySet[Completion]:
    """Those of `rows` that never had a 修了証書 and whose person holds none for the course and year.

    After a revocation a paper is given anew one by one, if at all; a completion entered in place of a wrong one is as
    any other.
    """
    held = Certificate.objects.standing().filter(
        employee=OuterRef("employee"), subject_code=OuterRef("course__code"), fiscal_year=fiscal_year
    )
    own = Certificate.objects.filter(completion=OuterRef("pk"))
    return rows.filter(~Exists(own), ~Exists(held))


def seated_in(departments: Collection[int], on: date) -> QuerySet[Posting]:
    """Ids of the people whose main posting on a day is in one of `departments`."""
    posted = Posting.objects.on(on).filter(kind=Posting.Kind.MAIN, department__in=departments)
    return posted.values("employee")


def counting_day(fiscal_year: int, today: date) -> date:
    """The 基準日 of a paper made today about a year: today, or the year's last day once it is over."""
    return min(today, last_day(fiscal_year))


def departments_done(
    organisation: Organisation, subjects: Sequence[Subject], fiscal_year: int, on: date
) -> list[tuple[Subject, int]]:
    """Each subject with each reporting department in which everybody who must has completed all of its courses."""
    counts = counts_by_department(organisation, fiscal_year, on)
    done = {key for key, count in counts.items() if count.all_done}
    found = []
    for subject in subjects:
        departments = [pk for pk in organisation.nodes if all((course, pk) in done for course in subject.course_ids)]
        if len(subject.course_ids) > 1:
            departments = _with_people(organisation, subject, fiscal_year, on, departments)
        found += [(subject, pk) for pk in departments]
    return found


def _with_people(
    organisation: Organisation, subject: Subject, fiscal_year: int, on: date, departments: Sequence[int]
) -> list[int]:
    """Without those where nobody completed the whole curriculum because each was excused from some course of it."""
    found = standings(organisation, subject, fiscal_year, on, departments)
    return [pk for pk in departments if found[pk].all_done]


def departments_without_paper(pairs: Sequence[tuple[Subject, int]], fiscal_year: int) -> list[tuple[Subject, int]]:
    """Those that hold no 課別修了証明書 for the subject and year."""
    given = Certificate.objects.filter(fiscal_year=fiscal_year, department__isnull=False)
    held = set(given.values_list("subject_code", "department_id"))
    return [(subject, pk) for subject, pk in pairs if (subject.code, pk) not in held]


def ticked(offices: Collection[str], keys: Collection[str]) -> QuerySet[Completion]:
    """The completions that a page's ticks name, of the offices' own courses only; other keys are passed over."""
    wanted = [int(key) for key in keys if key.isdecimal() and len(key) < 19]
    standing = Completion.objects.valid().filter(pk__in=wanted, course__office__in=offices)
    return standing.select_related("course", "employee").order_by(*_ORDER)
