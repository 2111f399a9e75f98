"""A drill that was registered wrongly may be taken back."""

from django.db import migrations, models
from django.db.models import Q

from lms.lib.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("records", "0005_lesson_turn")]

    operations = [
        migrations.RemoveConstraint("phishingdrill", "drill_once"),
        migrations.AddField(
            "phishingdrill",
            "voided_at",
            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="取消日時"),
        ),
        migrations.AddConstraint(
            "phishingdrill",
            models.UniqueConstraint(
                fields=["title", "sent_on"], condition=Q(voided_at=None), name="drill_one_standing"
            ),
        ),
        AppendOnly("PhishingDrill", sets_once=["voided_at"]),
    ]
