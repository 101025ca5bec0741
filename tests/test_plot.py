"""Plots: what is drawn is where the numbers say, the file is SVG, and the same bytes every time."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve

from checker.render.plot import (
    COLOURS,
    LEFT,
    PLOT,
    RIGHT,
    TOP,
    WIDTH,
    Axis,
    Curve,
    Figure,
    Panel,
    draw,
    round_up,
    shares,
)

SVG = "{http://www.w3.org/2000/svg}"

STEPS = Curve("150-300 <&>", ((2.0, 25.0), (4.0, 50.0), (8.0, 100.0)), stepped=True)
PANEL = Panel("A panel", Axis("x", 0, 10), Axis("y, %", 0, 100), (STEPS,), "which")
FIGURE = Figure("A figure", "What there is to see.", (PANEL,))


def drawn(figure: Figure) -> ET.Element:
    return ET.fromstring(draw(figure))  # noqa: S314  # it was written here


def curves(figure: Figure) -> list[str]:
    """Return the ways of the curves, without the samples in the legend."""
    return [
        path.attrib["d"] for path in drawn(figure).iter(f"{SVG}path") if path.find(f"{SVG}title") is not None
    ]


def texts(figure: Figure) -> list[str | None]:
    return [text.text for text in drawn(figure).iter(f"{SVG}text")]


def test_steps_are_where_the_numbers_say() -> None:
    """A step goes to the next point's place, and then to its height."""
    wide = WIDTH - LEFT - RIGHT
    x, y = (
        [LEFT + wide * share for share in (0.2, 0.4, 0.8)],
        [TOP + PLOT * share for share in (0.75, 0.5, 0)],
    )
    expected = f"M{x[0]:g} {y[0]:g}H{x[1]:g}V{y[1]:g}H{x[2]:g}V{y[2]:g}"
    assert curves(FIGURE) == [expected]


def test_lines_go_straight_and_points_are_marked() -> None:
    """A curve that is not stepped joins its points, and each has a dot if it is marked."""
    panel = evolve(PANEL, curves=(evolve(STEPS, stepped=False, marked=True),))
    figure = evolve(FIGURE, panels=(panel,))
    assert re.fullmatch(r"M[\d. ]+L[\d. ]+L[\d. ]+", curves(figure)[0])
    assert len(list(drawn(figure).iter(f"{SVG}circle"))) == 3


def test_a_logarithmic_axis_has_equal_ways_for_equal_ratios() -> None:
    """From 10 to 100 it is as far as from 100 to 1000."""
    axis = Axis("ms", 10, 1000, is_log=True)
    assert [axis.place(value) for value in (10, 100, 1000)] == pytest.approx([0, 0.5, 1])
    assert list(axis.ticks()) == [10, 20, 50, 100, 200, 500, 1000]


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 100, [0, 20, 40, 60, 80, 100]),
        (0, 500, [0, 100, 200, 300, 400, 500]),
        (1, 9, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (0, 0.7, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]),
    ],
)
def test_ticks_are_round_numbers(low: float, high: float, ticks: list[float]) -> None:
    """An axis is marked at few numbers, which are easy to read, with the same distance between them."""
    assert list(Axis("", low, high).ticks()) == pytest.approx(ticks)


@pytest.mark.parametrize("high", [0.03, 1, 7, 12, 99, 100, 101, 12345])
def test_ticks_are_neither_few_nor_many(high: float) -> None:
    """Whatever the axis is long, it has from 3 to 10 marks, all of them on it."""
    ticks = list(Axis("", 0, high).ticks())
    assert 3 <= len(ticks) <= 10
    assert ticks[0] == 0
    assert ticks[-1] <= high * (1 + 1e-9)


@pytest.mark.parametrize(
    ("value", "up"), [(0.3, 0.5), (1, 1), (1.1, 2), (60, 100), (1000, 1000), (-93, -50), (-10, -10)]
)
def test_round_up(value: float, up: float) -> None:
    """An axis ends at 1, 2 or 5 times a power of ten, no nearer than its farthest point."""
    assert round_up(value) == pytest.approx(up)


def test_shares_are_a_distribution() -> None:
    """Of four trials of which three ended, a share of 75 % is reached, in the order of their times."""
    assert shares([30.0, 10.0, 20.0], 4) == ((10.0, 25.0), (20.0, 50.0), (30.0, 75.0))


def test_what_nobody_sees_is_left_out() -> None:
    """A thousand points are drawn with as many steps as there are pixels for, and end where they end."""
    many = Curve("many", tuple((number / 1000, number / 10) for number in range(1001)), stepped=True)
    panel = evolve(PANEL, curves=(many,), x=Axis("x", 0, 10))
    (way,) = curves(evolve(FIGURE, panels=(panel,)))
    assert 100 < way.count("V") < 700
    assert way.endswith(f"V{TOP:g}")


def test_same_bytes_every_time() -> None:
    """A figure is drawn the same every time."""
    assert draw(FIGURE) == draw(FIGURE)


def test_picture_tells_what_it_is() -> None:
    """Who cannot see it is told a title and a description; what is written in it is no markup."""
    root = drawn(FIGURE)
    assert root.attrib["role"] == "img"
    named = {child.attrib["id"]: child.text for child in root if "id" in child.attrib}
    assert {"title": "A figure", "description": "What there is to see."} == named
    assert root.attrib["aria-labelledby"].split() == list(named)
    assert {"A figure", "A panel", "x", "y, %", "which", "150-300 <&>"} <= set(texts(FIGURE))


def test_a_curve_looks_the_same_in_every_panel() -> None:
    """A label has one colour and one kind of dash throughout a figure, and no other label has both."""
    other = evolve(STEPS, label="other")
    figure = evolve(FIGURE, panels=(PANEL, evolve(PANEL, curves=(other, STEPS))))
    kinds = [
        (path.findtext(f"{SVG}title"), path.attrib["class"])
        for path in drawn(figure).iter(f"{SVG}path")
        if path.find(f"{SVG}title") is not None
    ]
    assert kinds == [("150-300 <&>", "curve c0"), ("other", "curve c1"), ("150-300 <&>", "curve c0")]
    assert len({dash for _, _, dash in COLOURS}) == len(COLOURS)


def luminance(colour: str) -> float:
    """Return how bright a colour is, as the Web Content Accessibility Guidelines reckon."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("light", "dark", "_"), COLOURS)
def test_colours_can_be_seen(light: str, dark: str, _: str) -> None:
    """On a light page and on a dark one, a curve has at least the contrast that text must have, 4.5 to 1."""
    page, night = luminance("#ffffff"), luminance("#0d1117")
    assert (page + 0.05) / (luminance(light) + 0.05) >= 4.5
    assert (luminance(dark) + 0.05) / (night + 0.05) >= 4.5


def test_panels_are_below_each_other() -> None:
    """The panels follow each other down the picture, and the picture is high enough for all."""
    root = drawn(evolve(FIGURE, panels=(PANEL, PANEL, PANEL)))
    tops = [float(group.attrib["transform"].split()[1].rstrip(")")) for group in root.iter(f"{SVG}g")]
    assert all(later - earlier > PLOT for earlier, later in pairwise(tops))
    assert float(root.attrib["height"]) > tops[-1] + PLOT
