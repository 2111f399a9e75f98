"""The pages that present courses: curriculum > course > lesson and test. Content only."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from courses.blocks import LessonBody
from courses.course import Course, Curriculum
from quizzes.models import Quiz


class CourseIndexPage(Page):
    """The root of everything that is taught."""

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.CurriculumPage"]
    template = "courses/index_page.html"

    class Meta:
        verbose_name = verbose_name_plural = "研修の一覧"


class CurriculumPage(Page):
    """One curriculum."""

    curriculum = models.OneToOneField(Curriculum, models.PROTECT, related_name="page", verbose_name="研修課程")
    summary = models.TextField("概要", blank=True)

    content_panels = [*Page.content_panels, FieldPanel("curriculum"), FieldPanel("summary")]
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.CoursePage"]
    template = "courses/curriculum_page.html"

    class Meta:
        verbose_name = verbose_name_plural = "研修課程のページ"


class CoursePage(Page):
    """One course: what it is for and what it consists of."""

    course = models.OneToOneField(Course, models.PROTECT, related_name="page", verbose_name="研修")
    summary = models.TextField("概要", blank=True)
    aims = models.TextField("ねらい（1行に一つ）", blank=True)
    audience = models.CharField("対象者", max_length=200, blank=True)
    sources = models.TextField("出典（1行に一つ）", blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("course"),
        MultiFieldPanel(
            [FieldPanel("summary"), FieldPanel("aims"), FieldPanel("audience"), FieldPanel("sources")], heading="案内"
        ),
    ]
    parent_page_types = ["courses.CurriculumPage"]
    subpage_types = ["courses.LessonPage", "courses.QuizPage"]
    template = "courses/course_page.html"

    class Meta:
        verbose_name = verbose_name_plural = "研修のページ"


class LessonPage(Page):
    """One chapter (章). `key` stays when the title, the slug or the place in the tree changes: progress points to it."""

    key = models.SlugField("章の記号", max_length=80)
    minutes = models.PositiveSmallIntegerField("所要時間（分）", default=5)
    body = StreamField(LessonBody(), verbose_name="本文", blank=True)
    library_digest = models.CharField(max_length=64, blank=True, editable=False)

    content_panels = [*Page.content_panels, FieldPanel("key"), FieldPanel("minutes"), FieldPanel("body")]
    parent_page_types = ["courses.CoursePage"]
    subpage_types: list[str] = []
    template = "courses/lesson_page.html"

    class Meta:
        verbose_name = verbose_name_plural = "章のページ"


class QuizPage(Page):
    """The test of a course."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="pages", verbose_name="理解度テスト")
    introduction = models.TextField("受験の前に", blank=True)

    content_panels = [*Page.content_panels, FieldPanel("quiz"), FieldPanel("introduction")]
    parent_page_types = ["courses.CoursePage"]
    subpage_types: list[str] = []
    template = "courses/quiz_page.html"

    class Meta:
        verbose_name = verbose_name_plural = "理解度テストのページ"
