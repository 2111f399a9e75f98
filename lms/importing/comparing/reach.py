"""Whom a file is about."""

from django.db.models import TextChoices

# More people leaving at once than this share of those in service is asked about before it is believed.
DROP_WARNING = 0.10


class Reach(TextChoices):
    """Whether people who are missing from the file stay as they are, or have left."""

    LISTED = "listed", "ファイルにある職員"
    EVERYBODY = "all", "全件入替え"
