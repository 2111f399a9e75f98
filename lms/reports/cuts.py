"""絞り込み beside department and course: by the main posting of the day, and by the roles held on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from lms.duties.models import Duty
from lms.people.models import Posting, RoleGrant
from lms.people.roles import Role

# Stands in addresses and lists for a posting whose column is empty.
NOT_GIVEN = "（登録なし）"
# Stands in addresses for whoever holds no role on the day, and what lists call it.
NO_ROLE, WITHOUT_ROLE = "none", "役割なし"
POSTING_COLUMNS = {"authority": "appointing_authority", "employment": "employment_type", "grade": "grade"}
LABELS = {"authority": "任命権者", "employment": "任用形態", "grade": "職位", "role": "役割"}


@dataclass(frozen=True)
class Cut:
    """Which of the people; what is empty does not narrow. Values are those of the staff file, `role` one of Role or
    NO_ROLE."""

    authority: str = ""
    employment: str = ""
    grade: str = ""
    role: str = ""

    @property
    def words(self) -> str:
        """「職位は係長級、役割は所属長」; nothing for everybody."""
        values = {name: getattr(self, name) for name in POSTING_COLUMNS}
        values["role"] = Role(self.role).label if self.role in Role.values else ""
        said = [f"{LABELS[name]}は{value}" for name, value in values.items() if value]
        return "、".join([*said, WITHOUT_ROLE] if self.role == NO_ROLE else said)

    def of_duties(self, duties: QuerySet[Duty], on: date, known_at: datetime | None) -> QuerySet[Duty]:
        """Of duties that are joined to the main posting of the day (`duties_on`)."""
        for name, column in POSTING_COLUMNS.items():
            if getattr(self, name):
                # Through an alias: a plain filter would join the postings once more, those of other days too.
                duties = duties.alias(**{f"cut_{name}": F(f"employee__postings__{column}")})
                duties = duties.filter(**{f"cut_{name}": _stored(getattr(self, name))})
        return duties.filter(self._by_role(on, known_at)) if self.role else duties

    def of_postings(self, postings: QuerySet[Posting], on: date, known_at: datetime | None) -> QuerySet[Posting]:
        """Of main postings of the day."""
        asked = {column: getattr(self, name) for name, column in POSTING_COLUMNS.items()}
        found = postings.filter(**{column: _stored(value) for column, value in asked.items() if value})
        return found.filter(self._by_role(on, known_at)) if self.role else found

    def _by_role(self, on: date, known_at: datetime | None) -> Q:
        held = RoleGrant.objects.on(on, known_at).filter(employee=OuterRef("employee"))
        return ~Q(Exists(held)) if self.role == NO_ROLE else Q(Exists(held.filter(role=self.role)))


EVERYBODY = Cut()


def choices(on: date, known_at: datetime | None = None) -> Mapping[str, list[str]]:
    """What the postings of the day hold, by the names of `POSTING_COLUMNS`. One query."""
    main = Posting.objects.on(on, known_at).filter(kind=Posting.Kind.MAIN).order_by()
    rows = list(main.values_list(*POSTING_COLUMNS.values()).distinct())
    return {name: _listed(row[place] for row in rows) for place, name in enumerate(POSTING_COLUMNS)}


def _listed(values: Iterable[str]) -> list[str]:
    found = sorted(set(values))
    return [*filter(None, found), NOT_GIVEN] if "" in found else found


def _stored(value: str) -> str:
    return "" if value == NOT_GIVEN else value
