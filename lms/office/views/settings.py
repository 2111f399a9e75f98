"""The administrator's pages: what the city is called, who signs, and accounts. No training results."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from lms.accounts.models import User
from lms.accounts.passwords import give_temporary_password
from lms.lib import clock
from lms.office.forms import AccountSearchForm, CityForm, OfficeHolderForm
from lms.office.nightly.last_run import last_nights
from lms.people.city import appoint_office_holder, change_city, city
from lms.people.models import OfficeHolder
from lms.people.roles import Role

_SHOWN = 50


@login_required
def settings_home(request: HttpRequest) -> HttpResponse:
    """団体の設定, 証書の名義人 and accounts."""
    administrators_only(request)
    found = AccountSearchForm(request.GET or None)
    content = {
        "city_form": CityForm(instance=city()),
        "holder_form": OfficeHolderForm(),
        "holders": OfficeHolder.objects.known().order_by("office", "-starts_on"),
        "search": found,
        "accounts": _accounts(found),
        "nights": last_nights(clock.now()),
        "without_password": User.objects.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX).count(),
    }
    return render(request, "office/settings_home.html", content)


def _accounts(form: AccountSearchForm) -> list[User]:
    if not form.is_bound or not form.is_valid():
        return []
    return list(
        User.objects.filter(username__icontains=form.cleaned_data["staff_number"]).order_by("username")[:_SHOWN]
    )


@login_required
@require_POST
def city_settings(request: HttpRequest) -> HttpResponse:
    administrators_only(request)
    form = CityForm(request.POST, instance=city())
    if not form.is_valid():
        return render(request, "office/settings_form.html", {"form": form, "heading": "団体の設定"})
    change_city(city=form.save(commit=False), actor=request.user.username, at=clock.now())
    messages.success(request, "団体の設定を保存しました。")
    return redirect("settings_home")


@login_required
@require_POST
def office_holder(request: HttpRequest) -> HttpResponse:
    administrators_only(request)
    form = OfficeHolderForm(request.POST)
    if not form.is_valid():
        return render(request, "office/settings_form.html", {"form": form, "heading": "証書の名義人"})
    appoint_office_holder(**form.cleaned_data, actor=request.user.username, at=clock.now())
    messages.success(request, "証書の名義人を登録しました。")
    return redirect("settings_home")


@login_required
@require_POST
def temporary_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a temporary password and show it once, to be printed on a ログイン情報通知書."""
    administrators_only(request)
    account = get_object_or_404(User, pk=pk)
    password = give_temporary_password(account=account, actor=request.user.username, at=clock.now())
    response = render(request, "office/slip.html", {"account": account, "password": password})
    response["Cache-Control"] = "no-store"
    return response


def administrators_only(request: HttpRequest) -> None:
    if not request.viewer.has(Role.ADMINISTRATOR):
        raise Http404
