"""研修計画の変更: what was decided of a plan after its approval."""

import django.db.models.deletion
from django.db import migrations, models

from lms.lib.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0005_erasable"),
    ]

    operations = [
        migrations.AddField(
            model_name="requirement",
            name="audience_from",
            field=models.DateField(blank=True, null=True, verbose_name="対象者を改めた日"),
        ),
        migrations.CreateModel(
            name="PlanChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                ("content", models.TextField(verbose_name="変更の内容")),
                ("approved_by", models.CharField(max_length=100, verbose_name="承認した会議等")),
                ("approved_on", models.DateField(verbose_name="承認日")),
                ("document_number", models.CharField(blank=True, max_length=60, verbose_name="文書番号")),
                (
                    "requirement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="duties.requirement",
                        verbose_name="実施研修",
                    ),
                ),
            ],
            options={
                "verbose_name": "研修計画の変更",
                "verbose_name_plural": "研修計画の変更",
                "ordering": ["pk"],
            },
        ),
        AppendOnly("PlanChange"),
    ]
