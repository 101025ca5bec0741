"""A world, the actions that it offers, and the step that one of them makes.

A world is the local states of all processes and the messages in flight. What happens next is always
an `Action`, chosen from outside: an event at one process, the same with a message in hand, or a
*joint* action, in which several processes each take an event in one step or none does (a server
crashes and the environment's budget pays for it). This file is the only one in which actions are
enumerated: searches, fuzzing and replay all call `System.actions` and `System.step`.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, TypeAlias

from attrs import Factory, field, frozen

from model.bounds import Bound, exceeded
from model.network import Messages, Network, order_of
from model.process import Event, Local, Message, Outcome, ProcessId, React


@frozen(cache_hash=True)
class World:
    """Everything at one moment: local states in the order of `System.processes`, and the messages."""

    locals: tuple[Local, ...]
    messages: Messages = ()


@frozen(cache_hash=True)
class Action:
    """One step that the outside can choose; its text is a sentence.

    `parts` are the events that happen together, in order. `message` is the one in flight that the
    action is about, if any; `consumes` says whether the step takes it out of the network.
    """

    kind: str
    parts: tuple[tuple[ProcessId, Event], ...]
    message: Message | None = None
    consumes: bool = True
    sentence: str = field(default="", eq=False)

    def __str__(self) -> str:
        return self.sentence


About: TypeAlias = Callable[[Message], Action | None]
"""Makes the action of some kind that is about a message, if there is one."""

Beyond: TypeAlias = tuple[str, ...]
"""The names of the bounds that a step leads beyond; empty for a step that is taken."""

Reaction: TypeAlias = tuple[Outcome, Beyond] | None


@frozen
class ActionKind:
    """A kind of action: its name, its sentence, and its actions.

    Those in `static` are offered in every world; `about` makes one for each message in flight (or
    `None`). A kind has one of the two.

    A *patient* kind waits for the *urgent* ones: none of its actions is enabled where one of theirs is.
    So an assumption on time is said without a clock: what arrives does so before a timer ends.
    """

    name: str
    sentence: str
    static: tuple[Action, ...] = ()
    about: About | None = None
    urgent: bool = False
    patient: bool = False

    def __attrs_post_init__(self) -> None:
        if self.static and self.about is not None:
            raise ValueError(
                f"the kind {self.name!r} has static actions and some about messages: make it two"
            )


@frozen
class Quotient:
    """Worlds that are the same but for something that only grows, as terms do.

    `normal` returns the world that stands for all that are the same as this one: a run from the one is
    a run from the other, action for action in the same order. `told` says in words how the second of
    two such worlds differs from the first: "every term + 2".
    """

    normal: Callable[[World], World]
    told: Callable[[World, World], str]


@frozen
class System:
    """Processes, how they react, the kinds of action, the network and the bounds.

    `kinds` are in the order in which their actions are offered, mild first: the shortest trace that
    an engine shows is the first in this order. `symmetries` are groups of ids or values of one class,
    each interchangeable: to rename them throughout a run gives a run. With a `quotient`, the bounds
    measure the world that stands for the one that a step leads to.
    """

    processes: tuple[ProcessId, ...]
    initial_locals: tuple[Local, ...]
    react: React
    kinds: tuple[ActionKind, ...]
    network: Network = Factory(Network)
    bounds: tuple[Bound, ...] = ()
    symmetries: tuple[tuple[str, ...], ...] = ()
    quotient: Quotient | None = None

    # React is pure, so each of its answers is asked for once and remembered, with what the bounds
    # say of it. The same goes for the action that a kind makes of a message.
    reaction: Callable[[ProcessId, Local, Event], Reaction] = field(init=False, eq=False, repr=False)
    _place: dict[ProcessId, int] = field(init=False, eq=False, repr=False)
    menu: tuple[tuple[tuple[Action, ...], About | None], ...] = field(init=False, eq=False, repr=False)
    _urgent: frozenset[str] = field(init=False, eq=False, repr=False)
    _patient: frozenset[str] = field(init=False, eq=False, repr=False)

    @reaction.default
    def _remember_reactions(self) -> Callable[[ProcessId, Local, Event], Reaction]:
        known: dict[Any, Any] = {}

        def reaction(process: ProcessId, local: Local, event: Event) -> Reaction:
            outcome = self.react(process, local, event)
            if outcome is None:
                return None
            # One object for all equal values: comparing two of them is then a look at where they are.
            local = known.setdefault(outcome.local, outcome.local)
            sends = tuple(known.setdefault(message, message) for message in outcome.sends)
            return Outcome(local, sends), exceeded(self.bounds, local)

        return cache(reaction)

    @_place.default
    def _number_the_processes(self) -> dict[ProcessId, int]:
        return {process: place for place, process in enumerate(self.processes)}

    @menu.default
    def _remember_actions(self) -> tuple[tuple[tuple[Action, ...], About | None], ...]:
        return tuple((kind.static, kind.about and cache(kind.about)) for kind in self.kinds)

    @_urgent.default
    def _name_the_urgent(self) -> frozenset[str]:
        return frozenset(kind.name for kind in self.kinds if kind.urgent)

    @_patient.default
    def _name_the_patient(self) -> frozenset[str]:
        return frozenset(kind.name for kind in self.kinds if kind.patient)

    def __attrs_post_init__(self) -> None:
        waits = False
        for kind in self.kinds:
            if kind.urgent and waits:
                raise ValueError(f"the kind {kind.name!r} is urgent: it goes before those that wait for it")
            waits |= kind.patient

    def initial(self) -> World:
        """Return the world in which every run begins."""
        return World(self.initial_locals)

    def world(self, local_states: tuple[Local, ...], messages: Messages) -> World:
        """Return a world with these local states, and these messages in any order."""
        return World(local_states, tuple(sorted(messages, key=order_of)))

    def order(self, message: Message) -> tuple[Any, ...]:
        """Return a key: the messages of a world are in its order."""
        return order_of(message)

    def candidates(self, world: World) -> Iterator[Action]:
        """Yield every action that can be named in this world, enabled or not, in the fixed order."""
        for static, about in self.menu:
            yield from static
            if about is not None:
                for message in dict.fromkeys(world.messages):
                    action = about(message)
                    if action is not None:
                        yield action

    def step(self, world: World, action: Action) -> tuple[World, Beyond] | None:
        """Return the world after an action, and which bounds it is beyond; None if it is not enabled.

        A step beyond a bound is *forbidden*: the protocol would take it, and no engine does.
        """
        if action.message is not None and action.message not in world.messages:
            return None
        if action.kind in self._patient and self._hurries(world):
            return None
        return self._take(world, action)

    def _hurries(self, world: World) -> bool:
        """Say whether an urgent action is enabled: what is patient waits for it."""
        return any(
            action.kind in self._urgent and self._take(world, action) is not None
            for action in self.candidates(world)
        )

    def _take(self, world: World, action: Action) -> tuple[World, Beyond] | None:
        after = list(world.locals)
        sends: Messages = ()
        beyond: Beyond = ()
        for process, event in action.parts:
            place = self._place[process]
            reaction = self.reaction(process, after[place], event)
            if reaction is None:
                return None
            outcome, too_far = reaction
            after[place] = outcome.local
            sends += outcome.sends
            beyond += too_far
        messages = self.network.after(world.messages, action.message if action.consumes else None, sends)
        world = World(tuple(after), messages)
        if self.quotient is not None:
            beyond = self._beyond(self.quotient.normal(world))
        return world, beyond + self.network.exceeded(messages)

    def _beyond(self, world: World) -> Beyond:
        return tuple(dict.fromkeys(name for local in world.locals for name in exceeded(self.bounds, local)))

    def refusal(self, world: World, action: Action) -> str | None:
        """Say why an action is not enabled in a world; None if it is."""
        message = action.message
        if message is not None and message not in world.messages:
            return f"the message is not in flight: {message}"
        after = dict(zip(self.processes, world.locals, strict=True))
        for process, event in action.parts:
            outcome = self.react(process, after[process], event)
            if outcome is None:
                return f"{process} does not take {type(event).__name__} in the state that it is in"
            after[process] = outcome.local
        if action.kind in self._patient and self._hurries(world):
            return "it waits for what is urgent, and something is"
        return None

    def actions(self, world: World) -> Iterator[tuple[Action, World, Beyond]]:
        """Yield each enabled action, the world it leads to, and the bounds that this is beyond."""
        hurries = False
        for action in self.candidates(world):
            if hurries and action.kind in self._patient:
                continue
            result = self._take(world, action)
            if result is not None:
                hurries |= action.kind in self._urgent
                yield action, *result
