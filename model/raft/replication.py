"""What a server does to replicate the log: it appends, it acknowledges, it commits (§5.3).

Nothing is decided here: the handlers ask the rules, and put the answers together.
"""

from attrs import evolve

from model.process import Message, Outcome
from model.raft.events import ClientRequest, SendAppendEntries, SendHeartbeat
from model.raft.messages import AppendEntries, AppendEntriesResponse
from model.raft.rules import Raft
from model.raft.state import Committed, Entry, Log, Progress, Server, ServerId


def on_client_request(rules: Raft, server: Server, event: ClientRequest) -> Outcome | None:
    durable, volatile = server.durable, server.volatile
    if volatile is None or not rules.takes_requests(volatile.role):
        return None
    entry = Entry(durable.current_term, event.value)
    log = rules.log_after_request(durable.log, entry)
    return Outcome(advance_commit(rules, evolve(server, durable=evolve(durable, log=log))))


def on_send_append_entries(rules: Raft, server: Server, event: SendAppendEntries) -> Outcome | None:
    known = server.progress_of(event.peer)
    if known is None:
        return None
    return _send(rules, server, known, rules.entries_to_send(server.durable.log, known.next_index))


def on_send_heartbeat(rules: Raft, server: Server, event: SendHeartbeat) -> Outcome | None:
    known = server.progress_of(event.peer)
    return None if known is None else _send(rules, server, known, ())


def on_append_entries(rules: Raft, server: Server, leader: ServerId, append: AppendEntries) -> Outcome:
    durable, volatile = server.durable, server.running()
    if not rules.accepts_leader(append.term, durable.current_term):
        return _answer_append(server, leader, success=False)
    role = rules.role_under_leader(volatile.role)
    volatile = evolve(volatile.as_role(role), leader=rules.leader_remembered(leader))
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
    volatile = server.running()
    if not rules.counts_append(response, volatile.role, server.durable.current_term):
        return Outcome(server)
    before, log = server.progress_of(follower), server.durable.log
    if before is None:
        return Outcome(server)
    sent_up_to = before.next_index - 1 + len(rules.entries_to_send(log, before.next_index))
    acknowledged = rules.index_acknowledged(response, sent_up_to)
    if acknowledged is not None:
        match_index = rules.match_index_after(before.match_index, acknowledged)
        after = Progress(follower, rules.next_index_after(match_index), match_index)
    else:
        next_index = rules.next_index_after_refusal(before.next_index, before.match_index)
        after = Progress(follower, next_index, before.match_index)
    volatile = evolve(volatile, progress=volatile.progress - {before} | {after})
    return Outcome(advance_commit(rules, evolve(server, volatile=volatile)))


def _send(rules: Raft, server: Server, known: Progress, entries: tuple[Entry, ...]) -> Outcome:
    durable = server.durable
    prev_log_index, prev_log_term = rules.entry_before(durable.log, known.next_index)
    payload = AppendEntries(
        term=durable.current_term,
        prev_log_index=prev_log_index,
        prev_log_term=prev_log_term,
        entries=entries,
        leader_commit=rules.commit_index_told(server.running().commit_index, known.match_index),
    )
    return Outcome(server, (Message(server.id, known.peer, payload),))


def announce(rules: Raft, server: Server) -> tuple[Message, ...]:
    """Return the heartbeats with which a new leader tells those that the rules name."""
    known = (server.progress_of(peer) for peer in rules.announced_to(server.id))
    return tuple(
        message for one in known if one is not None for message in _send(rules, server, one, ()).sends
    )


def advance_commit(rules: Raft, server: Server) -> Server:
    """Let a leader see how far its log is committed."""
    durable, volatile = server.durable, server.running()
    commit_index = rules.leader_commit_index(durable, volatile.commit_index, server.id, volatile.progress)
    return _record_committed(evolve(server, volatile=evolve(volatile, commit_index=commit_index)))


def _record_committed(server: Server) -> Server:
    """Let the observer note each entry that the server now takes for committed, and did not before."""
    durable, history = server.durable, server.history
    seen = {(committed.index, committed.entry) for committed in history.committed}
    commit_index = server.running().commit_index
    new = tuple(
        Committed(index, entry, durable.current_term)
        for index, entry in _entries_up_to(durable.log, commit_index)
        if (index, entry) not in seen
    )
    return evolve(server, history=evolve(history, committed=(*history.committed, *new))) if new else server


def _entries_up_to(log: Log, index: int) -> list[tuple[int, Entry]]:
    return list(enumerate(log[:index], start=1))


def _answer_append(server: Server, leader: ServerId, *, success: bool, match_index: int = 0) -> Outcome:
    answer = AppendEntriesResponse(server.durable.current_term, success, match_index)
    return Outcome(server, (Message(server.id, leader, answer),))
