"""Lines of text: as wide as the page, or as the terminal where that is narrower."""

from collections.abc import Mapping
from textwrap import wrap

from checker.naming import as_said
from checker.protocol import Scenario
from checker.screen import columns

WIDTH = 100
"""No line is longer, unless a word is; where the terminal is narrower, that is the limit."""


def pairs(parameters: Mapping[str, int | str | None]) -> str:
    """Return parameters with their values."""
    return ", ".join(f"{name} {'none' if value is None else value}" for name, value in parameters.items())


def bounds_of(scenario: Scenario, parameters: Mapping[str, int | None]) -> str:
    """Return the parameters of a scenario with their values, as a user gives them."""
    return pairs(as_said(scenario, parameters))


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def paragraph(text: str, first: str, rest: str | None = None) -> list[str]:
    """Return a text as lines, the first and the others behind their indents."""
    return wrap(
        text,
        min(WIDTH, columns() or WIDTH),
        initial_indent=first,
        subsequent_indent=f"{first}  " if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
