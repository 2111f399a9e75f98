"""Layouts of 修了証書, with the pictures and characters that stand on papers."""

import django.db.models.deletion
from django.db import migrations, models

import lms.lib.compact_json
from lms.lib.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0005_giving_to_many"),
        ("courses", "0002_library_part"),
    ]

    operations = [
        migrations.CreateModel(
            name="Glyph",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                ("text", models.CharField(db_index=True, max_length=8, verbose_name="文字")),
                ("path", models.TextField(verbose_name="字形")),
                ("digest", models.CharField(db_index=True, max_length=64)),
                ("author", models.CharField(max_length=100, verbose_name="登録した人")),
            ],
            options={
                "verbose_name": "字形の画像",
                "verbose_name_plural": "字形の画像",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("uri", models.TextField(verbose_name="画像")),
            ],
            options={
                "verbose_name": "証書の画像",
                "verbose_name_plural": "証書の画像",
            },
        ),
        migrations.CreateModel(
            name="Layout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "office",
                    models.CharField(
                        choices=[("dx", "DX研修担当"), ("security", "情報セキュリティ研修担当")],
                        max_length=20,
                        verbose_name="担当",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="様式名")),
                (
                    "usual",
                    models.BooleanField(
                        default=False,
                        help_text="様式を決めていない研修の修了証書は、全てこの様式で交付します。",
                        verbose_name="通常の様式にする",
                    ),
                ),
                ("content", models.JSONField(encoder=lms.lib.compact_json.CompactJSON, verbose_name="内容")),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="版")),
            ],
            options={
                "verbose_name": "修了証書の様式",
                "verbose_name_plural": "修了証書の様式",
                "ordering": ["office", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "name"),
                        name="layout_name_in_office",
                        violation_error_message="同じ名前の様式が既にあります。別の名前にしてください。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("usual", True)), fields=("office",), name="layout_one_usual"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LayoutCourse",
            fields=[
                (
                    "course",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="certificate_layout",
                        serialize=False,
                        to="courses.course",
                        verbose_name="研修",
                    ),
                ),
                (
                    "layout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="for_courses",
                        to="certificates.layout",
                        verbose_name="様式",
                    ),
                ),
            ],
            options={
                "verbose_name": "様式を使う研修",
                "verbose_name_plural": "様式を使う研修",
            },
        ),
        migrations.CreateModel(
            name="LayoutVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                ("number", models.PositiveIntegerField(verbose_name="版")),
                ("content", models.JSONField(encoder=lms.lib.compact_json.CompactJSON, verbose_name="内容")),
                ("author", models.CharField(max_length=100, verbose_name="作成者")),
                (
                    "layout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="certificates.layout",
                        verbose_name="様式",
                    ),
                ),
            ],
            options={
                "verbose_name": "修了証書の様式の版",
                "verbose_name_plural": "修了証書の様式の版",
                "ordering": ["layout", "number"],
                "constraints": [models.UniqueConstraint(fields=("layout", "number"), name="layout_version_number")],
            },
        ),
        migrations.CreateModel(
            name="SealPermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                ("starts_on", models.DateField(verbose_name="開始日")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="終了日")),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="取消日時")),
                (
                    "office",
                    models.CharField(
                        choices=[("dx", "DX研修担当"), ("security", "情報セキュリティ研修担当")],
                        max_length=20,
                        verbose_name="担当",
                    ),
                ),
                ("millimetres", models.PositiveSmallIntegerField(default=21, verbose_name="一辺の長さ（mm）")),
                ("decided_on", models.DateField(verbose_name="決裁日")),
                ("decided_by", models.CharField(max_length=60, verbose_name="決裁権者")),
                ("document_number", models.CharField(max_length=60, verbose_name="文書番号")),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certificates.picture",
                        verbose_name="印影",
                    ),
                ),
            ],
            options={
                "verbose_name": "印影の印刷の許可",
                "verbose_name_plural": "印影の印刷の許可",
                "indexes": [models.Index(fields=["office", "starts_on"], name="seal_permission_day")],
            },
        ),
        AppendOnly("Picture"),
        AppendOnly("LayoutVersion"),
        AppendOnly("Glyph"),
        AppendOnly("SealPermission", sets_once=["voided_at"]),
    ]
