"""What earlier loads of the library put into the database."""

from django.db import models


class LibraryPart(models.Model):
    """One thing that the library brought: a course, a page, a question. While the thing still has this digest, nobody
    has edited it and a newer library may replace it; when the thing is gone, an editor deleted it and it stays gone.
    """

    path = models.CharField("教材", max_length=200, unique=True)
    digest = models.CharField("要約値", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "読み込んだ教材"

    def __str__(self) -> str:
        return self.path
