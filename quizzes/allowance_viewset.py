"""受講上の配慮 in the editor: the office of a test records who is allowed what, and takes it back."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.widgets import AdminAutoHeightTextInput

from lms.lib import clock
from lms.people.forms.fields import CodeField
from lms.people.models import Department, Employee
from quizzes.allowing import allow, take_back
from quizzes.models import Allowance
from quizzes.owned_viewsets import OwnedCreateView, OwnedEditView, OwnedForm, OwnedIndexView, OwnedViewSet
from quizzes.ownership import OwnerPolicy


class AllowanceForm(OwnedForm):
    """One person by number, or one department by code."""

    owned = {"quiz": "bank__office"}

    staff_number = CodeField(label="職員番号", required=False)
    department_code = CodeField(
        label="所属コード", required=False, help_text="この所属と、その下の全ての所属の職員に及びます。"
    )
    reason = forms.CharField(label="理由", widget=AdminAutoHeightTextInput, help_text="一覧には表示しません。")

    class Meta:
        model = Allowance
        fields: ClassVar = [
            "quiz", "staff_number", "department_code", "extra_minutes", "extra_attempts", "closes_at", "reason",
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        number, code = values.get("staff_number"), values.get("department_code")
        if bool(number) == bool(code):
            raise forms.ValidationError("職員番号か所属コードの、どちらか一つを入力してください。")
        if not (values.get("extra_minutes") or values.get("extra_attempts") or values.get("closes_at")):
            raise forms.ValidationError("延長する時間、追加する受験回数、期間の終わりのいずれかを入力してください。")
        self.instance.employee = _found(self, "staff_number", Employee.objects.filter(staff_number=number))
        self.instance.department = _found(self, "department_code", Department.objects.filter(code=code))
        return values


def _found(form: forms.Form, name: str, rows: QuerySet) -> Any:
    row = rows.first()
    if row is None and form.cleaned_data[name]:
        form.add_error(name, "登録されていません。番号を確かめてください。")
    return row


class AllowanceIndexView(OwnedIndexView):
    """What holds now; a line leads to where it is taken back."""

    def get_base_queryset(self) -> QuerySet[Allowance]:
        return super().get_base_queryset().filter(voided_at=None).select_related("quiz", "employee", "department")


class AllowanceCreateView(OwnedCreateView):
    """Writes the fact and its trace."""

    def save_instance(self) -> Allowance:
        row = self.form.save(commit=False)
        return allow(allowance=row, actor=self.request.user.get_username(), at=clock.now())


class AllowanceEndView(OwnedEditView):
    """Shows it, and takes it back. A fact is not edited: what is wrong is taken back and recorded anew."""

    template_name = "quizzes/allowance.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        if take_back(allowance=row, actor=request.user.get_username(), at=clock.now()):
            messages.success(request, "受講上の配慮を取り消しました。")
        else:
            messages.warning(request, "この受講上の配慮は、既に取り消されています。")
        return redirect(reverse(self.index_url_name))


class AllowanceViewSet(OwnedViewSet):
    model = Allowance
    icon = "time"
    menu_label = "受講上の配慮"
    permission_policy = OwnerPolicy(Allowance, "quiz__bank__office")
    index_view_class = AllowanceIndexView
    add_view_class = AllowanceCreateView
    edit_view_class = AllowanceEndView
    list_display = ["quiz", "employee", "department", "extra_minutes", "extra_attempts", "closes_at"]

    def get_form_class(self, for_update: bool = False) -> type[OwnedForm]:  # noqa: FBT001, FBT002 - Wagtail's shape
        return AllowanceForm
