"""教材を探す: what holds what was typed, kind by kind; and the words that courses explain."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.glossary import GlossaryTerm
from courses.searching.finding import MOST_BESIDE, MOST_LETTERS, MOST_TERMS, Hit, find, left_out
from courses.searching.shelves import Kind
from lms.learning.own import own_employee

_MOST = 30


@dataclass(frozen=True)
class Group:
    """The finds of one kind."""

    kind: Kind
    hits: Sequence[Hit]

    @property
    def name(self) -> str:
        return self.kind.value

    @property
    def anchor(self) -> str:
        return self.kind.name.lower()

    @property
    def is_cut(self) -> bool:
        """Whether there may be more."""
        return len(self.hits) == (_MOST if self.kind is Kind.PAGE else MOST_BESIDE)

    @property
    def count(self) -> str:
        return f"{len(self.hits)}件以上" if self.is_cut else f"{len(self.hits)}件"


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Every published course is open to whoever is in the city's service; drafts are found by nobody."""
    own_employee(request)
    question = request.GET.get("q", "").replace("\x00", " ").strip()[:MOST_LETTERS]
    hits = find(question, most=_MOST) if question else []
    groups = [Group(kind, list(found)) for kind, found in groupby(hits, lambda hit: hit.text.kind)]
    content = {
        "question": question, "groups": groups, "letters": MOST_LETTERS, "terms": MOST_TERMS,
        "left_out": left_out(question),
    }  # fmt: skip
    return render(request, "learning/search.html", content)


@login_required
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """用語の一覧, in the order of the readings."""
    own_employee(request)
    return render(request, "learning/glossary.html", {"terms": GlossaryTerm.objects.shown()})
