"""旧姓・通称, and which name the city's certificates carry."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_one_main_posting")]

    operations = [
        migrations.AddField(
            model_name="city",
            name="paper_name",
            field=models.CharField(
                choices=[("registered", "氏名"), ("usual", "旧姓・通称（登録のある職員だけ）")],
                default="registered",
                max_length=12,
                verbose_name="証書に記す名前",
            ),
        ),
        migrations.AddField(
            model_name="employee",
            name="usual_name",
            field=models.CharField(blank=True, default="", max_length=100, verbose_name="旧姓・通称"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="employee",
            name="usual_key",
            field=models.CharField(blank=True, default="", editable=False, max_length=100),
            preserve_default=False,
        ),
    ]
