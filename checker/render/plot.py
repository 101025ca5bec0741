"""Plots as SVG: lines and steps on plain or logarithmic axes, with a legend; the same bytes every time.

A figure has one panel below the other. Colours follow the reader's light or dark theme, curves differ by
their dashes as well as by colour, and the picture tells its title and a description to who cannot see it.

Why not a library: matplotlib brings eight others, and letters as outlines; of the light ones, pygal has no
steps and numbers its files at random, leather no logarithmic axis. This is as much as the plots here need.
"""

from collections.abc import Callable, Iterator, Sequence
from math import ceil, floor, log10
from xml.etree import ElementTree as ET  # it is written here, not read

from attrs import frozen

Point = tuple[float, float]

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 800.0, 72.0, 176.0, 40.0, 52.0
"""The picture's width, and what is left around the plot of a panel for its labels, in pixels."""

PLOT = 240.0
"""The height of a panel's plot."""

HEAD = 44.0
"""What the figure's title takes."""

NEAR = 0.4
"""Pixels within which two points are one."""

COLOURS = (
    # on a light page, on a dark one, and the dashes
    ("#0b62a8", "#6cb6ff", ""),
    ("#c2410c", "#ff9a66", "7 3"),
    ("#0f7a4f", "#4fd1a1", "2 2.5"),
    ("#8a3fa0", "#d2a8ff", "9 3 2 3"),
    ("#a16207", "#e3b341", "4 3"),
    ("#be185d", "#ff8fb8", "12 3"),
    ("#475569", "#a9b4c2", "8 2 2 2 2 2"),
    ("#4d7c0f", "#a3d95b", "1.5 4"),
    ("#1d4ed8", "#93b4ff", "14 4"),
    ("#0e7490", "#5fd3e6", "5 2"),
)

STYLE = (
    "text{font:12px system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;fill:#334155}"
    "text.title{font-size:16px;font-weight:600;fill:#0f172a}text.head{font-weight:600;fill:#0f172a}"
    ".paper{fill:#fff}.grid{stroke:#e2e8f0}.axis{stroke:#64748b}"
    ".curve{fill:none;stroke-width:2;stroke-linejoin:round}"
)
DARK_STYLE = (
    "text{fill:#b6c2cf}text.title,text.head{fill:#f0f6fc}"
    ".paper{fill:#0d1117}.grid{stroke:#262c36}.axis{stroke:#7d8590}"
)


@frozen
class Axis:
    """An axis from `low` to `high`; `words` says how the number at a tick is written."""

    label: str
    low: float
    high: float
    is_log: bool = False
    words: Callable[[float], str] = "{:,g}".format

    def place(self, value: float) -> float:
        """Return where a value is: 0 at the low end, 1 at the high one."""
        if self.is_log:
            return log10(value / self.low) / log10(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def ticks(self) -> Iterator[float]:
        """Yield the numbers at which the axis is marked: 1, 2 and 5 times a power of ten."""
        if self.is_log:
            decades = log10(self.high / self.low)
            steps = (1, 2, 5) if decades <= 3 else (1,)
            marks = (
                step * 10.0**power
                for power in range(floor(log10(self.low)), ceil(log10(self.high)) + 1)
                for step in steps
            )
            yield from (mark for mark in marks if self.low * 0.999 <= mark <= self.high * 1.001)
            return
        least = (self.high - self.low) / 8
        power = 10.0 ** floor(log10(least))
        step = next(width for width in (power, 2 * power, 5 * power, 10 * power) if width >= least * 0.999)
        first, last = ceil(self.low / step - 1e-9), floor(self.high / step + 1e-9)
        yield from (number * step for number in range(first, last + 1))


@frozen
class Curve:
    """Points from left to right, and what the legend calls them.

    `stepped`: the height stays until the next point; `marked`: each point has a dot.
    """

    label: str
    points: tuple[Point, ...]
    stepped: bool = False
    marked: bool = False


@frozen
class Panel:
    """A title, two axes, and curves; `legend` is the heading of their list."""

    title: str
    x: Axis
    y: Axis
    curves: tuple[Curve, ...]
    legend: str = ""


@frozen
class Figure:
    """Panels below each other; `description` says in words what there is to see."""

    title: str
    description: str
    panels: tuple[Panel, ...]


def draw(figure: Figure) -> str:
    """Return a figure as the text of an SVG file."""
    height = HEAD + len(figure.panels) * (TOP + PLOT + BOTTOM)
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {_pixels(WIDTH)} {_pixels(height)}",
            "width": _pixels(WIDTH),
            "height": _pixels(height),
            "role": "img",
            "aria-labelledby": "title description",
        },
    )
    _add(svg, "title", figure.title, id="title")
    _add(svg, "desc", figure.description, id="description")
    labels = list(dict.fromkeys(curve.label for panel in figure.panels for curve in panel.curves))
    light = "".join(_rules(number, dark=False) for number in range(len(labels)))
    dark = "".join(_rules(number, dark=True) for number in range(len(labels)))
    _add(svg, "style", f"{STYLE}{light}@media(prefers-color-scheme:dark){{{DARK_STYLE}{dark}}}")
    _add(svg, "rect", None, width="100%", height="100%", **{"class": "paper"})
    _text(svg, (LEFT, 28), figure.title, kind="title")
    for number, panel in enumerate(figure.panels):
        _panel(svg, panel, HEAD + number * (TOP + PLOT + BOTTOM), labels)
    ET.indent(svg)
    return f"{ET.tostring(svg, encoding='unicode')}\n"


