"""The database itself refuses to change these facts."""

from django.db import migrations

from lms.lib.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_initial")]

    operations = [
        AppendOnly("Batch"),
        AppendOnly("Certificate", sets_once=["drawn_at", "sha256"]),
        AppendOnly("Revocation"),
    ]
