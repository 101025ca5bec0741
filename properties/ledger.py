"""Ledgers: tables of exact numbers that say what something is worth, and how they are printed and drawn."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from properties.timed import Study

Cells = Mapping[str, Any]


@frozen
class Ledger:
    """A table of exact numbers that follow from the probability that a host is up.

    A column is its heading, and how it words what a row says.
    """

    name: str
    sentence: str
    assumptions: tuple[str, ...]
    rows: Callable[[Fraction], tuple[Cells, ...]] = field(eq=False)
    columns: tuple[tuple[str, Callable[[Cells], str]], ...] = field(eq=False)


@frozen
class Series:
    """A curve of ledgers: its label, the ledger, its columns across and up, and which of its rows."""

    label: str
    ledger: str
    x: str
    y: str
    picks: Callable[[Cells], bool] = field(default=lambda _: True, eq=False)


@frozen
class Drawing:
    """A panel of the plot of ledgers; `is_log` says whether the axis up is logarithmic."""

    title: str
    x: str
    y: str
    legend: str
    series: tuple[Series, ...]
    is_log: bool = False


@frozen
class Account:
    """Ledgers with the study that holds one of them against the model, and the command that prints them.

    `short` and `sentence` are what its help says; `title` is that of its plot.
    """

    name: str
    short: str
    sentence: str
    ledgers: tuple[Ledger, ...]
    study: Study
    title: str
    drawings: tuple[Drawing, ...]
