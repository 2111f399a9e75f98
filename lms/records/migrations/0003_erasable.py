"""What is personal in these facts may be erased, through one door alone. Rows written before have no salt."""

from django.db import migrations

from lms.lib.append_only import AddSalt, AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_retention"),
        ("records", "0002_append_only"),
    ]

    operations = [
        AddSalt("completion"),
        AddSalt("completioncancellation"),
        AppendOnly(
            "Completion",
            sets_once=[],
            erases={"department_name": "", "job_title": "", "evidence": "", "recorded_by": "", "salt": ""},
        ),
        AppendOnly("CompletionCancellation", sets_once=[], erases={"reason": "", "salt": ""}),
    ]
