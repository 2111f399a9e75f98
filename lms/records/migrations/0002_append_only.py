"""The database itself refuses to change these facts."""

from django.db import migrations

from lms.lib.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [
        AppendOnly("LessonRead"),
        AppendOnly("AttendanceSheet"),
        AppendOnly("Attendant"),
        AppendOnly("SheetDecision"),
        AppendOnly("SignUp", sets_once=["cancelled_at"]),
        AppendOnly("Completion"),
        AppendOnly("CompletionCancellation"),
        AppendOnly("Equivalence", sets_once=["voided_at"]),
        AppendOnly("PhishingDrill"),
        AppendOnly("DrillResult", sets_once=["voided_at"]),
    ]
