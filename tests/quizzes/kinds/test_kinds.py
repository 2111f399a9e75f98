"""What holds for every kind: sound samples, free of faults; and nothing that somebody sends can break the grading."""

from random import Random

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.template import engines
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.kinds import KINDS, faults
from tests.quizzes.samples import every_kind

SAMPLES = every_kind()
every = pytest.mark.parametrize("content", SAMPLES.values(), ids=SAMPLES.keys())

_TEXT = st.text(max_size=12) | st.sampled_from(["1", "2", "3", "所属長", "１０００．５", "*", "1e999", "NaN"])
_NAMES = ["q1", "q1-1", "q1-2", "q1-2-1", "q1-3-1", "q12", "q2"]
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=8,
)


def test_there_is_a_sample_of_every_kind():
    assert {content["kind"] for content in SAMPLES.values()} == set(KINDS)


@every
def test_the_samples_can_be_asked(content):
    assert faults(content) == []


@every
@pytest.mark.parametrize("name", ["stem", "explanation"])
def test_a_question_needs_its_words(content, name):
    assert any("書いてください" in fault for fault in faults(content | {name: " "}))


def test_an_unknown_kind_is_refused():
    assert "形式は" in faults({"kind": "essay", "stem": "問い", "explanation": "解説"})[0]


@every
def test_a_right_answer_earns_everything_and_an_empty_one_nothing(content):
    kind = KINDS[content["kind"]]
    for seed in range(20):
        order = kind.drawn(content, Random(seed))
        assert kind.grade(content, order, kind.right_value(content, order)).score == 1
        assert kind.grade(content, order, kind.empty).score == 0
        assert kind.accepts(order, kind.empty)


@every
@settings(max_examples=60, deadline=None)
@given(value=_JSON, seed=st.integers(0, 50))
def test_no_value_whatever_breaks_the_grading(content, value, seed):
    kind = KINDS[content["kind"]]
    order = kind.drawn(content, Random(seed))
    mark = kind.grade(content, order, value)
    assert 0 <= mark.score <= 1
    assert all(isinstance(told, str) for told in kind.told(content, order, value))
    if not kind.accepts(order, value):
        assert mark == kind.grade(content, order, kind.empty)


@every
@settings(max_examples=60, deadline=None)
@given(sent=st.lists(st.tuples(st.sampled_from(_NAMES), _TEXT), max_size=8))
def test_no_form_whatever_breaks_the_reading(content, sent):
    kind = KINDS[content["kind"]]
    order = kind.drawn(content, Random(1))
    data = QueryDict(mutable=True)
    for name, text in sent:
        data.appendlist(name, text)
    value = kind.read(order, "q1", data)
    assert 0 <= kind.grade(content, order, value).score <= 1
    if kind.accepts(order, value):
        assert "\x00" not in str(value)


@every
def test_what_a_form_shows_as_answered_is_read_back_as_it_was(content):
    """Render the question with its right answer, and send what a browser would send."""
    kind = KINDS[content["kind"]]
    order = kind.drawn(content, Random(5))
    value = kind.right_value(content, order)
    assert kind.read(order, "q1", sent_by_browser(drawn(kind, content, order, value))) == value


def drawn(kind, content, order, value):
    form = kind.form(content, order, "q1", value)
    return engines["django"].get_template(kind.template).render({"form": form})


def sent_by_browser(html):
    data = QueryDict(mutable=True)
    document = BeautifulSoup(html, "html.parser")
    for control in document.select("input"):
        if control["type"] == "text" or control.has_attr("checked"):
            data.appendlist(control["name"], control["value"])
    for control in document.select("select"):
        data.appendlist(control["name"], control.select_one("option[selected]")["value"])
    return data


@every
def test_every_control_has_a_name_that_begins_with_its_question_and_words_of_its_own(content):
    kind = KINDS[content["kind"]]
    html = BeautifulSoup(drawn(kind, content, kind.drawn(content, Random(1)), kind.empty), "html.parser")
    controls = html.select("input, select, textarea")
    assert controls
    for control in controls:
        assert control["name"].startswith("q1")
        labelled = control.find_parent("label") or html.select_one(f"label[for='{control.get('id')}']")
        assert labelled or control.get("aria-label")
    assert not html.select("[style], script, style")
