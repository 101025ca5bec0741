"""Two-phase commit, as in Gray and Lamport, "Consensus on Transaction Commit" (2004), module TwoPhase.

A resource manager prepares, and says so, or aborts for itself, and says nothing. The transaction manager
commits when all have prepared, or aborts when it likes. Messages are a set, and stay in flight
when they are received: TLA+'s ``msgs`` only grows.
"""

from attrs import evolve, frozen

from model.process import Event, Local, Message, Outcome, ProcessId, Receive
from model.world import Action, ActionKind, System
from properties.statement import Finding, Shape, always, sometimes

MANAGER = ProcessId("manager")


class ResourceId(ProcessId):
    """The name of a resource manager: ``r1``, ``r2``, …"""

    __slots__ = ()


@frozen(cache_hash=True)
class Resource:
    """A resource manager: working, prepared, committed or aborted."""

    id: ResourceId
    state: str = "working"


@frozen(cache_hash=True)
class Manager:
    """The transaction manager: waiting, committed or aborted; and who told it to have prepared."""

    resources: frozenset[ResourceId]
    state: str = "waiting"
    prepared: frozenset[ResourceId] = frozenset()


@frozen(cache_hash=True)
class Decide:
    """The transaction manager commits or aborts; a resource manager prepares or aborts."""

    what: str


@always(Shape.PAIR, Resource, cites="Gray and Lamport 2004, TCConsistent")
def consistent(a: Resource, b: Resource) -> Finding:
    """No resource manager commits and another aborts."""
    opposed = (a.state, b.state) == ("committed", "aborted")
    return f"{a.id} has committed and {b.id} has aborted" if opposed else None


@sometimes(Shape.ALL, Resource)
def all_committed(resources: tuple[Resource, ...]) -> Finding:
    """All resource managers commit."""
    return "all have committed" if {one.state for one in resources} == {"committed"} else None


PROPERTIES = (consistent, all_committed)


def react(process: ProcessId, local: Local, event: Event) -> Outcome | None:
    return _manage(local, event) if process == MANAGER else _work(local, event)


def _manage(manager: Manager, event: Event) -> Outcome | None:
    if manager.state != "waiting":
        return None
    match event:
        case Receive(message):
            return Outcome(evolve(manager, prepared=manager.prepared | {message.source}))
        case Decide("committed") if manager.prepared != manager.resources:
            return None
        case Decide(what):
            orders = tuple(Message(MANAGER, resource, what) for resource in sorted(manager.resources))
            return Outcome(evolve(manager, state=what), orders)
    return None


def _work(resource: Resource, event: Event) -> Outcome | None:
    match event:
        case Receive(message):
            return Outcome(evolve(resource, state=message.payload))
        case Decide("prepared") if resource.state == "working":
            return Outcome(evolve(resource, state="prepared"), (Message(resource.id, MANAGER, "prepared"),))
        case Decide("aborted") if resource.state == "working":
            return Outcome(evolve(resource, state="aborted"))
    return None


def two_phase_commit(count: int) -> System:
    """Return a transaction among so many resource managers."""
    resources = tuple(ResourceId(f"r{number}") for number in range(1, count + 1))

    def deliver(message: Message) -> Action:
        parts = ((message.destination, Receive(message)),)
        return Action("deliver", parts, message, consumes=False, sentence=f"{message} arrives")

    def decisions(process: ProcessId, *choices: str) -> tuple[Action, ...]:
        return tuple(
            Action("decide", ((process, Decide(what)),), sentence=f"{process}: {what}") for what in choices
        )

    decide = decisions(MANAGER, "committed", "aborted")
    for resource in resources:
        decide += decisions(resource, "prepared", "aborted")
    return System(
        processes=(*resources, MANAGER),
        initial_locals=(*map(Resource, resources), Manager(frozenset(resources))),
        react=react,
        kinds=(
            ActionKind("deliver", "a message arrives, and stays", about=deliver),
            ActionKind("decide", "a process decides", decide),
        ),
        symmetries=(resources,),
    )
