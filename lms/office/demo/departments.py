"""The made-up city's departments: one city hall, and regional bureaus where there are more people than it holds."""

from collections.abc import Iterator
from dataclasses import dataclass

# People that the city hall itself holds before regional bureaus are added.
CITY_HALL = 600
BUREAU = 400


@dataclass(frozen=True)
class DemoDepartment:
    """A row of the department file. `size` is its share of the staff, `desk` whether people there have a PC."""

    code: str
    name: str
    parent: str
    authority: str
    reports: bool
    size: int = 0
    desk: bool = True


_MAYOR, _SCHOOLS = "市長", "教育委員会"
# name, share of the head office itself, sections (name, share, has PCs)
_HALL = (
    ("総務課", 2, (("行政係", 10, True), ("情報システム係", 6, True), ("職員係", 7, True))),
    ("企画政策課", 2, (("政策推進係", 7, True), ("DX推進係", 5, True), ("広報統計係", 5, True))),
    ("財政課", 10, ()),
    ("税務課", 2, (("市民税係", 8, True), ("資産税係", 8, True), ("収納係", 8, True))),
    ("市民課", 21, ()),
    ("福祉課", 2, (("社会福祉係", 18, True), ("児童障害者福祉係", 18, True))),
    ("保健課", 30, ()),
    ("農林課", 20, ()),
    ("水産商工観光課", 16, ()),
    ("土木課", 22, ()),
    ("水道課", 13, ()),
    ("生活環境課", 8, (("清掃センター", 18, False),)),
    ("会計課", 6, ()),
    ("牛根支所", 6, ()),
    ("新城支所", 6, ()),
)
_SCHOOL_BOARD = (
    ("教育総務課", 10, ()),
    ("学校教育課", 10, (("学校給食センター", 22, False),)),
    ("社会教育課", 10, (("市立図書館", 9, True),)),
)
_OTHERS = (
    ("議会事務局", "議会の議長", 5),
    ("監査委員事務局", "代表監査委員", 3),
    ("選挙管理委員会事務局", "選挙管理委員会", 3),
    ("農業委員会事務局", "農業委員会", 4),
)
_BUREAU = (
    ("総務企画課", 30), ("税務課", 40), ("健康福祉課", 60), ("保健所", 50), ("農林水産課", 60),
    ("建設課", 70), ("生活環境課", 30), ("学校支援課", 30), ("用地課", 20), ("会計課", 10),
)  # fmt: skip


def departments(staff: int) -> list[DemoDepartment]:
    """The departments of a city with this many staff."""
    rows = [*_city_hall()]
    for number in range(1, 1 + max(0, -(-(staff - CITY_HALL) // BUREAU))):
        rows.extend(_bureau(number))
    return rows


def _city_hall() -> Iterator[DemoDepartment]:
    yield DemoDepartment("01", "市長部局", "", _MAYOR, reports=False)
    yield from _branches("01", _MAYOR, _HALL)
    yield DemoDepartment("02", "教育委員会", "", _SCHOOLS, reports=False)
    yield from _branches("02", _SCHOOLS, _SCHOOL_BOARD)
    for number, (name, authority, size) in enumerate(_OTHERS, start=3):
        yield DemoDepartment(f"{number:02}", name, "", authority, reports=True, size=size)
    yield DemoDepartment("07", "消防本部", "", "消防長", reports=True, size=8)
    yield DemoDepartment("0701", "消防署", "07", "消防長", reports=False, size=34, desk=False)


def _branches(parent: str, authority: str, branches: tuple) -> Iterator[DemoDepartment]:
    for number, (name, size, sections) in enumerate(branches, start=1):
        code = f"{parent}{number:02}"
        yield DemoDepartment(code, name, parent, authority, reports=True, size=size)
        for below, (section, share, desk) in enumerate(sections, start=1):
            yield DemoDepartment(f"{code}{below:02}", section, code, authority, reports=False, size=share, desk=desk)


def _bureau(number: int) -> Iterator[DemoDepartment]:
    code, name = f"B{number:03}", f"第{number}地域振興局"
    yield DemoDepartment(code, name, "", _MAYOR, reports=False)
    for below, (division, size) in enumerate(_BUREAU, start=1):
        yield DemoDepartment(f"{code}{below:02}", f"{name}{division}", code, _MAYOR, reports=True, size=size)
