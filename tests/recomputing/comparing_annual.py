"""研修実施状況報告書, for inside the city hall and for the public, beside what the rows say."""

from datetime import date

from django.test import Client

from tests.recomputing import published, reading
from tests.recomputing.annual import SHEETS, annual_tables, remaining, seated
from tests.recomputing.asking import annual_report
from tests.recomputing.comparing import Found, as_numbers, plain
from tests.recomputing.counting import Cells
from tests.recomputing.held import exam_rows, held_lines, held_lines_for_the_public
from tests.recomputing.rows import Row, Rows
from tests.recomputing.standing import standings

OUTPUTS = (
    "annual PDF", "annual DOCX", "annual XLSX", "annual sums", "exams DOCX", "exams XLSX", "drills PDF", "drills DOCX",
    "public PDF", "public DOCX", "public XLSX", "public masks", "public exams", "public drills",
)  # fmt: skip
_TESTS = "理解度テスト"
# Where the tables stand on the paper, with their columns and titles, and what follows them. Two stand side by side.
_PARTS = {
    "４　実施結果": (10, SHEETS[:1]), "５　所属別": (6, SHEETS[1:3]), "７　": (0, ()), "別紙１": (6, SHEETS[3:]),
    "別紙２": (0, ()),
}  # fmt: skip
_PUBLIC_PARTS = {"４　実施結果": (7, SHEETS[:1]), "５　所属別": (4, SHEETS[1:3]), "７　": (0, ())}


def compare_annual(found: Found, client: Client, rows: Rows, plan: Row, on: date) -> None:
    given, what = annual_tables(rows, plan, on), f"{plan.title} {on}"
    content = _files(client, plan, on, "inside")
    tables = reading.docx_tables(content["docx"])
    # Behind 任命権者 and 区分 there may be 理解度テスト; the last three are the separate sheets.
    words = dict(zip(SHEETS, (*tables[:3], tables[-3]), strict=True))
    _compare_tables(found, "annual", what, content, words, given)
    _compare_papers(found, "annual PDF", what, content["pdf"], _PARTS, given)
    _compare_sums(found, what, words, given[SHEETS[-1]][-1])
    exams = exam_rows(rows, plan, on)
    found.compare("exams DOCX", what, tables[3] if len(tables) > 6 else [], exams)
    found.compare("exams XLSX", what, reading.sheets(content["xlsx"]).get(_TESTS, []), exams)
    lines = held_lines(rows, plan, on)
    _compare_lines(found, "drills DOCX", what, content["docx"], lines)
    _compare_said(found, "drills PDF", what, reading.pdf_sentences(content["pdf"]), lines)
    for output, said in (("PDF", reading.pdf_sentences(content["pdf"])), ("DOCX", reading.docx_text(content["docx"]))):
        _compare_said(found, f"annual {output}", what, said, [remaining(rows, plan, on), seated(rows, on)])


def _files(client: Client, plan: Row, on: date, edition: str) -> dict[str, bytes]:
    return {form: annual_report(client, plan, on.isoformat(), form, edition) for form in ("pdf", "docx", "xlsx")}


def _compare_tables(
    found: Found, kind: str, what: str, content: dict[str, bytes], words: dict[str, list[Cells]],
    given: dict[str, list[Cells]],
) -> None:  # fmt: skip
    numbers = reading.sheets(content["xlsx"])
    for title, cells in given.items():
        found.compare(f"{kind} DOCX", f"{what} {title}", words[title], cells)
        found.compare(f"{kind} XLSX", f"{what} {title}", numbers[title], as_numbers(cells))


def _compare_papers(
    found: Found, output: str, what: str, content: bytes, parts: dict[str, tuple[int, tuple[str, ...]]],
    given: dict[str, list[Cells]],
) -> None:  # fmt: skip
    printed = reading.pdf_parts(content, {begin: columns for begin, (columns, _) in parts.items()})
    for begin, (_, titles) in parts.items():
        found.compare(output, f"{what} {begin}", printed[begin], [row for title in titles for row in given[title]])


