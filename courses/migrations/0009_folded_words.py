from django.db import migrations, models

from courses.searching.tokens import folded


def fold_words(apps, schema_editor):
    for name in ("CoursePage", "LessonPage"):
        pages = apps.get_model("courses", name).objects
        for pk, words in pages.exclude(words="").values_list("pk", "words"):
            pages.filter(pk=pk).update(folded=folded(words))


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0008_faq"),
    ]

    operations = [
        migrations.AddField(
            model_name="coursepage",
            name="folded",
            field=models.TextField(blank=True, editable=False, verbose_name="検索のためにそろえた文"),
        ),
        migrations.AddField(
            model_name="lessonpage",
            name="folded",
            field=models.TextField(blank=True, editable=False, verbose_name="検索のためにそろえた文"),
        ),
        migrations.RunPython(fold_words, migrations.RunPython.noop),
    ]
