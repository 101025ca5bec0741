"""What a server does at each event: one function an event, the table at the foot.

Nothing is decided here: the handlers ask the rules, and put the answers together.
"""

from collections.abc import Callable
from typing import Any

from attrs import evolve, frozen

from model.process import Event, Message, Outcome, Receive
from model.raft.messages import (
    AppendEntries,
    AppendEntriesResponse,
    Payload,
    RequestVote,
    RequestVoteResponse,
)
from model.raft.quorum import VoteResult
from model.raft.rules import Raft
from model.raft.state import (
    Committed,
    Durable,
    Entry,
    History,
    Log,
    Progress,
    Role,
    Server,
    ServerId,
    Value,
    Volatile,
    last_index,
    term_at,
)


@frozen(cache_hash=True)
class ElectionTimeout:
    """The server has not heard from a leader for too long."""


@frozen(cache_hash=True)
class ClientRequest:
    """A client asks for a value to be stored."""

    value: Value


@frozen(cache_hash=True)
class SendAppendEntries:
    """It is time to send a peer what it lacks, or a heartbeat."""

    peer: ServerId


@frozen(cache_hash=True)
class Crash:
    """The server stops, and forgets what is in memory."""


@frozen(cache_hash=True)
class Restart:
    """A crashed server starts again, from its disk."""


def on_election_timeout(rules: Raft, server: Server, event: ElectionTimeout) -> Outcome | None:  # noqa: ARG001  # the table's signature
    durable, volatile = server.durable, server.volatile
    if volatile is None or not rules.may_stand(volatile.role):
        return None
    term = rules.term_to_stand_in(durable.current_term)
    durable = evolve(durable, current_term=term, voted_for=server.id)
    volatile = Volatile(
        role=Role.CANDIDATE,
        commit_index=volatile.commit_index,
        votes_granted=rules.with_vote(frozenset(), server.id),
    )
    standing = _count_votes(rules, evolve(server, durable=durable, volatile=volatile))
    last = last_index(durable.log)
    request = RequestVote(term, last, term_at(durable.log, last) or 0)
    return Outcome(standing, tuple(Message(server.id, peer, request) for peer in _peers(rules, server)))


def on_client_request(rules: Raft, server: Server, event: ClientRequest) -> Outcome | None:
    durable = server.durable
    if not server.leads():
        return None
    entry = Entry(durable.current_term, event.value)
    log = rules.log_after_request(durable.log, entry)
    return Outcome(_advance_commit(rules, evolve(server, durable=evolve(durable, log=log))))


def on_send_append_entries(rules: Raft, server: Server, event: SendAppendEntries) -> Outcome | None:
    durable, volatile = server.durable, server.volatile
    if volatile is None or not server.leads() or event.peer == server.id:
        return None
    next_index = volatile.progress_of(event.peer).next_index
    payload = AppendEntries(
        term=durable.current_term,
        prev_log_index=next_index - 1,
        prev_log_term=term_at(durable.log, next_index - 1) or 0,
        entries=rules.entries_to_send(durable.log, next_index),
        leader_commit=volatile.commit_index,
    )
    return Outcome(server, (Message(server.id, event.peer, payload),))


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
    server = _adopt_newer_term(rules, server, payload.term)
    sender = ServerId(event.message.source)
    return RECEIVERS[type(payload)](rules, server, sender, payload)


def on_request_vote(rules: Raft, server: Server, candidate: ServerId, request: RequestVote) -> Outcome:
    durable = server.durable
    granted = rules.grants_vote(request, candidate, durable)
    if granted:
        durable = evolve(durable, voted_for=candidate)
    answer = RequestVoteResponse(durable.current_term, granted)
    return Outcome(evolve(server, durable=durable), (Message(server.id, candidate, answer),))


def on_request_vote_response(
    rules: Raft, server: Server, voter: ServerId, response: RequestVoteResponse
) -> Outcome:
    volatile = _running(server)
    if not rules.counts_vote(response, volatile.role, server.durable.current_term):
        return Outcome(server)
    granted, refused = volatile.votes_granted, volatile.votes_refused
    if response.vote_granted:
        granted = rules.with_vote(granted, voter)
    else:
        refused = rules.with_vote(refused, voter)
    volatile = evolve(volatile, votes_granted=granted, votes_refused=refused)
    return Outcome(_count_votes(rules, evolve(server, volatile=volatile)))


