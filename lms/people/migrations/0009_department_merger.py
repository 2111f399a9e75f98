"""統合 as a fact of its own: what named a department by its code goes on with the one it went over into."""

import django.db.models.deletion
from django.db import migrations, models

from lms.lib.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_ledger_head_address"),
    ]

    operations = [
        migrations.CreateModel(
            name="DepartmentMerger",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                ("merged_on", models.DateField(verbose_name="統合の日")),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.department",
                        verbose_name="所属",
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.department",
                        verbose_name="統合した先",
                    ),
                ),
            ],
            options={
                "verbose_name": "所属の統合",
                "verbose_name_plural": "所属の統合",
            },
        ),
        AppendOnly("DepartmentMerger"),
    ]
