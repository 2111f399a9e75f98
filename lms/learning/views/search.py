"""教材を探す: courses and chapters that hold what was typed; and the words that they explain."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.glossary import GlossaryTerm
from courses.searching.finding import MOST_LETTERS, find
from lms.learning.own import own_employee

_MOST = 30


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Every published course is open to whoever is in the city's service; drafts are found by nobody."""
    own_employee(request)
    question = request.GET.get("q", "").replace("\x00", " ").strip()[:MOST_LETTERS]
    hits = find(question, most=_MOST) if question else []
    content = {"question": question, "hits": hits, "most": _MOST, "letters": MOST_LETTERS}
    return render(request, "learning/search.html", content)


@login_required
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """用語の一覧, in the order of the readings."""
    own_employee(request)
    return render(request, "learning/glossary.html", {"terms": GlossaryTerm.objects.all()})
