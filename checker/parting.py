"""Where the healthy protocol parts from a mutant: the same actions, until a step is not the same."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from checker.describing import Describer
from checker.protocol import Action, System
from checker.story import NONE, Contrast, Flight, Moment, Parting
from checker.telling import Teller, Told

NOTHING = "nothing"


def parting_of(
    teller: Teller, healthy: System, mutant: System, run: Sequence[Action], told: Told
) -> Parting | None:
    """Lead the healthy protocol through a run of the mutant, as far as it goes; None if they never part.

    `told` is the mutant's run, told.
    """
    here, there = healthy.initial(), mutant.initial()
    at, taken, why = (None if here == there else 0), list[Action](), None
    for number, action in enumerate(run, start=1):
        stepped = mutant.step(there, action)
        assert stepped is not None, f"not enabled: {action}"
        there = stepped[0]
        followed = _follow(teller.describer, healthy, here, action)
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
    contrasts = tuple(_contrasts(told[0][at], told[1], moments[at], flights)) if moments[at:] else ()
    return Parting(at, moments[at:], flights, contrasts, None if why is None else len(taken) + 1, why)


def _contrasts(
    wrong: Moment, wrong_flights: tuple[Flight, ...], right: Moment, right_flights: tuple[Flight, ...]
) -> Iterator[Contrast]:
    """Yield in what two moments differ: fields of processes, and what was sent."""
    for mistaken, healthy in zip(wrong.states, right.states, strict=True):
        before, after = mistaken.values, healthy.values
        for name in dict.fromkeys((*after, *before)):
            if before.get(name) != after.get(name):
                yield Contrast(healthy.process, name, before.get(name, NONE), after.get(name, NONE))
    for process in dict.fromkeys(state.process for state in right.states):
        mistaken_sent = _sent(process, wrong, wrong_flights)
        healthy_sent = _sent(process, right, right_flights)
        if mistaken_sent != healthy_sent:  # what both send is no news
            only = (mistaken_sent - healthy_sent, healthy_sent - mistaken_sent)
            yield Contrast(process, "sent", *(", ".join(sorted(one.elements())) or NOTHING for one in only))


def _sent(process: str, moment: Moment, flights: tuple[Flight, ...]) -> Counter[str]:
    """Say what a process sent in the step that led to a moment."""
    mine = [one for one in flights if one.id in moment.sent and one.sender == process]
    return Counter(f"{one.label} to {one.destination}" for one in mine)


def _follow(describer: Describer, healthy: System, world: Any, action: Action) -> Any | str:
    """Return the world after an action, or why the healthy protocol does not take it there."""
    if action not in healthy.candidates(world):
        message = action.message
        if message is not None and message not in world.messages:
            return f"the message is not in flight: {message}"
        return "the healthy protocol has no such action"
    stepped = healthy.step(world, action)
    if stepped is None:
        return describer.refusal(healthy, world, action) or "it is not enabled"
    after, beyond = stepped
    return f"it goes beyond the bound on {' and '.join(beyond)}" if beyond else after
