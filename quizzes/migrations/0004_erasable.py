"""What is personal in these facts may be erased, through one door alone. Rows written before have no salt."""

from django.db import migrations

from lms.lib.append_only import AddSalt, AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_retention"),
        ("quizzes", "0003_wholeness"),
    ]

    operations = [
        AddSalt("allowance"),
        AddSalt("attempt"),
        AppendOnly(
            "Attempt",
            sets_once=["submitted_at", "score", "passed", "result"],
            erases={"result": {"marks": []}, "salt": ""},
        ),
        AppendOnly("Allowance", sets_once=["voided_at"], erases={"reason": "", "salt": ""}),
    ]
