"""Tiny systems whose graph is known by hand: so many worlds, steps and levels, and no Raft in sight."""

from collections.abc import Iterable
from itertools import product

from attrs import frozen

from model.bounds import Bound
from model.network import Network
from model.process import Event, Message, Outcome, ProcessId, Receive
from model.world import Action, ActionKind, System
from properties.statement import Finding, Property, Shape, always, each_step, sometimes

ANNA, BERT = PEOPLE = (ProcessId("Anna"), ProcessId("Bert"))


@frozen
class Count:
    """A local state: how far a counter is."""

    number: int = 0


@frozen
class Add:
    """The event that a counter goes on; one that would go beyond `most` does not."""

    amount: int = 1
    most: int | None = None


def count(process: ProcessId, local: Count, event: Event) -> Outcome | None:
    """React as a counter."""
    number = local.number + event.amount
    return None if event.most is not None and number > event.most else Outcome(Count(number))


def counters(
    *most: int | None, bounds: Iterable[Bound] = (), amounts: Iterable[int] = (1,), kind: str = "add"
) -> System:
    """Return counters that each go up to their most, one step at a time, in any order.

    Two of them, up to m and n: (m + 1)(n + 1) worlds, m(n + 1) + n(m + 1) steps, depth m + n.
    """
    who = tuple(ProcessId(f"c{number}") for number in range(1, len(most) + 1))
    adding = tuple(
        Action(kind, ((process, Add(amount, limit)),), sentence=f"{process} adds {amount}")
        for (process, limit), amount in product(zip(who, most, strict=True), amounts)
    )
    return System(
        who, tuple(Count() for _ in who), count, (ActionKind(kind, "one adds", adding),), bounds=tuple(bounds)
    )


@frozen
class Tick:
    """The event that a ring's hand goes on."""


def ring(size: int) -> System:
    """Return one process that comes round: `size` worlds, `size` steps, depth `size` - 1, no end."""
    clock = ProcessId("clock")

    def tick(process: ProcessId, local: Count, event: Event) -> Outcome:
        return Outcome(Count((local.number + 1) % size))

    ticks = ActionKind("tick", "it ticks", (Action("tick", ((clock, Tick()),), sentence="tick"),))
    return System((clock,), (Count(),), tick, (ticks,))


@frozen
class Holder:
    """A local state: whether one has the token."""

    has_token: bool


@frozen
class Pass:
    """The event that one passes the token on."""


@frozen
class Token:
    """What is passed, with a number that counts the passes up to a limit."""

    number: int = 0

    def __str__(self) -> str:
        return "the token"


def passing(*, keeps: bool = False, network: Network = Network()) -> System:  # noqa: B008  # frozen
    """Return two people who pass a token: 4 worlds, 4 steps, depth 3, no end.

    One who `keeps` the token sends another each time.
    """

    def react(process: ProcessId, local: Holder, event: Event) -> Outcome | None:
        other = BERT if process == ANNA else ANNA
        match event:
            case Pass() if local.has_token:
                return Outcome(Holder(keeps), (Message(process, other, Token()),))
            case Receive(_):
                return Outcome(Holder(has_token=True))
            case _:
                return None

    def deliver(message: Message) -> Action:
        event = ((message.destination, Receive(message)),)
        return Action("deliver", event, message, sentence=f"{message.destination} receives {message.payload}")

    passes = tuple(Action("pass", ((who, Pass()),), sentence=f"{who} passes the token") for who in PEOPLE)
    kinds = (ActionKind("deliver", "it arrives", about=deliver), ActionKind("pass", "one passes", passes))
    return System(PEOPLE, (Holder(has_token=True), Holder(has_token=False)), react, kinds, network)


@always(Shape.ALL, Holder, cites="")
def one_token(holders: tuple[Holder, ...]) -> Finding:
    """At most one of two has the token."""
    return "both have the token" if all(holder.has_token for holder in holders) else None


@sometimes(Shape.MESSAGE, Token)
def in_flight(message: Message) -> Finding:
    """The token is in flight."""
    return f"to {message.destination}"


@always(Shape.MESSAGE, Token, cites="")
def never_to_anna(message: Message) -> Finding:
    """Anna is never sent the token."""
    return f"{message.source} sends it to Anna" if message.destination == ANNA else None


def below(limit: int, of: type = Count) -> Property:
    """State that no counter reaches a limit."""

    @always(Shape.ONE, of, cites="")
    def below_limit(local: Count) -> Finding:
        """No counter reaches the limit."""
        return f"a counter reached {local.number}" if local.number >= limit else None

    return below_limit


def reaches(limit: int) -> Property:
    """State that some counter reaches a limit."""

    @sometimes(Shape.ONE, Count)
    def reaches_limit(local: Count) -> Finding:
        """A counter reaches the limit."""
        return f"a counter reached {local.number}" if local.number >= limit else None

    return reaches_limit


def sum_below(limit: int) -> Property:
    """State that all counters together stay below a limit."""

    @always(Shape.ALL, Count, cites="")
    def sum_below_limit(counts: tuple[Count, ...]) -> Finding:
        """The counters stay below the limit together."""
        total = sum(one.number for one in counts)
        return f"together they reached {total}" if total >= limit else None

    return sum_below_limit


@each_step(Count, cites="")
def never_back(before: Count, after: Count) -> Finding:
    """A counter never goes back."""
    return f"from {before.number} to {after.number}" if after.number < before.number else None
