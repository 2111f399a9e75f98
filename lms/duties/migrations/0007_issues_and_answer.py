from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0006_plan_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="trainingplan",
            name="issues",
            field=models.TextField(blank=True, max_length=600, verbose_name="課題及び次年度の取組"),
        ),
        migrations.AddField(
            model_name="trainingplan",
            name="answer",
            field=models.TextField(blank=True, max_length=600, verbose_name="前年度の課題への対応"),
        ),
    ]
