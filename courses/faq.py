"""よくある質問: what people ask about a course again and again, with its office's answer. Nobody is named in it."""

from django.db import models

from courses.course import Course


class FaqQuerySet(models.QuerySet):
    """Questions with their answers."""

    def shown(self) -> "FaqQuerySet":
        """Those that people read: of published courses, and not taken off by the office."""
        return self.filter(is_shown=True, course__page__live=True)


class FaqEntry(models.Model):
    """One question and its answer, in the office's words."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="faq", verbose_name="研修")
    question = models.CharField("質問", max_length=200)
    answer = models.TextField("回答", max_length=2000)
    is_shown = models.BooleanField("受講者に示す", default=True)

    objects = FaqQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "よくある質問"
        ordering = ["course__code", "pk"]

    def __str__(self) -> str:
        return self.question

    @property
    def anchor(self) -> str:
        return faq_anchor(self.pk)


def faq_anchor(pk: int) -> str:
    """Where an entry stands on the page of all of them."""
    return f"faq-{pk}"
