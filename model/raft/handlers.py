"""What a server does at each event: the tables at the foot, and what elections and replication share.

Nothing is decided here: the handlers ask the rules, and put the answers together.
"""

from collections.abc import Callable
from typing import Any

from attrs import evolve

from model.process import Event, Outcome, Receive
from model.raft.elections import (
    adopt_newer_term,
    on_election_timeout,
    on_request_vote,
    on_request_vote_response,
)
from model.raft.events import ClientRequest, Crash, ElectionTimeout, Restart, SendAppendEntries
from model.raft.messages import (
    AppendEntries,
    AppendEntriesResponse,
    Payload,
    RequestVote,
    RequestVoteResponse,
)
from model.raft.replication import (
    on_append_entries,
    on_append_entries_response,
    on_client_request,
    on_send_append_entries,
)
from model.raft.rules import Raft
from model.raft.state import Server, ServerId


def on_crash(rules: Raft, server: Server, event: Crash) -> Outcome | None:  # noqa: ARG001  # the table's signature
    if server.volatile is None:
        return None
    return Outcome(evolve(server, durable=rules.survives_crash(server.durable), volatile=None))


def on_restart(rules: Raft, server: Server, event: Restart) -> Outcome | None:  # noqa: ARG001  # the table's signature
    if server.volatile is not None:
        return None
    return Outcome(evolve(server, volatile=rules.after_restart()))


def on_receive(rules: Raft, server: Server, event: Receive) -> Outcome | None:
    if server.volatile is None:
        return None
    payload: Payload = event.message.payload  # type: ignore[assignment]  # what servers send each other
    server = adopt_newer_term(rules, server, payload.term)
    sender = ServerId(event.message.source)
    return RECEIVERS[type(payload)](rules, server, sender, payload)


Handler = Callable[[Raft, Server, Any], Outcome | None]
Receiver = Callable[[Raft, Server, ServerId, Any], Outcome]

HANDLERS: dict[type[Event], Handler] = {
    ElectionTimeout: on_election_timeout,
    ClientRequest: on_client_request,
    SendAppendEntries: on_send_append_entries,
    Receive: on_receive,
    Crash: on_crash,
    Restart: on_restart,
}

RECEIVERS: dict[type[Payload], Receiver] = {
    RequestVote: on_request_vote,
    RequestVoteResponse: on_request_vote_response,
    AppendEntries: on_append_entries,
    AppendEntriesResponse: on_append_entries_response,
}
