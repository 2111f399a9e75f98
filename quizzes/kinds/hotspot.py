"""Choosing the place in a picture. The places are also a list of radio buttons, so that nobody needs the picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from quizzes.kinds.choosing import Choosing
from quizzes.kinds.kind import Choice, Content, Order, Value, numbered
from quizzes.pictures import is_target

_BOX = ("x", "y", "width", "height")


@dataclass(frozen=True)
class Place:
    """One place: a choice, and its box in the picture's own units."""

    choice: Choice
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class HotspotForm:
    """The picture with its numbered places."""

    field: str
    picture: Mapping[str, Any]
    places: tuple[Place, ...]


class Hotspot(Choosing):
    """`picture: {"path", "alt", "width", "height"}`, `places:` options that also have `x, y, width, height`.

    Places are numbered by chance, never in the order written, or an author's habit would tell the answer.
    """

    name, label, hint = "hotspot", "図の場所", "図の中の場所を一つ選んでください。下の一覧からも選べます。"
    template = "quizzes/questions/hotspot.html"
    options_name = "places"

    def faults(self, content: Content) -> list[str]:
        picture = content.get("picture", {})
        found = super().faults(content)
        if not is_target(picture.get("path", "")):
            found.append("図を選んでください。")
        if not picture.get("alt", "").strip():
            found.append("図の説明を書いてください。図を見られない人が読みます。")
        if not all(_inside(place, picture) for place in self.options(content)):
            found.append("図の場所は、図の大きさの内側にしてください。")
        return found

    def as_written(self, content: Content, rng: Random) -> Order:
        return self.drawn(content, rng)

    def scene(self, content: Content) -> str:
        return f"![{content['picture']['alt']}]({content['picture']['path']})"

    def form(self, content: Content, order: Order, field: str, value: Value) -> Any:
        choices = self.choices(content, order, value)
        places = [self.options(content)[source] for source in numbered(order).values()]
        boxed = (Place(choice, *(box[name] for name in _BOX)) for choice, box in zip(choices, places, strict=True))
        return HotspotForm(field, content["picture"], tuple(boxed))


def _inside(place: Content, picture: Content) -> bool:
    numbers: list[Any] = [*(place.get(name) for name in _BOX), picture.get("width"), picture.get("height")]
    if not all(type(number) is int and number >= 0 for number in numbers):
        return False
    x, y, width, height, right, bottom = numbers
    return width > 0 and height > 0 and x + width <= right and y + height <= bottom
