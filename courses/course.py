"""What facts point to. Moving, unpublishing or deleting a page touches none of these rows."""

from django.db import models
from django.db.models import Q

from lms.people.roles import Office

# A 選択必修 stands in the year's plan as a course of its own, under a code that begins so; nobody teaches it.
CHOICE_CODE = "SEL-"


class CourseQuerySet(models.QuerySet):
    """Courses."""

    def taught(self) -> "CourseQuerySet":
        """Those that one can take and complete."""
        return self.exclude(code__startswith=CHOICE_CODE)


class Course(models.Model):
    """A training (研修) of one office, carrying out one action (取組) of one measure (施策) of the DX plan."""

    code = models.CharField("コード", max_length=20, unique=True)
    title = models.CharField("研修名", max_length=100)
    reading = models.CharField("読み", max_length=150, blank=True)
    office = models.CharField("担当", max_length=20, choices=Office)
    measure = models.CharField("施策番号", max_length=10, blank=True)
    action = models.CharField("取組番号", max_length=10, blank=True)
    minutes = models.PositiveSmallIntegerField("所要時間（分）", default=30)
    revision = models.PositiveIntegerField("版", default=1)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "研修"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def measure_key(self) -> str:
        """「12-①」; empty for a course outside the DX plan."""
        return "-".join(filter(None, (self.measure, self.action)))

    @property
    def measure_name(self) -> str:
        return f"施策{self.measure_key}" if self.measure else ""


class Curriculum(models.Model):
    """A set of courses (研修課程), whose members may differ from year to year."""

    code = models.CharField("コード", max_length=20, unique=True)
    title = models.CharField("研修課程名", max_length=100)
    office = models.CharField("担当", max_length=20, choices=Office)
    courses = models.ManyToManyField(Course, through="CurriculumCourse", related_name="curricula", verbose_name="研修")

    class Meta:
        verbose_name = verbose_name_plural = "研修課程"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class CurriculumCourseQuerySet(models.QuerySet):
    """Places in curricula, by the years for which they hold."""

    def in_year(self, fiscal_year: int) -> "CurriculumCourseQuerySet":
        """What makes up curricula in a fiscal year, in order."""
        standing = Q(until_fiscal_year=None) | Q(until_fiscal_year__gte=fiscal_year)
        return self.filter(standing, from_fiscal_year__lte=fiscal_year).order_by("curriculum__code", "position")


class CurriculumCourse(models.Model):
    """A course's place in a curriculum, from one fiscal year until another."""

    curriculum = models.ForeignKey(Curriculum, models.CASCADE, related_name="memberships", verbose_name="研修課程")
    course = models.ForeignKey(Course, models.PROTECT, related_name="memberships", verbose_name="研修")
    position = models.PositiveSmallIntegerField("順番", default=1)
    from_fiscal_year = models.PositiveSmallIntegerField("開始年度")
    until_fiscal_year = models.PositiveSmallIntegerField("終了年度", null=True, blank=True)

    objects = CurriculumCourseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "研修課程の研修"
        constraints = [
            models.UniqueConstraint(fields=["curriculum", "course", "from_fiscal_year"], name="curriculum_course_year")
        ]

    def __str__(self) -> str:
        return f"{self.curriculum_id} {self.course_id}"
