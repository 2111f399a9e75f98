"""公開用: nothing of few people is shown, and none of it follows from all that is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.duties.counting import Counts
from lms.people.models import Employee
from lms.people.roles import Role
from lms.reports.annual.content import annual_report
from lms.reports.annual.disclosing import cut_table, disclosed
from lms.reports.annual.figures import figures_of
from lms.reports.annual.masking import MASKED, hidden_groups, tells_of_few
from lms.reports.annual.texts import texts_of
from lms.reports.dimensions import Part, Slice
from tests import factories
from tests.factories import jst
from tests.lms.certificates.town import text as text_of
from tests.lms.records.learnt import drill, result
from tests.lms.reports.annual.test_annual import client_of, file
from tests.lms.reports.conftest import NOW, TODAY

Pair = tuple[int, int]
PAIRS = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda pair: (max(pair), min(pair)))
FAMILY = st.lists(PAIRS, min_size=1, max_size=5)


def solutions(family: list[Pair], hidden: frozenset[int]) -> set[tuple[Pair, ...]]:
    """Every way to fill the hidden groups so that all that is known stays as it is: what a reader can make out."""
    needed = tuple(sum(family[place][side] for place in hidden) for side in (0, 1))
    found: set[tuple[Pair, ...]] = {()}
    for left in range(len(hidden) - 1, -1, -1):
        found = {(*one, pair) for one in found for pair in _pairs(one, needed, last=left == 0)}
    return found


def _pairs(before: tuple[Pair, ...], needed: tuple[int, int], *, last: bool) -> list[Pair]:
    required, completed = (needed[side] - sum(pair[side] for pair in before) for side in (0, 1))
    if last:
        return [(required, completed)] if 0 <= completed <= required else []
    return [(r, c) for r in range(required + 1) for c in range(min(r, completed) + 1) if required - r >= completed - c]


@settings(deadline=None, max_examples=60)
@given(st.lists(PAIRS, min_size=1, max_size=3))
def test_nothing_few_follows_from_what_is_shown_and_from_the_whole(family):
    hidden = hidden_groups(family)
    shown = [pair for place, pair in enumerate(family) if place not in hidden]
    assert not any(tells_of_few(*pair) for pair in shown)
    whole = (sum(pair[0] for pair in family), sum(pair[1] for pair in family))
    if hidden and not tells_of_few(*whole):
        ways = solutions(family, hidden)
        for place, _ in enumerate(hidden):
            for value in (lambda r, c: r, lambda r, c: c, lambda r, c: r - c):
                told = {value(*way[place]) for way in ways}
                assert len(told) > 1 or not 0 < told.pop() < 5


@given(FAMILY)
def test_where_the_whole_is_few_all_of_it_is_hidden(family):
    whole = (sum(pair[0] for pair in family), sum(pair[1] for pair in family))
    if tells_of_few(*whole):
        assert all(place in hidden_groups(family) for place, pair in enumerate(family) if pair[0])


@given(FAMILY)
def test_a_group_is_shown_whole_or_not_at_all(family):
    parts = [Part(Slice(str(n), f"第{n}"), Counts(r, c, deferred=1)) for n, (r, c) in enumerate(family)]
    for row in cut_table("区分", parts).rows:
        assert row[1:] == [MASKED] * 3 or MASKED not in row
        assert len(row) == 4, "猶予 and 免除 are not for the public"


def test_grades_and_employment_types_are_each_a_whole_of_their_own():
    grades = [Part(Slice("1", "特別職"), Counts(3, 3)), Part(Slice("2", "係員"), Counts(237, 187))]
    kinds = [Part(Slice("1", "任期付"), Counts(2, 2)), Part(Slice("2", "正規"), Counts(238, 188))]
    assert [row[1] for row in cut_table("区分", grades, kinds).rows] == [MASKED] * 4


@pytest.fixture
def plan(town):
    """Two trainings; 120 more people, of whom nearly all have completed both this year and the last."""
    asked = [town.security.requirements.get(), factories.requirement(factories.course("S-02"))]
    before = factories.requirement(town.security, 2025)
    crowd = [factories.employee(town.places["tax"]) for _ in range(120)]
    for line in (*asked, before):
        factories.duties(crowd, line)
    for person in crowd[2:]:
        factories.completion(person, asked[0].course, jst(2026, 6, 10))
        factories.completion(person, asked[0].course, jst(2025, 6, 10))
    for person in crowd[20:]:
        factories.completion(person, asked[1].course, jst(2026, 6, 10))
    return asked[0].plan


def public(plan):
    figures, texts = figures_of(plan, TODAY), texts_of(plan)
    texts.unfinished = "年度内に受講させる。"
    return disclosed(annual_report(plan, texts, figures, NOW), plan, texts, figures)


def test_a_hidden_rate_stands_in_no_other_table(plan):
    """This year three of 124 are left, last year two of 120: with a rate of one decimal both could be counted."""
    report = public(plan)
    titles = [row[0] for row in report.sections[3].table.rows]
    assert titles == ["情報セキュリティ基礎", "研修S-02"]
    assert report.sections[3].table.rows[0][1:] == [MASKED, MASKED, "95%以上", "－", "－", MASKED]
    assert [report.sections[place].table for place in (2, 9)] == [None, None]


def test_neither_departments_nor_questions_nor_who_is_left_are_for_the_public(plan):
    report = public(plan)
    assert report.sheets == ()
    assert report.sections[8].lines == ("年度内に受講させる。",)
    labels = [column.label for column in report.sections[3].table.columns]
    assert labels == ["研修", "対象者", "修了者", "修了率", "令和6年度", "令和7年度", "増減"]


def test_a_drill_that_few_fell_for_tells_only_that_it_was_held(plan):
    people = [*Employee.objects.order_by("-pk")[:30]]
    for fallen in (1, 10):
        held = drill(title=f"{fallen}人の訓練")
        for number, person in enumerate(people):
            opened = {"opened_at": jst(2026, 6, 1, 11)} if number < fallen else {}
            result(held, person, **opened)
    assert set(public(plan).sections[7].lines) == {
        "1人の訓練（令和8年6月1日）　－", "10人の訓練（令和8年6月1日）　配信30人　開封33.3%（10/30）　報告0.0%（0/30）"
    }  # fmt: skip


def test_the_public_version_of_a_small_city_hides_its_small_groups(town):
    plan = town.security.requirements.get().plan
    text = text_of(file(client_of(Role.SECURITY_OFFICE), plan, "pdf", edition="public").content)
    assert "公開用" in text
    assert "3/4" not in text
    assert "別紙" not in text
