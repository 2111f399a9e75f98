"""One index for all that the status of a year reads of a duty.

SQLite rebuilds the table, so its triggers come again.
"""

import django.db.models.deletion
from django.db import migrations, models

from lms.lib.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0002_append_only"),
        ("people", "0004_names_in_use"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="duty",
            name="duty_year",
        ),
        migrations.AlterField(
            model_name="duty",
            name="requirement",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duties",
                to="duties.requirement",
                verbose_name="実施研修",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                fields=[
                    "fiscal_year",
                    "employee",
                    "requirement",
                    "opened_on",
                    "closed_on",
                    "due_on",
                    "counts_from",
                    "counts_until",
                ],
                name="duty_status",
            ),
        ),
        AppendOnly("Duty", sets_once=["closed_at", "closed_on", "close_reason"]),
    ]
