"""A second search that shares nothing with the engines: no order, no path, nothing remembered.

It asks the model's functions themselves. A state is two sets: of processes with their local states, and
of messages with how many copies of each are in flight.
"""

from collections import Counter
from collections.abc import Callable, Iterator

from model.process import Local, Message, ProcessId
from model.world import Action, System

State = tuple[frozenset[tuple[ProcessId, Local]], frozenset[tuple[Message, int]]]
IsBad = Callable[[dict[ProcessId, Local]], bool]


def first(system: System) -> State:
    """Return the state in which every run begins."""
    return frozenset(zip(system.processes, system.initial_locals, strict=True)), frozenset()


def steps(system: System, state: State) -> Iterator[State]:
    """Yield the state after each action that is enabled and within the bounds, one for each action."""
    locals_now, in_flight = dict(state[0]), dict(state[1])
    for kind in system.kinds:
        about = kind.about
        made = () if about is None else (about(message) for message in in_flight)
        for action in (*kind.static, *made):
            after = None if action is None else take(system, locals_now, in_flight, action)
            if after is not None:
                yield after


def take(
    system: System, locals_now: dict[ProcessId, Local], in_flight: dict[Message, int], action: Action
) -> State | None:
    """Return the state after an action; None if it is not enabled, or forbidden."""
    changed: dict[ProcessId, Local] = {}
    sent: list[Message] = []
    for process, event in action.parts:
        outcome = system.react(process, changed.get(process, locals_now[process]), event)
        if outcome is None:
            return None
        local = changed[process] = outcome.local
        if any(isinstance(local, bound.of) and bound.measure(local) > bound.limit for bound in system.bounds):
            return None
        sent += outcome.sends
    copies = Counter(in_flight)
    if action.message is not None and action.consumes:
        copies[action.message] -= 1
    copies.update(sent)
    kept = {message: count if system.network.bag else 1 for message, count in copies.items() if count > 0}
    capacity, most = system.network.capacity, system.network.copies
    if capacity is not None and sum(kept.values()) > capacity:
        return None
    if system.network.bag and most is not None and any(count > most for count in kept.values()):
        return None
    return frozenset((locals_now | changed).items()), frozenset(kept.items())


def count(system: System) -> tuple[int, int]:
    """Return how many states there are, and how many steps lead from them, in no order at all."""
    waiting = {first(system)}
    known = set(waiting)
    transitions = 0
    while waiting:
        reached = list(steps(system, waiting.pop()))
        transitions += len(reached)
        waiting |= set(reached) - known
        known |= set(reached)
    return len(known), transitions


def distance(system: System, is_bad: IsBad) -> int | None:
    """Return how many actions away the nearest bad state is; None if there is none."""
    known: set[State] = set()
    level = {first(system)}
    for actions in range(1000):
        if any(is_bad(dict(state[0])) for state in level):
            return actions
        known |= level
        level = {after for state in level for after in steps(system, state)} - known
        if not level:
            break
    return None
