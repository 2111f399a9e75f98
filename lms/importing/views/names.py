"""外字の置換え: who has a 外字 in the name, and what it is to be."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from lms.importing.forms import RealNameForm
from lms.importing.gaiji import PATTERN, code_points
from lms.importing.handling.remembering import replace_gaiji
from lms.importing.handling.showing import PER_PAGE
from lms.importing.views.guard import for_hr
from lms.lib import clock
from lms.people.models import Employee


@for_hr
@require_GET
def gaiji_names(request: HttpRequest) -> HttpResponse:
    """Everybody whose name holds a 外字, in the order of the readings."""
    page = Paginator(Employee.objects.filter(name__regex=PATTERN), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(person, code_points(person.name)) for person in page]
    trail = [{"label": "職員情報の取込み", "url": reverse("imports")}, {"label": "外字の置換え"}]
    return render(request, "importing/gaiji_names.html", {"page": page, "rows": rows, "trail": trail})


@for_hr
def gaiji_name(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, to be written anew."""
    person = get_object_or_404(Employee.objects.filter(name__regex=PATTERN), pk=pk)
    form = RealNameForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        name = form.cleaned_data["name"]
        replace_gaiji(raw=person.name, chosen=name, actor=request.user.username, at=clock.now())
        messages.success(request, f"職員番号{person.staff_number}の氏名を「{name}」に置き換えました。")
        return redirect("gaiji_names")
    trail = [{"label": "外字の置換え", "url": reverse("gaiji_names")}, {"label": person.staff_number}]
    content = {"form": form, "person": person, "code_points": code_points(person.name), "trail": trail}
    return render(request, "importing/gaiji_name.html", content)
