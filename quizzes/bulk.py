"""Changing many questions at once: all that a filtered list of the bank shows, as far as the person may change them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from lms.lib import clock
from quizzes.models import Item, Quiz
from quizzes.owned_viewsets import Hidden
from quizzes.ownership import offices_run_by
from quizzes.uses import short_of_questions
from quizzes.versions import change_items

_SAME = ("", "変えない")


def warn_of_short_tests(request: HttpRequest, banks: Iterable[int]) -> None:
    """Say which tests nobody can begin after a change in these banks."""
    if short := short_of_questions(Quiz.objects.filter(bank__in=banks)):
        names = "、".join(f"「{test.title}」" for test in short)
        messages.warning(
            request,
            f"承認済みの問題が出題数より少ないため、{names}を受験できません。問題を承認するか、出題数を減らしてください。",
        )


class BulkForm(forms.Form):
    """What becomes of the questions. That they may be asked is the decision of the office that owns the bank."""

    state = forms.ChoiceField(label="状態", choices=[_SAME, *Item.State.choices], required=False)
    category = forms.CharField(label="分類", max_length=60, required=False, help_text="空欄は、変えません。")

    def __init__(self, *args: Any, user: AbstractBaseUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not offices_run_by(user):
            del self.fields["state"]

    def clean(self) -> dict[str, str]:
        values = {name: value for name, value in super().clean().items() if value}
        if not values and not self.errors:
            raise forms.ValidationError("変える項目を一つ以上入力してください。")
        return values


class ItemBulkView(Hidden, PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Asks what to change in the questions that the filter of the address finds, and changes them."""

    model = Item
    permission_required = "change"
    form_class = BulkForm
    filterset_class: Any = None
    index_url_name = "item:index"
    page_title = "問題をまとめて変更"
    header_icon = "edit"

    def items(self) -> QuerySet[Item]:
        """Those of the list that this person may change; a state is changed by the office of the bank only."""
        found = self.model.objects.filter(self.permission_policy.changed_by(self.request.user))
        narrowed = self.filterset_class(self.request.GET, queryset=found, request=self.request)
        # A list passes over a filter that it does not understand; a change of all would be no small mistake.
        return narrowed.qs if narrowed.is_valid() else found.none()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"count": self.items().count(), "back": self._back()}

    def form_valid(self, form: BulkForm) -> HttpResponse:
        items, changes = self.items(), form.cleaned_data
        if "state" in changes:
            items = items.filter(bank__office__in=offices_run_by(self.request.user))
        author, banks = self.request.user.get_username(), set(items.values_list("bank", flat=True).order_by())
        count = change_items(items=items, changes=changes, author=author, at=clock.now())
        messages.success(self.request, f"{count}問を変更しました。")
        warn_of_short_tests(self.request, banks)
        return redirect(self._back())

    def _back(self) -> str:
        return f"{reverse(self.index_url_name)}?{self.request.GET.urlencode()}"
