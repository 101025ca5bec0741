"""A study that was conducted, as text: its table, what the columns mean, and what is assumed."""

from collections.abc import Iterator
from io import StringIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid

from checker.render.text import paragraph
from checker.study import Conducted

WIDTH = 120
"""A table that is folded cannot be read: wider than other pages."""


def render_study(conducted: Conducted) -> str:
    """Return what came of a study."""
    return "\n".join(_lines(conducted))


def _lines(conducted: Conducted) -> Iterator[str]:
    study = conducted.study
    yield from paragraph(f"{study.sentence} ({study.cites})", "", "")
    yield from paragraph(f"Up to {conducted.trials:,} trials a row, seed {conducted.seed}.", "", "")
    yield ""
    grid = Grid(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1), collapse_padding=True)
    for heading, _ in study.columns:
        grid.add_column(heading, justify="right", no_wrap=True)
    for row in conducted.rows:
        grid.add_row(*(words(row.summary) for _, words in study.columns))
    page = Console(file=StringIO(), width=WIDTH)
    page.print(grid)
    assert isinstance(page.file, StringIO)
    yield from (line.rstrip() for line in page.file.getvalue().strip("\n").splitlines())
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
