"""Where a person lands after signing in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lms.office.context import entrances

# The first page of the heaviest role; an employee without one goes to 受ける研修.
_FIRST_PAGES = (
    "office_home",
    "audit_home",
    "settings_home",
    "imports",
    "department_table",
    "wagtailadmin_home",
    "desk",
)


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Send the person to the first page of their role."""
    open_pages = {name for _, pages in entrances(request.viewer) for _, name in pages}
    first = next((name for name in _FIRST_PAGES if name in open_pages), None)
    if first is None:
        return render(request, "office/nothing.html")
    _tell_of_answers(request)
    return redirect(first)


def _tell_of_answers(request: HttpRequest) -> None:
    """Whoever signs in hears of answers not yet opened."""
    employee = request.viewer.employee
    if employee and (count := employee.enquiries.unseen().count()):
        messages.info(request, f"あなたの質問への回答が{count}件あります。「研修担当への質問」で読めます。")
