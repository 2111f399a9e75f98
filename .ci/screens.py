"""Takes the pictures of docs/screens from a running demo city: `python .ci/screens.py http://127.0.0.1:8000 FOLDER`.

Signs in as each demo person that `manage.py demo_people` prints (read from standard input) and visits the pages open to
that role, on a desktop and on a phone.
"""

import re
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SIZES = {"": {"width": 1280, "height": 900}, "-phone": {"width": 390, "height": 844}}
PAGES = {
    "職員": {
        "desk": "/learn/", "course": "/learn/courses/S-01/", "lesson": "/learn/courses/S-01/chapters/02-mail/",
        "quiz": "/learn/tests/S-01/", "sign-up": "/learn/sessions/", "search": "/learn/search/?q=USBをなくした",
        "glossary": "/learn/glossary/", "ask": "/learn/courses/S-01/ask/", "faq": "/learn/faq/",
        "own-questions": "/learn/questions/",
    },
    "所属長": {"department": "/reports/own/", "employees": "/people/", "exemptions": "/plans/exemptions/"},
    "所属の研修担当者": {"sheet": "/learn/sheet/"},
    "DX研修担当": {"dx-office": "/office/"},
    "情報セキュリティ研修担当": {
        "office": "/office/", "report": "/reports/departments/", "people": "/reports/people/", "papers": "/papers/",
        "register": "/papers/register/", "plans": "/plans/",
        "completions": "/records/", "sessions": "/records/sessions/",
        "enquiries": "/learn/enquiries/",
        "overview": "/reports/overview/", "chains": "/reports/chain/", "annual-reports": "/reports/annual/",
        "outside": "/reports/outside/", "chain": "/reports/chain/1/", "annual": "/reports/annual/1/",
        "drills": "/records/drills/", "year": "/office/year/", "handover": "/office/handover/", "cms": "/cms/",
    },
    "人事担当": {
        "imports": "/imports/", "departments": "/people/departments/", "roles": "/people/roles/",
        "accounts": "/people/accounts/", "gaiji": "/imports/names/",
    },
    "監査担当": {"audit": "/audit/", "ledger": "/audit/ledger/", "archives": "/audit/archives/"},
    "システム管理者": {"settings": "/settings/", "nights": "/audit/nights/"},
}  # fmt: skip


def main(address: str, folder: Path) -> None:
    text = sys.stdin.read()
    password = re.search(r"全員 (\S+?)）", text)[1]
    people = {role: number for number, role in re.findall(r"^  (\S+)  (\S+)  ", text, re.MULTILINE)}
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for role, pages in PAGES.items():
            for suffix, size in SIZES.items():
                page = browser.new_page(viewport=size, locale="ja-JP")
                _sign_in(page, address, people[role], password)
                _pictures(page, address, pages, folder, suffix)
                page.close()
        browser.close()


def _pictures(page: Page, address: str, pages: dict[str, str], folder: Path, suffix: str) -> None:
    for name, path in pages.items():
        page.goto(address + path)
        page.screenshot(path=folder / f"{name}{suffix}.png", full_page=True)


def _sign_in(page: Page, address: str, number: str, password: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.fill("[name=login]", number)
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
