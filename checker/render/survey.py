"""Surveys: rows of the catalogue that depend on one probability, as text and as JSON.

A catalogue may have `SURVEYS`; each says its name, a sentence, and its rows for a probability, exact.
"""

from fractions import Fraction
from io import StringIO
from math import floor

from attrs import frozen
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid

from checker.encoding import Json, with_fractions
from checker.errors import WrongUsage
from checker.protocol import Survey
from checker.render.lines import WIDTH, paragraph

DIGITS = 9
"""Digits that a probability is shown with."""


def probability(said: str) -> Fraction:
    """Return a probability as it was typed, exactly: ``0.99`` or ``99/100``."""
    try:
        value = Fraction(said)
    except (ValueError, ZeroDivisionError) as error:
        raise WrongUsage(f"{said!r} is no probability; expected 0.99 or 99/100, say") from error
    if not 0 <= value <= 1:
        raise WrongUsage(f"{said} is no probability; expected a number from 0 to 1")
    return value


def survey_json(survey: Survey, up: Fraction) -> Json:
    """Return a survey as one JSON object; a fraction is a number there, and beside it exact as text."""
    return {"host_availability": str(up), survey.plural: [with_fractions(row) for row in survey.rows(up)]}


@frozen
class Surveyed:
    """A survey at a probability, as a report: one without a trace."""

    survey: Survey
    up: Fraction
    trace: None = None

    def as_json(self) -> Json:
        return survey_json(self.survey, self.up)


def render_survey(survey: Survey, up: Fraction) -> str:
    """Return a survey as a table."""
    rows = survey.rows(up)
    grid = Grid(box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for column in rows[0]:
        grid.add_column(column.replace("_", "\n"), justify="right", vertical="bottom", no_wrap=True)
    for row in rows:
        grid.add_row(*(_cell(value) for value in row.values()))
    page = Console(file=StringIO(), width=WIDTH)
    page.print(grid)
    assert isinstance(page.file, StringIO)
    drawn = [line.rstrip() for line in page.file.getvalue().strip("\n").splitlines()]
    given = (
        f"Availability: if each host is up with probability {up}, whatever the others do; rounded down to "
        f"{DIGITS} digits, and exact in the JSON."
    )
    return "\n".join([*paragraph(survey.sentence, ""), *paragraph(given, ""), "", *drawn])


def _cell(value: str | int | Fraction) -> str:
    if not isinstance(value, Fraction):
        return str(value)
    # Rounded to the nearest, what is nearly certain would look as if it were.
    whole, digits = divmod(floor(value * 10**DIGITS), 10**DIGITS)
    return f"{whole}.{digits:0{DIGITS}}"
