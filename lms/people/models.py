"""Departments, employees and where they sat on which day."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lms.lib.facts import DatedFact, Fact, Salted
from lms.lib.watched import Watched
from lms.people.roles import Role


class City(Watched):
    """What the papers and pages call this municipality; one row."""

    class PaperName(models.TextChoices):
        REGISTERED = "registered", "氏名"
        USUAL = "usual", "旧姓・通称（登録のある職員だけ）"

    name = models.CharField("団体名", max_length=50)
    confidentiality_label = models.CharField("機密性区分", max_length=50, default="機密性２")
    seal_text = models.CharField("公印の欄", max_length=50, blank=True, default="（公印省略）")
    certificate_prefix = models.CharField("証書番号の前置き", max_length=20, blank=True)
    paper_name = models.CharField("証書に記す名前", max_length=12, choices=PaperName, default=PaperName.REGISTERED)
    open_badges = models.BooleanField("オープンバッジを使う", default=False)

    ledger_head_to = models.EmailField("操作記録の控えの送り先", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "団体の設定"

    def __str__(self) -> str:
        return self.name


class OfficeHolder(DatedFact):
    """Who holds an office that signs papers, such as the mayor's, from when to when."""

    class Office(models.TextChoices):
        MAYOR = "mayor", "市長"
        CHIEF_SECURITY = "chief-security", "統括情報セキュリティ責任者"
        CHIEF_DX = "chief-dx", "DX推進責任者"

    office = models.CharField("職", max_length=30, choices=Office)
    title = models.CharField("職の名称", max_length=60)
    name = models.CharField("氏名", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "証書の名義人"
        indexes = [models.Index(fields=["office", "starts_on"], name="office_holder_day")]

    def __str__(self) -> str:
        return f"{self.title} {self.name}"


class Department(models.Model):
    """A department for ever; what it was called and where it hung on a day stands in DepartmentVersion."""

    code = models.CharField("所属コード", max_length=20, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "所属"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class DepartmentVersion(DatedFact):
    """Name, parent and appointing authority of a department for a span of days. No `starts_on`: since ever."""

    starts_on = models.DateField("開始日", null=True, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="versions", verbose_name="所属")
    name = models.CharField("所属名", max_length=100)
    parent = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上位所属"
    )
    appointing_authority = models.CharField("任命権者", max_length=50, blank=True)
    reports = models.BooleanField("報告単位", default=False)
    batch = models.CharField("取込み", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "所属の履歴"
        constraints = [
            models.UniqueConstraint(
                fields=["department"], condition=Q(voided_at=None, ends_on=None), name="department_one_open_version"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="department_version_span",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DepartmentMerger(Fact):
    """統合: from a day on the second department stands in the place of the first. What names the first by its code,
    such as a rule of a training plan, means the second from then on."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="所属")
    into = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="統合した先")
    merged_on = models.DateField("統合の日")

    class Meta:
        verbose_name = verbose_name_plural = "所属の統合"

    def __str__(self) -> str:
        return f"{self.department_id} {self.into_id}"


class Employee(Salted, Watched):
    """A person in the city's service. Names are kept exactly as given; only the search keys are normalised."""

    staff_number = models.CharField("職員番号", max_length=20, unique=True)
    name = models.CharField("氏名", max_length=100)
    kana = models.CharField("カナ氏名", max_length=100, blank=True)
    usual_name = models.CharField("旧姓・通称", max_length=100, blank=True)
    name_key = models.CharField(max_length=100, editable=False, db_index=True)
    kana_key = models.CharField(max_length=100, editable=False, db_index=True)
    usual_key = models.CharField(max_length=100, editable=False, blank=True)
    email = models.EmailField("メールアドレス", blank=True)
    hired_on = models.DateField("採用日", null=True, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="employee", verbose_name="利用者"
    )

    class Meta:
        verbose_name = verbose_name_plural = "職員"
        ordering = ["kana_key", "staff_number"]

    def __str__(self) -> str:
        return self.staff_number

    @property
    def shown_name(self) -> str:
        """What pages call this person."""
        return self.usual_name or self.name


class Posting(Salted, DatedFact):
    """Where a person sat: one main posting on any day (kept by the database), any number beside it."""

    erases: ClassVar = {"job_title": "", "grade": "", "occupation": "", "salt": ""}

    class Kind(models.TextChoices):
        MAIN = "main", "本務"
        ADDITIONAL = "additional", "兼務"
        CONCURRENT = "concurrent", "併任"
        ACTING = "acting", "事務取扱"

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="postings", verbose_name="職員")
    department = models.ForeignKey(Department, models.PROTECT, related_name="postings", verbose_name="所属")
    kind = models.CharField("本務兼務", max_length=12, choices=Kind, default=Kind.MAIN)
    job_title = models.CharField("職名", max_length=60, blank=True)
    grade = models.CharField("職位", max_length=30, blank=True)
    occupation = models.CharField("職種", max_length=60, blank=True)
    employment_type = models.CharField("任用形態", max_length=30, blank=True)
    appointing_authority = models.CharField("任命権者", max_length=50, blank=True)
    batch = models.CharField("取込み", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "発令"
        indexes = [
            models.Index(fields=["employee", "kind", "starts_on"], name="posting_person", condition=Q(voided_at=None)),
            models.Index(fields=["department", "starts_on"], name="posting_department", condition=Q(voided_at=None)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="posting_span"),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.department_id} {self.starts_on}"


class RoleGrant(DatedFact):
    """A role given to a person, in a department where the role needs one. Never inferred from a grade or title."""

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="role_grants", verbose_name="職員")
    role = models.CharField("役割", max_length=30, choices=Role)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="role_grants", verbose_name="所属"
    )
    batch = models.CharField("取込み", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "役割の指定"
        indexes = [models.Index(fields=["employee", "role"], name="role_person", condition=Q(voided_at=None))]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "role", "department", "starts_on"],
                condition=Q(voided_at=None),
                name="role_granted_once",
            ),
            models.UniqueConstraint(
                fields=["employee", "role", "starts_on"],
                condition=Q(voided_at=None, department=None),
                name="city_role_granted_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.role}"


class Leave(Salted, DatedFact):
    """An absence from which 受講猶予 follows. Its kind is shown to 人事担当 only."""

    erases: ClassVar = {"kind": "", "salt": ""}

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="leaves", verbose_name="職員")
    kind = models.CharField("休業区分", max_length=30)
    batch = models.CharField("取込み", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "休職・休業等"
        indexes = [models.Index(fields=["employee", "starts_on"], name="leave_person", condition=Q(voided_at=None))]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "kind", "starts_on"],
                condition=Q(voided_at=None) & ~Q(kind=""),  # of several whose kinds were erased nobody can tell
                name="leave_recorded_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.starts_on}"
