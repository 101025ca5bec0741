"""Shrinking: a long failing run to a short one, by leaving out what the failure does not need.

A run is replayed without some of its actions; those that are then not enabled are left out, too. What
is left is *one-minimal*: without any single action the failure is gone. It need not be the shortest
(Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002): only a search
breadth first can say that.
"""

from collections.abc import Sequence
from typing import Any

from checker.inspection import Inspector
from checker.protocol import Property, System
from checker.verdict import Violation


def shrink(system: System, stated: Property, violation: Violation) -> Violation:
    """Return a violation of the same property by a run that is one-minimal, and no longer."""
    if not violation.actions:
        return violation
    inspector = Inspector([stated])
    best = _fails(system, inspector, violation.actions)
    assert best is not None, "the run to be shrunk does not fail"
    size = max(1, len(best[0]) // 2)
    while True:
        shorter = _without_some(system, inspector, best[0], size)
        if shorter is not None:
            best = shorter
            size = max(1, min(size, len(best[0]) // 2))
        elif size == 1:
            return Violation(violation.property, best[1], best[0])
        else:
            size //= 2


def _without_some(
    system: System, inspector: Inspector, actions: Sequence[Any], size: int
) -> tuple[tuple[Any, ...], str] | None:
    """Leave out so many actions in a row, from the end on; return what then still fails, or None."""
    for start in range(len(actions) - size, -size, -size):
        failing = _fails(system, inspector, (*actions[: max(0, start)], *actions[start + size :]))
        if failing is not None and len(failing[0]) < len(actions):
            return failing
    return None


def _fails(
    system: System, inspector: Inspector, actions: Sequence[Any]
) -> tuple[tuple[Any, ...], str] | None:
    """Replay what is enabled of some actions, up to the first objection; return that run and its finding."""
    world, run = system.initial(), []
    for action in actions:
        stepped = system.step(world, action)
        if stepped is None or stepped[1]:
            continue
        run.append(action)
        before, world = world, stepped[0]
        for sighting in (*inspector.of_step(before, world), *inspector.of_world(world)):
            if sighting.is_objection:
                return tuple(run), sighting.finding
    return None
