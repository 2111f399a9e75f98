"""The made-up city as a whole: its departments, people, roles and files for a year."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from random import Random

from lms.lib.fiscal_year import first_day
from lms.office.demo.departments import DemoDepartment, departments
from lms.office.demo.files import department_file, role_file, staff_file
from lms.office.demo.october import staff_in_october
from lms.office.demo.people import DemoPerson, Town, staff_in_april
from lms.office.demo.roles import DemoGrant, role_grants


@dataclass(frozen=True)
class DemoCity:
    """The same year, number of staff and seed give the same city, byte for byte."""

    year: int
    staff: int
    seed: int

    @cached_property
    def town(self) -> Town:
        return Town(self.year, Random(self.seed))  # noqa: S311 - made-up people, not secrets

    @cached_property
    def departments(self) -> list[DemoDepartment]:
        return departments(self.staff)

    @cached_property
    def april(self) -> list[DemoPerson]:
        return staff_in_april(self.town, self.departments, self.staff)

    @cached_property
    def october(self) -> list[DemoPerson]:
        april = self.april
        return staff_in_october(self.town, self.departments, april)

    @cached_property
    def grants(self) -> list[DemoGrant]:
        return role_grants(self.april, self.april_first)

    @property
    def april_first(self) -> date:
        return first_day(self.year)

    @property
    def october_first(self) -> date:
        return date(self.year, 10, 1)

    @property
    def off_screen(self) -> frozenset[str]:
        """Codes of departments whose people have no PC."""
        return frozenset(d.code for d in self.departments if not d.desk)

    def files(self) -> dict[str, bytes]:
        """Names and bytes of the files an HR system would write for April and October."""
        return {
            f"departments_{self.april_first}.csv": department_file(self.departments),
            f"staff_{self.april_first}.csv": staff_file(self.april),
            f"staff_{self.october_first}.csv": staff_file(self.october),
            f"roles_{self.april_first}.csv": role_file(self.grants),
        }

    def write_files(self, folder: Path) -> list[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for name, content in self.files().items():
            path = folder / name
            path.write_bytes(content)
            paths.append(path)
        return paths
