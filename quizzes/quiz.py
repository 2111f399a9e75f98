"""Tests: what they ask, when they may be taken, and what they tell afterwards."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from lms.lib.facts import DatedFactQuerySet, Fact, Salted
from lms.people.models import Department, Employee
from quizzes.bank import QuestionBank


class Quiz(ClusterableModel):
    """A test. Without parts it draws `draws` questions from the whole bank; with parts, what each of them says."""

    class GradeRule(models.TextChoices):
        BEST = "best", "最も高い得点"
        LAST = "last", "最後の得点"
        AVERAGE = "average", "平均の得点"

    class Shown(models.TextChoices):
        AT_ONCE = "at_once", "提出の直後"
        AFTER_PASSING = "after_passing", "合格した後"
        AFTER_CLOSING = "after_closing", "受験できる期間の後"

    class Layout(models.TextChoices):
        ONE_PAGE = "one_page", "全ての問題を1画面に表示"
        FREE = "free", "1問ずつ表示（前の問題に戻れる）"
        FORWARD = "forward", "1問ずつ表示（前の問題に戻れない）"

    code = models.SlugField("コード", max_length=40, unique=True)
    title = models.CharField("名称", max_length=100)
    bank = models.ForeignKey(QuestionBank, models.PROTECT, related_name="quizzes", verbose_name="問題集")
    draws = models.PositiveSmallIntegerField("出題数", default=10)
    pass_percent = models.PositiveSmallIntegerField("合格基準（点）", default=80)
    practice = models.BooleanField(
        "練習", default=False, help_text="合否を問いません。提出すれば、このテストを終えたことになります。"
    )
    shuffles_questions = models.BooleanField("問題の順番を毎回変える", default=True)
    shuffles_options = models.BooleanField("選択肢の順番を毎回変える", default=True)
    layout = models.CharField("表示", max_length=10, choices=Layout, default=Layout.ONE_PAGE)
    attempts_allowed = models.PositiveSmallIntegerField(
        "受験できる回数", null=True, blank=True, help_text="空欄は、何回でも受験できます。"
    )
    wait_hours = models.PositiveSmallIntegerField(
        "再受験までの時間", default=0, help_text="前の受験を提出してから次に受験できるまでの時間です。"
    )
    grade_rule = models.CharField("成績とする得点", max_length=10, choices=GradeRule, default=GradeRule.BEST)
    time_limit = models.PositiveSmallIntegerField(
        "制限時間（分）", null=True, blank=True, help_text="空欄は、時間の制限がありません。"
    )
    opens_at = models.DateTimeField("受験できる期間の始め", null=True, blank=True)
    closes_at = models.DateTimeField("受験できる期間の終わり", null=True, blank=True)
    shows_score = models.CharField("得点を見せる時", max_length=20, choices=Shown, default=Shown.AT_ONCE)
    shows_answers = models.CharField("正しい答えを見せる時", max_length=20, choices=Shown, default=Shown.AT_ONCE)
    shows_explanations = models.CharField("解説を見せる時", max_length=20, choices=Shown, default=Shown.AT_ONCE)

    class Meta:
        verbose_name = "理解度テスト"
        verbose_name_plural = "理解度テスト"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(draws__gte=1), name="quiz_draws_one"),
            models.CheckConstraint(condition=Q(pass_percent__gte=1, pass_percent__lte=100), name="quiz_pass_percent"),
            models.CheckConstraint(
                condition=Q(attempts_allowed=None) | Q(attempts_allowed__gte=1), name="quiz_attempts_one"
            ),
            models.CheckConstraint(condition=Q(time_limit=None) | Q(time_limit__gte=1), name="quiz_minutes_one"),
            # Without one of the two the comparison is unknown, which a database lets pass.
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="quiz_opens_before_closing"),
        ]

    def __str__(self) -> str:
        return self.title


class QuizPart(models.Model):
    """A part of a test: one certain question, or so many by chance of a category and with a tag."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="parts")
    key = models.SlugField("必ず出す問題の番号", max_length=60, blank=True)
    category = models.CharField("分類", max_length=60, blank=True)
    tag = models.CharField("目印", max_length=40, blank=True)
    count = models.PositiveSmallIntegerField("問題の数", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "出題の内訳"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="quiz_part_count_one"),
            models.CheckConstraint(condition=Q(key="") | Q(count=1), name="quiz_part_fixed_one"),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id} {self.category}{self.tag} {self.count}問"


class Allowance(Salted, Fact):
    """受講上の配慮: more time, more attempts, a later end, for one person or one department, with its reason."""

    sets_once = ("voided_at",)
    erases: ClassVar = {"reason": "", "salt": ""}

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="allowances", verbose_name="理解度テスト")
    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="quiz_allowances", null=True, blank=True, verbose_name="職員"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="quiz_allowances", null=True, blank=True, verbose_name="所属"
    )
    extra_minutes = models.PositiveSmallIntegerField("延長する時間（分）", default=0)
    extra_attempts = models.PositiveSmallIntegerField("追加する受験回数", default=0)
    closes_at = models.DateTimeField("受験できる期間の終わり", null=True, blank=True)
    reason = models.TextField("理由")
    voided_at = models.DateTimeField("取消日時", null=True, editable=False)

    objects = DatedFactQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "受講上の配慮"
        constraints = [
            models.CheckConstraint(
                condition=Q(employee=None, department__isnull=False) | Q(employee__isnull=False, department=None),
                name="allowance_of_one",
            ),
            models.CheckConstraint(
                condition=Q(extra_minutes__gte=1) | Q(extra_attempts__gte=1) | Q(closes_at__isnull=False),
                name="allowance_of_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id} {self.employee_id or self.department_id}"
