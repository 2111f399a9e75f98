"""課題及び次年度の取組 go from the texts of the report to its plan, where the next plan finds them."""

from django.db import migrations


def to_the_plan(apps, schema_editor):
    for texts in apps.get_model("reports", "AnnualTexts").objects.exclude(issues="").select_related("plan"):
        texts.plan.issues = texts.issues
        texts.plan.save(update_fields=["issues"])


def to_the_report(apps, schema_editor):
    for texts in apps.get_model("reports", "AnnualTexts").objects.exclude(plan__issues="").select_related("plan"):
        texts.issues = texts.plan.issues
        texts.save(update_fields=["issues"])


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0007_issues_and_answer"),
        ("reports", "0004_long_lists_and_saved_views"),
    ]

    operations = [
        migrations.RunPython(to_the_plan, to_the_report),
        migrations.RemoveField(model_name="annualtexts", name="issues"),
    ]
