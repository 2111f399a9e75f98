"""監査資料 has a first day; until now it was that of the fiscal year."""

from datetime import date

from django.db import migrations, models


def _whole_years(apps, schema_editor) -> None:
    for row in apps.get_model("ledger", "AuditArchive").objects.all():
        row.first = date(row.fiscal_year, 4, 1)
        row.save(update_fields=["first"])


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_more_kinds_kept")]

    operations = [
        migrations.AddField("auditarchive", "first", models.DateField(null=True, verbose_name="初日")),
        migrations.RunPython(_whole_years, migrations.RunPython.noop),
        migrations.AlterField("auditarchive", "first", models.DateField(verbose_name="初日")),
    ]
