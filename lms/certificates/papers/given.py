"""What every numbered paper has from its giving."""

from dataclasses import dataclass
from datetime import date

from lms.people.models import City, OfficeHolder


@dataclass(frozen=True)
class Given:
    """The 交付日, the signer in office on it, and the city that gives."""

    on: date
    signer: OfficeHolder
    city: City
