"""A paper with a number of its own after one that was revoked: of one line the last alone can be in force."""

import django.db.models.deletion
from django.db import migrations, models

from lms.lib.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0003_bundles_and_turns"),
        ("people", "0004_names_in_use"),
        ("records", "0002_append_only"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="certificate",
            name="certificate_one_a_completion",
        ),
        migrations.RemoveConstraint(
            model_name="certificate",
            name="certificate_one_a_department",
        ),
        migrations.AddField(
            model_name="certificate",
            name="follows",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followed_by",
                to="certificates.revocation",
                verbose_name="改めて交付する前の取消し",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("completion__isnull", False), ("follows", None), ("replaces", None)),
                fields=("completion",),
                name="certificate_one_a_completion",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("department__isnull", False), ("follows", None), ("replaces", None)),
                fields=("department", "fiscal_year", "subject_code"),
                name="certificate_one_a_department",
            ),
        ),
        # Adding the column rebuilt the table on SQLite, without its triggers.
        AppendOnly("Certificate", sets_once=["drawn_at", "sha256"]),
    ]
