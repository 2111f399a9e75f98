"""The giving to thousands as a job; the states of every job have the same words."""

import django.db.models.deletion
from django.db import migrations, models

import lms.lib.compact_json


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0004_given_anew"),
    ]

    operations = [
        migrations.AlterField(
            model_name="bundle",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "開始待ち"),
                    ("working", "作業中"),
                    ("done", "完了"),
                    ("stopped", "中止"),
                    ("failed", "中断"),
                ],
                default="waiting",
                max_length=8,
                verbose_name="状態",
            ),
        ),
        migrations.CreateModel(
            name="Giving",
            fields=[
                ("total", models.PositiveIntegerField(verbose_name="件数")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "開始待ち"),
                            ("working", "作業中"),
                            ("done", "完了"),
                            ("stopped", "中止"),
                            ("failed", "中断"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="状態",
                    ),
                ),
                ("holder", models.CharField(blank=True, max_length=32)),
                ("lease_until", models.DateTimeField(null=True)),
                ("done", models.PositiveIntegerField(default=0, verbose_name="済んだ件数")),
                ("notice", models.CharField(blank=True, max_length=300, verbose_name="お知らせ")),
                (
                    "batch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="giving",
                        serialize=False,
                        to="certificates.batch",
                        verbose_name="交付",
                    ),
                ),
                ("completions", models.JSONField(encoder=lms.lib.compact_json.CompactJSON, verbose_name="修了記録")),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certificates.series",
                        verbose_name="系列",
                    ),
                ),
            ],
            options={
                "verbose_name": "多人数への交付",
                "verbose_name_plural": "多人数への交付",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "working"])),
                        fields=("series",),
                        name="giving_one_at_a_time",
                    )
                ],
            },
        ),
    ]
