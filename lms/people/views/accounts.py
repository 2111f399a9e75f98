"""人事担当の確認: accounts to be matched with who is in service."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lms.accounts.models import User
from lms.lib import clock
from lms.people.account_review import accounts_after_service, accounts_of_nobody, privileged_roles, unused_accounts
from lms.people.expiring import close_account
from lms.people.forms.roles import ReviewForm
from lms.people.roles import Role
from lms.people.views.acting import done
from lms.people.views.permits import only_for

_PAGE = 100
_DAYS = 180


class Group(TextChoices):
    UNUSED = "unused", "長くログインのない利用者"
    LEFT = "left", "退職後も利用できる利用者"
    NOBODY = "nobody", "職員と結び付かない利用者"


@login_required
@require_safe
def account_review(request: HttpRequest) -> HttpResponse:
    """Counts of each group, one of them as a list, and who holds the roles that open the system."""
    only_for(request, Role.HR, Role.ADMINISTRATOR)
    on, form = request.viewer.on, ReviewForm({"days": _DAYS, **request.GET.dict()})
    days = (form.is_valid() and form.cleaned_data["days"]) or _DAYS
    groups = {
        Group.UNUSED: unused_accounts(on, days), Group.LEFT: accounts_after_service(on),
        Group.NOBODY: accounts_of_nobody(on),
    }  # fmt: skip
    shown = request.GET.get("show")
    chosen = Group(shown) if shown in Group.values else Group.LEFT
    content = {
        "form": form, "days": days, "chosen": chosen, "on": on,
        "figures": [(group, rows.count(), group is chosen) for group, rows in groups.items()],
        "page": Paginator(groups[chosen], _PAGE).get_page(request.GET.get("page")),
        "privileged": privileged_roles(on),
    }  # fmt: skip
    return render(request, "people/account_review.html", content)


@login_required
@require_POST
def account_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """From now on nobody signs in with this account."""
    only_for(request, Role.HR, Role.ADMINISTRATOR)
    account = get_object_or_404(User, pk=pk)

    def act() -> str:
        close_account(account=account, on=request.viewer.on, actor=request.user.username, at=clock.now())
        return f"「{account.username}」を利用できなくしました。記録は残ります。"

    return done(request, reverse("account_review"), act)
