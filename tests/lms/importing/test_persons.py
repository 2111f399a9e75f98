"""Rows put together by person, and what is wrong between them."""

from lms.importing.comparing.persons import Staff, staff
from lms.importing.reading import columns
from lms.importing.reading.files import read
from lms.people.models import Posting
from tests.lms.importing.samples import person, staff_file


def together(*rows: dict[str, str]) -> Staff:
    sheet = read(staff_file(*rows), columns.STAFF_COLUMNS)
    return staff(columns.typed(sheet.rows, columns.staff_row, "職員番号"))


def faults(found: Staff) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.text) for fault in found.faults]


def test_a_person_with_two_posts_is_one_person_whatever_the_order_of_the_rows():
    found = together(person(本務兼務="兼務", 所属コード="0102"), person())

    (one,) = found.people
    assert (one.main.department, [row.department for row in one.others]) == ("0101", ["0102"])
    assert found.faults == ()


def test_a_second_main_row_is_a_fault():
    found = together(person(), person(所属コード="0102"))

    assert (found.people, faults(found)) == ((), [(3, "本務兼務", "本務")])


def test_a_second_main_post_of_a_part_timer_is_taken_as_a_concurrent_one_with_a_note():
    found = together(
        person(任用形態="会計年度任用"), person(任用形態="会計年度任用", 所属コード="0102"),
    )  # fmt: skip

    assert [row.kind for row in found.people[0].rows] == [Posting.Kind.MAIN, Posting.Kind.CONCURRENT]
    assert [(note.row, note.text) for note in found.notes] == [
        (3, "職員番号00123の二つ目の本務は、併任として取り込みます。")
    ]


def test_a_person_without_a_main_row_is_a_fault():
    assert faults(together(person(本務兼務="兼務"))) == [(2, "本務兼務", "兼務")]


def test_the_same_posting_twice_is_a_fault():
    found = together(person(), *[person(本務兼務="兼務", 所属コード="0102")] * 2)

    assert faults(found) == [(4, "所属コード", "0102")]


def test_rows_that_do_not_agree_about_the_person_are_a_fault():
    found = together(person(), person(本務兼務="兼務", 所属コード="0102", 氏名="別人　太郎", カナ氏名=""))

    assert faults(found) == [(3, "氏名", "別人　太郎")]


def test_of_a_person_with_an_unreadable_row_only_that_row_is_complained_about():
    found = together(person(発令日="いつか"), person(本務兼務="兼務", 所属コード="0102"))

    assert (found.people, faults(found)) == ((), [(2, "発令日", "いつか")])
