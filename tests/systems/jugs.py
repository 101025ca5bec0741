"""The jugs of "Die Hard 3": get 4 gallons with a jug of 3, a jug of 5, and a tap. Lamport's first example.

Both jugs must agree on how much is poured from one into the other: a joint action for each amount.
"""

from attrs import evolve, frozen

from model.process import Event, Local, Outcome, ProcessId
from model.world import Action, ActionKind, System
from properties.statement import Finding, Shape, always

SMALL, BIG = ProcessId("small"), ProcessId("big")


@frozen(cache_hash=True)
class Jug:
    """A jug, and how many gallons are in it."""

    size: int
    holds: int = 0


@frozen(cache_hash=True)
class Fill:
    """Fill the jug from the tap."""


@frozen(cache_hash=True)
class Empty:
    """Empty the jug on the ground."""


@frozen(cache_hash=True)
class Give:
    """Pour so much into the other jug: all that there is, or less."""

    gallons: int
    everything: bool


@frozen(cache_hash=True)
class Get:
    """Take so much from the other jug: as much as there is room for, or not more than that."""

    gallons: int
    to_the_brim: bool


@always(Shape.ONE, Jug, cites="tlaplus/Examples, DieHard.tla, NotSolved")
def not_solved(jug: Jug) -> Finding:
    """The big jug never holds 4 gallons."""
    return "the big jug holds 4 gallons" if (jug.size, jug.holds) == (5, 4) else None


def react(process: ProcessId, jug: Local, event: Event) -> Outcome | None:
    match event:
        case Fill():
            return Outcome(evolve(jug, holds=jug.size))
        case Empty():
            return Outcome(evolve(jug, holds=0))
        case Give(gallons, everything) if jug.holds == gallons if everything else jug.holds > gallons:
            return Outcome(evolve(jug, holds=jug.holds - gallons))
        case Get(gallons, to_the_brim):
            room = jug.size - jug.holds
            if room == gallons if to_the_brim else room >= gallons:
                return Outcome(evolve(jug, holds=jug.holds + gallons))
    return None


def jugs() -> System:
    """Return the two jugs; each of the six actions of the TLA+ is enabled in every state, exactly once."""

    def pour(source: ProcessId, destination: ProcessId, gallons: int, *, everything: bool) -> Action:
        return Action(
            "pour",
            (
                (source, Give(gallons, everything)),
                (destination, Get(gallons, to_the_brim=not everything)),
            ),
            sentence=f"pour {gallons} from the {source} jug into the {destination} one",
        )

    def at_tap(kind: str, event: Event) -> ActionKind:
        actions = (Action(kind, ((jug, event),), sentence=f"{kind} the {jug} jug") for jug in (SMALL, BIG))
        return ActionKind(kind, f"{kind} a jug", tuple(actions))

    pours = tuple(
        pour(source, destination, gallons, everything=everything)
        for source, destination in ((SMALL, BIG), (BIG, SMALL))
        for gallons in range(6)
        for everything in (True, False)
    )
    return System(
        processes=(SMALL, BIG),
        initial_locals=(Jug(3), Jug(5)),
        react=react,
        kinds=(
            at_tap("fill", Fill()),
            at_tap("empty", Empty()),
            ActionKind("pour", "pour water from one jug into the other", pours),
        ),
    )
