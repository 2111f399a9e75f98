"""An attempt is open or wholly closed, an allowance allows something, a period ends after its beginning."""

from django.db import migrations, models

from lms.lib.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_names_in_use"),
        ("quizzes", "0002_append_only"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="allowance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("extra_minutes__gte", 1), ("extra_attempts__gte", 1), ("closes_at__isnull", False), _connector="OR"
                ),
                name="allowance_of_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("passed__isnull", True),
                        ("result__isnull", True),
                        ("score__isnull", True),
                        ("submitted_at__isnull", True),
                    ),
                    models.Q(
                        ("passed__isnull", False),
                        ("result__isnull", False),
                        ("score__isnull", False),
                        ("score__lte", 100),
                        ("submitted_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="attempt_closed_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="quiz",
            constraint=models.CheckConstraint(
                condition=models.Q(("opens_at__lt", models.F("closes_at"))), name="quiz_opens_before_closing"
            ),
        ),
        # A rebuilt table has lost its triggers.
        AppendOnly("Attempt", sets_once=["submitted_at", "score", "passed", "result"]),
        AppendOnly("Allowance", sets_once=["voided_at"]),
    ]
