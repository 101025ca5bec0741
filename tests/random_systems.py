"""Small systems drawn at random: a few processes that react to anything in any way.

They mean nothing. They are there because whatever an engine gets wrong, some system of their kind
shows: joint actions, several parts of one process, messages consumed or kept, sets and bags, bounds.
"""

from typing import Any

from attrs import evolve, frozen
from hypothesis import strategies as st

from model.bounds import Bound
from model.network import Network
from model.process import Message, Outcome, ProcessId, Receive
from model.world import Action, ActionKind, System
from properties.statement import Kind, Property, Shape


@frozen(cache_hash=True)
class State:
    """A local state: a number."""

    number: int


@frozen(cache_hash=True)
class Poke:
    """An event: a number."""

    number: int


@frozen(cache_hash=True)
class Word:
    """A payload: a number."""

    number: int


STATES, EVENTS, WORDS = 4, 2, 2


@st.composite
def systems(draw: Any) -> System:
    """Draw a system of one to three processes."""
    count = draw(st.integers(1, 3))
    ids = tuple(ProcessId(f"p{number}") for number in range(count))
    messages = st.builds(
        Message, st.sampled_from(ids), st.sampled_from(ids), st.builds(Word, st.integers(0, 1))
    )
    outcomes = st.none() | st.builds(
        Outcome,
        st.builds(State, st.integers(0, STATES - 1)),
        st.lists(messages, max_size=2).map(tuple),
    )
    table = {
        (process, State(state), event): draw(outcomes)
        for process in ids
        for state in range(STATES)
        for event in [Poke(number) for number in range(EVENTS)] + [Word(number) for number in range(WORDS)]
    }

    def react(process: ProcessId, local: Any, event: Any) -> Outcome | None:
        asked = event.message.payload if isinstance(event, Receive) else event
        return table[process, local, asked]

    def about(kind: str, *, consumes: bool, with_poke: bool) -> ActionKind:
        def make(message: Message) -> Action | None:
            if kind == "lose":
                return Action(kind, ((ids[0], Poke(0)),), message, consumes, f"{kind} {message}")
            poke = ((ids[0], Poke(1)),) if with_poke else ()
            if with_poke and message.source == message.destination:
                return None
            receive = ((message.destination, Receive(message)),)
            return Action(kind, (*poke, *receive), message, consumes, f"{kind} {message}")

        return ActionKind(kind, kind, about=make)

    alone = tuple(
        Action("poke", ((process, Poke(number)),), sentence=f"poke {process} {number}")
        for process in ids
        for number in range(EVENTS)
    )
    joint = tuple(
        Action("joint", ((a, Poke(0)), (b, Poke(1))), sentence=f"joint {a} {b}") for a in ids for b in ids
    )
    kinds = [
        ActionKind("poke", "poke", static=alone),
        about("deliver", consumes=True, with_poke=False),
        ActionKind("joint", "joint", static=joint),
        about("duplicate", consumes=False, with_poke=True),
        about("lose", consumes=True, with_poke=False),
    ]
    chosen = draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=5, unique_by=lambda kind: kind.name))
    # Up to some place in the order kinds are urgent, from some later place on they are patient.
    urgent, patient = sorted(draw(st.tuples(st.integers(0, 5), st.integers(0, 5))))
    paced = [
        evolve(kind, urgent=place < urgent and draw(st.booleans()), patient=place >= patient)
        for place, kind in enumerate(chosen)
    ]
    bag = draw(st.booleans())
    return System(
        processes=ids,
        initial_locals=tuple(State(draw(st.integers(0, 1))) for _ in ids),
        react=react,
        kinds=tuple(paced),
        network=Network(
            bag=bag,
            capacity=draw(st.integers(1, 3) if bag else st.none() | st.integers(1, 3)),
            copies=draw(st.none() | st.integers(1, 2)) if bag else None,
        ),
        bounds=(Bound("low", draw(st.integers(1, STATES)), State, lambda state: int(state.number)),),
    )


@frozen(cache_hash=True)
class Knows(State):
    """A local state: a number, and from whom the last message came."""

    friend: ProcessId | None = None


