"""What is asked after a course, and what was answered."""

import secrets

from django.db import models
from django.db.models import Q

from courses.models import Course
from lms.lib.compact_json import CompactJSON
from lms.lib.facts import Fact
from lms.people.models import Employee
from lms.people.roles import Office


class Questionnaire(Fact):
    """Questions, and whether the answers carry a name. Never changed, so an answer keeps how it was asked: other
    questions, or the same ones asked with a name, are another row. The first question is 満足度.
    """

    named = models.BooleanField("記名")
    questions = models.JSONField("質問", encoder=CompactJSON)
    text_question = models.CharField("自由記述の質問", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "アンケートの質問"

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def way(self) -> str:
        return "記名" if self.named else "無記名"


class Survey(models.Model):
    """How an office asks after one of its courses or, without `course`, after all others of its own."""

    office = models.CharField("担当", max_length=20, choices=Office)
    course = models.OneToOneField(
        Course, models.PROTECT, null=True, blank=True, related_name="survey", verbose_name="研修"
    )
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+", verbose_name="質問")
    intro = models.CharField("案内文", max_length=300, blank=True)
    is_offered = models.BooleanField("受講者に示す", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "アンケート"
        constraints = [
            models.UniqueConstraint(fields=["office"], condition=Q(course=None), name="survey_one_of_office"),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.course_id or ''}"


def random_key() -> int:
    """A key that tells nothing. SQLite lays rows down in the order of whole-number keys, so the table tells no order
    of answering either; under a UUID it would number the rows as they come.
    """
    return secrets.randbelow(2**62) + 1


class SurveyAnswer(models.Model):
    """One person's answers: the grades in the order of the questions. No moment, and `employee` only where the
    questionnaire is `named`.

    Results count only what is `released` (lms.records.surveys.answering).
    """

    id = models.BigAutoField(primary_key=True, default=random_key)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="answers", verbose_name="質問")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+", verbose_name="研修")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    grades = models.JSONField("評価", encoder=CompactJSON)
    text = models.TextField("自由記述", blank=True)
    employee = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+", verbose_name="職員")
    released = models.BooleanField("集計済み", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "アンケートの回答"
        constraints = [
            # Answers without a name are never equal to each other here.
            models.UniqueConstraint(
                fields=["questionnaire", "course", "fiscal_year", "employee"], name="survey_answer_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.fiscal_year}"
