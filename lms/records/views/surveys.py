"""受講後アンケート as the office arranges it: after all of its courses, or otherwise after one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from courses.models import Course
from lms.lib import clock
from lms.people.roles import Office
from lms.records.forms import own_courses
from lms.records.permits import acting_offices, reading_offices
from lms.records.surveys.arranging import set_survey, standing_wording, withdraw_survey
from lms.records.surveys.forms import NewSurveyForm, SurveyForm
from lms.records.surveys.survey import Survey
from lms.records.surveys.wording import SATISFACTION


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def surveys(request: HttpRequest) -> HttpResponse:
    """What is asked after which courses; choosing another course leads to its own survey."""
    offices = reading_offices(request)
    form = NewSurveyForm(request.POST or None, courses=own_courses(request.viewer.offices))
    if form.is_valid():
        return redirect("survey_of_course", form.cleaned_data["course"].pk)
    found = Survey.objects.filter(office__in=offices).select_related("course", "questionnaire")
    of_office = {survey.office: survey for survey in found if survey.course is None}
    content = {
        "offices": [(office, of_office.get(office), request.viewer.owns(office)) for office in offices],
        "of_courses": [survey for survey in found.order_by("course__code") if survey.course],
        "own_offices": request.viewer.offices, "form": form,
    }  # fmt: skip
    return render(request, "records/surveys.html", content)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def survey_of_office(request: HttpRequest, office: str) -> HttpResponse:
    if office not in acting_offices(request):
        raise Http404
    return _arranged(request, office, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def survey_of_course(request: HttpRequest, pk: int) -> HttpResponse:
    course = get_object_or_404(own_courses(acting_offices(request)), pk=pk)
    return _arranged(request, course.office, course)


def _arranged(request: HttpRequest, office: str, course: Course | None) -> HttpResponse:
    form = SurveyForm(request.POST or None, wording=standing_wording(office, course))
    if form.is_valid():
        set_survey(
            office=office, course=course, wording=form.wording, actor=request.user.username, at=clock.now()
        )  # fmt: skip
        messages.success(request, "アンケートの設定を保存しました。")
        return redirect("surveys")
    content = {
        "form": form, "office": Office(office), "course": course, "first": SATISFACTION,
        "own": course is not None and Survey.objects.filter(course=course).exists(),
    }  # fmt: skip
    return render(request, "records/survey_form.html", content)


@login_required
@require_POST
def survey_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    course = get_object_or_404(own_courses(acting_offices(request)), pk=pk)
    survey = Survey.objects.filter(course=course).select_related("course", "questionnaire").first()
    if survey is not None:
        withdraw_survey(survey=survey, actor=request.user.username, at=clock.now())
    messages.success(request, "この研修だけの設定をやめました。今後は、担当のほかの研修と同じように尋ねます。")
    return redirect("surveys")
