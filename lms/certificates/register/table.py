"""The register as a table: what was given to whom under which 決裁, and how it stands."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db.models import QuerySet

from lms.certificates.first_giving import first_given_on
from lms.certificates.models import Certificate
from lms.certificates.register.naming import training
from lms.lib.fiscal_year import TOKYO, era_date, local_date
from lms.lib.tables import Cell, Column, Kind, Table
from lms.people.city import city
from lms.people.organisation import Organisation, organisation

_CHUNK = 500
_UNDECIDED = "決裁未入力"
COLUMNS = (
    Column("number", "番号"),
    Column("kind", "種類"),
    Column("name", "氏名（交付先）"),
    Column("code", "職員番号（所属コード）", Kind.CODE),
    Column("department", "所属"),
    Column("job_title", "職名"),
    Column("training", "研修"),
    Column("completed_on", "修了日", Kind.DATE),
    Column("given_on", "交付日", Kind.DATE),
    Column("state", "状態"),
    Column("remark", "再交付・取消し"),
    Column("decided_on", "決裁日", Kind.DATE),
    Column("decided_by", "決裁権者"),
    Column("document_number", "文書番号"),
)


def register_table(title: str, wanted: Sequence[int], at: datetime, tell: Callable[[int], None]) -> Table:
    """The papers in the order wanted."""
    rows: list[Sequence[Cell]] = []
    places = Places()
    for start in range(0, len(wanted), _CHUNK):
        found = _related().in_bulk(wanted[start : start + _CHUNK])
        days = first_given_on(found.values())
        rows += [_row(found[pk], days[pk], places) for pk in wanted[start : start + _CHUNK]]
        tell(len(rows))
    notes = [("出力日時", f"{era_date(local_date(at))}{at.astimezone(TOKYO):%H時%M分}"), ("件数", f"{len(rows):,}件")]
    return Table(title, COLUMNS, rows, notes, confidentiality=city().confidentiality_label)


def _related() -> QuerySet[Certificate]:
    return Certificate.objects.with_state().select_related(
        "series",
        "batch",
        "replaced_by__batch",
        "revocation",
        "follows__certificate",
        "employee",
        "department",
        "completion",
    )


def _row(certificate: Certificate, given_on: date, places: "Places") -> Sequence[Cell]:
    batch, completion, employee = certificate.batch, certificate.completion, certificate.employee
    return [
        certificate.number_text,
        certificate.series.get_kind_display(),
        certificate.payload["name"] if employee else certificate.payload["addressee"].removesuffix("　様"),
        employee.staff_number if employee else certificate.department.code,
        completion.department_name if completion else places.of(certificate, given_on),
        completion.job_title if completion else "",
        training(certificate),
        local_date(completion.completed_at) if completion else None,
        given_on,
        certificate.state.label,
        _remark(certificate),
        batch.decided_on,
        batch.decided_by if batch.decided_on else _UNDECIDED,
        batch.document_number,
    ]


def _remark(certificate: Certificate) -> str:
    said = []
    if certificate.follows_id:
        said.append(f"{certificate.follows.certificate.number_text}の取消し後に改めて交付")
    if certificate.replaces_id:
        said.append(f"{era_date(certificate.batch.given_on)}再交付（{certificate.batch.reason}）")
    if certificate.state == Certificate.State.SUPERSEDED:
        said.append(f"{era_date(certificate.replaced_by.batch.given_on)}に再交付した")
    if certificate.state == Certificate.State.REVOKED:
        said.append(f"{era_date(certificate.revocation.revoked_on)}取消し（{certificate.revocation.reason}）")
    return "、".join(said)


class Places:
    """What the departments were called on the days of giving; each day is read once."""

    def __init__(self) -> None:
        self._days: dict[date, Organisation] = {}

    def of(self, certificate: Certificate, on: date) -> str:
        """The 所属 to which a paper was given; nothing for one to a person."""
        if certificate.department_id is None:
            return ""
        if on not in self._days:
            self._days[on] = organisation(on)
        return self._days[on].name(certificate.department_id)
