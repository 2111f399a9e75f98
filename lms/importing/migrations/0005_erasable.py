"""What is personal in these facts may be erased, through one door alone. Rows written before have no salt."""

from django.db import migrations

from lms.lib.append_only import AddSalt, AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_retention"),
        ("importing", "0004_work_and_memory"),
    ]

    operations = [
        AddSalt("staffstatement"),
        AppendOnly("StaffStatement", sets_once=[], erases={"staff_number": "", "salt": ""}),
    ]
