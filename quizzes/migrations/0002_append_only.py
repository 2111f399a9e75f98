"""The database itself refuses to change these facts."""

from django.db import migrations

from lms.lib.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0001_initial")]

    operations = [
        AppendOnly("Attempt", sets_once=["submitted_at", "score", "passed", "result"]),
        AppendOnly("ItemVersion"),
        AppendOnly("Allowance", sets_once=["voided_at"]),
    ]
