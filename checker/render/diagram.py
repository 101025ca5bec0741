"""A space-time diagram as geometry: lanes downwards, a row a moment, messages as arrows between lanes.

`checker.render.layout` makes one of a run. Here is where things stand; how they look is in `page/style.css`,
how they are written as SVG in `page/diagram.svg.jinja`. Lengths are pixels.
"""

from math import hypot
from typing import Literal
from unicodedata import east_asian_width

from attrs import frozen

Fate = Literal["received", "lost", "still", "copy"]


@frozen
class Size:
    """How large things are: a lane (of a few, of many), a row, the margins at most, a letter on average."""

    lane: float = 104
    crowded: float = 86
    row: float = 46
    margin: float = 120
    gutter: float = 46
    top: float = 26
    letter: float = 6.7
    dot: float = 5


PAGE = Size()
BESIDE = Size(lane=86, crowded=80, margin=95)
THUMBNAIL = Size(lane=26, crowded=20, row=12, margin=0, gutter=4, top=8, letter=0, dot=1.8)


@frozen
class Lane:
    """A process as a line: its name in one line or two, and from where to where it is down."""

    process: str
    name: tuple[str, ...]
    x: float
    downs: tuple[tuple[float, float], ...]


@frozen
class Arrow:
    """A message from its sending to what became of it: `since` and `at` are the moments of the two."""

    fate: Fate
    text: str
    since: int
    at: int
    x1: float
    y1: float
    x2: float
    y2: float
    bend: tuple[float, float] | None = None
    """A point towards which the arrow is bent, so that it goes around what stands between its ends."""

    @property
    def head(self) -> tuple[tuple[float, float], ...]:
        """The corners of the arrow's head, its tip first."""
        x, y = self.bend or (self.x1, self.y1)
        dx, dy = self.x2 - x, self.y2 - y
        length = hypot(dx, dy) or 1.0
        ux, uy = dx / length, dy / length
        return tuple(
            (round(self.x2 - 9 * ux + side * uy, 1), round(self.y2 - 9 * uy - side * ux, 1))
            if side
            else (self.x2, self.y2)
            for side in (0, 4, -4)
        )


@frozen
class Label:
    """A few words beside what happened at a moment, and for how many letters is room; `anchor` is SVG's."""

    text: str
    room: float
    at: int
    x: float
    y: float
    anchor: Literal["start", "end"]


def fitting(text: str, room: float) -> str:
    """Return a text, cut where there is room for so many letters only; a wide letter takes that of two."""
    taken = 0
    for place, letter in enumerate(text):
        taken += 2 if east_asian_width(letter) in "WF" else 1
        if taken > room:
            return f"{text[: max(place - 1, 1)].rstrip()}…"
    return text


@frozen
class Mark:
    """What a moment did at a process: ``acts``, ``changes``, ``wrong``, ``crash``, ``up`` or ``ring``."""

    what: str
    at: int
    x: float
    y: float


@frozen
class Line:
    """A level line at a moment between two lanes: ``joint``, ``cut`` or ``healed``."""

    what: str
    at: int
    x1: float
    x2: float
    y: float


@frozen
class Row:
    """A moment: where it stands, and whether a property breaks there, or it is repeated for ever."""

    number: int
    y: float
    breaks: bool
    repeated: bool


@frozen
class Diagram:
    """A run, laid out. `loop` is where an arrow leads back: from which height to which."""

    size: Size
    width: float
    height: float
    bottom: float
    lanes: tuple[Lane, ...]
    rows: tuple[Row, ...]
    arrows: tuple[Arrow, ...]
    labels: tuple[Label, ...]
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    loop: tuple[float, float] | None = None
