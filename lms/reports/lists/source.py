"""What a file in the background is made of, and how far one has to see for it."""

from collections.abc import Callable
from typing import IO, Protocol

from django.http import Http404

from lms.people.visibility import Viewer
from lms.reports.asking import Asked, asked
from lms.reports.exporting import Format
from lms.reports.figures import Question
from lms.reports.forms import ReportForm

# Says how many rows are done, and holds on to the work; raises where it is ours no longer.
Tell = Callable[[int], None]


class NotAllowedError(ValueError):
    """The orderer may not see it, or its conditions fit no more. The message says what to do."""


NO_ROLE = "この{what}を出力できる役割がありません。役割の指定を確かめてください。"
_NO_LONGER = (
    "指定した条件が、今は使えません（役割、職位、研修計画などが変わっています）。画面で条件を指定し直してください。"
)


class Source(Protocol):
    """One file. `covers`: all that one has to see to read it."""

    @property
    def title(self) -> str: ...

    @property
    def covers(self) -> frozenset[str]: ...

    def write(self, file: IO[bytes], form: Format, tell: Tell) -> int:
        """Says how many rows there are. Raises UnwritableCharactersError and TooManyRowsError."""


def asked_anew(form: ReportForm, viewer: Viewer, what: str) -> Asked:
    """What was asked on a page, as far as the person may ask it now. Raises NotAllowedError."""
    try:
        found = asked(form, viewer)
    except Http404 as error:
        raise NotAllowedError(NO_ROLE.format(what=what)) from error
    if found.question is None:
        raise NotAllowedError(_NO_LONGER)
    return found


def covered(question: Question) -> frozenset[str]:
    """The departments and trainings of a question."""
    scope = question.scope
    places = {"everywhere"} if scope.everywhere else {f"department:{pk}" for pk in scope.departments.nodes}
    return frozenset(places | {f"course:{course.pk}" for course in question.courses})
