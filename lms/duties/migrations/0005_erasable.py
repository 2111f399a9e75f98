"""What is personal in these facts may be erased, through one door alone. Rows written before have no salt."""

from django.db import migrations

from lms.lib.append_only import AddSalt, AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_retention"),
        ("duties", "0004_route"),
    ]

    operations = [
        AddSalt("exemption"),
        AddSalt("exemptionrequest"),
        AppendOnly(
            "Exemption", sets_once=["voided_at"], erases={"reason": "", "approved_by": "", "note": "", "salt": ""}
        ),
        AppendOnly(
            "ExemptionRequest",
            sets_once=["decided_at", "decided_by", "decision", "note"],
            erases={"reason": "", "note": None, "salt": ""},
        ),
    ]
