"""A small town that gives papers. Today is 31 July 2026; the period was 1 June to 17 July.

                          S-01         D-01        C-01 is the curriculum of S-01 and S-02
    福祉課    髙橋         修了 6/10    修了 6/20   福祉課 is all done in S-01: 髙橋 and 﨑山 done, 上野 in 猶予
    福祉係    﨑山         修了 6/12    －
    福祉係    上野         猶予         －
    税務課    𠮷田         修了 6/15    －          税務課 is not: 葛城 has not finished
    税務課    葛城         期限超過     －

The head of 福祉課 is 課長 青木, who has no duty. 総務課 is the security office, 企画政策課 the DX office.
"""

import subprocess
from dataclasses import dataclass, field
from datetime import date

from courses.models import Course
from lms.certificates.issuing import Decision, give_department, give_personal
from lms.certificates.models import Batch
from lms.certificates.subjects import course_subject
from lms.duties.models import Requirement
from lms.people.models import City, Department, Employee, OfficeHolder
from lms.people.roles import Office, Role
from lms.records.models import Completion
from tests import factories as make
from tests.factories import jst

TODAY = date(2026, 7, 31)
NOW = jst(2026, 7, 31, 10)
IVS = "葛\U000e0100城　聡"
DECIDED = Decision(date(2026, 7, 29), "総務課長", "垂総第３４５号")


@dataclass
class Town:
    city: City
    security: Course
    dx: Course
    asked: Requirement
    places: dict[str, Department] = field(default_factory=dict)
    people: dict[str, Employee] = field(default_factory=dict)
    done: dict[str, Completion] = field(default_factory=dict)


def build_town() -> Town:
    security, dx = make.course("S-01"), make.course("D-01", Office.DX, title="DXの意義と市のDX推進計画")
    found = Town(make.city(), security, dx, make.requirement(security))
    make.requirement(dx)
    _signers()
    _places(found)
    _people(found)
    _completions(found)
    return found


def _signers() -> None:
    signer("mayor", "垂水市長", "尾脇　雅弥")
    signer("chief-security", "統括情報セキュリティ責任者（総務課長）", "榎園　雅司")
    signer("chief-dx", "DX推進責任者（企画政策課長）", "園田　昌幸")


def signer(office: str, title: str, name: str, since: date = make.SINCE, until: date | None = None) -> OfficeHolder:
    return OfficeHolder.objects.create(
        office=office, title=title, name=name, starts_on=since, ends_on=until, recorded_at=make.LONG_AGO
    )


def _places(town: Town) -> None:
    town.places["福祉課"] = make.department("0301", "福祉課")
    town.places["福祉係"] = make.department("030101", "福祉係", parent=town.places["福祉課"], reports=False)
    town.places["税務課"] = make.department("0401", "税務課")


def _people(town: Town) -> None:
    places, people = town.places, town.people
    people["髙橋"] = make.employee(places["福祉課"], "000123", "髙橋　正樹", "タカハシ　マサキ")
    people["﨑山"] = make.employee(places["福祉係"], "000007", "﨑山　花子", "サキヤマ　ハナコ")
    people["上野"] = make.employee(places["福祉係"], "000301", "上野　三郎", "ウエノ　サブロウ")
    people["𠮷田"] = make.employee(places["税務課"], "000401", "𠮷田　太郎", "ヨシダ　タロウ")
    people["葛城"] = make.employee(places["税務課"], "000402", IVS, "カツラギ　サトシ")
    people["青木"] = make.employee(places["福祉課"], "000300", "青木　一", "アオキ　ハジメ", job_title="課長")
    make.grant(people["青木"], Role.HEAD, places["福祉課"])
    make.leave(people["上野"], date(2026, 4, 1))
    make.duties((person for name, person in people.items() if name != "青木"), town.asked)


def _completions(town: Town) -> None:
    for name, day in (("髙橋", 10), ("﨑山", 12), ("𠮷田", 15)):
        town.done[name] = completed(town, name, day)
    town.done["髙橋 DX"] = completed(town, "髙橋", 20, town.dx)


def completed(town: Town, name: str, day: int, course: Course | None = None) -> Completion:
    person, course = town.people[name], course or town.security
    where = "税務課" if name in ("𠮷田", "葛城") else "福祉課"
    return make.completion(person, course, jst(2026, 6, day), department_name=where, job_title="主査")


def give(*completions: Completion, on: date = TODAY, decision: Decision = DECIDED) -> Batch:
    return give_personal(completions=completions, decision=decision, given_on=on, actor="00900", at=NOW)


def give_to_department(town: Town, *names: str, on: date = TODAY) -> Batch:
    return give_department(
        subject=course_subject(town.security), year=2026, departments=[town.places[name].pk for name in names],
        counted_on=TODAY, decision=DECIDED, given_on=on, actor="00900", at=NOW,
    )  # fmt: skip


def text(pdf: bytes, *options: str) -> str:
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def lines(pdf: bytes, *options: str) -> list[str]:
    return [" ".join(line.split()) for line in text(pdf, *options).splitlines() if line.strip()]
