"""What a server does of its own accord: the TLA+'s state transitions, the table at the foot.

A function returns None where the action's guard does not hold.
"""

from collections.abc import Callable
from typing import Any

from attrs import evolve

from model.ongaro.events import (
    AdvanceCommitIndex,
    BecomeLeader,
    ClientRequest,
    ElectionTimeout,
    Restart,
    SendAppendEntries,
    SendRequestVote,
)
from model.ongaro.state import Server, Volatile, all_from, last_term, started
from model.process import Event, Message, Outcome
from model.raft.messages import AppendEntries, RequestVote
from model.raft.quorum import is_quorum
from model.raft.state import Durable, Entry, Role, ServerId, last_index, term_at


def restart(server: Server, event: Restart) -> Outcome | None:  # noqa: ARG001  # the table's signature
    return Outcome(evolve(server, volatile=started(server.volatile.servers())))


def time_out(server: Server, event: ElectionTimeout) -> Outcome | None:  # noqa: ARG001  # the table's signature
    if server.leads():
        return None
    durable = Durable(current_term=server.durable.current_term + 1, log=server.durable.log)
    none: frozenset[ServerId] = frozenset()
    volatile = evolve(server.volatile, role=Role.CANDIDATE, votes_responded=none, votes_granted=none)
    return Outcome(evolve(server, durable=durable, volatile=volatile))


def send_request_vote(server: Server, event: SendRequestVote) -> Outcome | None:
    durable, volatile = server.durable, server.volatile
    if volatile.role is not Role.CANDIDATE or event.peer in volatile.votes_responded:
        return None
    request = RequestVote(durable.current_term, last_index(durable.log), last_term(durable.log))
    return Outcome(server, (Message(server.id, event.peer, request),))


def send_append_entries(server: Server, event: SendAppendEntries) -> Outcome | None:
    if event.peer == server.id or not server.leads():
        return None
    log = server.durable.log
    next_index = server.volatile.progress_of(event.peer).next_index
    prev_log_term = term_at(log, next_index - 1)
    assert prev_log_term is not None, "a leader's next index is at most one behind the end of its log"
    last_entry = min(last_index(log), next_index)
    append = AppendEntries(
        term=server.durable.current_term,
        prev_log_index=next_index - 1,
        prev_log_term=prev_log_term,
        entries=log[next_index - 1 : last_entry],
        leader_commit=min(server.volatile.commit_index, last_entry),
    )
    return Outcome(server, (Message(server.id, event.peer, append),))


def become_leader(server: Server, event: BecomeLeader) -> Outcome | None:  # noqa: ARG001  # the table's signature
    volatile = server.volatile
    if volatile.role is not Role.CANDIDATE or not _is_quorum_of(volatile, len(volatile.votes_granted)):
        return None
    progress = all_from(volatile.servers(), last_index(server.durable.log) + 1)
    return Outcome(evolve(server, volatile=evolve(volatile, role=Role.LEADER, progress=progress)))


def client_request(server: Server, event: ClientRequest) -> Outcome | None:
    if not server.leads():
        return None
    entry = Entry(server.durable.current_term, event.value)
    return Outcome(evolve(server, durable=evolve(server.durable, log=(*server.durable.log, entry))))


def advance_commit_index(server: Server, event: AdvanceCommitIndex) -> Outcome | None:  # noqa: ARG001  # the table's signature
    durable, volatile = server.durable, server.volatile
    if not server.leads():
        return None
    indexes = range(1, last_index(durable.log) + 1)
    agreed = max((index for index in indexes if _is_quorum_of(volatile, _agreeing(server, index))), default=0)
    # The first term is 1: an index of 0, before the log, is of term 0 and is never taken.
    if term_at(durable.log, agreed) != durable.current_term:
        return Outcome(server)
    return Outcome(evolve(server, volatile=evolve(volatile, commit_index=agreed)))


def _is_quorum_of(volatile: Volatile, count: int) -> bool:
    return is_quorum(count, len(volatile.servers()))


def _agreeing(server: Server, index: int) -> int:
    """Count the servers that agree up to an index: the leader, and those that match so far."""
    matching = {progress.peer for progress in server.volatile.progress if progress.match_index >= index}
    return len(matching | {server.id})


TRANSITIONS: dict[type[Event], Callable[[Server, Any], Outcome | None]] = {
    Restart: restart,
    ElectionTimeout: time_out,
    SendRequestVote: send_request_vote,
    SendAppendEntries: send_append_entries,
    BecomeLeader: become_leader,
    ClientRequest: client_request,
    AdvanceCommitIndex: advance_commit_index,
}
