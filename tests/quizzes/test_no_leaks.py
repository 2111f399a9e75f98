"""Nothing that leaves the server before submitting tells the right answer."""

from collections import Counter, defaultdict
from random import Random

import pytest
from bs4 import BeautifulSoup
from django.template import engines

from quizzes.drawing import draw
from quizzes.kinds import KINDS
from tests.quizzes.samples import every_kind, question, version

SAMPLES = every_kind()
PAPERS = 2000


def html_of(content, seed):
    kind = KINDS[content["kind"]]
    order = kind.drawn(content, Random(seed))
    form = kind.form(content, order, "q1", kind.empty)
    return engines["django"].get_template(kind.template).render({"form": form}), order


def secrets(content):
    """Words that only the server may know: explanations, feedback, ids, accepted answers that are typed."""
    yield content["explanation"]
    for option in [*content.get("options", []), *content.get("places", [])]:
        yield from (text for text in (option["feedback"], f'"{option["id"]}"') if text)
    if content["kind"] == "short":
        yield from content["answers"]
    if content["kind"] == "number":
        yield content["value"]
    yield from (answer for gap in content.get("gaps", []) if not gap["choices"] for answer in gap["answers"])
    for part in content.get("parts", []):
        yield from secrets(part)


@pytest.mark.parametrize("content", SAMPLES.values(), ids=SAMPLES.keys())
def test_the_page_of_a_question_holds_none_of_its_secrets(content):
    html, _ = html_of(content, 1)
    assert [secret for secret in secrets(content) if secret in html] == []


@pytest.mark.parametrize("content", SAMPLES.values(), ids=SAMPLES.keys())
def test_what_can_be_chosen_looks_alike(content):
    """Take away names, texts and places in the picture: nothing is left that differs."""
    html, _ = html_of(content, 1)
    document = BeautifulSoup(html, "html.parser")
    groups = defaultdict(set)
    for control in document.select("input, option[value]:not([value=''])"):
        kind = f"{control.name}.{control.get('type')}.{bool(control.get('aria-label'))}"
        groups[kind].add(tuple(sorted(set(control.attrs) - {"value", "name", "id", "aria-label"})))
    assert all(len(looks) == 1 for looks in groups.values())


def chosen_places(content, order):
    """Under which names, and at which places on the page, the right choices stand."""
    right = KINDS[content["kind"]].right_value(content, order)
    return tuple(sorted(str(one) for one in (right if isinstance(right, list) else right.items())))


@pytest.mark.parametrize("name", ["single", "multiple", "part_marks", "matching", "ordering", "hotspot"])
def test_a_guesser_that_learnt_from_half_the_papers_stays_at_chance(name):
    """It knows names and order only. Every paper is of the same question, so any habit would show."""
    content, rng = SAMPLES[name], Random(2026)
    kind = KINDS[content["kind"]]
    seen = [chosen_places(content, kind.drawn(content, rng)) for _ in range(PAPERS)]
    half = PAPERS // 2
    learnt, asked = Counter(seen[:half]), seen[half:]
    guess = learnt.most_common(1)[0][0]
    chance = 1 / len(set(seen))
    hits = sum(one == guess for one in asked) / half
    assert abs(hits - chance) < 3.3 * (chance * (1 - chance) / half) ** 0.5
    assert len(set(seen)) > 2


def test_the_order_of_a_test_tells_nothing_of_the_next_question():
    """Where the right choice stood in one question says nothing of where it stands in another."""
    rng = Random(7)
    pairs = Counter()
    for _ in range(PAPERS):
        one, two = draw([version(1), version(2, question(stem="別の問い"))], rng).questions
        pairs[one.order.index(0) == two.order.index(0)] += 1
    assert abs(pairs[True] / PAPERS - 0.25) < 0.035


def test_a_guesser_does_find_a_habit_where_there_is_one():
    """The negative control: options as an author wrote them, the right one first."""
    content = SAMPLES["single"]
    seen = {chosen_places(content, KINDS["single"].as_written(content, Random(n))) for n in range(50)}
    assert seen == {("1",)}
