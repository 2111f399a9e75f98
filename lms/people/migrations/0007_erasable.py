"""What is personal in these facts may be erased, through one door alone. Rows written before have no salt."""

from django.db import migrations, models

from lms.lib.append_only import AddSalt, AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_retention"),
        ("people", "0006_report_roles"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="leave",
            name="leave_recorded_once",
        ),
        AddSalt("leave"),
        AddSalt("posting"),
        migrations.AddConstraint(
            model_name="leave",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voided_at", None), models.Q(("kind", ""), _negated=True)),
                fields=("employee", "kind", "starts_on"),
                name="leave_recorded_once",
            ),
        ),
        AppendOnly(
            "Posting", sets_once=["voided_at"], erases={"job_title": "", "grade": "", "occupation": "", "salt": ""}
        ),
        AppendOnly("Leave", sets_once=["voided_at"], erases={"kind": "", "salt": ""}),
    ]
