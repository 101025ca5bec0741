"""What is said to a user who asked for something that cannot be had."""

from collections.abc import Iterable
from difflib import get_close_matches


class WrongUsage(Exception):  # noqa: N818  # it is not the program's error
    """One sentence: what was wrong, and what was expected. The command line exits with 2."""


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Return the names that somebody may have meant, at most three, the likeliest first."""
    return get_close_matches(name, list(known), n=3, cutoff=0.5)


FEW = 12
"""No more names than these are all named."""


def unknown(what: str, name: str, known: Iterable[str], see: str = "seatrial list") -> WrongUsage:
    """Say that there is no such thing: with the nearest names, or all of few, or where many are told."""
    names = list(known)
    near = nearest(name, names)
    if near:
        return WrongUsage(f"there is no {what} {name!r}; did you mean {' or '.join(near)}?")
    if len(names) > FEW:
        such = ", ".join(get_close_matches(name, names, n=3, cutoff=0.0))
        return WrongUsage(
            f"there is no {what} {name!r}; expected one of {len(names)}, such as {such}: see {see}"
        )
    expected = f"expected one of: {', '.join(names)}" if names else "expected none, as there are none"
    return WrongUsage(f"there is no {what} {name!r}; {expected}")
