"""What a clerk writes of people and departments changes who must learn: duties follow soon, not only in the night."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from lms.duties.tasks import follow_people
from lms.lib import clock

# The addresses of the acts that a rule of a plan can ask about: postings, roles, departments.
ACTS = frozenset({
    "external_admit", "employee_retire", "employee_expiry", "posting_transfer", "posting_add", "posting_end",
    "posting_withdraw", "account_stop", "leave_add", "leave_end", "leave_withdraw", "department_found",
    "department_change", "department_merge", "department_split", "department_close", "role_give", "role_end",
    "role_withdraw",
})  # fmt: skip
_WORDS = "これに合わせて、受講対象を更新しています。"


class DutiesFollow:
    """Asks for one 受講対象の更新 after each act that was done; several acts in a row wait for the same one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if _was_done(request, answer) and follow_people(by=request.user.username, at=clock.now()):
            messages.info(request, _WORDS)
        return answer


def _was_done(request: HttpRequest, answer: HttpResponse) -> bool:
    """An act answers with another address; a form with mistakes is shown again."""
    found = request.resolver_match
    return request.method == "POST" and answer.status_code == 302 and found is not None and found.url_name in ACTS
