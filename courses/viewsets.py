"""Course and curriculum rows in the editor."""

from typing import Any, ClassVar

from django import forms
from wagtail.admin.viewsets.model import ModelViewSetGroup

from courses.city_rules import CityRule
from courses.course import Course, Curriculum, CurriculumCourse
from courses.faq import FaqEntry
from courses.glossary import GlossaryTerm, spelling_faults
from quizzes.owned_viewsets import OwnedForm, OwnedViewSet
from quizzes.ownership import OwnerPolicy


class CourseForm(OwnedForm):
    lasting = ("code",)

    # It stands in addresses.
    code = forms.SlugField(label="コード", max_length=20)

    class Meta:
        model = Course
        fields: ClassVar = ["code", "title", "reading", "office", "measure", "action", "minutes", "revision"]


class CurriculumForm(OwnedForm):
    lasting = ("code",)

    code = forms.SlugField(label="コード", max_length=20)

    class Meta:
        model = Curriculum
        fields: ClassVar = ["code", "title", "office"]


class CurriculumCourseForm(OwnedForm):
    lasting = ("curriculum", "course", "from_fiscal_year")
    owned = {"curriculum": "office", "course": "office"}

    class Meta:
        model = CurriculumCourse
        fields: ClassVar = ["curriculum", "course", "position", "from_fiscal_year", "until_fiscal_year"]


class CourseViewSet(OwnedViewSet):
    model = Course
    icon = "doc-full"
    menu_label = "研修"
    permission_policy = OwnerPolicy(Course, "office")
    list_display = ["title", "code", "measure", "action", "minutes", "revision"]

    def get_form_class(self, for_update: bool = False) -> type[OwnedForm]:  # noqa: FBT001, FBT002 - Wagtail's shape
        return CourseForm


class CurriculumViewSet(OwnedViewSet):
    model = Curriculum
    icon = "list-ul"
    menu_label = "研修課程"
    permission_policy = OwnerPolicy(Curriculum, "office")
    list_display = ["title", "code"]

    def get_form_class(self, for_update: bool = False) -> type[OwnedForm]:  # noqa: FBT001, FBT002 - Wagtail's shape
        return CurriculumForm


class CurriculumCourseViewSet(OwnedViewSet):
    model = CurriculumCourse
    icon = "list-ol"
    menu_label = "研修課程の科目"
    permission_policy = OwnerPolicy(CurriculumCourse, "curriculum__office")
    list_display = ["course", "curriculum", "position", "from_fiscal_year", "until_fiscal_year"]

    def get_form_class(self, for_update: bool = False) -> type[OwnedForm]:  # noqa: FBT001, FBT002 - Wagtail's shape
        return CurriculumCourseForm


class CityRuleForm(OwnedForm):
    # Lessons name it.
    lasting = ("key",)

    class Meta:
        model = CityRule
        fields: ClassVar = ["key", "title", "office", "body"]


class CityRuleViewSet(OwnedViewSet):
    model = CityRule
    name = "cityrule"
    icon = "site"
    menu_label = "本市の決まり"
    permission_policy = OwnerPolicy(CityRule, "office")
    list_display = ["title", "key", "office"]

    def get_form_class(self, for_update: bool = False) -> type[OwnedForm]:  # noqa: FBT001, FBT002 - Wagtail's shape
        return CityRuleForm


class GlossaryTermForm(OwnedForm):
    # The library brings it up to date under this word.
    lasting = ("word",)

    class Meta:
        model = GlossaryTerm
        fields: ClassVar = ["word", "reading", "also", "body", "office", "is_shown"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("is_shown") and "word" in values:
            typed = GlossaryTerm(word=values["word"], also=values["also"])
            others = GlossaryTerm.objects.shown().exclude(pk=self.instance.pk)
            for fault in spelling_faults(typed, others):
                self.add_error(None, fault)
        return values


class GlossaryTermViewSet(OwnedViewSet):
    model = GlossaryTerm
    name = "glossaryterm"
    icon = "openquote"
    menu_label = "用語"
    permission_policy = OwnerPolicy(GlossaryTerm, "office")
    list_display = ["word", "reading", "body", "is_shown"]

    def get_form_class(self, for_update: bool = False) -> type[OwnedForm]:  # noqa: FBT001, FBT002 - Wagtail's shape
        return GlossaryTermForm


class FaqEntryForm(OwnedForm):
    lasting = ("course",)
    owned = {"course": "office"}

    class Meta:
        model = FaqEntry
        fields: ClassVar = ["course", "question", "answer", "is_shown"]


class FaqEntryViewSet(OwnedViewSet):
    model = FaqEntry
    name = "faqentry"
    icon = "help"
    menu_label = "よくある質問"
    permission_policy = OwnerPolicy(FaqEntry, "course__office")
    list_display = ["question", "course", "is_shown"]

    def get_form_class(self, for_update: bool = False) -> type[OwnedForm]:  # noqa: FBT001, FBT002 - Wagtail's shape
        return FaqEntryForm


class TrainingGroup(ModelViewSetGroup):
    """The menu 「研修」."""

    menu_label = "研修"
    menu_icon = "doc-full"
    menu_order = 250
    items = (
        CourseViewSet, CurriculumViewSet, CurriculumCourseViewSet, CityRuleViewSet, GlossaryTermViewSet,
        FaqEntryViewSet,
    )  # fmt: skip
