"""What people do on the pages, as requests one after the other, whoever carries them out: the test client or the load
generator. Pure: no Django, no network, no clock."""

import html
import re
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Ask:
    """A request; `step` says what the person wants by it, `expected` the status of the answer."""

    step: str
    method: str
    path: str
    form: tuple[tuple[str, str], ...] = ()
    expected: int = 200


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    body: bytes


Journey = Generator[Ask, Answer, None]


class UnexpectedAnswerError(RuntimeError):
    """The server answered otherwise than the product's pages do."""


def carry_out(journey: Journey, send: Callable[[Ask], Answer]) -> None:
    """Take every step of a journey; `send` carries one request to the server."""
    answer = None
    while True:
        try:
            ask = journey.send(answer)
        except StopIteration:
            return
        answer = send(ask)
        if answer.status != ask.expected:
            raise UnexpectedAnswerError(f"{ask.method} {ask.path}: {answer.status}")


def page(path: str) -> Journey:
    """See one page."""
    yield Ask("page", "GET", path)


def asked(ask: Ask) -> Journey:
    """One request."""
    yield ask


@dataclass(frozen=True)
class SittingAddresses:
    """Where a test is taken; all but `quiz` have {pk} where the number of the attempt goes."""

    quiz: str
    paper: str
    save: str
    confirm: str
    submit: str
    result: str


# Right answers: the texts of the options by the words of the question.
Key = Mapping[str, frozenset[str]]
Form = tuple[tuple[str, str], ...]
Answers = list[tuple[int, Form]]

_QUESTION = re.compile(r"<fieldset.*?</fieldset>", re.DOTALL)
_LEGEND = re.compile(r"<legend.*?</legend>", re.DOTALL)
_CHOICE = re.compile(r"<label.*?</label>", re.DOTALL)
_ATTRIBUTE = re.compile(r'\b(name|value)="([^"]*)"')
_TAG = re.compile(r"<[^>]+>")
_NUMBER = re.compile(r"\d+")


def whole_test(at: SittingAddresses, key: Key) -> Journey:
    """See the test, start it, answer every question rightly and send all answers, confirm, submit, see the result.

    The requests of a browser without scripts: one save for all answers.
    """
    pk, answers = yield from _begun(at, key)
    yield from _finished(at, pk, answers)


def answer_by_answer(at: SittingAddresses, key: Key) -> Journey:
    """The same as a browser with scripts does it: each answer is saved when it is given, and all again at the end."""
    pk, answers = yield from _begun(at, key)
    for position, chosen in answers:
        said = (("position", str(position)), ("operation", f"bench-{pk}-{position}"))
        yield Ask("save", "POST", at.save.format(pk=pk), said + chosen, 204)
    yield from _finished(at, pk, answers)


def _begun(at: SittingAddresses, key: Key) -> Generator[Ask, Answer, tuple[str, Answers]]:
    yield Ask("view", "GET", at.quiz)
    started = yield Ask("start", "POST", at.quiz, expected=302)
    pk = _NUMBER.findall(started.location)[-1]
    questions = yield Ask("paper", "GET", at.paper.format(pk=pk))
    return pk, list(right_forms(questions.body.decode(), key))


def _finished(at: SittingAddresses, pk: str, answers: Answers) -> Journey:
    form = tuple(field for _, chosen in answers for field in chosen)
    yield Ask("save_all", "POST", at.confirm.format(pk=pk), form, 302)
    yield Ask("confirm", "GET", at.confirm.format(pk=pk))
    yield Ask("submit", "POST", at.submit.format(pk=pk), expected=302)
    yield Ask("result", "GET", at.result.format(pk=pk))


def right_forms(paper: str, key: Key) -> Iterator[tuple[int, Form]]:
    """By the position of each question, the form fields that choose its right options."""
    for position, question in enumerate(_QUESTION.findall(paper), start=1):
        legend = _words(_LEGEND.findall(question)[0])
        right = next(texts for stem, texts in key.items() if legend.endswith(stem))
        choices = [choice for choice in _CHOICE.findall(question) if _words(choice) in right]
        yield position, tuple(_field(choice) for choice in choices)


def _words(markup: str) -> str:
    return html.unescape(_TAG.sub("", markup)).strip()


def _field(choice: str) -> tuple[str, str]:
    found = dict(_ATTRIBUTE.findall(choice))
    return found["name"], found["value"]
