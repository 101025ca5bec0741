"""A study that was conducted, as text and as a plot: its table, what the columns mean, what is assumed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid

from checker.render.lines import paragraph
from checker.render.plot import Axis, Curve, Figure, Panel, Point, round_up, shares
from checker.study import Conducted, Distribution

MS = 1_000
"""Microseconds in a millisecond."""

WIDTH = 120
"""A table that is folded cannot be read: wider than other pages."""


def render_study(conducted: Conducted) -> str:
    """Return what came of a study."""
    return "\n".join(_lines(conducted))


def _lines(conducted: Conducted) -> Iterator[str]:
    study = conducted.study
    yield from paragraph(f"{study.sentence} ({study.cites})", "", "")
    mistake = "" if conducted.mutant is None else f", with the mistake {conducted.mutant.__name__}"
    yield from paragraph(f"Up to {conducted.trials:,} trials a row, seed {conducted.seed}{mistake}.", "", "")
    yield ""
    yield from drawn(study.columns, [row.summary for row in conducted.rows])
    for title, sentences in (
        ("", study.notes),
        ("What is assumed:", study.assumptions),
        ("Where this departs from the source:", study.departures),
    ):
        if sentences:
            yield ""
        if title and sentences:
            yield title
        for sentence in sentences:
            yield from paragraph(sentence, "  " if title else "", "    " if title else "  ")


def drawn(
    columns: Sequence[tuple[str, Callable[[Mapping[str, Any]], str]]], rows: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    """Yield the lines of a table: a column is its heading, and how it words what a row says."""
    grid = Grid(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1), collapse_padding=True)
    for heading, _ in columns:
        grid.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        grid.add_row(*(words(row) for _, words in columns))
    page = Console(file=StringIO(), width=WIDTH)
    page.print(grid)
    assert isinstance(page.file, StringIO)
    yield from filter(None, map(str.rstrip, page.file.getvalue().splitlines()))


def plot_study(conducted: Conducted) -> Figure:
    """Return the plot of a study: of each row, which share of its trials took at most how long."""
    panels = [_panel(conducted, one) for one in conducted.study.plot]
    kept = tuple(panel for panel in panels if panel.curves)
    seen = "; ".join(f"{panel.title}: {', '.join(_told(curve) for curve in panel.curves)}" for panel in kept)
    description = f"{conducted.study.sentence} Each curve shows which share of trials took at most how long. "
    return Figure(conducted.study.title, f"{description}{seen}.", kept)


def _panel(conducted: Conducted, distribution: Distribution) -> Panel:
    curves, longest, shortest = [], 1.0, float("inf")
    for row in conducted.rows:
        if not distribution.picks(row.summary):
            continue
        times = [distribution.of(one) for one in row.observed]
        took = [time / MS for time in times if time is not None]
        unended = len(took) < len(times)
        longest = max(longest, *took, row.experiment.until / MS if unended else 0)
        shortest = min(shortest, *took) if took else shortest
        points = ((min(took), 0.0), *shares(took, len(times))) if took else ()
        curves.append(
            (distribution.names(row.summary), points, row.experiment.until / MS if unended else None)
        )
    low = -round_up(-min(shortest, longest / 10)) if distribution.is_log else 0.0
    high = longest * 1.1 if distribution.is_log else round_up(longest)
    shown = tuple(
        Curve(name, _until(end, points or ((low, 0.0),)), stepped=True) for name, points, end in curves
    )
    x = Axis(distribution.label, low, high, is_log=distribution.is_log)
    y = Axis(distribution.share, 0, 100)
    return Panel(distribution.title, x, y, shown, distribution.legend)


def _until(end: float | None, points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Return points that go on to an end, if there is one: as long as anyone waited, the share stays."""
    return points if end is None else (*points, (end, points[-1][1]))


def _told(curve: Curve) -> str:
    half = next((x for x, share in curve.points if share >= 50), None)
    return f"{curve.label}: half within {half:,.0f}" if half else f"{curve.label}: not half of them"
