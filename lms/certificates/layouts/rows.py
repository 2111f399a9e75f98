"""Rows of this sub-room. A layout may change; its versions, pictures and permissions are facts."""

from django.db import models
from django.db.models import Q

from courses.models import Course
from lms.certificates.papers.design import Design, PaperKind
from lms.lib.compact_json import CompactJSON
from lms.lib.facts import DatedFact, Fact
from lms.people.roles import Office


class Picture(Fact):
    """A crest or a seal, found by the digest of what it holds. Papers name it by that digest for ever."""

    digest = models.CharField(max_length=64, unique=True)
    uri = models.TextField("画像")

    class Meta:
        verbose_name = verbose_name_plural = "証書の画像"

    def __str__(self) -> str:
        return self.digest


class Layout(models.Model):
    """How papers of an office look as they would be given today. `content` is a Design; every change is a version."""

    office = models.CharField("担当", max_length=20, choices=Office)
    kind = models.CharField("種類", max_length=12, choices=PaperKind, default=PaperKind.PERSONAL, editable=False)
    name = models.CharField("様式名", max_length=60)
    usual = models.BooleanField("通常の様式にする", default=False)
    content = models.JSONField("内容", encoder=CompactJSON)
    version = models.PositiveIntegerField("版", default=0, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "修了証書の様式"
        ordering = ["office", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"], name="layout_name_in_office",
                violation_error_message="同じ名前の様式が既にあります。別の名前にしてください。",
            ),
            models.UniqueConstraint(fields=["office", "kind"], condition=Q(usual=True), name="layout_one_usual"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def design(self) -> Design:
        return Design(**self.content)


class DepartmentLayout(Layout):
    """The same for 課別修了証明書, of which an office uses one layout for all trainings."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "課別修了証明書の様式"


class LayoutCourse(models.Model):
    """A training whose 修了証書 are given in this layout, and in no other."""

    course = models.OneToOneField(
        Course, models.CASCADE, primary_key=True, related_name="certificate_layout", verbose_name="研修"
    )
    layout = models.ForeignKey(Layout, models.CASCADE, related_name="for_courses", verbose_name="様式")

    class Meta:
        verbose_name = verbose_name_plural = "様式を使う研修"

    def __str__(self) -> str:
        return f"{self.course_id} {self.layout_id}"


class LayoutVersion(Fact):
    """A layout as it was at one time. What a paper took of it stands in its payload, with this number."""

    layout = models.ForeignKey(Layout, models.PROTECT, related_name="versions", verbose_name="様式")
    number = models.PositiveIntegerField("版")
    content = models.JSONField("内容", encoder=CompactJSON)
    author = models.CharField("作成者", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "証書の様式の版"
        ordering = ["layout", "number"]
        constraints = [models.UniqueConstraint(fields=["layout", "number"], name="layout_version_number")]

    def __str__(self) -> str:
        return f"{self.layout_id} 第{self.number}版"


class Glyph(Fact):
    """What a character looks like that no font has: 外字, and kanji newer than the fonts. The last one said counts."""

    text = models.CharField("文字", max_length=8, db_index=True)
    # The outline, in thousandths of the height of a letter.
    path = models.TextField("字形")
    digest = models.CharField(max_length=64, db_index=True)
    author = models.CharField("登録した人", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "字形の画像"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.text


class SealPermission(DatedFact):
    """An office may print the seal on its 修了証書 from a day on, as permitted under the city's 公印規程."""

    office = models.CharField("担当", max_length=20, choices=Office)
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="+", verbose_name="印影")
    millimetres = models.PositiveSmallIntegerField("一辺の長さ（mm）", default=21)
    decided_on = models.DateField("決裁日")
    decided_by = models.CharField("決裁権者", max_length=60)
    document_number = models.CharField("文書番号", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "印影の印刷の許可"
        indexes = [models.Index(fields=["office", "starts_on"], name="seal_permission_day")]

    def __str__(self) -> str:
        return f"{self.office} {self.starts_on}"
