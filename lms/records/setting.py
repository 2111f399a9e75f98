"""How the city keeps its completions: one row."""

from datetime import datetime

from django.db import models, transaction

from lms.ledger.appending import append


class RecordsSetting(models.Model):
    """Many training offices are one person, so a second person's look is asked for only where the city wants it."""

    needs_confirmation = models.BooleanField("別の人の確認を必要とする", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "修了の記録の設定"

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


def needs_confirmation() -> bool:
    """Whether what one person writes down waits for another person's look."""
    return RecordsSetting.objects.filter(needs_confirmation=True).exists()


@transaction.atomic
def require_confirmation(*, required: bool, actor: str, at: datetime) -> None:
    RecordsSetting.objects.update_or_create(pk=1, defaults={"needs_confirmation": required})
    append(
        actor=actor, action="修了の記録の設定", subject="修了の記録", at=at, payload={"needs_confirmation": required}
    )