def _compare_sums(found: Found, what: str, shown: dict[str, list[Cells]], total: Cells) -> None:
    """What each table shows adds up to the same whole: 別紙１ above its last row, those by 職位 and 任用形態 twice."""
    asked, done, _, deferred, exempt = total[1:]
    by_training, by_authority, by_kind, departments = shown.values()
    sums = {
        "４": [_sum(by_training, place) for place in (4, 5, 2, 3)],
        "５": [_sum(by_authority, place) for place in (1, 2, 4, 5)],
        "６": [_sum(by_kind, place) / 2 for place in (1, 2, 4, 5)],
        "別紙１": [_sum(departments[:-1], place) for place in (1, 2, 4, 5)],
    }
    for part, numbers in sums.items():
        ours = [["sum", *(f"{number:g}" for number in numbers)]]
        found.compare("annual sums", f"{what} {part}", ours, [["sum", asked, done, deferred, exempt]])


def _sum(rows: list[Cells], place: int) -> int:
    return sum(int(row[place]) for row in rows)


def _compare_lines(found: Found, output: str, what: str, content: bytes, given: list[str]) -> None:
    """All that stands under the eighth heading."""
    shown = reading.docx_lines(content, "８　", "９　")
    found.compare(output, what, [[line, ""] for line in shown], [[line, ""] for line in given])


def _compare_said(found: Found, output: str, what: str, words: str, given: list[str]) -> None:
    bare = plain(words)
    shown = [sentence if plain(sentence) in bare else "not there" for sentence in given]
    found.compare(output, what, [["said", *shown]], [["said", *given]])


# ---- for the public -------------------------------------------------------------------------------------------------


def compare_public(found: Found, client: Client, rows: Rows, plan: Row, on: date) -> None:
    """Which groups are hidden is read from DOCX and judged; what is shown is compared in every form."""
    content, what = _files(client, plan, on, "public"), f"{plan.title} {on}"
    tables = reading.docx_tables(content["docx"])
    words = dict(zip(SHEETS, tables, strict=False))
    given = _public_tables(found, rows, plan, on, words, what)
    _compare_tables(found, "public", what, content, words, given)
    _compare_papers(found, "public PDF", what, content["pdf"], _PUBLIC_PARTS, given)
    exams = published.public_exam_rows(rows, plan, on)
    found.compare("public exams", what, tables[3] if len(tables) > 3 else [], exams)
    _compare_lines(found, "public drills", what, content["docx"], held_lines_for_the_public(rows, plan, on))


def _public_tables(
    found: Found, rows: Rows, plan: Row, on: date, shown: dict[str, list[Cells]], what: str
) -> dict[str, list[Cells]]:
    courses = {row.course_id for row in rows.lines if row.plan_id == plan.id}
    people = [one for one in standings(rows, plan.fiscal_year, on) if one.line.course_id in courses]
    by_training, by_authority, by_kind, *_ = shown.values()
    years = published.trainings(rows, plan, people)
    hidden = [_judged(found, what, of, by_training, column) for of, column in zip(years, (4, 5, 1), strict=True)]
    given = {SHEETS[0]: published.training_rows(rows, plan, years, hidden)}
    authorities = published.cuts(people, "appointing_authority")
    given[SHEETS[1]] = published.cut_rows(authorities, _judged(found, what, authorities, by_authority, 1))
    # The rows by 職位 stand before those by 任用形態.
    grades, kinds = (published.cuts(people, column) for column in ("grade", "employment_type"))
    first, then = by_kind[: len(grades)], by_kind[len(grades) :]
    given[SHEETS[2]] = [
        *published.cut_rows(grades, _judged(found, what, grades, first, 1)),
        *published.cut_rows(kinds, _judged(found, what, kinds, then, 1)),
    ]
    return given


def _judged(found: Found, what: str, groups: dict[str, published.Counted], shown: list[Cells], column: int) -> set[str]:
    """The groups of somebody that show nothing."""
    pairs = published.pairs(groups)
    hidden = {name for name in published.hidden_of(shown, column) if pairs.get(name, (0, 0))[0]}
    found.compare("public masks", what, [["masks", *published.faults(pairs, hidden)]], [["masks"]])
    found.figures["public masks"] += len(pairs)
    return hidden
