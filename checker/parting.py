"""Where the healthy protocol parts from a mutant: the same actions, until a step is not the same."""

from collections.abc import Sequence
from typing import Any

from checker.protocol import Action, System
from checker.story import Parting
from checker.telling import Teller


def parting_of(teller: Teller, healthy: System, mutant: System, run: Sequence[Action]) -> Parting | None:
    """Lead the healthy protocol through a run of the mutant, as far as it goes; None if they never part."""
    here, there = healthy.initial(), mutant.initial()
    at, taken, why = (None if here == there else 0), list[Action](), None
    for number, action in enumerate(run, start=1):
        stepped = mutant.step(there, action)
        assert stepped is not None, f"not enabled: {action}"
        there = stepped[0]
        followed = _follow(healthy, here, action)
        if isinstance(followed, str):
            why = followed
            at = number if at is None else at
            break
        here = followed
        taken.append(action)
        if at is None and here != there:
            at = number
    if at is None:
        return None
    moments, flights = teller.tell(healthy, taken)
    return Parting(at, moments[at:], flights, None if why is None else len(taken) + 1, why)


def _follow(healthy: System, world: Any, action: Action) -> Any | str:
    """Return the world after an action, or why the healthy protocol does not take it there."""
    if action not in healthy.candidates(world):
        message = action.message
        if message is not None and message not in world.messages:
            return f"the message is not in flight: {message}"
        return "the healthy protocol has no such action"
    stepped = healthy.step(world, action)
    if stepped is None:
        return healthy.refusal(world, action) or "it is not enabled"
    after, beyond = stepped
    return f"it goes beyond the bound on {' and '.join(beyond)}" if beyond else after
