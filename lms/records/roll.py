"""The list of a session: who signed up, who came, and the 出席簿 to print."""

from datetime import datetime

from django.db.models import Q

from lms.lib.fiscal_year import TOKYO, era_date
from lms.lib.tables import Column, Kind, Table
from lms.people.models import Employee
from lms.records.finding import Found, seated
from lms.records.models import Attendant
from lms.records.session import TrainingSession

_COLUMNS = (
    Column("name", "氏名"),
    Column("staff_number", "職員番号", Kind.CODE),
    Column("department", "所属"),
    Column("job_title", "職名"),
    Column("mark", "出席（署名）"),
)
# Room to sign in, as wide as a column of text: an empty one would shrink to its heading.
_ROOM = "　" * 10


def signed_up(session: TrainingSession) -> list[Employee]:
    """Those who stand on the list, in the order of their kana. One query."""
    standing = Employee.objects.filter(sign_ups__session=session, sign_ups__cancelled_at=None)
    return list(standing.order_by("kana_key", "staff_number"))


def came(session: TrainingSession) -> frozenset[int]:
    """Those on a sheet of this session that nobody has sent back. One query."""
    standing = Q(sheet__decision=None) | Q(sheet__decision__accepted=True)
    rows = Attendant.objects.filter(standing, sheet__session=session)
    return frozenset(rows.values_list("employee_id", flat=True))


def roll(session: TrainingSession) -> list[Found]:
    """Those who signed up, with where they sit on the day. Three queries."""
    return seated(signed_up(session), session.held_on)


def hours(session: TrainingSession) -> str:
    return f"{session.starts_at:%H:%M}から{session.ends_at:%H:%M}まで"


def roll_table(session: TrainingSession, people: list[Found], at: datetime, confidentiality: str) -> Table:
    printed = at.astimezone(TOKYO)
    return Table(
        title=f"出席簿　{session.title}", columns=_COLUMNS,
        rows=[_row(found) for found in people],
        notes=[
            ("研修", session.course.title),
            ("開催日", f"{era_date(session.held_on)}　{hours(session)}"),
            ("会場", session.place),
            ("申込み", f"{len(people)}人（定員{session.capacity}人）"),
            ("出力日時", f"{era_date(printed.date())} {printed:%H:%M}"),
        ],
        confidentiality=confidentiality,
    )  # fmt: skip


def _row(found: Found) -> list[str]:
    person, seat = found.employee, found.seat
    where = [seat.department_name, seat.job_title] if seat else ["", ""]
    return [person.shown_name, person.staff_number, *where, _ROOM]
