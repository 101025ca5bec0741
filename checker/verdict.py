"""What an engine says in the end: the verdict, what was covered, and the trace."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from attrs import Factory, frozen

from checker.protocol import Action, is_witness


class Verdict(Enum):
    """The answer. Only an exhausted space *holds*."""

    HOLDS = "holds"
    VIOLATED = "violated"
    DEADLOCK = "deadlock"
    UNDETERMINED = "undetermined"
    """A promise is kept or not beyond the bounds: see `checker.liveness.keep`."""
    INCOMPLETE = "incomplete"

    @property
    def exit_code(self) -> int:
        return _EXIT_CODES[self]


_EXIT_CODES = {
    Verdict.HOLDS: 0,
    Verdict.VIOLATED: 12,
    Verdict.DEADLOCK: 11,
    Verdict.UNDETERMINED: 20,
    Verdict.INCOMPLETE: 20,
}

WRONG_USAGE = 2
BROKEN_PROMISE = 13
INTERRUPTED = 130

DEADLOCK = "deadlock"
"""The name under which a deadlock is reported where a property's name is expected."""


@frozen
class Limits:
    """When a search gives up (None: never), and whether it looks for deadlocks.

    `states`, `seconds`, `memory` (bytes, of the whole program) and `depth` (actions) are for the whole
    search; the level that is being explored when one is reached is not finished.
    """

    states: int | None = None
    seconds: float | None = None
    memory: int | None = None
    depth: int | None = None
    deadlock: bool = False


@frozen
class Violation:
    """A property that was violated, its objection, and the shortest run of actions that shows it.

    For a promise the run is a lasso: it goes on for ever as after `loop` of its actions (all of them: then
    nothing happens any more). `returns` says how the world differs then from what it was, if at all. Without
    a loop the run is one that a bound turns back, so that the promise is undetermined.
    """

    property: str
    finding: str
    actions: tuple[Action, ...]
    loop: int | None = None
    returns: str | None = None


@frozen
class Result:
    """What a search found out about a system.

    After a search under symmetry that visited everything, `stands_for` says how many worlds there are
    with all renamings; else it is None.

    `states` counts distinct worlds; `transitions` the steps taken between them; `depth` the actions
    on the longest shortest path. `violated` names every property violated at the depth of the
    violation; the search finishes that level and stops. `stopped_by` says in words which limit, or
    who, stopped the search before its end. `promises` says how each promise stands that was settled;
    `uncalled` names those that hold as nothing ever called for them.
    """

    verdict: Verdict
    engine: str
    states: int
    transitions: int
    depth: int
    seconds: float
    violation: Violation | None = None
    violated: tuple[str, ...] = ()
    bounds_reached: tuple[str, ...] = ()
    witnesses: Mapping[str, str] = Factory(dict)
    stopped_by: str | None = None
    interrupted: bool = False
    workers: int = 1
    stands_for: int | None = None
    collision_probability: float = 0.0
    promises: Mapping[str, str] = Factory(dict)
    uncalled: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        if (
            self.verdict is Verdict.VIOLATED
            and self.violation is not None
            and self.violation.loop is not None
        ):
            return BROKEN_PROMISE
        if self.interrupted and self.verdict is Verdict.INCOMPLETE:
            return INTERRUPTED
        return self.verdict.exit_code


@frozen
class Progress:
    """How far a search is: what a progress line shows."""

    states: int
    transitions: int
    depth: int
    frontier: int
    seconds: float


Parameters = Mapping[str, Any]


def witnesses_missed(properties: Sequence[Any], seen: Mapping[str, str]) -> tuple[str, ...]:
    """Name the *sometimes* properties that were not seen."""
    return tuple(stated.name for stated in properties if is_witness(stated) and stated.name not in seen)
