"""Shrinking: from a long run that violates a property to a short one.

Of a random run most actions have nothing to do with what went wrong. They are left out, many at a
time, then one by one, then by twos, as long as the same property is still violated. What a message
says depends on what came before it, so where an action is no longer possible, one that looks like
it takes its place: of the same kind, at the same processes, about the same sort of message.

The result is short, and not always the shortest: that is for a breadth-first search to find.
"""

from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations
from typing import Any

from checker.inspection import Inspector
from checker.protocol import Action, Property, System
from checker.verdict import Violation

FEW = 30
"""A run of so many actions or fewer is tried without any two of them."""


def shrink(system: System, stated: Property, violation: Violation) -> Violation:
    """Return the violation of this property by a run that is as short as leaving actions out makes it.

    It is the same violation if nothing can be left out.
    """
    inspector = Inspector([stated])
    shorter: Violation | None = violation
    while shorter is not None:
        violation = shorter
        tries = (_run(system, inspector, attempt) for attempt in _attempts(violation.actions))
        shorter = next((run for run in tries if run and len(run.actions) < len(violation.actions)), None)
    return violation


def _attempts(actions: Sequence[Action]) -> Iterator[list[Action]]:
    """Yield the run without parts of it, large parts first; the last action comes last, always."""
    size = len(actions) // 2
    while size:
        for start in range(0, len(actions), size):
            yield [*actions[:start], *actions[start + size :]]
        size //= 2
    if len(actions) <= FEW:
        for pair in combinations(range(len(actions)), 2):
            yield [action for place, action in enumerate(actions) if place not in pair]


def _run(system: System, inspector: Inspector, wanted: Sequence[Action]) -> Violation | None:
    """Take the wanted actions, or what looks like them, as far as that is possible and necessary."""
    world = system.initial()
    taken: list[Action] = []
    seen = inspector.of_world(world)
    for action in wanted:
        if seen:
            break
        step = _step(system, world, action)
        if step is not None:
            before, (chosen, world) = world, step
            taken.append(chosen)
            seen = inspector.of_step(before, world) + inspector.of_world(world)
    return Violation(seen[0].stated.name, seen[0].finding, tuple(taken)) if seen else None


def _step(system: System, world: Any, wanted: Action) -> tuple[Action, Any] | None:
    stepped = system.step(world, wanted)
    if stepped is not None and not stepped[1]:
        return wanted, stepped[0]
    looks = _looks(wanted)
    for action in system.candidates(world):
        if action.kind == wanted.kind and _looks(action) == looks:
            stepped = system.step(world, action)
            if stepped is not None and not stepped[1]:
                return action, stepped[0]
    return None


def _looks(action: Action) -> Hashable:
    message = action.message
    about = [getattr(message, name, None) for name in ("source", "destination")]
    sort = type(getattr(message, "payload", None))
    return action.kind, tuple(process for process, _ in action.parts), *about, sort
