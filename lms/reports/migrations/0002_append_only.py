"""The database itself refuses to change what was reported."""

from django.db import migrations

from lms.lib.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [
        AppendOnly("DepartmentReport"),
        AppendOnly("FrozenReport", sets_once=["drawn_at", "sha256"]),
        AppendOnly("ReportStep"),
    ]
