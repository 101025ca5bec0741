"""Finding a place for each label of a diagram: where no arrow goes through it, and it covers nothing."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from attrs import frozen

from checker.render.diagram import Arrow, Label, Line, Mark, fitting

ABOVE, BELOW = 10.0, 3.5
"""How far the letters of a label reach, from the line on which they stand."""

MARK = 6.0
"""How far a mark reaches from its middle."""

PIECES = 8
"""Of how many straight pieces a bent arrow is taken to be."""

Point = tuple[float, float]


@frozen
class Box:
    """A rectangle: of a label, or of a mark."""

    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: "Box") -> bool:
        """Say whether the two have a point in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def meets(self, start: Point, end: Point) -> bool:
        """Say whether a straight line goes through it."""
        (x1, y1), (x2, y2) = start, end
        enters, leaves = 0.0, 1.0
        for at, by, low, high in ((x1, x2 - x1, self.left, self.right), (y1, y2 - y1, self.top, self.bottom)):
            if not by:
                if not low < at < high:
                    return False
                continue
            first, second = sorted(((low - at) / by, (high - at) / by))
            enters, leaves = max(enters, first), min(leaves, second)
        return enters < leaves


def placed(
    wishes: Iterable[Sequence[Label]],
    letter: float,
    arrows: Iterable[Arrow],
    marks: Iterable[Mark],
    lines: Iterable[Line],
) -> Iterator[Label]:
    """Yield each label at the first of its places at which it is in the way of least, itself included.

    `wishes` are the places of each label, the best first; a letter is so wide. Where there is no room for
    all letters of a label, it is in its own way.
    """
    strokes = [stroke for arrow in arrows for stroke in pairwise(_points(arrow))]
    strokes += [((line.x1, line.y), (line.x2, line.y)) for line in lines]
    taken = [Box(one.x - MARK, one.y - MARK, one.x + MARK, one.y + MARK) for one in marks]

    def in_the_way(label: Label) -> int:
        box = box_of(label, letter)
        is_cut = fitting(label.text, label.room) != label.text
        return sum(map(box.covers, taken)) + sum(box.meets(*stroke) for stroke in strokes) + is_cut

    for places in wishes:
        best = min(places, key=in_the_way)
        taken.append(box_of(best, letter))
        yield best


def box_of(label: Label, letter: float) -> Box:
    """Return where a label's letters are."""
    length = len(fitting(label.text, label.room)) * letter
    left = label.x - length if label.anchor == "end" else label.x
    return Box(left, label.y - ABOVE, left + length, label.y + BELOW)


def _points(arrow: Arrow) -> Iterator[Point]:
    """Yield points on an arrow, from its beginning to its end."""
    yield arrow.x1, arrow.y1
    if arrow.bend is not None:
        for piece in range(1, PIECES):
            on = piece / PIECES
            yield tuple(  # type: ignore[misc]  # of the two
                (1 - on) ** 2 * start + 2 * on * (1 - on) * bend + on**2 * end
                for start, bend, end in zip(
                    (arrow.x1, arrow.y1), arrow.bend, (arrow.x2, arrow.y2), strict=True
                )
            )
    yield arrow.x2, arrow.y2