def _sends(process: ProcessId, local: Knows, ids: tuple[ProcessId, ...], to: str, word: Word) -> Any:
    others = tuple(other for other in ids if other != process)
    receivers = {"others": others, "itself": (process,), "friend": (local.friend,) if local.friend else ()}
    return tuple(Message(process, receiver, word) for receiver in receivers[to])


@st.composite
def symmetric_systems(draw: Any) -> System:
    """Draw a system of two or three processes that nothing but their names tells apart: one table for all."""
    ids = tuple(ProcessId(f"p{number}") for number in range(draw(st.integers(2, 3))))
    receivers = st.sampled_from(["others", "itself", "friend"])
    sends = st.none() | st.tuples(receivers, st.builds(Word, st.integers(0, WORDS - 1)))
    outcomes = st.none() | st.tuples(st.integers(0, STATES - 1), sends)
    events = [*map(Poke, range(EVENTS)), *map(Word, range(WORDS))]
    table = {(number, event): draw(outcomes) for number in range(STATES) for event in events}

    def react(process: ProcessId, local: Any, event: Any) -> Outcome | None:
        outcome = table[local.number, event.message.payload if isinstance(event, Receive) else event]
        if outcome is None:
            return None
        friend = event.message.source if isinstance(event, Receive) else local.friend
        sent = _sends(process, local, ids, *outcome[1]) if outcome[1] is not None else ()
        return Outcome(Knows(outcome[0], friend), sent)

    def receive(kind: str, *, consumes: bool) -> ActionKind:
        def make(message: Message) -> Action:
            event = ((message.destination, Receive(message)),)
            return Action(kind, event, message, consumes, f"{kind} {message}")

        return ActionKind(kind, kind, about=make)

    pokes = tuple(
        Action("poke", ((process, Poke(number)),), sentence=f"poke {process} {number}")
        for process in ids
        for number in range(EVENTS)
    )
    joint = tuple(
        Action("joint", ((a, Poke(0)), (b, Poke(1))), sentence=f"joint {a} {b}") for a in ids for b in ids
    )
    kinds = [
        receive("deliver", consumes=True),
        ActionKind("joint", "joint", static=joint),
        receive("duplicate", consumes=False),
    ]
    chosen = draw(st.lists(st.sampled_from(kinds), max_size=3, unique_by=lambda kind: kind.name))
    bag = draw(st.booleans())
    return System(
        processes=ids,
        initial_locals=(Knows(draw(st.integers(0, 1))),) * len(ids),
        react=react,
        kinds=(ActionKind("poke", "poke", static=pokes), *chosen),
        network=Network(bag=bag, capacity=draw(st.integers(1, 3)), copies=None),
        bounds=(Bound("low", draw(st.integers(1, STATES)), State, lambda state: int(state.number)),),
        symmetries=(ids,),
    )


@st.composite
def properties(draw: Any) -> tuple[Property, ...]:
    """Draw properties of every shape that object to, or look for, some numbers."""
    drawn = []
    for shape in Shape:
        numbers = tuple(draw(st.lists(st.integers(0, 3), min_size=2, max_size=2)))
        kind = Kind.SOMETIMES if draw(st.booleans()) else Kind.STEP if shape is Shape.STEP else Kind.ALWAYS
        of = Word if shape is Shape.MESSAGE else State
        name = f"{shape.value}-{kind.value}"
        drawn.append(Property(name, name, "", kind, shape, of, _check(shape, numbers)))
    return tuple(draw(st.lists(st.sampled_from(drawn), max_size=3, unique_by=lambda stated: stated.name)))


def _check(shape: Shape, numbers: tuple[int, ...]) -> Any:
    def check(*arguments: Any) -> str | None:
        if shape is Shape.MESSAGE:
            found = (arguments[0].payload.number, numbers[1])
        elif shape is Shape.ALL:
            found = (sum(local.number for local in arguments[0]), numbers[1])
        else:
            found = tuple(local.number for local in arguments) + (numbers[1],) * (2 - len(arguments))
        return f"{shape.value}: {found}" if found == numbers else None

    return check
