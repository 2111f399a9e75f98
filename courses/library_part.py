"""What loads of the library put into the database, and what they brought that still waits for an answer."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from lms.people.roles import Office


class LibraryPart(models.Model):
    """One thing that the library brought: a course, a page, a question. While the thing still has this digest, nobody
    has edited it and a newer library may replace it; when the thing is gone, an editor deleted it and it stays gone.
    What the library no longer has and a load took off is kept with the digest of that state, and may come back.
    Once its office has answered an offer, this is the digest of what was offered.
    """

    path = models.CharField("教材", max_length=200, unique=True)
    digest = models.CharField("要約値", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "読み込んだ教材"

    def __str__(self) -> str:
        return self.path


class LibraryOffer(models.Model):
    """What the library newly says of a thing that an editor has changed: kept back until the office chooses.

    `content`: by the names of `courses.loading.parts.CONTENT`.
    """

    path = models.CharField("教材", max_length=200, unique=True)
    office = models.CharField("担当", max_length=20, choices=Office)
    digest = models.CharField("要約値", max_length=64)
    content = models.JSONField("製品の文")
    thing_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name="種類")
    thing_id = models.PositiveBigIntegerField("番号")
    thing = GenericForeignKey("thing_type", "thing_id")

    class Meta:
        verbose_name = verbose_name_plural = "据え置いた教材"
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path
