"""The command: both kinds, papers already given and new ones, one PDF a file."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lms.certificates.models import Batch, Certificate
from lms.people.models import OfficeHolder
from lms.people.roles import Office
from tests import factories as make
from tests.factories import jst
from tests.lms.certificates.test_standing import curriculum
from tests.lms.certificates.town import NOW, give, text

PERSONAL = [
    "2026-security-00001_000007_S-01.pdf",
    "2026-security-00002_000123_S-01.pdf",
    "2026-security-00003_000401_S-01.pdf",
]
DX = "2026-dx-00001_000123_D-01.pdf"
DEPARTMENT = "2026-security-d00001_0301_S-01.pdf"


def issue(folder: Path, *options: str, year: str = "2026") -> list[str]:
    """Names of the files, in the order they were told."""
    out = StringIO()
    call_command("issue_certificates", "--fiscal-year", year, "--out", str(folder), *options, stdout=out)
    told = [Path(line) for line in out.getvalue().splitlines()]
    assert all(path.parent == folder for path in told)
    assert sorted(path.name for path in told) == sorted(path.name for path in folder.iterdir())
    return [path.name for path in told]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "out" / "papers"


def test_both_kinds_of_both_offices_are_written_by_default(town, folder):
    assert sorted(issue(folder)) == sorted([*PERSONAL, DX, DEPARTMENT])
    assert "﨑山 花子" in text((folder / PERSONAL[0]).read_bytes())
    assert "福祉課長 様" in text((folder / DEPARTMENT).read_bytes())


def test_a_second_run_gives_nothing_new_and_writes_the_same_bytes(town, folder, tmp_path):
    first = issue(folder)
    assert issue(tmp_path / "again") == first
    assert Certificate.objects.count() == 5
    assert [(folder / name).read_bytes() for name in first] == [(tmp_path / "again" / n).read_bytes() for n in first]


def test_papers_given_before_are_written_and_new_ones_follow_their_numbers(town, folder):
    give(town.done["𠮷田"])
    assert issue(folder, "--kind", "personal", "--course", "S-01") == [
        "2026-security-00001_000401_S-01.pdf",
        "2026-security-00002_000007_S-01.pdf",
        "2026-security-00003_000123_S-01.pdf",
    ]


def test_one_kind_one_course_or_one_department_can_be_asked_for(town, folder, tmp_path):
    assert issue(folder, "--kind", "department") == [DEPARTMENT]
    assert issue(tmp_path / "a", "--course", "D-01") == [DX]
    assert issue(tmp_path / "b", "--department", "0401") == ["2026-security-00001_000401_S-01.pdf"]
    assert issue(tmp_path / "c", "--department", "030101") == ["2026-security-00002_000007_S-01.pdf"]


def test_a_whole_curriculum_gets_its_own_paper_and_can_be_named(town, folder):
    second = make.course("S-02", title="着任時研修")
    asked = make.requirement(second)
    curriculum(town.security, second)
    for name in ("髙橋", "﨑山"):
        make.duty(town.people[name], asked)
        make.completion(town.people[name], second, jst(2026, 7, 1))
    assert issue(folder, "--course", "C-01") == ["2026-security-d00001_0301_C-01.pdf"]
    shown = text((folder / "2026-security-d00001_0301_C-01.pdf").read_bytes())
    assert "令和８年度情報セキュリティ研修課程" in shown
    assert "令和８年７月１日" in shown


def test_who_has_not_completed_gets_nothing(town, folder):
    issue(folder)
    holders = set(Certificate.objects.exclude(employee=None).values_list("employee__staff_number", flat=True))
    assert holders == {"000007", "000123", "000401"}
    assert not Certificate.objects.filter(department=town.places["税務課"]).exists()


def test_the_decision_is_entered_where_it_is_given(town, folder):
    issue(folder, "--course", "D-01", "--decided-on", "R8.7.29", "--document-number", "垂企第３号")
    batch = Batch.objects.get()
    assert (batch.decided_on, batch.document_number) == (date(2026, 7, 29), "垂企第３号")
    issue(folder / "more", "--kind", "department")
    assert Batch.objects.latest("pk").decided_on is None


def test_a_year_that_is_over_is_counted_on_its_last_day(town, folder):
    asked = make.requirement(town.security, 2025)
    person = make.employee(town.places["税務課"], "000500")
    make.duty(person, asked)
    make.completion(person, town.security, jst(2025, 6, 10))
    assert issue(folder, year="2025") == [
        "2026-security-00001_000500_S-01.pdf", "2026-security-d00001_0401_S-01.pdf",
    ]  # fmt: skip
    assert "令和７年度" in text((folder / "2026-security-00001_000500_S-01.pdf").read_bytes())
    assert "令和８年３月３１日" in text((folder / "2026-security-d00001_0401_S-01.pdf").read_bytes())


def test_what_cannot_be_signed_is_said_after_the_rest_is_written(town, folder):
    OfficeHolder.objects.filter(office="chief-security").void(NOW)
    with pytest.raises(CommandError, match="統括情報セキュリティ責任者が登録されていません"):
        issue(folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted([*PERSONAL, DX])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--department", "9999"], "所属コード「9999」の所属は登録されていません。"),
        (["--course", "X-01"], "コード「X-01」の研修又は研修課程は登録されていません。"),
        (["--fiscal-year", "2027"], "まだ始まっていない年度です。"),
        (["--fiscal-year", "R8"], "「R8」は年度として読めません。"),
        (["--kind", "both"], "--kind"),
        (["--decided-on", "いつか"], "日付として読めません"),
    ],
)
def test_a_wrong_word_is_refused_before_anything_is_given(town, folder, options, message):
    with pytest.raises(CommandError, match=message):
        issue(folder, *options)
    assert not Certificate.objects.exists()


def test_each_office_signs_for_its_own_courses(town, folder):
    issue(folder)
    assert set(Certificate.objects.filter(series__office=Office.DX).values_list("subject_code", flat=True)) == {"D-01"}
