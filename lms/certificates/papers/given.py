"""What every numbered paper has from its giving."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from lms.people.models import City, OfficeHolder


def signed_by(holder: OfficeHolder, way: Callable[[str], str]) -> dict[str, str]:
    """The line of the signer, its numbers written in the `way` of the paper; the name stays as it is held."""
    return {"office": holder.office, "title": way(holder.title), "name": holder.name}


@dataclass(frozen=True)
class Given:
    """The 交付日, the signer in office on it, and the city that gives."""

    on: date
    signer: OfficeHolder
    city: City
    site: str = ""

    def check(self, public_id: str) -> dict[str, str]:
        return check_addresses(self.site, public_id) if public_id else {}


def check_addresses(site: str, public_id: str) -> dict[str, str]:
    """Where a paper can be checked: the page to type in, and the address in the two-dimensional code.

    In capitals alone a code is smaller; the part of the address after the site is made for that.
    """
    return {"page": f"{site}/check/", "code": f"{site}/C/{public_id}".upper()}
