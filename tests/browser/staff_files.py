"""Staff files as 人事担当 gets them, and the way in which a page takes them in."""

import csv
import io
from collections.abc import Iterable

from playwright.sync_api import FilePayload, Page, expect

from lms.office.demo.city import DemoCity
from lms.office.demo.files import staff_file
from lms.people.models import RoleGrant
from tests.browser.acts import enter, expect_heading

Row = dict[str, str]


def plain_rows(city: DemoCity) -> list[Row]:
    """One row a person: nobody with a role, a leave or a second posting."""
    with_role = set(RoleGrant.objects.known().values_list("employee__staff_number", flat=True))
    plain = [
        person for person in city.april
        if len(person.postings) == 1 and not person.leave and person.number not in with_role
    ]  # fmt: skip
    return list(csv.DictReader(io.StringIO(staff_file(plain).decode("cp932"))))


def _file(rows: Iterable[Row]) -> FilePayload:
    rows, text = list(rows), io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return FilePayload(name="人事異動.csv", mimeType="text/csv", buffer=text.getvalue().encode("cp932"))


def upload(page: Page, rows: Iterable[Row], day: str) -> None:
    """Ends on what the page says before anything is taken in. `day`: the 基準日 as the form has it."""
    enter(page, "職員情報の取込み")
    page.get_by_label("職員", exact=True).check()
    page.get_by_label("基準日").fill(day)
    page.locator("input[type=file]").set_input_files(_file(rows))
    page.get_by_role("button", name="取込み前の確認へ進む").click()
    expect_heading(page, "取込み前の確認")


def apply(page: Page) -> None:
    page.get_by_role("button", name="反映する").click()
    expect_heading(page, "取込みの結果")
    expect(page.get_by_text("反映しました。")).to_be_visible()
