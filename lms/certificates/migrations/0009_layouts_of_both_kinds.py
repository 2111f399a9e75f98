"""An office lays down how its 課別修了証明書 look, too."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("certificates", "0008_erasable_papers_of_departments")]

    operations = [
        migrations.AddField(
            "layout",
            "kind",
            models.CharField(
                choices=[("personal", "修了証書"), ("department", "課別修了証明書")], default="personal",
                editable=False, max_length=12, verbose_name="種類",
            ),
        ),
        migrations.AlterField(
            "layout", "usual", models.BooleanField(default=False, verbose_name="通常の様式にする")
        ),
        migrations.RemoveConstraint("layout", "layout_one_usual"),
        migrations.AddConstraint(
            "layout",
            models.UniqueConstraint(fields=["office", "kind"], condition=Q(usual=True), name="layout_one_usual"),
        ),
        migrations.AlterModelOptions(
            "layoutversion",
            {
                "ordering": ["layout", "number"],
                "verbose_name": "証書の様式の版",
                "verbose_name_plural": "証書の様式の版",
            },
        ),
        migrations.CreateModel(
            name="DepartmentLayout",
            fields=[],
            options={
                "verbose_name": "課別修了証明書の様式",
                "verbose_name_plural": "課別修了証明書の様式",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("certificates.layout",),
        ),
    ]  # fmt: skip
