"""Searching under a quotient: worlds that are the same but for what only grows count as one.

A search then goes from one world that stands for many to another, and its actions are named as they are
there. To be shown, a run is lifted: done again from the initial world, where each action has the same
place among the candidates as in the world that stands for it.
"""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from checker.protocol import Action, System


def normal_of(system: System) -> Callable[[Any], Any]:
    """Return the function from a world to the one that stands for it: itself, where there is no quotient."""
    return system.quotient.normal if system.quotient is not None else lambda world: world


def lifted(system: System, actions: Iterable[Action]) -> tuple[Action, ...]:
    """Return the run from the initial world, of actions named as in the worlds that stand for its own."""
    if system.quotient is None:
        return tuple(actions)
    normal = system.quotient.normal
    world = system.initial()
    run: list[Action] = []
    for wanted in actions:
        place = next(n for n, action in enumerate(system.candidates(normal(world))) if action == wanted)
        action = next(islice(system.candidates(world), place, None))
        stepped = system.step(world, action)
        assert stepped is not None, f"the world that stands for this one takes what it refuses: {action}"
        world = stepped[0]
        run.append(action)
    return tuple(run)
