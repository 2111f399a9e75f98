"""番号の書式: how the numbers of papers look, by office and kind."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lms.certificates.series import change_patterns
from lms.lib import clock
from lms.office.forms import NumberPatternsForm
from lms.office.views.settings import administrators_only


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def number_patterns(request: HttpRequest) -> HttpResponse:
    """Looked at with examples first, then saved."""
    administrators_only(request)
    form = NumberPatternsForm(request.POST if request.method == "POST" else None, today=clock.today())
    looked_at = form.is_valid()
    if looked_at and "save" in request.POST:
        change_patterns(patterns=form.patterns, current=form.current, actor=request.user.username, at=clock.now())
        messages.success(request, "番号の書式を保存しました。")
        return redirect("settings_home")
    return render(request, "office/number_patterns.html", {"form": form, "looked_at": looked_at})
