"""Bounds: what makes a search finite, said outside of the protocol.

A bound measures a local state. A step into a local state beyond the bound is *forbidden*: it is
enabled, the protocol would take it, and the search does not. So a rule of the protocol never asks
how many terms there may be, and an engine can tell "this cannot happen" from "the bound forbade it".

A budget for faults is a bound, too: the environment counts the crashes (`model.environment`), and
a bound says how many there may be.
"""

from collections.abc import Callable, Iterable

from attrs import frozen

from model.process import Local


@frozen
class Bound:
    """At most `limit` of what `measure` finds in a local state of class `of`."""

    name: str
    limit: int
    of: type
    measure: Callable[[Local], int]

    def is_exceeded(self, local: Local) -> bool:
        return isinstance(local, self.of) and self.measure(local) > self.limit


def exceeded(bounds: Iterable[Bound], local: Local) -> tuple[str, ...]:
    """Name the bounds that a local state is beyond, in their order."""
    return tuple(bound.name for bound in bounds if bound.is_exceeded(local))
