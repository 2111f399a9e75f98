"""What an ordered file holds: asked anew when it is ordered, written and fetched."""

from collections.abc import Callable, Mapping
from datetime import datetime

from lms.people.visibility import Viewer
from lms.reports.lists.papers import annual_anew, overview_anew
from lms.reports.lists.rows import history_list, people_list
from lms.reports.lists.source import Source
from lms.reports.models import ListFile


def source_of(kind: str, conditions: Mapping[str, str], viewer: Viewer, at: datetime) -> Source:
    """Raises NotAllowedError."""
    return _SOURCES[ListFile.Kind(kind)](conditions, viewer, at)


_SOURCES: Mapping[ListFile.Kind, Callable[[Mapping[str, str], Viewer, datetime], Source]] = {
    ListFile.Kind.PEOPLE: people_list,
    ListFile.Kind.HISTORY: history_list,
    ListFile.Kind.OVERVIEW: overview_anew,
    ListFile.Kind.ANNUAL: annual_anew,
}
