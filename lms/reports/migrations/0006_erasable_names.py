"""Names in what was reported stand apart from its figures, and may be erased through the one door."""

from django.db import migrations, models

from lms.lib.append_only import AddSalt, AppendOnly
from lms.lib.compact_json import CompactJSON

_GONE = "（保存期間が満了したため削除）"
ERASED_NAMES = {
    "sender": {"title": "", "name": _GONE}, "remarks": _GONE, "reasons": {},
    "list": {
        "mark": "別紙", "title": "未修了者一覧", "subject": "", "columns": [], "rows": [], "note": _GONE,
        "confidentiality": "",
    },
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_retention"),
        ("reports", "0005_issues_belong_to_the_plan"),
    ]

    operations = [
        AddSalt("departmentreport"),
        AddSalt("frozenreport"),
        migrations.AddField(
            "departmentreport",
            "named",
            models.JSONField(default=dict, encoder=CompactJSON, verbose_name="個人に関する記載"),
        ),
        migrations.AddField(
            "frozenreport",
            "unfinished",
            models.JSONField(default=list, encoder=CompactJSON, verbose_name="未修了者一覧"),
        ),
        AppendOnly("DepartmentReport", erases={"named": ERASED_NAMES, "comment": _GONE, "reason": _GONE, "salt": ""}),
        AppendOnly("FrozenReport", sets_once=["drawn_at", "sha256"], erases={"unfinished": [[_GONE]], "salt": ""}),
    ]
