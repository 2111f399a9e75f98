"""The made-up city's files, as a municipal HR system writes them: CP932, CRLF, era dates, leading zeros."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date

from lms.lib.fiscal_year import short_era_date
from lms.office.demo.departments import DemoDepartment
from lms.office.demo.people import DemoPerson, DemoPosting
from lms.office.demo.roles import DemoGrant

_DEPARTMENT_COLUMNS = ("所属コード", "所属名", "上位所属コード", "任命権者", "報告単位")
_STAFF_COLUMNS = (
    "職員番号", "氏名", "カナ氏名", "所属コード", "所属名", "職名", "職位", "職種", "任用形態", "任命権者",
    "本務兼務", "発令日", "採用日", "任期満了日", "退職日", "休業区分", "休業開始日", "休業終了予定日",
    "メールアドレス", "旧職員番号",
)  # fmt: skip
_ROLE_COLUMNS = ("職員番号", "役割", "所属コード", "指定日", "解除日")


def department_file(departments: Iterable[DemoDepartment]) -> bytes:
    rows = ((d.code, d.name, d.parent, d.authority, "○" if d.reports else "") for d in departments)
    return _written(_DEPARTMENT_COLUMNS, rows)


def staff_file(people: Iterable[DemoPerson]) -> bytes:
    """All main postings first, then the 兼務, as the HR system lists them."""
    people = list(people)
    mains = (_staff_row(person, person.main) for person in people)
    others = (_staff_row(person, posting) for person in people for posting in person.postings[1:])
    return _written(_STAFF_COLUMNS, (*mains, *others))


def role_file(grants: Iterable[DemoGrant]) -> bytes:
    rows = ((g.number, g.role.label, g.department, short_era_date(g.since), "") for g in grants)
    return _written(_ROLE_COLUMNS, rows)


def _staff_row(person: DemoPerson, posting: DemoPosting) -> tuple[str, ...]:
    leave = person.leave if posting is person.main else None
    kind, start, end = leave or ("", None, None)
    mail = f"s{person.number.lower()}@city.example.lg.jp" if person.has_account else ""
    return (
        person.number, person.name, person.kana, posting.department.code, posting.department.name,
        posting.job_title, posting.grade, person.occupation, person.employment_type, posting.department.authority,
        posting.kind, *_days(posting.appointed_on, person.hired_on, person.term_ends_on, person.retired_on),
        kind, *_days(start, end), mail, "",
    )  # fmt: skip


def _days(*days: date | None) -> Iterator[str]:
    return (short_era_date(day) if day else "" for day in days)


def _written(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode("cp932")
