"""The group, its clients and its network: every action of the specification's ``Next``, and the bounds."""

from collections.abc import Callable, Iterator

from attrs import field, frozen
from attrs.validators import ge, in_, le

from model.bounds import Bound
from model.network import Network
from model.ongaro.events import (
    AdvanceCommitIndex,
    AppendEntry,
    BecomeLeader,
    ClientRequest,
    Drop,
    DropStaleResponse,
    Duplicate,
    ElectionTimeout,
    RemoveConflict,
    Restart,
    ReturnToFollower,
    SendAppendEntries,
    SendRequestVote,
    UpdateTerm,
)
from model.ongaro.handlers import HANDLERS
from model.ongaro.state import Server, new_server
from model.ongaro.transitions import TRANSITIONS
from model.process import Event, Local, Message, Outcome, ProcessId, Receive
from model.raft.messages import AppendEntries, AppendEntriesResponse, RequestVoteResponse
from model.raft.state import ServerId, Value
from model.world import About, Action, ActionKind, System

REACTIONS = {**TRANSITIONS, **HANDLERS}


@frozen
class OngaroBounds:
    """How large a group, and TLC's CONSTRAINT: a step whose result is beyond it is not taken.

    `servers` 1 to 7; `terms` is the highest term, the first being 1; `entries` the longest log;
    `values` how many values clients may ask for, as often as they like; `in_flight` the messages in flight at
    once, copies counted; `copies` those of one message; `restarts` 1 if servers may restart, else 0.
    """

    servers: int = field(default=3, validator=[ge(1), le(7)])
    terms: int = field(default=2, validator=ge(1))
    entries: int = field(default=1, validator=ge(0))
    values: int = field(default=1, validator=ge(0))
    in_flight: int = field(default=1, validator=ge(0))
    copies: int = field(default=1, validator=ge(1))
    restarts: int = field(default=1, validator=in_((0, 1)))


def ongaro_group(bounds: OngaroBounds) -> System:
    """Return the system of the specification within bounds."""
    servers = tuple(ServerId(f"n{number}") for number in range(1, bounds.servers + 1))
    values = tuple(Value(f"v{number}") for number in range(1, bounds.values + 1))

    return System(
        processes=servers,
        initial_locals=tuple(new_server(server, servers) for server in servers),
        react=_react,
        kinds=tuple(_kinds(servers, values, bounds)),
        network=Network(bag=True, capacity=bounds.in_flight, copies=bounds.copies),
        bounds=(
            Bound("terms", bounds.terms, Server, lambda server: int(server.durable.current_term)),
            Bound("entries", bounds.entries, Server, lambda server: len(server.durable.log)),
        ),
        symmetries=(servers, values),
    )


def _react(process: ProcessId, local: Local, event: Event) -> Outcome | None:  # noqa: ARG001  # a server knows its id
    return REACTIONS[type(event)](local, event)


def _kinds(
    servers: tuple[ServerId, ...], values: tuple[Value, ...], bounds: OngaroBounds
) -> Iterator[ActionKind]:
    """Yield the kinds of action, mild first. Copies are not made where no copy may be in flight."""
    yield ActionKind("receive", "a message is handled, and leaves the network", about=_receive)
    yield ActionKind("update-term", "a server adopts a newer term; the message stays", about=_update_term)
    yield ActionKind(
        "return-to-follower",
        "a candidate recognises the leader of its term; the message stays",
        about=_return_to_follower,
    )
    yield ActionKind(
        "remove-conflict", "a follower removes its last entry; the message stays", about=_remove_conflict
    )
    yield ActionKind("append-entry", "a follower appends an entry; the message stays", about=_append_entry)
    yield ActionKind("drop-stale", "an answer of an older term is ignored", about=_drop_stale)
    yield ActionKind("become-leader", "a candidate becomes the leader", tuple(map(_become_leader, servers)))
    yield ActionKind(
        "advance-commit", "a leader computes its commit index", tuple(map(_advance_commit, servers))
    )
    yield ActionKind(
        "send",
        "a leader sends AppendEntries to one peer",
        tuple(_send(leader, peer) for leader in servers for peer in servers if leader != peer),
    )
    yield ActionKind(
        "ask-vote",
        "a candidate sends RequestVote to one server, perhaps itself",
        tuple(_ask_vote(candidate, peer) for candidate in servers for peer in servers),
    )
    yield ActionKind(
        "request",
        "a leader appends a client's value to its log",
        tuple(_request(server, value) for value in values for server in servers),
    )
    yield ActionKind("time-out", "a server stands for election", tuple(map(_time_out, servers)))
    if bounds.restarts:
        yield ActionKind("restart", "a server restarts", tuple(map(_restart, servers)))
    if bounds.copies > 1 and bounds.in_flight > 1:
        yield ActionKind("duplicate", "the network duplicates a message", about=_duplicate)
    yield ActionKind("drop", "the network drops a message", about=_drop)


