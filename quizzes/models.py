"""Question banks and tests; what an attempt asked and was answered. Knows no page and no course."""

from django.db import models
from django.db.models import Q

from lms.lib.compact_json import CompactJSON
from lms.lib.facts import Fact, FactQuerySet
from lms.people.models import Employee
from lms.people.roles import Office
from quizzes.questions import Question


class QuestionBank(models.Model):
    """A collection of questions owned by one office."""

    code = models.SlugField("コード", max_length=40, unique=True)
    title = models.CharField("名称", max_length=100)
    office = models.CharField("担当", max_length=20, choices=Office)

    class Meta:
        verbose_name = verbose_name_plural = "問題集"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    """One question of a bank. `content` is its canonical form; papers freeze what they asked."""

    class State(models.TextChoices):
        DRAFT = "draft", "下書き"
        APPROVED = "approved", "承認済み"
        RETIRED = "retired", "使用停止"

    class Kind(models.TextChoices):
        SINGLE = "single", "一つ選ぶ"
        MULTIPLE = "multiple", "すべて選ぶ"
        TRUE_FALSE = "true_false", "正誤"

    bank = models.ForeignKey(QuestionBank, models.PROTECT, related_name="items", verbose_name="問題集")
    key = models.SlugField("問題番号", max_length=60)
    kind = models.CharField("形式", max_length=20, choices=Kind)
    category = models.CharField("分類", max_length=60, blank=True)
    difficulty = models.PositiveSmallIntegerField("難しさ", default=1)
    lesson_key = models.CharField("解説のある章", max_length=80, blank=True)
    content = models.JSONField("問題の内容", encoder=CompactJSON)
    state = models.CharField("状態", max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField("版", default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "問題"
        ordering = ["bank", "key"]
        constraints = [models.UniqueConstraint(fields=["bank", "key"], name="item_key_in_bank")]
        indexes = [models.Index(fields=["bank", "state"], name="item_draw")]

    def __str__(self) -> str:
        return f"{self.key}　{self.content.get('stem', '')[:40]}"

    @property
    def question(self) -> Question:
        return Question.from_json(self.content)


class Quiz(models.Model):
    """A test: how many questions it draws from its bank, and what passes."""

    code = models.SlugField("コード", max_length=40, unique=True)
    title = models.CharField("名称", max_length=100)
    bank = models.ForeignKey(QuestionBank, models.PROTECT, related_name="quizzes", verbose_name="問題集")
    draws = models.PositiveSmallIntegerField("出題数", default=10)
    pass_percent = models.PositiveSmallIntegerField("合格基準（点）", default=80)

    class Meta:
        verbose_name = "理解度テスト"
        verbose_name_plural = "理解度テスト"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(draws__gte=1), name="quiz_draws_one"),
            models.CheckConstraint(condition=Q(pass_percent__gte=1, pass_percent__lte=100), name="quiz_pass_percent"),
        ]

    def __str__(self) -> str:
        return self.title


class AttemptQuerySet(FactQuerySet):
    """Attempts, open and submitted."""

    def open(self) -> "AttemptQuerySet":
        return self.filter(submitted_at=None)

    def submitted(self) -> "AttemptQuerySet":
        return self.exclude(submitted_at=None)


class Attempt(Fact):
    """One sitting. The paper is drawn and frozen at the start; submitting closes the row once and for ever."""

    sets_once = ("submitted_at", "score", "passed", "result")

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="attempts", verbose_name="職員")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts", verbose_name="理解度テスト")
    number = models.PositiveIntegerField("受験回数")
    paper = models.JSONField("問題用紙", encoder=CompactJSON)
    pass_percent = models.PositiveSmallIntegerField("合格基準（点）")
    submitted_at = models.DateTimeField("提出日時", null=True)
    score = models.PositiveSmallIntegerField("得点", null=True)
    passed = models.BooleanField("合格", null=True)
    result = models.JSONField("採点結果", null=True, encoder=CompactJSON)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "受験"
        constraints = [
            models.UniqueConstraint(fields=["employee", "quiz", "number"], name="attempt_number"),
            models.UniqueConstraint(
                fields=["employee", "quiz"], condition=Q(submitted_at=None), name="attempt_one_open"
            ),
        ]
        indexes = [models.Index(fields=["quiz", "submitted_at"], name="attempt_submitted")]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.quiz_id} {self.number}回目"


class Response(models.Model):
    """The answer to one question of an attempt, as last saved. `value` is the list of chosen option ids."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="responses")
    position = models.PositiveSmallIntegerField("問題の順番")
    value = models.JSONField("解答")
    saved_at = models.DateTimeField("保存日時")
    operation = models.CharField(max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "解答"
        constraints = [models.UniqueConstraint(fields=["attempt", "position"], name="response_position")]

    def __str__(self) -> str:
        return f"{self.attempt_id}-{self.position}"