def shares(values: Sequence[float], of: int) -> tuple[Point, ...]:
    """Return the steps of a cumulative distribution: which share of so many is at most this large, in %."""
    ordered = sorted(values)
    return tuple((value, 100 * number / of) for number, value in enumerate(ordered, start=1))


def round_up(value: float) -> float:
    """Return the next 1, 2 or 5 times a power of ten; for a number below 0, the next one towards it."""
    power = 10.0 ** floor(log10(abs(value)))
    steps = (1, 2, 5, 10) if value > 0 else (-5, -2, -1)
    return next(step * power for step in steps if step * power >= value)


def _panel(svg: ET.Element, panel: Panel, top: float, labels: Sequence[str]) -> None:
    group = _add(svg, "g", None, transform=f"translate(0 {_pixels(top)})")
    wide = WIDTH - LEFT - RIGHT

    def across(value: float) -> float:
        return LEFT + wide * panel.x.place(value)

    def up(value: float) -> float:
        return TOP + PLOT * (1 - panel.y.place(value))

    _text(group, (LEFT, TOP - 14), panel.title, kind="head")
    for tick in panel.x.ticks():
        _line(group, "grid", (across(tick), TOP), (across(tick), TOP + PLOT))
        _text(group, (across(tick), TOP + PLOT + 18), panel.x.words(tick), "middle")
    for tick in panel.y.ticks():
        _line(group, "grid", (LEFT, up(tick)), (LEFT + wide, up(tick)))
        _text(group, (LEFT - 8, up(tick) + 4), panel.y.words(tick), "end")
    _line(group, "axis", (LEFT, TOP + PLOT), (LEFT + wide, TOP + PLOT))
    _line(group, "axis", (LEFT, TOP), (LEFT, TOP + PLOT))
    _text(group, (LEFT + wide / 2, TOP + PLOT + 38), panel.x.label, "middle")
    label = _text(group, (0, 0), panel.y.label, "middle")
    label.set("transform", f"translate(18 {_pixels(TOP + PLOT / 2)}) rotate(-90)")
    beside = LEFT + wide + 20
    _text(group, (beside, TOP + 4), panel.legend)
    for place, curve in enumerate(panel.curves):
        number = labels.index(curve.label)  # the same in every panel
        places = [(across(x), up(y)) for x, y in curve.points]
        drawn = _path(places, stepped=curve.stepped)
        shown = _add(group, "path", None, d=drawn, **{"class": f"curve c{number}"})
        _add(shown, "title", curve.label)
        for x, y in places if curve.marked else ():
            _add(group, "circle", None, cx=_pixels(x), cy=_pixels(y), r="3.5", **{"class": f"d{number}"})
        height = TOP + 24 + 20 * place
        _add(
            group,
            "path",
            None,
            d=f"M{_pixels(beside)} {_pixels(height)}h28",
            **{"class": f"curve c{number}"},
        )
        _text(group, (beside + 36, height + 4), curve.label)


def _path(places: Sequence[Point], *, stepped: bool) -> str:
    """Return the way along these places, without what nobody could see."""
    drawn, last = "", (0.0, 0.0)
    for number, (x, y) in enumerate(places):
        is_end = number in {0, len(places) - 1}
        if not is_end and abs(x - last[0]) < NEAR and abs(y - last[1]) < NEAR:
            continue
        if number == 0:
            drawn = f"M{_pixels(x)} {_pixels(y)}"
        elif stepped:
            drawn += f"H{_pixels(x)}V{_pixels(y)}"
        else:
            drawn += f"L{_pixels(x)} {_pixels(y)}"
        last = x, y
    return drawn


def _rules(number: int, *, dark: bool) -> str:
    on_light, on_dark, dash = COLOURS[number % len(COLOURS)]
    colour, dashes = on_dark if dark else on_light, f";stroke-dasharray:{dash}" if dash else ""
    return f".c{number}{{stroke:{colour}{dashes}}}.d{number}{{fill:{colour}}}"


def _line(parent: ET.Element, kind: str, start: Point, end: Point) -> None:
    ends = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
    _add(parent, "line", None, **{name: _pixels(one) for name, one in ends.items()}, **{"class": kind})


def _text(parent: ET.Element, at: Point, said: str, anchor: str = "start", kind: str = "") -> ET.Element:
    more = {"class": kind} if kind else {}
    return _add(parent, "text", said, x=_pixels(at[0]), y=_pixels(at[1]), **{"text-anchor": anchor}, **more)


def _add(parent: ET.Element, tag: str, said: str | None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, tag, attributes)
    child.text = said
    return child


def _pixels(length: float) -> str:
    """Return a length as it is written: a tenth of a pixel is as fine as anyone sees."""
    return f"{round(length, 1) + 0.0:g}"
