"""What a server does at each event: the tables at the foot, and what is common to all messages.

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
from model.raft.events import (
    ChangeRequest,
    ClientRequest,
    Crash,
    DoesNotLead,
    ElectionTimeout,
    IsDown,
    LeaderTimeout,
    LeaveJoint,
    QuorumTimeout,
    Restart,
    SendAppendEntries,
    SendHeartbeat,
    SharedTimeout,
)
from model.raft.membership_changes import on_change_request, on_leave_joint
from model.raft.messages import (
    AppendEntries,
    AppendEntriesResponse,
    Payload,
    PreVoteResponse,
    RequestPreVote,
    RequestVote,
    RequestVoteResponse,
)
from model.raft.pre_elections import (
    on_leader_timeout,
    on_pre_vote_response,
    on_quorum_timeout,
    on_request_pre_vote,
)
from model.raft.replication import (
    on_append_entries,
    on_append_entries_response,
    on_client_request,
    on_send_append_entries,
    on_send_heartbeat,
)
from model.raft.rules import Raft
from model.raft.state import Server, ServerId


def react(rules: Raft, server: Server, event: Event) -> Outcome | None:
    """React to an event, by the rules that are in force at this server."""
    commit_index = 0 if server.volatile is None else server.volatile.commit_index
    return HANDLERS[type(event)](rules.in_force(server.durable.log, commit_index), server, event)


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
    volatile, current_term = server.volatile, server.durable.current_term
    if rules.ignores(payload, volatile.role, volatile.leader, current_term):
        return Outcome(server)
    server = adopt_newer_term(rules, server, rules.term_told(payload))
    sender = ServerId(event.message.source)
    return RECEIVERS[type(payload)](rules, server, sender, payload)


def on_shared_timeout(rules: Raft, server: Server, event: SharedTimeout) -> Outcome | None:  # noqa: ARG001  # the table's signature
    return (
        Outcome(server) if server.volatile is None else on_election_timeout(rules, server, ElectionTimeout())
    )


# What is asked of a server while another's time-out ends: it changes nothing, or forbids the step.


def on_does_not_lead(rules: Raft, server: Server, event: DoesNotLead) -> Outcome | None:  # noqa: ARG001  # the table's signature
    return None if server.leads() else Outcome(server)


def on_is_down(rules: Raft, server: Server, event: IsDown) -> Outcome | None:  # noqa: ARG001  # the table's signature
    return Outcome(server) if server.volatile is None else None


Handler = Callable[[Any, Server, Any], Outcome | None]
Receiver = Callable[[Any, Server, ServerId, Any], Outcome]

HANDLERS: dict[type[Event], Handler] = {
    ElectionTimeout: on_election_timeout,
    ClientRequest: on_client_request,
    ChangeRequest: on_change_request,
    LeaveJoint: on_leave_joint,
    SendAppendEntries: on_send_append_entries,
    SendHeartbeat: on_send_heartbeat,
    LeaderTimeout: on_leader_timeout,
    QuorumTimeout: on_quorum_timeout,
    SharedTimeout: on_shared_timeout,
    DoesNotLead: on_does_not_lead,
    IsDown: on_is_down,
    Receive: on_receive,
    Crash: on_crash,
    Restart: on_restart,
}

RECEIVERS: dict[type[Payload], Receiver] = {
    RequestVote: on_request_vote,
    RequestVoteResponse: on_request_vote_response,
    AppendEntries: on_append_entries,
    AppendEntriesResponse: on_append_entries_response,
    RequestPreVote: on_request_pre_vote,
    PreVoteResponse: on_pre_vote_response,
}
