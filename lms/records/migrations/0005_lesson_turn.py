"""A chapter may be read once more in a year, where a duty asks for the course anew."""

from django.db import migrations, models

from lms.lib.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("records", "0004_surveys")]

    operations = [
        migrations.RemoveConstraint("lessonread", "lesson_read_once_a_year"),
        migrations.AddField(
            "lessonread", "turn", models.PositiveSmallIntegerField(default=1, verbose_name="年度の何回目か")
        ),
        migrations.AddConstraint(
            "lessonread",
            models.UniqueConstraint(
                fields=["employee", "course", "fiscal_year", "lesson_key", "turn"], name="lesson_read_once_a_turn"
            ),
        ),
        AppendOnly("LessonRead"),
    ]
