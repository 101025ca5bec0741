"""The reference search: breadth first, plain, the specification of every faster engine.

Level by level it takes every action of every world of the level, in the fixed order, and holds the
properties against each new world and each step. The first path to a world is therefore the shortest,
and among the shortest the first in the order of actions. When something is violated, the level is
finished, so that the counts do not depend on where in it the violation was; then the search stops.
"""

from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any

from checker.inspection import Inspector, Sightings
from checker.memory import resident_bytes
from checker.protocol import Property, System
from checker.quotient import lifted, normal_of
from checker.verdict import DEADLOCK, Limits, Progress, Result, Verdict, Violation

ENGINE = "reference"

LOOK_UP_EVERY = 500
"""After so many worlds, the search looks at the clock and tells its progress."""

Tell = Callable[[Progress], None]


def search(  # noqa: C901  # the whole loop on one screen is what this file is for
    system: System,
    properties: Sequence[Property],
    limits: Limits = Limits(),  # noqa: B008  # frozen
    tell: Tell = lambda _: None,
    until: str | None = None,
) -> Result:
    """Explore every reachable world, or as many as the limits allow.

    With `until`, the search also ends with the level in which that *sometimes* property is seen.
    """
    inspector = Inspector(properties)
    began = monotonic()
    normal = normal_of(system)
    first = normal(system.initial())
    came_from: dict[Any, tuple[Any, Any] | None] = {first: None}
    frontier, depth, transitions, seconds = [first], 0, 0, 0.0
    objections: dict[str, tuple[str, Any, Any]] = {}  # property → finding, world, last action
    witnesses: dict[str, str] = {}
    bounds_reached: set[str] = set()
    stopped_by, interrupted = None, False

    def note(seen: Sightings, world: Any, action: Any) -> None:
        for sighting in seen:
            if sighting.is_objection:
                objections.setdefault(sighting.stated.name, (sighting.finding, world, action))
            else:
                witnesses.setdefault(sighting.stated.name, sighting.finding)

    note(inspector.of_world(first), first, None)
    try:
        while frontier and not objections and until not in witnesses and not stopped_by:
            level: list[Any] = []
            for number, world in enumerate(frontier):
                if number % LOOK_UP_EVERY == 0:
                    seconds = monotonic() - began
                    tell(Progress(len(came_from), transitions, depth, len(frontier) - number, seconds))
                if stopped_by := _limit_reached(limits, len(came_from), depth, seconds):
                    break
                is_stuck = True
                for action, after, beyond in system.actions(world):
                    is_stuck = False
                    if beyond:
                        bounds_reached.update(beyond)
                        continue
                    transitions += 1
                    note(inspector.of_step(world, after), world, action)
                    after = normal(after)  # noqa: PLW2901  # from here on, the world that stands for it
                    if after not in came_from:
                        came_from[after] = (world, action)
                        level.append(after)
                        note(inspector.of_world(after), after, None)
                if is_stuck and limits.deadlock:
                    objections.setdefault(DEADLOCK, ("no action is enabled", world, None))
            frontier = level
            depth += bool(level)
        if until in witnesses:
            stopped_by = f"{until} was seen"
    except KeyboardInterrupt:
        stopped_by, interrupted = "the search was interrupted", True

    violation = None
    if objections:
        # The first found, but a deadlock is found one step before what the same level's steps lead to.
        name = DEADLOCK if DEADLOCK in objections else next(iter(objections))
        finding, world, last = objections[name]
        violation = Violation(
            name, finding, lifted(system, [*_path(came_from, world), *filter(None, [last])])
        )
    return Result(
        verdict=_verdict(violation, stopped_by),
        engine=ENGINE,
        states=len(came_from),
        transitions=transitions,
        depth=depth,
        seconds=monotonic() - began,
        violation=violation,
        violated=tuple(sorted(objections)),
        bounds_reached=tuple(sorted(bounds_reached)),
        witnesses=witnesses,
        stopped_by=stopped_by,
        interrupted=interrupted,
    )


def _limit_reached(limits: Limits, states: int, depth: int, seconds: float) -> str | None:
    if limits.states is not None and states >= limits.states:
        return f"the limit of {limits.states:,} states"
    if limits.depth is not None and depth >= limits.depth:
        return f"the limit of {limits.depth:,} actions"
    if limits.memory is not None and resident_bytes() >= limits.memory:
        return f"the limit of {limits.memory // 2**20:,} MiB of memory"
    if limits.seconds is not None and seconds >= limits.seconds:
        return f"the limit of {limits.seconds:g} seconds"
    return None


def _verdict(violation: Violation | None, stopped_by: str | None) -> Verdict:
    if violation is not None:
        return Verdict.DEADLOCK if violation.property == DEADLOCK else Verdict.VIOLATED
    return Verdict.INCOMPLETE if stopped_by else Verdict.HOLDS


def _path(came_from: dict[Any, tuple[Any, Any] | None], world: Any) -> tuple[Any, ...]:
    """Return the actions that lead from the initial world to this one."""
    actions: list[Any] = []
    while (step := came_from[world]) is not None:
        world, action = step
        actions.append(action)
    return tuple(reversed(actions))
