"""Renaming: which worlds are the same but for the names of interchangeable processes and values.

A system names groups of ids that can be exchanged throughout. A renaming is applied to any frozen
value by walking it: whatever is of the class of a group and equals a member is exchanged.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import cache
from itertools import permutations, product
from math import factorial, prod
from typing import Any

import attrs

from checker.errors import WrongUsage
from checker.protocol import System

MOST = 5040
"""More renamings than this (seven servers) are refused."""

MANY = 120
"""More renamings than those of five servers save memory, but no time: each value is renamed by each.

With 120, a second covers twice as many worlds of `ongaro` as without symmetry (the canonical ones counted
with all that they stand for); with the 720 of six servers, a quarter.
"""


class Renaming:
    """An exchange of the members of groups; the first of `renamings` changes nothing."""

    def __init__(self, names: Mapping[tuple[type, str], str]) -> None:
        self._names = names
        self.of: Callable[[Any], Any] = cache(self._of) if names else lambda value: value

    def process(self, process: str) -> str:
        """Return what a process is called now."""
        return self._names.get((type(process), process), process)

    def _of(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._names.get((type(value), value), value)
        if attrs.has(type(value)) and not isinstance(value, Enum):
            fields = {f.alias: self._of(getattr(value, f.name)) for f in attrs.fields(type(value)) if f.init}
            return type(value)(**fields)
        if isinstance(value, tuple):
            return tuple(self._of(item) for item in value)
        if isinstance(value, frozenset):
            return frozenset(self._of(item) for item in value)
        return value


def renamings(system: System, *, symmetric: bool) -> tuple[Renaming, ...]:
    """Return the renamings to search under: all of the system's, or only the one that changes nothing."""
    if not symmetric:
        return (Renaming({}),)
    if not any(len(group) > 1 for group in system.symmetries):
        raise WrongUsage("--symmetry makes no sense here: this system has no interchangeable ids or values")
    if how_many(system) > MOST:
        raise WrongUsage(f"--symmetry has {how_many(system):,} renamings here; expected at most {MOST:,}")
    choices = [list(permutations(group)) for group in system.symmetries]
    return tuple(_renaming(system.symmetries, chosen) for chosen in product(*choices))


def how_many(system: System) -> int:
    """Return how many renamings a system has."""
    return prod(factorial(len(group)) for group in system.symmetries)


def _renaming(groups: Sequence[Sequence[str]], chosen: Sequence[Sequence[str]]) -> Renaming:
    return Renaming(
        {
            (type(old), old): new
            for group, others in zip(groups, chosen, strict=True)
            for old, new in zip(group, others, strict=True)
        }
    )
