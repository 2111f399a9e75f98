"""督促の履歴, which the database keeps too."""

import django.db.models.deletion
from django.db import migrations, models

from lms.lib.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0007_issues_and_answer"),
        ("people", "0009_department_merger"),
        ("reports", "0006_erasable_names"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                ("on", models.DateField(verbose_name="督促した日")),
                (
                    "paper",
                    models.CharField(
                        choices=[("list", "督促一覧"), ("request", "受講のお願い")], max_length=8, verbose_name="用紙"
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="duties.duty",
                        verbose_name="受講対象",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="出力した人",
                    ),
                ),
            ],
            options={
                "verbose_name": "督促",
                "verbose_name_plural": "督促",
                "constraints": [models.UniqueConstraint(fields=("duty", "on", "paper"), name="reminder_once_a_day")],
            },
        ),
        AppendOnly("Reminder"),
    ]
