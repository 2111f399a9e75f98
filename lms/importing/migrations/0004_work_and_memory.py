"""States and leases of files, what a clerk says once, and names that wait for their day."""

import django.db.models.deletion
from django.db import migrations, models

import lms.lib.compact_json


def say_what_is_applied(apps, schema_editor):
    """Until now only the moment of applying said that a file was applied. The others can be looked at again."""
    batches = apps.get_model("importing", "ImportBatch").objects
    batches.exclude(applied_at=None).update(state="applied")


def forget(apps, schema_editor):
    """Nothing: the column goes."""


class Migration(migrations.Migration):
    dependencies = [
        ("importing", "0003_append_only"),
        ("people", "0003_one_main_posting"),
    ]

    operations = [
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("departments", "所属"), ("staff", "職員"), ("roles", "役割の指定")],
                        max_length=12,
                        unique=True,
                        verbose_name="種類",
                    ),
                ),
                (
                    "headings",
                    models.JSONField(default=dict, encoder=lms.lib.compact_json.CompactJSON, verbose_name="列の対応"),
                ),
            ],
            options={
                "verbose_name": "列の対応",
                "verbose_name_plural": "列の対応",
            },
        ),
        migrations.CreateModel(
            name="NameReplacement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("raw", models.CharField(max_length=100, unique=True, verbose_name="ファイルの氏名")),
                ("chosen", models.CharField(max_length=100, verbose_name="置き換えた氏名")),
            ],
            options={
                "verbose_name": "外字の置換え",
                "verbose_name_plural": "外字の置換え",
            },
        ),
        migrations.AddField(
            model_name="importbatch",
            name="lease_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="notice",
            field=models.CharField(blank=True, max_length=300, verbose_name="お知らせ"),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="progress",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="進み具合"),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="reach",
            field=models.CharField(
                choices=[("listed", "ファイルにある職員"), ("all", "全件入替え")],
                default="listed",
                max_length=8,
                verbose_name="範囲",
            ),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="rows",
            field=models.PositiveIntegerField(default=0, verbose_name="おおよその行数"),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="seen",
            field=models.JSONField(default=dict, encoder=lms.lib.compact_json.CompactJSON, verbose_name="確認の結果"),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="state",
            field=models.CharField(
                choices=[
                    ("reading", "確認の準備中"),
                    ("previewed", "未反映"),
                    ("applying", "反映中"),
                    ("applied", "反映済み"),
                    ("undoing", "取消し中"),
                    ("undone", "取消し済み"),
                    ("failed", "中断"),
                ],
                default="reading",
                max_length=10,
                verbose_name="状態",
            ),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="undone_at",
            field=models.DateTimeField(null=True, verbose_name="取消日時"),
        ),
        migrations.AlterField(
            model_name="importbatch",
            name="notes",
            field=models.JSONField(default=list, encoder=lms.lib.compact_json.CompactJSON, verbose_name="注意"),
        ),
        migrations.CreateModel(
            name="ComingParticulars",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="基準日")),
                ("staff_number", models.CharField(max_length=20, verbose_name="職員番号")),
                ("name", models.CharField(max_length=100, verbose_name="氏名")),
                ("kana", models.CharField(blank=True, max_length=100, verbose_name="カナ氏名")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="メールアドレス")),
                ("hired_on", models.DateField(blank=True, null=True, verbose_name="採用日")),
                ("active_until", models.DateField(blank=True, null=True, verbose_name="利用期限")),
                ("batch", models.CharField(max_length=40, verbose_name="取込み")),
                (
                    "employee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="職員",
                    ),
                ),
            ],
            options={
                "verbose_name": "基準日から変わる氏名等",
                "verbose_name_plural": "基準日から変わる氏名等",
                "constraints": [
                    models.UniqueConstraint(fields=("employee", "on"), name="coming_particulars_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="ShownRows",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=12)),
                ("page", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shown_rows",
                        to="importing.importbatch",
                        verbose_name="取込み",
                    ),
                ),
            ],
            options={
                "verbose_name": "確認の行",
                "verbose_name_plural": "確認の行",
                "constraints": [models.UniqueConstraint(fields=("batch", "key", "page"), name="shown_rows_page")],
            },
        ),
        migrations.RunPython(say_what_is_applied, forget),
    ]
