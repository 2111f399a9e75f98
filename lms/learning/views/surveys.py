"""受講後アンケート: one page, answered or left. What is sent is passed on and nowhere else kept, shown or logged."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lms.learning.own import open_course, own_employee
from lms.learning.standing import standing
from lms.learning.surveys import Offer, offer, remember
from lms.lib import clock
from lms.people.models import Employee
from lms.records.surveys.answering import FEWEST, AnsweredError, answer_survey
from lms.records.surveys.forms import AnswerForm

_CHANGED = "アンケートの内容が変わりました。回答は記録していません。新しい内容を確かめてください。"


# A report of an error would carry the answer and the person together.
@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, code: str) -> HttpResponse:
    """Of a course that one has completed; who is not asked is led back to the course."""
    employee, (outline, _) = own_employee(request), open_course(code)
    found = offer(request, standing(employee, outline, clock.now()), employee)
    if found is None:
        return redirect("course", code)
    asked = found.occasion.questionnaire
    if request.method == "POST" and request.POST.get("asked") != str(asked.pk):
        # What was promised above the fields must hold for what is sent.
        messages.warning(request, _CHANGED)
        return redirect("survey", code)
    form = AnswerForm(request.POST or None, asked=asked)
    if form.is_valid():
        return _answered(request, found, form, employee)
    return render(request, "learning/survey.html", {"offer": found, "form": form, "fewest": FEWEST})


def _answered(request: HttpRequest, found: Offer, form: AnswerForm, employee: Employee) -> HttpResponse:
    try:
        answer_survey(
            occasion=found.occasion, grades=form.grades, text=form.cleaned_data["text"], employee=employee
        )  # fmt: skip
    except AnsweredError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, "アンケートに回答しました。ありがとうございました。")
    response = redirect("course", found.occasion.course.code)
    remember(request, response, found.occasion.course)
    return response
