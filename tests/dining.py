"""A user's own system, found as ``dining:scenario``: philosophers round a table, a fork between any two.

With two at the table, by hand: nobody holds a fork; or p1 holds f1, or both; or p2 does. That is 5
worlds, 6 steps, and depth 2. If each takes the left fork first, both can: no step leads on from there.
"""

from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen

from model.process import Event, Local, Outcome, ProcessId
from model.rules import rule
from model.world import Action, ActionKind, System
from properties.statement import Finding, Parameter, Scenario, Shape, always, each_step, sometimes


@frozen
class Philosopher:
    id: ProcessId
    holds: frozenset[ProcessId] = frozenset()


@frozen
class Fork:
    id: ProcessId
    held_by: ProcessId | None = None


@frozen
class Take:
    """A philosopher takes a fork."""

    fork: ProcessId


@frozen
class TakenBy:
    """A fork is taken by a philosopher, in the same step."""

    philosopher: ProcessId


@frozen
class PutBack:
    """Having eaten, a philosopher puts both forks back."""


@frozen
class Manners:
    """How to eat."""

    @rule(cites="Dijkstra, EWD 310")
    def first(self, left: ProcessId, right: ProcessId) -> ProcessId:
        """The fork with the lower number is taken first."""
        return min(left, right)

    @rule(cites="Dijkstra, EWD 310")
    def is_free(self, held_by: ProcessId | None) -> bool:
        """What is in another's hand is not taken."""
        return held_by is None


class LeftFirst(Manners):
    """Everybody takes the left fork first."""

    def first(self, left: ProcessId, right: ProcessId) -> ProcessId:
        return left


class Grabs(Manners):
    def is_free(self, held_by: ProcessId | None) -> bool:
        return True


class JustAsGood(Manners):
    """The rule is written in another way, and says the same."""

    def first(self, left: ProcessId, right: ProcessId) -> ProcessId:
        return min({left, right})


class TwoMistakes(Manners):
    """Wrong in two ways."""

    def first(self, left: ProcessId, right: ProcessId) -> ProcessId:
        return left

    def is_free(self, held_by: ProcessId | None) -> bool:
        return True


class NoMistake(Manners):
    """Overrides no rule."""


def build(parameters: Mapping[str, Any], protocol: type[Manners] | None) -> System:
    """Return a table of philosophers."""
    manners, seats = (protocol or Manners)(), parameters["seats"]
    people = [ProcessId(f"p{seat}") for seat in range(1, seats + 1)]
    forks = [ProcessId(f"f{seat}") for seat in range(1, seats + 1)]
    beside = {person: (forks[seat], forks[(seat + 1) % seats]) for seat, person in enumerate(people)}

    def react(process: ProcessId, local: Local, event: Event) -> Outcome | None:
        match event:
            case Take(fork):
                wanted = (
                    {*beside[process]} - local.holds if local.holds else {manners.first(*beside[process])}
                )
                return Outcome(evolve(local, holds=local.holds | {fork})) if fork in wanted else None
            case TakenBy(philosopher):
                return Outcome(evolve(local, held_by=philosopher)) if manners.is_free(local.held_by) else None
            case PutBack() if isinstance(local, Fork):
                return Outcome(evolve(local, held_by=None))
            case PutBack():
                return Outcome(evolve(local, holds=frozenset())) if len(local.holds) == 2 else None
        raise AssertionError(event)

    takes = tuple(
        Action("take", ((person, Take(fork)), (fork, TakenBy(person))), sentence=f"{person} takes {fork}")
        for person in people
        for fork in beside[person]
    )
    eats = tuple(
        Action(
            "eat",
            ((person, PutBack()), *((fork, PutBack()) for fork in beside[person])),
            sentence=f"{person} eats",
        )
        for person in people
    )
    return System(
        processes=(*people, *forks),
        initial_locals=(*map(Philosopher, people), *map(Fork, forks)),
        react=react,
        kinds=(ActionKind("take", "one takes a fork", takes), ActionKind("eat", "one eats", eats)),
    )


@always(Shape.PAIR, Philosopher, cites="Dijkstra, EWD 310")
def no_fork_in_two_hands(a: Philosopher, b: Philosopher) -> Finding:
    """No two philosophers hold the same fork."""
    shared = a.holds & b.holds
    return f"{a.id} and {b.id} both hold {' and '.join(sorted(shared))}" if shared and a.id != b.id else None


@each_step(Fork, cites="good manners")
def no_fork_is_snatched(before: Fork, after: Fork) -> Finding:
    """A fork goes from hand to hand by way of the table only."""
    if before.held_by is None or after.held_by is None:
        return None
    return f"{after.held_by} snatched {after.id} from {before.held_by}"


@sometimes(Shape.ONE, Philosopher)
def somebody_eats(philosopher: Philosopher) -> Finding:
    """Somebody has both forks."""
    return f"{philosopher.id} eats" if len(philosopher.holds) == 2 else None


@sometimes(Shape.ALL, Philosopher)
def everybody_eats(philosophers: tuple[Philosopher, ...]) -> Finding:
    """Everybody has two forks, at the same time."""
    return "everybody eats" if all(len(one.holds) == 2 for one in philosophers) else None


scenario = Scenario(
    name="dining",
    sentence="Philosophers dine at a round table, with a fork between any two.",
    parameters=(Parameter("seats", "philosophers at the table", 2, least=2, most=5),),
    build=build,
    properties=(no_fork_in_two_hands, no_fork_is_snatched, somebody_eats, everybody_eats),
    protocol=Manners,
)
