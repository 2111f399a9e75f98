"""The database itself refuses to change these facts."""

from django.db import migrations

from lms.lib.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [
        AppendOnly("LessonRead"),
        AppendOnly("AttendanceSheet"),
        AppendOnly("Completion"),
        AppendOnly("CompletionCancellation"),
    ]
