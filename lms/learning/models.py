"""What a person keeps while learning, for nobody else's eyes, and what people ask the offices: no facts, and nothing is
counted or made of them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from courses.models import Course
from lms.learning.enquiries.enquiry import Enquiry
from lms.people.models import Employee

__all__ = ["Bookmark", "Enquiry", "Note"]

MOST_LETTERS = 2000


class Note(models.Model):
    """What somebody wrote to a chapter. `screen`: the page, as it stood open once, from which it was saved last."""

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="職員")
    course = models.ForeignKey(Course, models.CASCADE, related_name="+", verbose_name="研修")
    lesson_key = models.CharField("章", max_length=80)
    text = models.TextField("メモ")
    screen = models.CharField("画面", max_length=16)
    saved_at = models.DateTimeField("保存日時")

    class Meta:
        verbose_name = verbose_name_plural = "メモ"
        constraints = [
            models.UniqueConstraint(fields=["employee", "course", "lesson_key"], name="note_once_a_chapter"),
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
            models.CheckConstraint(condition=LessThanOrEqual(Length("text"), MOST_LETTERS), name="note_length"),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.course_id} {self.lesson_key}"


class Bookmark(models.Model):
    """A chapter that somebody wants to find again."""

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="職員")
    course = models.ForeignKey(Course, models.CASCADE, related_name="+", verbose_name="研修")
    lesson_key = models.CharField("章", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "しおり"
        constraints = [
            models.UniqueConstraint(fields=["employee", "course", "lesson_key"], name="bookmark_once_a_chapter")
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.course_id} {self.lesson_key}"
