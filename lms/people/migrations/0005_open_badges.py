"""The switch for Open Badges, which is off."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_names_in_use"),
    ]

    operations = [
        migrations.AddField(
            model_name="city",
            name="open_badges",
            field=models.BooleanField(default=False, verbose_name="オープンバッジを使う"),
        ),
    ]
