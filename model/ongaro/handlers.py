"""What a server does at a message: the TLA+'s message handlers, the table at the foot.

A function returns None where the handler's guard does not hold, or the branch is another's.
"""

from collections.abc import Callable
from typing import Any

from attrs import evolve

from model.ongaro.events import (
    AppendEntry,
    Drop,
    DropStaleResponse,
    Duplicate,
    RemoveConflict,
    ReturnToFollower,
    UpdateTerm,
)
from model.ongaro.state import Server, last_term
from model.process import Event, Message, Outcome, Receive
from model.raft.messages import (
    AppendEntries,
    AppendEntriesResponse,
    Payload,
    RequestVote,
    RequestVoteResponse,
)
from model.raft.state import Durable, Log, Progress, Role, ServerId, last_index, term_at

# What leaves the message in flight


def update_term(server: Server, event: UpdateTerm) -> Outcome | None:
    term = _term_of(event.message)
    if term <= server.durable.current_term:
        return None
    durable = Durable(current_term=term, log=server.durable.log)
    return Outcome(evolve(server, durable=durable, volatile=evolve(server.volatile, role=Role.FOLLOWER)))


def return_to_follower(server: Server, event: ReturnToFollower) -> Outcome | None:
    if server.volatile.role is not Role.CANDIDATE or _term_of(event.message) != server.durable.current_term:
        return None
    return Outcome(evolve(server, volatile=evolve(server.volatile, role=Role.FOLLOWER)))


def remove_conflict(server: Server, event: RemoveConflict) -> Outcome | None:
    append: AppendEntries = event.message.payload  # type: ignore[assignment]  # what the event is about
    if not _follows(server, append) or not append.entries:
        return None
    if term_at(server.durable.log, append.prev_log_index + 1) in {None, append.entries[0].term}:
        return None
    return _with_log(server, server.durable.log[:-1])


def append_entry(server: Server, event: AppendEntry) -> Outcome | None:
    append: AppendEntries = event.message.payload  # type: ignore[assignment]  # what the event is about
    if not _follows(server, append) or not append.entries:
        return None
    if last_index(server.durable.log) != append.prev_log_index:
        return None
    return _with_log(server, (*server.durable.log, append.entries[0]))


# What consumes the message


def receive(server: Server, event: Receive) -> Outcome | None:
    payload: Payload = event.message.payload  # type: ignore[assignment]  # what servers send each other
    if payload.term > server.durable.current_term:
        return None
    return RECEIVERS[type(payload)](server, ServerId(event.message.source), payload)


def answer_request_vote(server: Server, candidate: ServerId, request: RequestVote) -> Outcome | None:
    durable = server.durable
    mine = (last_term(durable.log), last_index(durable.log))
    granted = (
        request.term == durable.current_term
        and (request.last_log_term, request.last_log_index) >= mine
        and durable.voted_for in {None, candidate}
    )
    answer = RequestVoteResponse(durable.current_term, granted)
    if granted:
        server = evolve(server, durable=evolve(durable, voted_for=candidate))
    return Outcome(server, (Message(server.id, candidate, answer),))


def count_vote(server: Server, voter: ServerId, response: RequestVoteResponse) -> Outcome | None:
    volatile = server.volatile
    if response.term != server.durable.current_term:
        return None
    granted = volatile.votes_granted | {voter} if response.vote_granted else volatile.votes_granted
    volatile = evolve(volatile, votes_responded=volatile.votes_responded | {voter}, votes_granted=granted)
    return Outcome(evolve(server, volatile=volatile))


def answer_append_entries(server: Server, leader: ServerId, append: AppendEntries) -> Outcome | None:
    durable, volatile = server.durable, server.volatile
    if append.term < durable.current_term:
        return _refuse(server, leader)
    if volatile.role is not Role.FOLLOWER:
        return None
    if not _log_has(durable.log, append):
        return _refuse(server, leader)
    if append.entries and term_at(durable.log, append.prev_log_index + 1) != append.entries[0].term:
        return None
    match_index = append.prev_log_index + len(append.entries)
    answer = AppendEntriesResponse(durable.current_term, success=True, match_index=match_index)
    volatile = evolve(volatile, commit_index=append.leader_commit)
    return Outcome(evolve(server, volatile=volatile), (Message(server.id, leader, answer),))


def count_append(server: Server, follower: ServerId, response: AppendEntriesResponse) -> Outcome | None:
    volatile = server.volatile
    if response.term != server.durable.current_term:
        return None
    before = volatile.progress_of(follower)
    if response.success:
        after = Progress(follower, response.match_index + 1, response.match_index)
    else:
        after = Progress(follower, max(before.next_index - 1, 1), before.match_index)
    volatile = evolve(volatile, progress=volatile.progress - {before} | {after})
    return Outcome(evolve(server, volatile=volatile))


def drop_stale_response(server: Server, event: DropStaleResponse) -> Outcome | None:
    return Outcome(server) if _term_of(event.message) < server.durable.current_term else None


# The network


def duplicate(server: Server, event: Duplicate) -> Outcome | None:
    return Outcome(server, (event.message,))


def drop(server: Server, event: Drop) -> Outcome | None:  # noqa: ARG001  # the table's signature
    return Outcome(server)


def _term_of(message: Message) -> int:
    payload: Payload = message.payload  # type: ignore[assignment]  # what servers send each other
    return payload.term


def _with_log(server: Server, log: Log) -> Outcome:
    return Outcome(evolve(server, durable=evolve(server.durable, log=log)))


def _log_has(log: Log, append: AppendEntries) -> bool:
    return term_at(log, append.prev_log_index) == append.prev_log_term


def _follows(server: Server, append: AppendEntries) -> bool:
    """Say whether a follower accepts the message of its term's leader (``accept request``)."""
    return (
        append.term == server.durable.current_term
        and server.volatile.role is Role.FOLLOWER
        and _log_has(server.durable.log, append)
    )


def _refuse(server: Server, leader: ServerId) -> Outcome:
    answer = AppendEntriesResponse(server.durable.current_term, success=False)
    return Outcome(server, (Message(server.id, leader, answer),))


HANDLERS: dict[type[Event], Callable[[Server, Any], Outcome | None]] = {
    Receive: receive,
    UpdateTerm: update_term,
    ReturnToFollower: return_to_follower,
    RemoveConflict: remove_conflict,
    AppendEntry: append_entry,
    DropStaleResponse: drop_stale_response,
    Duplicate: duplicate,
    Drop: drop,
}

RECEIVERS: dict[type[Payload], Callable[[Server, ServerId, Any], Outcome | None]] = {
    RequestVote: answer_request_vote,
    RequestVoteResponse: count_vote,
    AppendEntries: answer_append_entries,
    AppendEntriesResponse: count_append,
}
