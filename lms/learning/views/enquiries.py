"""研修担当に質問する, one's own questions with their answers, and what everybody asks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from courses.models import FaqEntry
from lms.learning.enquiries.asking import TooManyError, ask, mark_seen
from lms.learning.enquiries.forms import AskForm
from lms.learning.own import open_course, own_employee
from lms.lib import clock
from lms.people.roles import Office

_PAGE = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_ask(request: HttpRequest, code: str) -> HttpResponse:
    """From a course, a chapter or a result, which the address names; it is chosen in the form."""
    employee, (outline, _) = own_employee(request), open_course(code)
    form = AskForm(request.POST or None, outline=outline, place=request.GET.get("place", ""))
    if form.is_valid():
        try:
            ask(employee=employee, question=form.question, at=clock.now())
        except TooManyError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "質問を送りました。回答は、このページに表示します。")
            return redirect("own_enquiries")
    content = {"course": outline.course, "office": Office(outline.course.office), "form": form}
    return render(request, "learning/enquiry_ask.html", content)


@login_required
@require_safe
def own_enquiries(request: HttpRequest) -> HttpResponse:
    """One's own, the newest first. To open the page is to have seen the answers."""
    employee = own_employee(request)
    own = employee.enquiries.select_related("course").order_by("-asked_at", "-pk")
    page = Paginator(own, _PAGE).get_page(request.GET.get("page"))
    shown = render(request, "learning/own_enquiries.html", {"page": page})
    mark_seen(employee=employee, at=clock.now())
    return shown


@login_required
@require_safe
def faq(request: HttpRequest) -> HttpResponse:
    """よくある質問 of all published courses."""
    own_employee(request)
    return render(request, "learning/faq.html", {"entries": FaqEntry.objects.shown().select_related("course")})
