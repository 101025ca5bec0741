"""What becomes of a report: it is printed in a form, or its trace is, and written to a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from checker.blame import blamed
from checker.encoding import Json
from checker.errors import WrongUsage
from checker.output import dump, write
from checker.render.forms import FORMS, shown
from checker.replay import replay
from checker.screen import complain, say
from checker.story import Story
from checker.storyteller import story_of
from checker.trace import Trace


class Reports(Protocol):
    """A report of a search or a simulation."""

    @property
    def trace(self) -> Trace | None: ...
    def as_json(self) -> Json: ...


Tell = Callable[[Story | None], str]
"""Makes the text of a report; it is given the story of its trace, if there is one."""


def publish(report: Reports, text: Tell, form: str, output: Path | None, language: str | None = None) -> None:
    """Print a report in a form, or write it to a file and print its text.

    In a form of a trace (`checker.render.forms`), only that is printed: whatever else is said is on the
    other screen, so that the one can go into a file. A page of a trace opens in the `language`.
    """
    try:
        if output is not None:
            write(output, report.as_json())
    finally:  # a disk that is full now is no reason to lose what was found
        _print(report, text, "text" if form == "json" and output is not None else form, language)
    if output is not None:
        again = f"; to run its trace again: seatrial replay {output}" if report.trace else ""
        if form in FORMS:
            complain(f"the report is in {output}{again}")
        else:
            say(f"\nThe report is in {output}{again}")


def _print(report: Reports, text: Tell, form: str, language: str | None) -> None:
    if form == "json":
        say(dump(report.as_json()))
    elif form not in FORMS:
        say(text(None if report.trace is None else _story(report.trace)))
    elif report.trace is not None:
        say(shown(report.trace, form, language))
    else:
        verdict = report.as_json()["verdict"]
        complain(f"there is no trace to show as {form}: no run was found that violates anything ({verdict})")


def _story(trace: Trace) -> Story | None:
    """Return the story of a trace; None if a description, say, fails: what was found is told all the same."""
    try:
        return story_of(replay(trace))
    except Exception as error:
        said = str(error) if isinstance(error, WrongUsage) else blamed(error)
        if said is None:  # the checker's own
            raise
        complain(f"no more is told of the trace than its steps: {said}")
        return None
