"""Giving 課別修了証明書: choose, confirm with the 決裁, give."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lms.certificates.candidates import counting_day, departments_done, departments_without_paper
from lms.certificates.forms import DecisionForm, DepartmentPapersForm
from lms.certificates.issuing import CannotGiveError, give_department
from lms.certificates.samples import department_sample
from lms.certificates.signers import NoSignerError
from lms.certificates.subjects import Subject, subjects
from lms.certificates.views.answers import pdf_answer
from lms.certificates.views.permits import office_viewer
from lms.duties.views.updates import updating_figures
from lms.lib import clock
from lms.people.organisation import Node, Organisation, organisation


@dataclass(frozen=True)
class Choice:
    """A year and subject with the departments that are all done in it on the 基準日."""

    year: int
    subject: Subject
    counted_on: date
    organisation: Organisation
    done: tuple[int, ...]
    waiting: tuple[int, ...]

    @property
    def nodes(self) -> list[Node]:
        return [self.organisation.nodes[pk] for pk in self.waiting]

    def ticked(self, keys: Sequence[str]) -> list[Node]:
        return [node for node in self.nodes if str(node.id) in keys]


@login_required
@require_safe
def department_papers(request: HttpRequest) -> HttpResponse:
    """Departments in which everybody who must has completed, and which hold no 課別修了証明書 yet."""
    form, choice = _choice(request, request.GET.dict())
    content = {"form": form, "choice": choice}
    if choice is not None:
        content |= updating_figures(choice.year, None, clock.now())
    return render(request, "certificates/department_papers.html", content)


@login_required
@require_POST
def department_papers_confirm(request: HttpRequest) -> HttpResponse:
    """The ticked ones once more, with the fields of the 決裁. Nothing is given yet."""
    choice = _required_choice(request, request.POST.dict())
    nodes = choice.ticked(request.POST.getlist("department"))
    if not nodes:
        messages.warning(request, "交付する所属を選んでください。")
        return redirect("department_papers")
    return _confirmation(request, choice, nodes, DecisionForm(today=clock.today()))


@login_required
@require_POST
def department_papers_give(request: HttpRequest) -> HttpResponse:
    """Give, and go to the batch. A second press finds everything given and goes there as well."""
    choice = _required_choice(request, request.POST.dict())
    keys = request.POST.getlist("department")
    form = DecisionForm(request.POST, today=clock.today())
    if not form.is_valid():
        return _confirmation(request, choice, choice.ticked(keys), form)
    try:
        batch = give_department(
            subject=choice.subject, year=choice.year, departments=[pk for pk in choice.done if str(pk) in keys],
            counted_on=choice.counted_on, decision=form.decision, given_on=form.cleaned_data["given_on"],
            actor=request.user.username, at=clock.now(),
        )  # fmt: skip
    except (CannotGiveError, NoSignerError) as error:
        form.add_error(None, str(error))
        return _confirmation(request, choice, choice.ticked(keys), form)
    return redirect("paper_batch", batch.pk)


@login_required
@require_safe
def department_paper_sample(request: HttpRequest, year: int, subject: str, department: int) -> HttpResponse:
    """見本 of the paper that a department would get today."""
    choice = _required_choice(request, {"fiscal_year": year, "subject": subject})
    if department not in choice.done:
        raise Http404
    try:
        content = department_sample(choice.subject, choice.year, department, choice.counted_on, clock.today())
    except NoSignerError as error:
        messages.error(request, str(error))
        return redirect("department_papers")
    return pdf_answer(content, "sample.pdf")


def _choice(request: HttpRequest, given: dict[str, Any]) -> tuple[DepartmentPapersForm, Choice | None]:
    _, offices = office_viewer(request)
    today = clock.today()
    # What can be chosen depends on the year, so the year is read first.
    year = DepartmentPapersForm(given, today, []).year
    form = DepartmentPapersForm(given, today, subjects(offices, year))
    subject = form.chosen if form.is_valid() else None
    return form, subject and _done(year, subject, counting_day(year, today))


def _done(year: int, subject: Subject, on: date) -> Choice:
    as_of = organisation(on)
    done = departments_done(as_of, [subject], year, on)
    waiting = departments_without_paper(done, year)
    return Choice(year, subject, on, as_of, tuple(pk for _, pk in done), tuple(pk for _, pk in waiting))


def _required_choice(request: HttpRequest, given: dict[str, Any]) -> Choice:
    """Of the subject that is named: giving does not fall back to another."""
    _, choice = _choice(request, given)
    if choice is None or choice.subject.code != given.get("subject"):
        raise Http404
    return choice


def _confirmation(request: HttpRequest, choice: Choice, nodes: Sequence[Node], form: DecisionForm) -> HttpResponse:
    content = {"choice": choice, "nodes": nodes, "form": form}
    return render(request, "certificates/department_papers_confirm.html", content)
