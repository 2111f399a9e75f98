"""What was asked and answered. Correspondence, no fact: it goes when its person is erased (保存期間)."""

from django.db import models
from django.db.models import Q

from courses.models import Course, FaqEntry
from lms.people.models import Employee


class EnquiryQuerySet(models.QuerySet):
    """Questions to the offices."""

    def waiting(self) -> "EnquiryQuerySet":
        return self.filter(answered_at=None)

    def unseen(self) -> "EnquiryQuerySet":
        """Answered, and not yet looked at by who asked."""
        return self.filter(answered_at__isnull=False, seen_at=None)


class Enquiry(models.Model):
    """One question to the office that owns the course, or a word on its text. Who asked, that office and 監査担当 read
    it, nobody else.

    `place` says in words, as they stood then, where in the course it belongs; `chapter` is the key where that is one.
    """

    class Kind(models.TextChoices):
        QUESTION = "question", "質問"
        FAULT = "fault", "教材の誤りや分かりにくい所"

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="enquiries", verbose_name="質問した人")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+", verbose_name="研修")
    chapter = models.CharField("章の記号", max_length=80, blank=True)
    place = models.CharField("箇所", max_length=300)
    kind = models.CharField("種類", max_length=8, choices=Kind)
    text = models.TextField("内容")
    asked_at = models.DateTimeField("質問した日時")
    answer = models.TextField("回答", blank=True)
    answered_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+", verbose_name="回答した人")
    answered_at = models.DateTimeField("回答した日時", null=True)
    seen_at = models.DateTimeField("回答を開いた日時", null=True)
    faq = models.ForeignKey(FaqEntry, models.PROTECT, null=True, related_name="+", verbose_name="よくある質問")

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "研修担当への質問"
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None, seen_at=None, faq=None)
                | ~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="enquiry_answered_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["course"], condition=Q(answered_at=None), name="enquiry_waiting")]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def stamp(self) -> str:
        """Which answer stands: another after each one."""
        return self.answered_at.isoformat() if self.answered_at else ""
