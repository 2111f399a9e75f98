"""Which dated rows a file of a day changes, case by case."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.importing.comparing.spans import NOTHING, Edit, Span, listed_edit, main_edit, outranked

LONG_AGO, APRIL, OCTOBER = date(2020, 4, 1), date(2026, 4, 1), date(2026, 10, 1)
SEPTEMBER_30 = date(2026, 9, 30)


def main(department: int, starts_on: date, ends_on: date | None = None, **more: object) -> Span:
    return Span(key=("main", department), starts_on=starts_on, ends_on=ends_on, **more)


def spans(edit: Edit) -> list[tuple[object, date, date | None]]:
    return [(span.key[1], span.starts_on, span.ends_on) for span in edit.add]


def test_a_first_posting_is_added():
    assert main_edit([], main(1, LONG_AGO), APRIL) == Edit(add=(main(1, LONG_AGO),))


def test_the_same_row_again_changes_nothing():
    assert main_edit([main(1, LONG_AGO, id=7, told_on=APRIL)], main(1, LONG_AGO), APRIL) == NOTHING


def test_a_transfer_ends_the_earlier_posting_on_the_day_before():
    old = main(1, LONG_AGO, id=7, told_on=APRIL)
    edit = main_edit([old], main(2, OCTOBER), OCTOBER)

    assert edit.void == (old,)
    assert spans(edit) == [(2, OCTOBER, None), (1, LONG_AGO, SEPTEMBER_30)]


def test_another_cell_in_the_same_row_is_a_correction_of_that_row():
    old = main(1, LONG_AGO, id=7, told_on=APRIL, cells=("主査",))
    edit = main_edit([old], main(1, LONG_AGO, cells=("係長",)), OCTOBER)

    assert edit == Edit(void=(old,), add=(main(1, LONG_AGO, cells=("係長",)),))


def test_a_transfer_that_was_entered_wrongly_is_taken_back_by_a_later_file():
    books = [main(1, LONG_AGO, SEPTEMBER_30, id=7, told_on=OCTOBER), main(2, OCTOBER, id=8, told_on=OCTOBER)]
    edit = main_edit(books, main(1, LONG_AGO), OCTOBER)

    assert edit.void == tuple(books)
    assert spans(edit) == [(1, LONG_AGO, None)]


def test_an_old_file_takes_back_nothing_that_a_newer_one_brought():
    books = [main(1, LONG_AGO, SEPTEMBER_30, id=7, told_on=OCTOBER), main(2, OCTOBER, id=8, told_on=OCTOBER)]

    assert main_edit(books, main(1, LONG_AGO), APRIL) == NOTHING


def test_an_old_file_read_late_adds_the_time_before_the_newer_one():
    edit = main_edit([main(2, OCTOBER, id=8, told_on=OCTOBER)], main(1, LONG_AGO), APRIL)

    assert (edit.void, spans(edit)) == ((), [(1, LONG_AGO, SEPTEMBER_30)])


def test_where_a_newer_file_says_otherwise_for_the_same_days_it_stands():
    books = [main(2, LONG_AGO, id=8, told_on=OCTOBER)]

    assert main_edit(books, main(1, APRIL), APRIL) == NOTHING
    assert outranked(books, main(1, APRIL), APRIL)
    assert not outranked(books, main(2, LONG_AGO), APRIL)


def test_a_posting_that_nobody_s_file_brought_and_that_has_not_begun_stands():
    books = [main(1, LONG_AGO, SEPTEMBER_30, id=7), main(2, OCTOBER, id=8)]

    assert main_edit(books, main(1, LONG_AGO), APRIL) == NOTHING


def test_somebody_appointed_again_keeps_the_term_before():
    old = main(1, date(2025, 4, 1), date(2026, 3, 31), id=7, told_on=LONG_AGO)

    assert main_edit([old], main(1, APRIL, date(2027, 3, 31)), APRIL).void == ()


def test_what_the_file_no_longer_lists_ends_on_the_day_before():
    beside = Span(key=("additional", 3), starts_on=LONG_AGO, id=9, told_on=APRIL)
    edit = listed_edit([beside], [], OCTOBER)

    assert (edit.void, spans(edit)) == ((beside,), [(3, LONG_AGO, SEPTEMBER_30)])


def test_what_the_file_no_longer_lists_and_had_not_begun_before_the_day_is_taken_out():
    beside = Span(key=("additional", 3), starts_on=OCTOBER, id=9, told_on=APRIL)

    assert listed_edit([beside], [], OCTOBER) == Edit(void=(beside,))


def test_what_ended_before_the_day_is_history_and_stays():
    beside = Span(key=("additional", 3), starts_on=LONG_AGO, ends_on=date(2026, 3, 31), id=9, told_on=APRIL)

    assert listed_edit([beside], [], APRIL) == NOTHING


def test_a_new_date_for_the_same_additional_post_ends_the_old_one_where_the_new_begins():
    beside = Span(key=("additional", 3), starts_on=LONG_AGO, id=9, told_on=APRIL)
    edit = listed_edit([beside], [replace(beside, starts_on=date(2026, 7, 1), id=None)], OCTOBER)

    assert spans(edit) == [(3, date(2026, 7, 1), None), (3, LONG_AGO, date(2026, 6, 30))]


def test_a_changed_end_is_taken_from_a_newer_file_only():
    known = Span(key=("育児休業",), starts_on=LONG_AGO, ends_on=SEPTEMBER_30, id=9, told_on=APRIL)
    longer = replace(known, ends_on=date(2027, 3, 31), id=None, told_on=None)

    assert listed_edit([known], [longer], OCTOBER) == Edit(void=(known,), add=(longer,))
    assert listed_edit([replace(known, told_on=OCTOBER)], [longer], APRIL) == NOTHING


# ---- whatever arrives in whatever order -----------------------------------------------------------------------------

days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
rows = st.builds(
    lambda department, start, length: main(department, start, length if length is None else start + length),
    st.integers(1, 3), days, st.none() | st.integers(0, 500).map(timedelta),
)  # fmt: skip
files = st.lists(st.tuples(days, rows), min_size=1, max_size=6)


def told(books: tuple[Span, ...], edit: Edit, on: date) -> tuple[Span, ...]:
    """What the books say after an edit has been written by the file of a day."""
    return tuple(replace(span, told_on=on) if span in edit.add else span for span in edit.applied_to(books))


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of the draws
@given(files)
def test_nobody_ever_has_two_main_postings_on_one_day(read):
    books: tuple[Span, ...] = ()
    for on, row in read:
        books = told(books, main_edit(books, row, on), on)
        in_order = sorted(books, key=lambda span: span.starts_on)
        assert all(a.ended_before(b.starts_on) for a, b in pairwise(in_order))
        assert all(span.ends_on is None or span.starts_on <= span.ends_on for span in books)


@given(files)
def test_any_file_read_a_second_time_changes_nothing(read):
    books: tuple[Span, ...] = ()
    for on, row in read:
        books = told(books, main_edit(books, row, on), on)
        assert main_edit(books, row, on) == NOTHING


@given(files, days, rows)
def test_a_file_never_touches_what_the_file_of_a_later_day_brought(read, on, row):
    books: tuple[Span, ...] = ()
    for day, one in read:
        books = told(books, main_edit(books, one, day), day)
    after = main_edit(books, row, on).applied_to(books)

    assert [span for span in books if span.told_on > on and span not in after] == []
