"""The blanks of an erased paper fit papers to departments as well."""

from django.db import migrations

from lms.lib.append_only import AppendOnly

_GONE = "（保存期間が満了したため削除）"
ERASED_PAPER = {
    "layout": "personal", "title": "証書", "number": _GONE, "post": "", "name": _GONE, "body": [_GONE],
    "completed": {"label": "修了日", "date": ""}, "given_on": "", "signer": {"title": "", "name": ""}, "seal": "",
    "foot": "", "public_id": "", "check": None, "addressee": _GONE, "facts": [],
    "list": {"subject": ""},
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("certificates", "0007_erasable")]

    operations = [
        migrations.AlterModelOptions("certificate", {"verbose_name": "証書", "verbose_name_plural": "証書"}),
        AppendOnly("Certificate", sets_once=["drawn_at", "sha256"], erases={"payload": ERASED_PAPER, "salt": ""}),
    ]