def _at(server: ServerId, kind: str, event: Event, sentence: str) -> Action:
    return Action(kind, ((server, event),), sentence=sentence)


def _become_leader(server: ServerId) -> Action:
    return _at(server, "become-leader", BecomeLeader(), f"{server} becomes the leader")


def _advance_commit(server: ServerId) -> Action:
    return _at(server, "advance-commit", AdvanceCommitIndex(), f"{server} computes its commit index")


def _send(leader: ServerId, peer: ServerId) -> Action:
    return _at(leader, "send", SendAppendEntries(peer), f"{leader} sends AppendEntries to {peer}")


def _ask_vote(candidate: ServerId, peer: ServerId) -> Action:
    whom = "itself" if peer == candidate else peer
    return _at(candidate, "ask-vote", SendRequestVote(peer), f"{candidate} sends RequestVote to {whom}")


def _request(server: ServerId, value: Value) -> Action:
    return _at(server, "request", ClientRequest(value), f"a client asks {server} to store {value}")


def _time_out(server: ServerId) -> Action:
    return _at(server, "time-out", ElectionTimeout(), f"{server} times out and stands for election")


def _restart(server: ServerId) -> Action:
    return _at(server, "restart", Restart(), f"{server} restarts")


def _about(
    kind: str,
    event: Callable[[Message], Event],
    sentence: str,
    *,
    payloads: tuple[type, ...] = (object,),
    consumes: bool = True,
) -> About:
    """Make the actions of one kind: the receiver's event, about a message with one of these payloads."""

    def about(message: Message) -> Action | None:
        if not isinstance(message.payload, payloads):
            return None
        parts = ((message.destination, event(message)),)
        return Action(kind, parts, message, consumes, sentence.format(message))

    return about


_receive = _about("receive", Receive, "{0.destination} receives {0.payload} from {0.source}")
_update_term = _about(
    "update-term",
    UpdateTerm,
    "{0.destination} adopts the term of {0.payload} from {0.source}",
    consumes=False,
)
_return_to_follower = _about(
    "return-to-follower",
    ReturnToFollower,
    "{0.destination} becomes a follower at {0.payload} from {0.source}",
    payloads=(AppendEntries,),
    consumes=False,
)
_remove_conflict = _about(
    "remove-conflict",
    RemoveConflict,
    "{0.destination} removes its last entry at {0.payload} from {0.source}",
    payloads=(AppendEntries,),
    consumes=False,
)
_append_entry = _about(
    "append-entry",
    AppendEntry,
    "{0.destination} appends the entry of {0.payload} from {0.source}",
    payloads=(AppendEntries,),
    consumes=False,
)
_drop_stale = _about(
    "drop-stale",
    DropStaleResponse,
    "{0.destination} ignores the late {0.payload} from {0.source}",
    payloads=(RequestVoteResponse, AppendEntriesResponse),
)
_duplicate = _about("duplicate", Duplicate, "duplicated: {0}", consumes=False)
_drop = _about("drop", Drop, "lost: {0}")
