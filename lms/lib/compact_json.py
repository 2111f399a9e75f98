"""JSON as it is kept in the database: Japanese as it is, not six bytes of escape for every character."""

import json
from typing import Any


class CompactJSON(json.JSONEncoder):
    """For `JSONField(encoder=CompactJSON)`; reading needs nothing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**(options | {"ensure_ascii": False, "separators": (",", ":")}))
