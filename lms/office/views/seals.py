"""印影の印刷の許可: the administrator records what the city's 公印規程 permits. The offices only use it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from lms.certificates.layouts.permitting import end_permission, permit_seal
from lms.certificates.models import SealPermission
from lms.lib import clock
from lms.office.forms import SealPermissionForm
from lms.office.views.settings import administrators_only


@login_required
def seal_permissions(request: HttpRequest) -> HttpResponse:
    """What is permitted, and the form of a new permission."""
    administrators_only(request)
    form = SealPermissionForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        values = form.cleaned_data
        permit_seal(
            permitted=form.permitted, picture=values["picture"], starts_on=values["starts_on"],
            actor=request.user.username, at=clock.now(),
        )  # fmt: skip
        messages.success(request, "印影の印刷の許可を登録しました。")
        return redirect("seal_permissions")
    rows = SealPermission.objects.known().select_related("picture").order_by("office", "-starts_on")
    return render(request, "office/seal_permissions.html", {"form": form, "rows": rows, "today": clock.today()})


@login_required
@require_POST
def seal_permission_end(request: HttpRequest, pk: int) -> HttpResponse:
    """From tomorrow on the seal is not printed any more."""
    administrators_only(request)
    row = get_object_or_404(SealPermission.objects.known().filter(ends_on=None), pk=pk)
    end_permission(permission=row, ends_on=clock.today(), actor=request.user.username, at=clock.now())
    messages.success(request, "印影の印刷の許可を終了しました。明日から後の交付には印刷しません。")
    return redirect("seal_permissions")
