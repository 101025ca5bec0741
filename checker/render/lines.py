"""Lines of text: as wide as the page, or as the terminal where that is narrower."""

from collections.abc import Mapping
from textwrap import wrap

from checker.screen import columns

WIDTH = 100
"""No line is longer, unless a word is; where the terminal is narrower, that is the limit."""


def pairs(parameters: Mapping[str, int | None]) -> str:
    """Return parameters with their values."""
    return ", ".join(f"{name} {'none' if value is None else value}" for name, value in parameters.items())


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
