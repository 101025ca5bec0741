"""A cluster in which the store *is* a Raft group: members that run `model.raft`, one apiserver, one user.

It exercises what `model.kubernetes.etcd` assumes. The apiserver takes a user's object to the leader, and
acknowledges it once that leader has committed it; when it hears nothing it answers nothing. The Raft
group is taken as it is: its processes, its actions, its faults.
"""

from collections.abc import Iterator

from attrs import evolve, frozen

from model.environment import ENVIRONMENT, Ask
from model.process import Event, Local, Outcome, ProcessId
from model.raft.events import ClientRequest
from model.raft.group import RaftBounds, raft_group
from model.raft.rules import Raft
from model.raft.state import Server, ServerId, Value
from model.world import Action, ActionKind, System

APISERVER = ProcessId("apiserver")


@frozen(cache_hash=True)
class RaftApiserver:
    """The apiserver: the objects on their way into the store, and those that it has acknowledged."""

    under_way: frozenset[Value] = frozenset()
    acknowledged: frozenset[Value] = frozenset()


@frozen(cache_hash=True)
class Take:
    """A user asks the apiserver to store an object, and it turns to the store."""

    value: Value


@frozen(cache_hash=True)
class Acknowledge:
    """The apiserver hears that an object is committed, and tells the user."""

    value: Value


@frozen(cache_hash=True)
class HasCommitted:
    """A member tells the apiserver that it leads, and has committed an object."""

    value: Value


def cluster_on_raft(bounds: RaftBounds, protocol: type[Raft] = Raft) -> System:
    """Return a Raft group with an apiserver before it, through which all requests come."""
    group = raft_group(bounds, protocol)

    def react(process: ProcessId, local: Local, event: Event) -> Outcome | None:
        if process == APISERVER:
            return _apiserver(local, event)
        if isinstance(event, HasCommitted):
            return Outcome(local) if has_committed(local, event.value) else None
        return group.react(process, local, event)

    return evolve(
        group,
        processes=(*group.processes, APISERVER),
        initial_locals=(*group.initial_locals, RaftApiserver()),
        react=react,
        kinds=tuple(_kinds(group, bounds)),
        symmetries=(),
    )


def has_committed(server: Server, value: Value) -> bool:
    """Say whether a server leads, and has committed a value."""
    if server.volatile is None or not server.leads():
        return False
    return any(entry.value == value for entry in server.durable.log[: server.volatile.commit_index])


def _apiserver(apiserver: RaftApiserver, event: Event) -> Outcome | None:
    match event:
        case Take(value):
            return Outcome(evolve(apiserver, under_way=apiserver.under_way | {value}))
        case Acknowledge(value) if value in apiserver.under_way:
            under_way = apiserver.under_way - {value}
            return Outcome(RaftApiserver(under_way, apiserver.acknowledged | {value}))
        case _:
            return None


def _kinds(group: System, bounds: RaftBounds) -> Iterator[ActionKind]:
    """Yield the group's kinds of action, with requests that come through the apiserver."""
    servers = [process for process in group.processes if process != ENVIRONMENT]
    for kind in group.kinds:
        if kind.name != "request":
            yield kind
            continue
        numbers = range(1, bounds.requests + 1)
        yield ActionKind(
            "acknowledge",
            "the apiserver tells a user that an object is stored",
            tuple(_acknowledge(ServerId(server), number) for number in numbers for server in servers),
        )
        yield ActionKind(
            "request",
            "a user asks the apiserver to store an object",
            tuple(_take(ServerId(server), number) for number in numbers for server in servers),
        )


def _take(server: ServerId, number: int) -> Action:
    value = Value(f"v{number}")
    parts = ((ENVIRONMENT, Ask(number)), (APISERVER, Take(value)), (server, ClientRequest(value)))
    return Action("request", parts, sentence=f"the {APISERVER} asks {server} to store {value}")


def _acknowledge(server: ServerId, number: int) -> Action:
    value = Value(f"v{number}")
    parts = ((APISERVER, Acknowledge(value)), (server, HasCommitted(value)))
    return Action(
        "acknowledge", parts, sentence=f"the {APISERVER} hears from {server} that {value} is stored"
    )
