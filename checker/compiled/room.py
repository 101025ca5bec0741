"""What the engine has room for: systems beyond it are refused with a sentence, never searched wrongly."""

from collections.abc import Collection
from typing import Any

from checker.compiled.kernels.program import MOST_SENDS
from checker.errors import WrongUsage
from checker.protocol import System

MOST_CANDIDATES = 1 << 16
"""Actions that a world offers are numbered with 16 bits."""

MOST_BOUNDS = 31
"""Bounds that are exceeded are bits of a number of 32 bits with a sign."""

MOST_WITNESSES = 63
"""Witnesses that a run has seen are bits of a number of 64 bits with a sign."""


def check_width(system: System, messages: int) -> None:
    """Raise WrongUsage if worlds with so many messages have more candidates than can be told apart."""
    static = sum(len(actions) for actions, about in system.menu if about is None)
    abouts = sum(about is not None for _, about in system.menu)
    candidates = static + messages * abouts
    if candidates > MOST_CANDIDATES:
        raise WrongUsage(
            f"a world offers up to {candidates:,} actions; the compiled engine takes {MOST_CANDIDATES:,}: "
            "expected fewer, or --engine reference"
        )


def check_sends(sends: int, parts: int) -> None:
    """Raise WrongUsage if an action of so many parts, that each send so much, sends too much at once."""
    if sends * parts > MOST_SENDS:
        raise WrongUsage(
            f"an action may send {sends * parts:,} messages ({sends} at each of {parts} parts); the compiled "
            f"engine takes {MOST_SENDS:,}: expected fewer, or --engine reference"
        )


def check_bounds(names: Collection[str]) -> None:
    """Raise WrongUsage if there are more bounds, those of the network among them, than have a bit each."""
    if len(names) > MOST_BOUNDS:
        raise WrongUsage(
            f"steps go beyond {len(names)} different bounds; the compiled engine takes {MOST_BOUNDS}: "
            "expected fewer, or --engine reference"
        )


def check_witnesses(names: Collection[str]) -> None:
    """Raise WrongUsage if a simulation is to count more witnesses than have a bit each."""
    if len(names) > MOST_WITNESSES:
        raise WrongUsage(
            f"there are {len(names)} witnesses; a simulation counts {MOST_WITNESSES}: expected fewer, or "
            "seatrial check"
        )


class Clashes:
    """The values that have a number already: two that differ must not have the same."""

    def __init__(self) -> None:
        self._values: dict[int, Any] = {}

    def check(self, number: int, value: Any) -> None:
        """Raise WrongUsage if another value has this number: both look the same as JSON."""
        other = self._values.setdefault(number, value)
        if other is not value and other != value:
            raise WrongUsage(
                f"two values that differ look the same when written down: {value} and {other}; expected "
                "classes with names of their own, or --engine reference"
            )
