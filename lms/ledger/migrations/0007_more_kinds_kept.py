"""Reports that name people, and answers to surveys, have a retention period too."""

from django.db import migrations, models

_KINDS = [
    ("person", "退職した職員の記録"),
    ("entry", "操作記録の内容"),
    ("file", "取り込んだファイル"),
    ("report", "所属の報告書と証明書"),
    ("survey", "アンケートの回答"),
]


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_ordered_files_are_work")]

    operations = [
        migrations.AlterField(
            "retentionperiod", "kind", models.CharField(choices=_KINDS, max_length=8, unique=True, verbose_name="種類")
        ),
        migrations.AlterField("expired", "kind", models.CharField(choices=_KINDS, max_length=8, verbose_name="種類")),
    ]
