"""受講後アンケート: the results, for the training office that asked and for 監査担当.

Heads do not open this page: in a small course they know who took it, and a text may be told by its style.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from courses.models import Course
from lms.ledger.appending import append
from lms.lib import clock
from lms.lib.fiscal_year import fiscal_year, fiscal_year_name
from lms.lib.tables.unwritable import UnwritableCharactersError
from lms.people.city import city
from lms.records.permits import reading_offices
from lms.records.surveys.wording import GRADES
from lms.reports.exporting import Format, TooManyRowsError, file_of, record_export
from lms.reports.forms import FileForm
from lms.reports.survey_tables import COUNTING, figures_table, picture, texts_table
from lms.reports.surveys import named_answers, results, satisfactions
from lms.reports.views.sending import file_response

_YEARS_BACK = 10
_PAGE = 100
_TABLES = {"figures": figures_table, "texts": texts_table}


class YearForm(forms.Form):
    """Which fiscal year; what the address does not say is the current one."""

    year = forms.TypedChoiceField(
        label="年度", coerce=int, error_messages={"invalid_choice": "一覧から年度を選んでください。"}
    )

    def __init__(self, given: dict[str, str], *, current: int) -> None:
        super().__init__({"year": str(current), **given})
        self.fields["year"].choices = [(year, fiscal_year_name(year)) for year in _years(current)]


class SurveyFileForm(FileForm):
    """Which table in which format, and what for."""

    content = forms.ChoiceField(label="内容", choices=[("figures", "質問ごとの件数と平均"), ("texts", "自由記述")])


@login_required
@require_safe
def survey_results(request: HttpRequest) -> HttpResponse:
    """満足度 of every course of a year."""
    offices = reading_offices(request)
    form = YearForm(request.GET.dict(), current=fiscal_year(request.viewer.on))
    if not form.is_valid():
        return render(request, "reports/surveys.html", {"form": form})
    year, courses = form.cleaned_data["year"], list(Course.objects.taught().filter(office__in=offices))
    found = satisfactions(courses, year)
    rows = [(course, found.get(course.pk)) for course in courses]
    return render(request, "reports/surveys.html", {"form": form, "year": year, "rows": rows, "counting": COUNTING})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def survey_result(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Figures and texts of one course; posting takes them out as a file."""
    course = _course(request, year, pk)
    form = SurveyFileForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return _file(request, course, year, form)
        except (TooManyRowsError, UnwritableCharactersError) as error:
            messages.error(request, str(error))
    return render(request, "reports/survey.html", _content(course, year, form))


def _content(course: Course, year: int, form: SurveyFileForm) -> dict[str, Any]:
    return {
        "course": course, "year": year, "year_name": fiscal_year_name(year), "form": form, "formats": Format,
        "results": [(result, picture(result)) for result in results(course, year)], "counting": COUNTING,
        "has_named": named_answers(course, year).exists(), "confidentiality": city().confidentiality_label,
    }  # fmt: skip


def _file(request: HttpRequest, course: Course, year: int, form: SurveyFileForm) -> HttpResponse:
    moment, wanted, content = clock.now(), Format(form.cleaned_data["format"]), form.cleaned_data["content"]
    table = _TABLES[content](course, year, results(course, year), moment, city().confidentiality_label)
    file = file_of(table, wanted)
    record_export(
        table=table, form=wanted, purpose=form.cleaned_data["purpose"], actor=request.user.username, at=moment,
        conditions={"course": course.code, "year": str(year), "content": content},
    )  # fmt: skip
    return file_response(file)


@login_required
@require_safe
def survey_named(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Who answered what, where the form said so. Every look leaves its trace."""
    course = _course(request, year, pk)
    page = Paginator(named_answers(course, year), _PAGE).get_page(request.GET.get("page"))
    with transaction.atomic():
        subject = f"アンケート {course.code} {year}年度"
        append(actor=request.user.username, action="記名のアンケートの閲覧", subject=subject, at=clock.now())
    words = dict(GRADES)
    content = {
        "course": course, "year": year, "year_name": fiscal_year_name(year), "page": page,
        "confidentiality": city().confidentiality_label,
        "answers": [
            (answer, [
                (question, words[grade])
                for question, grade in zip(answer.questionnaire.questions, answer.grades, strict=True)
            ])
            for answer in page
        ],
    }  # fmt: skip
    return render(request, "reports/survey_named.html", content)


def _course(request: HttpRequest, year: int, pk: int) -> Course:
    courses = Course.objects.taught().filter(office__in=reading_offices(request))
    if year not in _years(fiscal_year(request.viewer.on)):
        raise Http404
    return get_object_or_404(courses, pk=pk)


def _years(current: int) -> range:
    return range(current, current - _YEARS_BACK, -1)
