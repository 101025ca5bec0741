"""What goes wrong in a cluster, and how often it has: an ordinary process, as in `model.environment`.

It knows which hosts are dead and who is cut off. A client that is cut off reaches no apiserver: what it
has sent waits, and so does what was sent to it.
"""

from attrs import evolve, frozen

from model.bounds import Bound
from model.process import Event, Outcome, ProcessId

FAULTS = ProcessId("faults")


@frozen(cache_hash=True)
class Faults:
    """How often each thing has happened so far; which hosts are dead, and who is cut off."""

    deaths: int = 0
    returns: int = 0
    crashes: int = 0
    failures: int = 0
    cuts: int = 0
    give_ups: int = 0
    dead: frozenset[str] = frozenset()
    cut: frozenset[ProcessId] = frozenset()


@frozen(cache_hash=True)
class Spend:
    """One more of what the field says."""

    field: str


@frozen(cache_hash=True)
class Die:
    """A host dies, and all that ran on it with it."""

    host: str


@frozen(cache_hash=True)
class Return:
    """A dead host returns; what is kept on its disk is there."""

    host: str


@frozen(cache_hash=True)
class Lives:
    """A host must live for something to be done on it."""

    host: str


@frozen(cache_hash=True)
class IsDead:
    """A host must be dead for something to be noticed elsewhere."""

    host: str


@frozen(cache_hash=True)
class CutOff:
    """A client is cut off from every apiserver."""

    client: ProcessId


@frozen(cache_hash=True)
class Heal:
    """A client that was cut off is so no longer."""

    client: ProcessId


@frozen(cache_hash=True)
class Carry:
    """A message passes between a client and an apiserver: not while the client is cut off."""

    client: ProcessId


@frozen(cache_hash=True)
class IsCutOff:
    """Nothing passes between a client and any apiserver: only while the client is cut off."""

    client: ProcessId


def react(faults: Faults, event: Event) -> Outcome | None:  # noqa: PLR0911  # a case a line
    """React as every process does; nothing is ever sent."""
    match event:
        case Spend(field):
            return Outcome(evolve(faults, **{field: getattr(faults, field) + 1}))
        case Die(host) if host not in faults.dead:
            return Outcome(evolve(faults, deaths=faults.deaths + 1, dead=faults.dead | {host}))
        case Return(host) if host in faults.dead:
            return Outcome(evolve(faults, returns=faults.returns + 1, dead=faults.dead - {host}))
        case Lives(host) if host not in faults.dead:
            return Outcome(faults)
        case IsDead(host) if host in faults.dead:
            return Outcome(faults)
        case CutOff(client) if client not in faults.cut:
            return Outcome(evolve(faults, cuts=faults.cuts + 1, cut=faults.cut | {client}))
        case Heal(client) if client in faults.cut:
            return Outcome(evolve(faults, cut=faults.cut - {client}))
        case Carry(client) if client not in faults.cut:
            return Outcome(faults)
        case IsCutOff(client) if client in faults.cut:
            return Outcome(faults)
        case _:
            return None


def budget(field: str, limit: int) -> Bound:
    """Bound how often something may happen in a whole run."""
    return Bound(field, limit, Faults, lambda faults: int(getattr(faults, field)))
