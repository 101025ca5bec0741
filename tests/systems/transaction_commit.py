"""Transaction commit itself, as in Gray and Lamport (2004), module TCommit: no messages, no manager.

A resource manager looks at all the others at once: committing and aborting are joint actions, in which
the others take an event that is enabled in the states that allow it, and changes nothing.
"""

from attrs import evolve, frozen
from systems.two_phase_commit import PROPERTIES, Resource, ResourceId

from model.process import Event, Local, Outcome, ProcessId
from model.world import Action, ActionKind, System

__all__ = ["PROPERTIES", "transaction_commit"]


@frozen(cache_hash=True)
class Become:
    """Take a state, if in one of these before."""

    state: str
    before: frozenset[str]


@frozen(cache_hash=True)
class Be:
    """Be in one of these states."""

    states: frozenset[str]


def react(process: ProcessId, local: Local, event: Event) -> Outcome | None:
    match event:
        case Become(state, before) if local.state in before:
            return Outcome(evolve(local, state=state))
        case Be(states) if local.state in states:
            return Outcome(local)
    return None


CHANGES = {
    "prepared": ({"working"}, {"working", "prepared", "committed", "aborted"}),
    "committed": ({"prepared"}, {"prepared", "committed"}),
    "aborted": ({"working", "prepared"}, {"working", "prepared", "aborted"}),
}
"""Into which state, from which, and while the others are in which."""


def transaction_commit(count: int) -> System:
    """Return a transaction among so many resource managers."""
    resources = tuple(ResourceId(f"r{number}") for number in range(1, count + 1))

    def change(resource: ResourceId, state: str) -> Action:
        before, others = map(frozenset, CHANGES[state])
        rest = tuple((other, Be(others)) for other in resources if other != resource)
        parts = ((resource, Become(state, before)), *rest)
        return Action(state, parts, sentence=f"{resource} has {state}")

    return System(
        processes=resources,
        initial_locals=tuple(map(Resource, resources)),
        react=react,
        kinds=tuple(
            ActionKind(state, f"a resource manager has {state}", tuple(change(r, state) for r in resources))
            for state in CHANGES
        ),
        symmetries=(resources,),
    )
