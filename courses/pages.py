"""The pages that present courses: curriculum > course > lesson and test. Content only."""

from typing import Any, NoReturn
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from wagtail.admin.panels import CommentPanel, FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page, PagePermissionTester
from wagtail.search import index

from courses.blocks import LessonBody
from courses.course import Course, Curriculum
from courses.page_forms import CoursePageForm, CurriculumPageForm, LessonPageForm, QuizPageForm
from courses.searching.tokens import folded, indexed
from courses.searching.words import words_of
from quizzes.models import Quiz

# Wagtail's own panel for titles writes a slug along.
_TITLE = FieldPanel("title", classname="title", help_text="受講する人に見える題名です。")


class TaughtPagePermissions(PagePermissionTester):
    """A copied page would present the same course or chapter twice; and no page of ours is public to begin with."""

    def can_copy(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False


class TaughtPage(Page):
    """What all our pages share: Wagtail itself shows them to nobody but to editors, in the preview."""

    # No addresses to choose, nothing to be found by search engines, no publishing at a set time.
    content_panels = [_TITLE]
    promote_panels: list[Panel] = []
    settings_panels = [CommentPanel()]
    # Chapters are listed as they are read.
    admin_default_ordering = "ord"

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        # Wagtail needs a slug and makes none of a Japanese title. Nobody sees it: our addresses are codes and keys.
        self.slug = self.slug or f"p-{uuid4().hex[:12]}"
        super().full_clean(*args, **kwargs)

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> NoReturn:
        raise Http404("Pages reach people through lms.learning only")

    def serve_preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        context = self.get_preview_context(request, mode_name)
        response = TemplateResponse(request, self.get_preview_template(request, mode_name), context)
        # The editor shows the preview in a frame of its own page.
        response._csp_replace = {"frame-ancestors": ["'self'"]}
        return response

    def permissions_for_user(self, user: AbstractBaseUser) -> PagePermissionTester:
        return TaughtPagePermissions(user, self)


class FoundPage(TaughtPage):
    """A page that people find by what it says. `words` is kept beside it to cut excerpts from, and `folded` to search:
    many pages are looked through at once.
    """

    words = models.TextField("検索する文", blank=True, editable=False)
    folded = models.TextField("検索のためにそろえた文", blank=True, editable=False)

    search_fields = [*Page.search_fields, index.SearchField("search_tokens")]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        self.words = self.said()
        self.folded = folded(self.words)

    def said(self) -> str:
        """Everything that one can read on the page."""
        raise NotImplementedError

    def search_tokens(self) -> str:
        return indexed(f"{self.title} {self.words}")


class CourseIndexPage(TaughtPage):
    """The root of everything that is taught."""

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.CurriculumPage"]
    template = "courses/index_page.html"

    class Meta:
        verbose_name = verbose_name_plural = "研修の一覧"


class CurriculumPage(TaughtPage):
    """One curriculum."""

    curriculum = models.OneToOneField(Curriculum, models.PROTECT, related_name="page", verbose_name="研修課程")
    summary = models.TextField("概要", blank=True)

    content_panels = [_TITLE, FieldPanel("curriculum"), FieldPanel("summary")]
    base_form_class = CurriculumPageForm
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.CoursePage"]
    template = "courses/curriculum_page.html"

    class Meta:
        verbose_name = verbose_name_plural = "研修課程のページ"


class CoursePage(FoundPage):
    """One course: what it is for and what it consists of."""

    course = models.OneToOneField(Course, models.PROTECT, related_name="page", verbose_name="研修")
    summary = models.TextField("概要", blank=True)
    aims = models.TextField("ねらい（1行に一つ）", blank=True)
    audience = models.CharField("対象者", max_length=200, blank=True)
    sources = models.TextField("出典（1行に一つ）", blank=True)

    content_panels = [
        _TITLE,
        FieldPanel("course"),
        MultiFieldPanel(
            [FieldPanel("summary"), FieldPanel("aims"), FieldPanel("audience"), FieldPanel("sources")], heading="案内"
        ),
    ]
    base_form_class = CoursePageForm
    parent_page_types = ["courses.CurriculumPage"]
    subpage_types = ["courses.LessonPage", "courses.QuizPage"]
    template = "courses/course_page.html"

    def said(self) -> str:
        lines = (self.summary, self.aims, self.audience, self.sources)
        return " ".join([self.course.code, self.course.reading, *" ".join(lines).split()])

    class Meta:
        verbose_name = verbose_name_plural = "研修のページ"


class LessonPage(FoundPage):
    """One chapter (章). `key` stays when title, slug or place in the tree change: progress points to it."""

    key = models.SlugField("章の記号", max_length=80)
    minutes = models.PositiveSmallIntegerField("所要時間（分）", default=5)
    easy = models.TextField("やさしい日本語", blank=True, help_text="この章の大切なことを、短くやさしい文で書きます。")
    body = StreamField(LessonBody(), verbose_name="本文", blank=True)

    content_panels = [_TITLE, FieldPanel("key"), FieldPanel("minutes"), FieldPanel("easy"), FieldPanel("body")]
    base_form_class = LessonPageForm
    parent_page_types = ["courses.CoursePage"]
    subpage_types: list[str] = []
    template = "courses/lesson_page.html"

    def said(self) -> str:
        return words_of([self.body.get_prep_value(), self.easy])

    class Meta:
        verbose_name = verbose_name_plural = "章のページ"


class QuizPage(TaughtPage):
    """The test of a course."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="pages", verbose_name="理解度テスト")
    introduction = models.TextField("受験の前に", blank=True)

    content_panels = [_TITLE, FieldPanel("quiz"), FieldPanel("introduction")]
    base_form_class = QuizPageForm
    parent_page_types = ["courses.CoursePage"]
    subpage_types: list[str] = []
    template = "courses/quiz_page.html"

    class Meta:
        verbose_name = verbose_name_plural = "理解度テストのページ"
