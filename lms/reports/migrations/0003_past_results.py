"""過去の年度の実績, which nobody changes either."""

import django.db.models.deletion
from django.db import migrations, models

from lms.lib.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0001_initial"),
        ("people", "0001_initial"),
        ("reports", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="PastResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("required", models.PositiveIntegerField(verbose_name="対象者")),
                ("completed", models.PositiveIntegerField(verbose_name="修了者")),
                ("evidence", models.CharField(max_length=200, verbose_name="根拠資料")),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="past_results",
                        to="courses.course",
                        verbose_name="研修",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="記録した人",
                    ),
                ),
            ],
            options={
                "verbose_name": "過去の年度の実績",
                "verbose_name_plural": "過去の年度の実績",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("completed__lte", models.F("required"))), name="past_result_completed"
                    )
                ],
            },
        ),
        AppendOnly("PastResult"),
    ]
