"""The question bank in the editor."""

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.viewsets.model import ModelViewSetGroup

from quizzes.item_forms import ITEM_PANELS, BankForm, QuizForm
from quizzes.models import Item, QuestionBank, Quiz
from quizzes.owned_viewsets import OwnedEditView, OwnedForm, OwnedViewSet
from quizzes.ownership import DraftPolicy, OwnerPolicy, offices_written_for


def _banks(request: HttpRequest) -> QuerySet[QuestionBank]:
    return QuestionBank.objects.filter(office__in=offices_written_for(request.user))


class ItemFilterSet(WagtailFilterSet):
    """Narrows a list of questions."""

    bank = django_filters.ModelChoiceFilter(queryset=_banks, label="問題集")

    class Meta:
        model = Item
        fields = ["bank", "state", "kind", "category"]


class ItemEditView(OwnedEditView):
    """Every change makes another version; papers already drawn keep theirs."""

    def save_instance(self) -> Item:
        self.form.instance.version += 1
        return super().save_instance()


class ItemViewSet(OwnedViewSet):
    model = Item
    icon = "help"
    menu_label = "問題"
    permission_policy = DraftPolicy(Item, "bank__office")
    edit_view_class = ItemEditView
    edit_handler = ITEM_PANELS
    list_display = ["__str__", "bank", "category", "kind", "state", "version"]
    filterset_class = ItemFilterSet
    list_per_page = 50


class BankViewSet(OwnedViewSet):
    model = QuestionBank
    icon = "folder-open-inverse"
    menu_label = "問題集"
    permission_policy = OwnerPolicy(QuestionBank, "office")
    list_display = ["title", "code"]

    def get_form_class(self, for_update: bool = False) -> type[OwnedForm]:  # noqa: FBT001, FBT002 - Wagtail's shape
        return BankForm


class QuizViewSet(OwnedViewSet):
    model = Quiz
    icon = "form"
    menu_label = "理解度テスト"
    permission_policy = OwnerPolicy(Quiz, "bank__office")
    list_display = ["title", "code", "bank", "draws", "pass_percent"]

    def get_form_class(self, for_update: bool = False) -> type[OwnedForm]:  # noqa: FBT001, FBT002 - Wagtail's shape
        return QuizForm


class QuestionBankGroup(ModelViewSetGroup):
    """The menu 「問題集」."""

    menu_label = "問題集"
    menu_icon = "help"
    menu_order = 300
    items = (ItemViewSet, BankViewSet, QuizViewSet)
