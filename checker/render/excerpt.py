"""Two long values, told by what differs between them: a word on each side, and dots for the rest."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

LONG = 50
"""How many letters two values must have so that only what differs between them is told."""

DOTS = "…"


def only_the_difference(before: str | None, after: str | None) -> tuple[str | None, str | None]:
    """Return two values without what they share, where both are long; None is no value."""
    if before is None or after is None or min(len(before), len(after)) < LONG:
        return before, after
    old, new = before.split(), after.split()
    parts = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    shared = [(start, end) for what, start, end, _, _ in parts if what == "equal"]
    theirs = [(start, end) for what, _, _, start, end in parts if what == "equal"]
    return " ".join(_without(old, shared)), " ".join(_without(new, theirs))


def _without(words: Sequence[str], shared: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield words, but of each run of them that is shared only those beside what is not."""
    place = 0
    for start, end in shared:
        yield from words[place:start]
        before = words[start : start + 1] if start else []
        after = words[end - 1 : end] if end < len(words) or not start else []
        if end - start > len(before) + len(after):
            yield from (*before, DOTS, *after)
        else:
            yield from words[start:end]
        place = end
    yield from words[place:]
