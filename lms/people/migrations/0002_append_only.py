"""The database itself refuses to change these facts."""

from django.db import migrations

from lms.lib.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        AppendOnly("OfficeHolder", sets_once=["voided_at"]),
        AppendOnly("DepartmentVersion", sets_once=["voided_at"]),
        AppendOnly("Posting", sets_once=["voided_at"]),
        AppendOnly("RoleGrant", sets_once=["voided_at"]),
        AppendOnly("Leave", sets_once=["voided_at"]),
    ]