def on_append_entries(rules: Raft, server: Server, leader: ServerId, append: AppendEntries) -> Outcome:
    durable, volatile = server.durable, _running(server)
    if not rules.accepts_leader(append.term, durable.current_term):
        return _answer_append(server, leader, success=False)
    role = rules.role_under_leader(volatile.role)
    volatile = _as_role(volatile, role)
    durable = evolve(durable, voted_for=rules.vote_under_leader(durable.voted_for))
    server = evolve(server, durable=durable, volatile=volatile)
    if not rules.log_has(durable.log, append.prev_log_index, append.prev_log_term):
        return _answer_append(server, leader, success=False)
    log = rules.log_after_append(durable.log, append.prev_log_index, append.entries)
    commit_index = rules.follower_commit_index(
        volatile.commit_index, append.leader_commit, append.prev_log_index + len(append.entries)
    )
    server = evolve(
        server, durable=evolve(durable, log=log), volatile=evolve(volatile, commit_index=commit_index)
    )
    match_index = rules.index_to_acknowledge(append.prev_log_index, append.entries, log)
    return _answer_append(_record_committed(server), leader, success=True, match_index=match_index)


def on_append_entries_response(
    rules: Raft, server: Server, follower: ServerId, response: AppendEntriesResponse
) -> Outcome:
    volatile = _running(server)
    if not rules.counts_append(response, volatile.role, server.durable.current_term):
        return Outcome(server)
    before = volatile.progress_of(follower)
    if rules.is_acknowledgement(response):
        match_index = rules.match_index_after(before.match_index, response.match_index)
        after = Progress(follower, rules.next_index_after(match_index), match_index)
    else:
        next_index = rules.next_index_after_refusal(before.next_index, before.match_index)
        after = Progress(follower, next_index, before.match_index)
    volatile = evolve(volatile, progress=volatile.progress - {before} | {after})
    return Outcome(_advance_commit(rules, evolve(server, volatile=volatile)))


def _peers(rules: Raft, server: Server) -> tuple[ServerId, ...]:
    return tuple(peer for peer in rules.servers if peer != server.id)


def _running(server: Server) -> Volatile:
    assert server.volatile is not None, "a crashed server handles no message"
    return server.volatile


def _as_role(volatile: Volatile, role: Role) -> Volatile:
    """Take a role; the votes of a candidate and the progress of a leader go with the role they are of."""
    if role is volatile.role:
        return volatile
    return Volatile(role=role, commit_index=volatile.commit_index)


def _adopt_newer_term(rules: Raft, server: Server, term: int) -> Server:
    durable, volatile = server.durable, _running(server)
    if not rules.is_newer_term(term, durable.current_term):
        return server
    voted_for = rules.vote_in_adopted_term(durable.voted_for)
    role = rules.role_in_adopted_term(volatile.role)
    return evolve(
        server,
        durable=Durable(current_term=term, voted_for=voted_for, log=durable.log),
        volatile=_as_role(volatile, role),
    )


def _count_votes(rules: Raft, server: Server) -> Server:
    durable, volatile = server.durable, _running(server)
    match rules.vote_result(volatile.votes_granted, volatile.votes_refused):
        case VoteResult.WON:
            next_index = rules.first_next_index(durable.log)
            progress = frozenset(Progress(peer, next_index) for peer in _peers(rules, server))
            leading = evolve(_as_role(volatile, Role.LEADER), progress=progress)
            elected = (*server.history.elected, durable.current_term)
            return evolve(server, volatile=leading, history=evolve(server.history, elected=elected))
        case VoteResult.LOST:
            return evolve(server, volatile=_as_role(volatile, Role.FOLLOWER))
        case VoteResult.PENDING:
            return server


def _advance_commit(rules: Raft, server: Server) -> Server:
    durable, volatile = server.durable, _running(server)
    match_indexes = [progress.match_index for progress in volatile.progress]
    commit_index = rules.leader_commit_index(
        durable.log, durable.current_term, volatile.commit_index, match_indexes
    )
    return _record_committed(evolve(server, volatile=evolve(volatile, commit_index=commit_index)))


def _record_committed(server: Server) -> Server:
    """Let the observer note each entry that the server now takes for committed, and did not before."""
    durable, history = server.durable, server.history
    seen = {(committed.index, committed.entry) for committed in history.committed}
    commit_index = _running(server).commit_index
    new = tuple(
        Committed(index, entry, durable.current_term)
        for index, entry in _entries_up_to(durable.log, commit_index)
        if (index, entry) not in seen
    )
    return evolve(server, history=History(history.elected, (*history.committed, *new))) if new else server


def _entries_up_to(log: Log, index: int) -> list[tuple[int, Entry]]:
    return list(enumerate(log[:index], start=1))


def _answer_append(server: Server, leader: ServerId, *, success: bool, match_index: int = 0) -> Outcome:
    answer = AppendEntriesResponse(server.durable.current_term, success, match_index)
    return Outcome(server, (Message(server.id, leader, answer),))


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
