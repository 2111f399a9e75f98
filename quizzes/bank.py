"""Question banks: what may be asked, and every version of it."""

from django.db import models
from django.db.models import F

from lms.lib.compact_json import CompactJSON
from lms.lib.facts import Fact, FactQuerySet
from lms.people.roles import Office
from quizzes.kinds import KINDS


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
    """One question of a bank, as it stands now. `content` is its canonical form (quizzes/kinds/kind.py)."""

    class State(models.TextChoices):
        DRAFT = "draft", "下書き"
        APPROVED = "approved", "承認済み"
        RETIRED = "retired", "使用停止"

    bank = models.ForeignKey(QuestionBank, models.PROTECT, related_name="items", verbose_name="問題集")
    key = models.SlugField("問題番号", max_length=60)
    kind = models.CharField("形式", max_length=20, choices=[(kind.name, kind.label) for kind in KINDS.values()])
    category = models.CharField("分類", max_length=60, blank=True)
    # Between blanks (" 窓口 新任 "), so that one tag is found by its name between blanks.
    tags = models.CharField("目印", max_length=200, blank=True)
    difficulty = models.PositiveSmallIntegerField("難しさ", default=1)
    dss = models.CharField("DSS-Lの項目", max_length=60, blank=True)
    author = models.CharField("作成者", max_length=40, blank=True, editable=False)
    review_on = models.DateField("見直しの期日", null=True, blank=True)
    content = models.JSONField("問題の内容", encoder=CompactJSON)
    # Folded question text: equal where two questions ask the same, and what is searched.
    stem_key = models.TextField("検索用の問題文", editable=False)
    state = models.CharField("状態", max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField("版", default=0, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "問題"
        ordering = ["bank", "key"]
        constraints = [models.UniqueConstraint(fields=["bank", "key"], name="item_key_in_bank")]
        indexes = [models.Index(fields=["bank", "state", "category", "key"], name="item_draw")]

    def __str__(self) -> str:
        return f"{self.key}　{self.content.get('stem', '')[:40]}"


class ItemVersionQuerySet(FactQuerySet):
    """Versions of questions."""

    def current(self) -> "ItemVersionQuerySet":
        return self.filter(number=F("item__version"))


class ItemVersion(Fact):
    """A question as it was at one time. Papers point here, so no change of the bank changes what was asked."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions", verbose_name="問題")
    number = models.PositiveIntegerField("版")
    content = models.JSONField("問題の内容", encoder=CompactJSON)
    author = models.CharField("作成者", max_length=40)

    objects = ItemVersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "問題の版"
        ordering = ["item", "number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="item_version_number")]

    def __str__(self) -> str:
        return f"{self.item_id} 第{self.number}版"
