"""The environment: it brings the requests and the faults, and counts what it has brought.

It is an ordinary process. A fault is a joint action: the environment's `Spend` and, say, a server's
`Crash`, in one step. How many there may be is a bound on these counts (`model.bounds`). It also
knows which links are cut: every delivery asks it to `Carry` the message.

A cut link delivers nothing; what is in flight on it waits, and may arrive after the link is healed.
That a message vanishes is a fault of its own (`losses`), so a cut never implies one.
"""

from attrs import evolve, frozen

from model.bounds import Bound
from model.process import Event, Outcome, ProcessId

ENVIRONMENT = ProcessId("environment")

Link = frozenset[ProcessId]


@frozen(cache_hash=True)
class Environment:
    """How often each thing was brought so far, and which links are cut now."""

    requests: int = 0
    crashes: int = 0
    losses: int = 0
    duplicates: int = 0
    cuts: int = 0
    changes: int = 0
    cut_links: frozenset[Link] = frozenset()


@frozen(cache_hash=True)
class Spend:
    """One more of what the field says: ``crashes``, ``losses``, ``duplicates``, ``changes``."""

    field: str


@frozen(cache_hash=True)
class Ask:
    """Bring the request of this number; they come in order, from 1, so that each is distinct."""

    number: int


@frozen(cache_hash=True)
class Cut:
    """Cut a link in both directions; it counts as one of ``cuts``."""

    link: Link


@frozen(cache_hash=True)
class Heal:
    """Heal a cut link, free of charge."""

    link: Link


@frozen(cache_hash=True)
class Carry:
    """Let a message pass over a link: enabled unless the link is cut."""

    link: Link


@frozen(cache_hash=True)
class AreCut:
    """Confirm which of a process's links are cut: enabled if it is these, and no others."""

    process: ProcessId
    links: frozenset[Link]


def react(environment: Environment, event: Event) -> Outcome | None:  # noqa: PLR0911  # a case an event
    """React as every process does; nothing is ever sent."""
    match event:
        case Spend(field):
            return Outcome(evolve(environment, **{field: getattr(environment, field) + 1}))
        case Ask(number) if number == environment.requests + 1:
            return Outcome(evolve(environment, requests=number))
        case Cut(link) if link not in environment.cut_links:
            return Outcome(
                evolve(environment, cuts=environment.cuts + 1, cut_links=environment.cut_links | {link})
            )
        case Heal(link) if link in environment.cut_links:
            return Outcome(evolve(environment, cut_links=environment.cut_links - {link}))
        case Carry(link) if link not in environment.cut_links:
            return Outcome(environment)
        case AreCut(process, links) if links == {link for link in environment.cut_links if process in link}:
            return Outcome(environment)
        case _:
            return None


def budget(field: str, limit: int) -> Bound:
    """Bound how often the environment may bring what the field says in a whole run."""
    return Bound(field, limit, Environment, lambda environment: int(getattr(environment, field)))
