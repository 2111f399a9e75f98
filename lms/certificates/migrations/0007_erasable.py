"""What is personal in these facts may be erased, through one door alone. Rows written before have no salt."""

from django.db import migrations

from lms.lib.append_only import AddSalt, AppendOnly

_GONE = "（保存期間が満了したため削除）"
ERASED_PAPER = {
    'layout': 'personal', 'title': '修了証書', 'number': _GONE, 'post': '', 'name': _GONE, 'body': [_GONE],
    'completed': {'label': '修了日', 'date': ''}, 'given_on': '', 'signer': {'title': '', 'name': ''}, 'seal': '',
    'foot': '', 'public_id': '', 'check': None,
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_retention"),
        ("certificates", "0006_layouts"),
    ]

    operations = [
        AddSalt("certificate"),
        AddSalt("revocation"),
        AppendOnly("Certificate", sets_once=["drawn_at", "sha256"], erases={"payload": ERASED_PAPER, "salt": ""}),
        AppendOnly("Revocation", sets_once=[], erases={"reason": "", "salt": ""}),
    ]
