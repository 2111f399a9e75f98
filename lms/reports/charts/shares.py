"""A bar for each question, cut into the shares of its answers; the question stands above it."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.lib.tables import Rate

_WIDTH, _LINE, _BAR, _ROW, _FONT = 640, 24, 30, 70, 15
# From the best answer down: the field and the number in it.
_STYLES = (
    ("#0017c1", "#ffffff"), ("#7096f8", "#000000"), ("#e6e6e6", "#000000"), ("#ffc199", "#000000"),
    ("#ac3e00", "#ffffff"),
)  # fmt: skip
# Where a share is narrower, its number stands in the table alone.
_NARROWEST = 40


@dataclass(frozen=True)
class Share:
    """A rectangle of a bar; `what` says it in words."""

    x: float
    width: float
    fill: str
    ink: str
    text: str
    what: str

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Bar:
    """Where a question stands, its shares below it, and its mean at the right."""

    y: int
    name: str
    mean: str
    shares: Sequence[Share]

    height = _BAR

    @property
    def baseline(self) -> int:
        return self.y - 7

    @property
    def number_line(self) -> int:
        return self.y + 20


@dataclass(frozen=True)
class Shares:
    """`rows`: a question, how many gave each of `answers`, and the mean. No row is of nobody."""

    title: str
    answers: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int], str]]

    width, font = _WIDTH, _FONT

    @property
    def height(self) -> int:
        return _ROW * len(self.rows)

    @property
    def summary(self) -> str:
        said = "、".join(f"「{name}」の平均は{mean}" for name, _, mean in self.rows)
        return f"{self.title}。{said}。数字は下の表にもあります。"

    @property
    def legend(self) -> list[tuple[str, str]]:
        """Colour and word of each answer, in the order of the shares."""
        return [(fill, answer) for (fill, _), answer in zip(_STYLES, self.answers, strict=True)]

    @property
    def bars(self) -> list[Bar]:
        return [
            Bar(_ROW * place + _LINE, name, mean, self._shares(name, counts))
            for place, (name, counts, mean) in enumerate(self.rows)
        ]

    @property
    def table_columns(self) -> list[str]:
        return ["質問", *self.answers, "回答", "平均"]

    @property
    def table_rows(self) -> list[list[str]]:
        return [
            [
                name,
                *(f"{Rate(count, sum(counts)).percent}%（{count:,}）" for count in counts),
                f"{sum(counts):,}件",
                mean,
            ]
            for name, counts, mean in self.rows
        ]

    def _shares(self, name: str, counts: Sequence[int]) -> list[Share]:
        total, before, found = sum(counts), 0, []
        for (fill, ink), answer, count in zip(_STYLES, self.answers, counts, strict=True):
            width = round(_WIDTH * count / total, 1)
            text = f"{Rate(count, total).percent}%" if width >= _NARROWEST else ""
            if count:
                start = round(_WIDTH * before / total, 1)
                found.append(Share(start, width, fill, ink, text, f"{name}　{answer}　{Rate(count, total)}"))
            before += count
        return found
