from django.db import migrations

from lms.lib.append_only import AddSalt

_RANDOM = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "replace(gen_random_uuid()::text, '-', '')"}


def _salt(apps, schema_editor):
    """Each row its own, so that a digest cannot be tried out once the row is nobody's."""
    random = _RANDOM[schema_editor.connection.vendor]
    schema_editor.execute(f"UPDATE people_employee SET salt = {random}")  # noqa: S608


class Migration(migrations.Migration):
    dependencies = [("people", "0009_department_merger")]

    operations = [
        AddSalt("employee"),
        migrations.RunPython(_salt, migrations.RunPython.noop, elidable=True),
    ]
