"""The outline of a black and white picture. Pure."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from PIL import Image

_HALF = 128
# Right, down, left, up: with the black on the right-hand side, so that holes run the other way round.
_TURNS = ((1, 0), (0, 1), (-1, 0), (0, -1))
_Point = tuple[int, int]


def outline(picture: Image.Image, *, size: int) -> str:
    """A path, as in SVG, around what is dark, in the square from 0 to `size`. Empty when nothing is dark.

    `picture` is a square of greys.
    """
    width = picture.width
    edges = _edges(picture.point(lambda grey: grey < _HALF).tobytes(), width)
    return "".join(_path(loop, size / width) for loop in _loops(edges))


def _edges(dark: bytes, width: int) -> dict[_Point, list[_Point]]:
    """Each side of a pixel between dark and light, from its first to its last corner."""
    ends: dict[_Point, list[_Point]] = defaultdict(list)

    def is_dark(x: int, y: int) -> bool:
        return 0 <= x < width and 0 <= y < width and bool(dark[y * width + x])

    for y in range(width):
        for x in range(width):
            if not dark[y * width + x]:
                continue
            corners = ((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1))
            sides = ((x, y - 1), (x + 1, y), (x, y + 1), (x - 1, y))
            for place, beyond in enumerate(sides):
                if not is_dark(*beyond):
                    ends[corners[place]].append(corners[(place + 1) % 4])
    return ends


def _loops(ends: dict[_Point, list[_Point]]) -> Iterator[list[_Point]]:
    """Closed walks along the edges, with the corners alone."""
    while ends:
        start = here = next(iter(ends))
        corners: list[_Point] = []
        direction = (0, 0)
        while True:
            there = ends[here].pop()
            if not ends[here]:
                del ends[here]
            turned = (there[0] - here[0], there[1] - here[1])
            if turned != direction:
                corners.append(here)
            here, direction = there, turned
            if here == start:
                break
        yield corners


def _path(corners: list[_Point], scale: float) -> str:
    """Edges of pixels run across and down in turn; the last one closes the path."""
    points = [(round(x * scale), round(y * scale)) for x, y in corners]
    steps = [
        f"h{there[0] - here[0]}" if there[1] == here[1] else f"v{there[1] - here[1]}"
        for here, there in pairwise(points)
    ]
    return f"M{points[0][0]} {points[0][1]}{''.join(steps)}z"
