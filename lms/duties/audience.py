"""Whom a requirement asks: conditions on posts and roles, combined with and, or and not. Pure.

A person with several posts is asked as soon as one of them fits (two posts give the union of their duties). Conditions
lie in the plan as plain JSON, such as {"is": "all", "of": [{"is": "role", "of": ["head"]}, ...]}, whose codes mean what
they mean on the day they are read for.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from lms.lib.fiscal_year import first_day, fiscal_year, short_era_date
from lms.people.organisation import Organisation
from lms.people.roles import Role

Stored = dict[str, Any]
EVERYBODY: Stored = {"is": "everybody"}
NEWCOMERS: Stored = {"is": "newcomer"}
_DAY = timedelta(days=1)


class AudienceError(ValueError):
    """A condition that cannot be read; the text says which."""


class Post(NamedTuple):
    """A posting of any kind, as far as conditions ask about it. A tuple, for a prefecture has a hundred thousand."""

    starts_on: date
    ends_on: date | None
    main: bool
    department_id: int
    grade: str
    employment_type: str
    authority: str


class Person(NamedTuple):
    """Somebody on a day: all posts begun by then, in order, and the roles of the day with since when each was held.

    A role given anew without a gap, as each April, goes on; so does one that is held in another department.
    """

    id: int
    on: date
    posts: tuple[Post, ...]
    roles: Mapping[str, date] = MappingProxyType({})

    def current(self) -> Iterator[Post]:
        return (post for post in self.posts if post.ends_on is None or post.ends_on >= self.on)

    @property
    def since(self) -> date:
        """In the city's service without a gap."""
        return self.run(lambda post: post.main)

    def run(self, fits: Callable[[Post], bool]) -> date:
        """Since when, without a gap, some fitting post has been held until the day."""
        return unbroken(((post.starts_on, post.ends_on) for post in self.posts if fits(post)), self.on)


def unbroken(spans: Iterable[tuple[date, date | None]], on: date) -> date:
    """Since when, without a gap, one of these spans of days has held until the day."""
    start = on
    for starts_on, ends_on in sorted(spans, key=lambda span: span[0], reverse=True):
        if ends_on is None or ends_on >= start - _DAY:
            start = min(start, starts_on)
    return start


@dataclass(frozen=True)
class Condition:
    """What a person must be. `fits` looks at one post, `since` says since when, `words` what it asks."""

    words: str
    fits: Callable[[Person, Post], bool]
    since: Callable[[Person], date]

    def catches(self, person: Person) -> bool:
        return any(self.fits(person, post) for post in person.current())


def condition(stored: Stored, organisation: Organisation, on: date) -> Condition:
    """The condition that JSON means on a day. Raises AudienceError for what cannot be read."""
    kind, of = stored.get("is"), stored.get("of", [])
    if kind in _COMBINED:
        return _COMBINED[kind]([condition(one, organisation, on) for one in of])
    if kind not in _PLAIN or not isinstance(of, list):
        raise AudienceError(f"対象者の条件「{kind}」は読めません。")
    return _PLAIN[kind](of, organisation, on)


def department_codes(stored: Stored) -> Iterator[str]:
    """The departments that a condition names, whatever they are today."""
    if stored["is"] == "department":
        yield from stored["of"]
    elif stored["is"] in _COMBINED:
        for one in stored["of"]:
            yield from department_codes(one)


# ---- plain conditions -----------------------------------------------------------------------------------------------


def _everybody(_of: list[str], _organisation: Organisation, _on: date) -> Condition:
    return Condition("すべての職員", lambda _person, _post: True, lambda person: person.since)


def _newcomer(_of: list[str], _organisation: Organisation, on: date) -> Condition:
    began = first_day(fiscal_year(on))
    return Condition("新たに着任した者", lambda person, _post: person.since >= began, lambda person: person.since)


def _role(of: list[str], _organisation: Organisation, _on: date) -> Condition:
    def since(person: Person) -> date:
        return min((person.roles[role] for role in of if role in person.roles), default=person.since)

    words = "又は".join(Role(role).label for role in of)
    return Condition(words, lambda person, _post: any(role in person.roles for role in of), since)


def _of_post(label: str, read: Callable[[Post], str]) -> Callable[[list[str], Organisation, date], Condition]:
    def made(of: list[str], _organisation: Organisation, _on: date) -> Condition:
        values = frozenset(of)
        words = f"{label}が{'又は'.join(of)}の職員"
        return Condition(
            words, lambda _person, post: read(post) in values, lambda person: person.run(lambda p: read(p) in values)
        )

    return made


def _department(of: list[str], organisation: Organisation, _on: date) -> Condition:
    nodes = list(dict.fromkeys(node for code in of if (node := organisation.standing_for(code))))
    below = organisation.below(node.id for node in nodes)
    words = f"{'又は'.join(node.name for node in nodes)}（下の所属を含む。）の職員"
    return Condition(
        words,
        lambda _person, post: post.department_id in below,
        lambda person: person.run(lambda post: post.department_id in below),
    )


_PLAIN: Mapping[str, Callable[[list[str], Organisation, date], Condition]] = {
    "everybody": _everybody,
    "newcomer": _newcomer,
    "role": _role,
    "employment": _of_post("任用形態", lambda post: post.employment_type),
    "grade": _of_post("職位", lambda post: post.grade),
    "authority": _of_post("任命権者", lambda post: post.authority),
    "department": _department,
}


# ---- combined -------------------------------------------------------------------------------------------------------


def _all(parts: list[Condition]) -> Condition:
    """On one and the same post; since the day on which the last part began to hold."""
    return Condition(
        "かつ".join(_quoted(parts)),
        lambda person, post: all(part.fits(person, post) for part in parts),
        lambda person: max(part.since(person) for part in parts),
    )


def _any(parts: list[Condition]) -> Condition:
    return Condition(
        "又は".join(_quoted(parts)),
        lambda person, post: any(part.fits(person, post) for part in parts),
        lambda person: min(part.since(person) for part in parts if part.catches(person)),
    )


def _not(parts: list[Condition]) -> Condition:
    """None of them; since when cannot be said of what is not, so: since the person came."""
    return Condition(
        f"{'又は'.join(_quoted(parts))}でない職員",
        lambda person, post: not any(part.fits(person, post) for part in parts),
        lambda person: person.since,
    )


def _quoted(parts: list[Condition]) -> list[str]:
    return [part.words if len(parts) == 1 else f"「{part.words}」" for part in parts]


_COMBINED: Mapping[str, Callable[[list[Condition]], Condition]] = {"all": _all, "any": _any, "not": _not}


# ---- reasons --------------------------------------------------------------------------------------------------------


def reason(asked: Condition, person: Person) -> str:
    """「なぜ対象か」 in one sentence: what the plan asks, and since when it fits this person."""
    return f"対象者「{asked.words}」に{short_era_date(asked.since(person))}から当てはまるため"
