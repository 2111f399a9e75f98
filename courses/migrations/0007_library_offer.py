import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("courses", "0006_glossary"),
    ]

    operations = [
        migrations.CreateModel(
            name="LibraryOffer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=200, unique=True, verbose_name="教材")),
                (
                    "office",
                    models.CharField(
                        choices=[("dx", "DX研修担当"), ("security", "情報セキュリティ研修担当")],
                        max_length=20,
                        verbose_name="担当",
                    ),
                ),
                ("digest", models.CharField(max_length=64, verbose_name="要約値")),
                ("content", models.JSONField(verbose_name="製品の文")),
                ("thing_id", models.PositiveBigIntegerField(verbose_name="番号")),
                (
                    "thing_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="contenttypes.contenttype",
                        verbose_name="種類",
                    ),
                ),
            ],
            options={
                "verbose_name": "据え置いた教材",
                "verbose_name_plural": "据え置いた教材",
                "ordering": ["path"],
            },
        ),
    ]
