"""Where somebody's personal words stand, and how a person becomes nobody. The figures of past years stay."""

from collections.abc import Iterable, Sequence
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet

from lms.accounts.models import User
from lms.certificates.keeping import path_of
from lms.certificates.models import Certificate, Revocation
from lms.duties.models import Exemption, ExemptionRequest
from lms.importing.models import ComingParticulars, StaffStatement
from lms.learning.models import Bookmark, Enquiry, Note
from lms.lib.facts import Fact
from lms.people.models import Employee, Leave, Posting
from lms.records.models import Completion, CompletionCancellation, SurveyAnswer
from lms.reports.models import DepartmentReport, FrozenReport, SavedView
from quizzes.models import Allowance, Attempt, Response

NOBODY = "（保存期間満了により削除）"
# Facts with personal words, and the way from them to whom they speak of.
PERSONAL: dict[type[Fact], str] = {
    Posting: "employee", Leave: "employee", Exemption: "employee", ExemptionRequest: "employee",
    Completion: "employee", CompletionCancellation: "completion__employee", Attempt: "employee",
    Allowance: "employee", Certificate: "employee", Revocation: "certificate__employee", StaffStatement: "employee",
}  # fmt: skip


# Papers about a department that name its people: of each table those that belong to no single person.
REPORTS: dict[type[Fact], Q] = {
    DepartmentReport: Q(), FrozenReport: Q(), Certificate: Q(department__isnull=False),
    Revocation: Q(certificate__department__isnull=False),
}  # fmt: skip


def facts_of(people: Sequence[int]) -> dict[type[Fact], dict[int, int]]:
    """All such facts about these people, and whom each speaks of, by ids. One query for each table."""
    rows = {model: model.objects.filter(**{f"{way}__in": people}).order_by("pk") for model, way in PERSONAL.items()}
    # An open attempt has no result to erase, and may have none.
    rows[Attempt] = rows[Attempt].exclude(submitted_at=None)
    return {model: dict(found.values_list("pk", PERSONAL[model])) for model, found in rows.items()}


def forget(people: Sequence[int]) -> None:
    """What is no fact: names, account, answers, own notes, files of papers. The facts themselves are erased beside."""
    throw_away_files(Certificate.objects.filter(employee__in=people))
    Response.objects.filter(attempt__employee__in=people).delete()
    ComingParticulars.objects.filter(employee__in=people).delete()
    SurveyAnswer.objects.filter(employee__in=people).delete()
    SavedView.objects.filter(employee__in=people).delete()
    Note.objects.filter(employee__in=people).delete()
    Bookmark.objects.filter(employee__in=people).delete()
    Enquiry.objects.filter(employee__in=people).delete()
    for person in Employee.objects.filter(pk__in=people).select_related("user"):
        _make_nobody(person)


def throw_away_files(papers: QuerySet[Certificate]) -> None:
    """As soon as what has been done in the database cannot be undone."""
    transaction.on_commit(partial(_throw_away, list(papers.exclude(sha256=None))))


def _throw_away(papers: Iterable[Certificate]) -> None:
    for paper in papers:
        path_of(paper, paper.sha256 or "").unlink(missing_ok=True)


def _make_nobody(person: Employee) -> None:
    Employee.objects.filter(pk=person.pk).update(
        staff_number=f"削除-{person.pk}", name=NOBODY, kana="", usual_name="", name_key="", kana_key="", usual_key="",
        email="", hired_on=None, salt="",
    )  # fmt: skip
    account: User | None = person.user
    if account is not None:
        account.username, account.name, account.email, account.is_active = f"erased-{person.pk}", "", "", False
        account.last_login = account.previous_login = None
        account.set_unusable_password()
        account.save()
