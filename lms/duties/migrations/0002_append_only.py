"""The database itself refuses to change these facts."""

from django.db import migrations

from lms.lib.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial")]

    operations = [
        AppendOnly("Duty", sets_once=["closed_at", "closed_on", "close_reason"]),
        AppendOnly("ExemptionRequest", sets_once=["decided_at", "decided_by_id", "decision", "note"]),
        AppendOnly("Circular"),
        AppendOnly("Exemption", sets_once=["voided_at"]),
    ]
