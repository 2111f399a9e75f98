"""The database itself refuses to change what a staff file said."""

from django.db import migrations

from lms.lib.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("importing", "0002_staff_statement")]

    operations = [AppendOnly("StaffStatement")]
