"""The question bank in the editor."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import Button

from lms.lib import clock
from lms.lib.text_keys import search_key
from quizzes.allowance_viewset import AllowanceViewSet
from quizzes.bulk import ItemBulkView, warn_of_short_tests
from quizzes.item_forms import ITEM_PANELS, BankForm
from quizzes.models import Item, QuestionBank, Quiz
from quizzes.owned_viewsets import OwnedCreateView, OwnedEditView, OwnedForm, OwnedIndexView, OwnedViewSet
from quizzes.ownership import DraftPolicy, OwnerPolicy, offices_written_for
from quizzes.picture_files import keep_pictures, shown_size, usable_pictures
from quizzes.quiz_forms import QUIZ_PANELS
from quizzes.versions import write_item


def _banks(request: HttpRequest) -> QuerySet[QuestionBank]:
    return QuestionBank.objects.filter(office__in=offices_written_for(request.user))


class ItemFilterSet(WagtailFilterSet):
    """Narrows a list of questions."""

    words = django_filters.CharFilter(label="問題文の語句", method="with_words")
    bank = django_filters.ModelChoiceFilter(queryset=_banks, label="問題集")
    tag = django_filters.CharFilter(label="目印", method="with_tag")
    review_by = django_filters.DateFilter(
        label="見直しの期日がこの日まで", field_name="review_on", lookup_expr="lte", widget=AdminDateInput
    )
    doubled = django_filters.ChoiceFilter(
        label="同じ問題文の問題", choices=[("on", "ほかにもあるもの")], empty_label="問わない", method="with_double"
    )

    class Meta:
        model = Item
        fields = ["words", "bank", "state", "kind", "category", "tag", "difficulty", "dss", "review_by", "doubled"]

    def with_words(self, items: QuerySet[Item], name: str, value: str) -> QuerySet[Item]:
        return items.filter(stem_key__contains=search_key(value))

    def with_tag(self, items: QuerySet[Item], name: str, value: str) -> QuerySet[Item]:
        return items.filter(tags__contains=f" {value.strip()} ")

    def with_double(self, items: QuerySet[Item], name: str, value: str) -> QuerySet[Item]:
        """Questions that ask the same, however they are written, as another one that this person may see, in
        whatever state or category that is."""
        seen = Item.objects.filter(ItemViewSet.permission_policy.seen_by(self.request.user))
        doubled = seen.order_by().values("stem_key").annotate(number=Count("pk")).filter(number__gt=1)
        return items.filter(stem_key__in=doubled.values("stem_key"))


class ItemIndexView(OwnedIndexView):
    """With a way to change what is listed."""

    @property
    def header_more_buttons(self) -> list[Button]:
        url = f"{reverse('item:bulk')}?{self.request.GET.urlencode()}"
        return [*super().header_more_buttons, Button("表示中の問題をまとめて変更", url=url, icon_name="edit")]


class ItemEditView(OwnedEditView):
    """Every change makes another version; papers already drawn keep theirs."""

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Of two who save at once the later waits, and its form sees what the other has done."""
        Item.objects.select_for_update().filter(pk=kwargs["pk"]).first()
        return super().post(request, *args, **kwargs)

    def save_instance(self) -> Item:
        item = _written(self)
        warn_of_short_tests(self.request, [item.bank_id])
        return item


class ItemCreateView(OwnedCreateView):
    """The first version."""

    def save_instance(self) -> Item:
        return _written(self)


def _written(view: ItemCreateView | ItemEditView) -> Item:
    item = view.form.save(commit=False)
    item.content = keep_pictures(item.content)
    write_item(item=item, author=view.request.user.get_username(), at=clock.now())
    return item


@require_safe
def picture_to_draw_on(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture of the editor in the size of questions."""
    return redirect(shown_size(get_object_or_404(usable_pictures(request.user), pk=pk)).url)


class ItemViewSet(OwnedViewSet):
    model = Item
    icon = "help"
    menu_label = "問題"
    permission_policy = DraftPolicy(Item, "bank__office")
    add_view_class = ItemCreateView
    index_view_class = ItemIndexView
    edit_view_class = ItemEditView
    edit_handler = ITEM_PANELS
    list_display = ["__str__", "bank", "category", "kind", "state", "version"]
    filterset_class = ItemFilterSet
    # Half of the time of a page goes into its lines.
    list_per_page = 25

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("bulk/", self.bulk_view, name="bulk"),
            path("picture/<int:pk>/", picture_to_draw_on, name="picture"),
        ]

    @property
    def bulk_view(self) -> Callable[..., HttpResponse]:
        return self.construct_view(ItemBulkView, template_name="quizzes/bulk.html", filterset_class=ItemFilterSet)


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
    edit_handler = QUIZ_PANELS
    list_display = ["title", "code", "bank", "draws", "pass_percent"]


class QuestionBankGroup(ModelViewSetGroup):
    """The menu 「問題集」."""

    menu_label = "問題集"
    menu_icon = "help"
    menu_order = 300
    items = (ItemViewSet, BankViewSet, QuizViewSet, AllowanceViewSet)
