"""What is peculiar to Ongaro's specification, one scene each: where it differs from `model.raft`."""

import pytest
from attrs import evolve

from model.ongaro.events import (
    AdvanceCommitIndex,
    AppendEntry,
    BecomeLeader,
    ElectionTimeout,
    RemoveConflict,
    Restart,
    SendAppendEntries,
    SendRequestVote,
    UpdateTerm,
)
from model.ongaro.group import REACTIONS, OngaroBounds, ongaro_group
from model.ongaro.state import Server, Volatile, started
from model.process import Event, Message, Outcome, Receive
from model.raft.messages import AppendEntries, AppendEntriesResponse, RequestVote, RequestVoteResponse
from model.raft.state import Durable, Entry, Progress, Role, ServerId, Value
from model.world import System, World

N1, N2, N3 = THREE = tuple(ServerId(f"n{number}") for number in (1, 2, 3))
V1, V2 = Value("v1"), Value("v2")
E2, E3 = Entry(2, V1), Entry(3, V2)


def server(
    *log: Entry,
    term: int = 3,
    role: Role = Role.FOLLOWER,
    commit: int = 0,
    voted_for: ServerId | None = None,
    granted: tuple[ServerId, ...] = (),
    matching: int = 0,
) -> Server:
    """Return n1 in some state; the votes granted are all it knows, and n2 matches up to an index."""
    votes = frozenset(granted)
    progress = frozenset({Progress(N1, 1), Progress(N2, matching + 1, matching), Progress(N3, 1)})
    volatile = Volatile(progress, role, commit, votes_responded=votes, votes_granted=votes)
    return Server(N1, Durable(term, voted_for, log), volatile)


def append(*entries: Entry, prev: Entry | None = None, term: int = 3, commit: int = 0) -> Message:
    """Return what n2 sends to n1: entries, after one at index 1 if any."""
    place = (1, prev.term) if prev else (0, 0)
    return Message(N2, N1, AppendEntries(term, *place, entries, commit))


def react(before: Server, event: Event) -> Outcome | None:
    return REACTIONS[type(event)](before, event)


def after(before: Server, event: Event) -> Server:
    outcome = react(before, event)
    assert outcome is not None
    return outcome.local


def sends(before: Server, event: Event) -> list[tuple[str, object]]:
    outcome = react(before, event)
    assert outcome is not None
    return [(message.destination, message.payload) for message in outcome.sends]


def choices(system: System, local: Server, message: Message) -> dict[str, tuple[Message, ...]]:
    """Return for each kind of action about a message, where n1 is in a state, what is in flight after."""
    world = World((local, *system.initial_locals[1:]), (message,))
    return {
        action.kind: after.messages
        for action, after, _ in system.actions(world)
        if action.message is not None
    }


SYSTEM = ongaro_group(OngaroBounds(terms=4, entries=2, in_flight=2, copies=2))


def test_timeout_grants_nothing() -> None:
    """A candidate has no vote at first, not even its own, and has voted for nobody."""
    candidate = after(server(voted_for=N1, granted=(N1, N2)), ElectionTimeout())
    assert (candidate.durable.current_term, candidate.durable.voted_for) == (4, None)
    assert (candidate.volatile.role, candidate.volatile.votes_granted) == (Role.CANDIDATE, frozenset())


def test_candidate_asks_itself() -> None:
    """A candidate sends RequestVote to itself, too, until it has answered, and grants it like another's."""
    candidate = server(E2, role=Role.CANDIDATE)
    request = RequestVote(3, last_log_index=1, last_log_term=2)
    assert sends(candidate, SendRequestVote(N1)) == [(N1, request)]
    assert sends(candidate, Receive(Message(N1, N1, request))) == [
        (N1, RequestVoteResponse(3, vote_granted=True))
    ]
    assert react(server(role=Role.CANDIDATE, granted=(N1,)), SendRequestVote(N1)) is None


def test_candidate_may_vote_for_another() -> None:
    """A candidate that has not asked itself yet may vote for another of the same term."""
    request = Receive(Message(N2, N1, RequestVote(3, 0, 0)))
    voter = after(server(role=Role.CANDIDATE), request)
    assert (voter.volatile.role, voter.durable.voted_for) == (Role.CANDIDATE, N2)
    assert sends(voter, Receive(Message(N1, N1, RequestVote(3, 0, 0)))) == [
        (N1, RequestVoteResponse(3, vote_granted=False))
    ]


def test_becoming_leader_is_a_step() -> None:
    """A candidate with a quorum of votes leads only once it takes that step."""
    response = Message(N2, N1, RequestVoteResponse(3, vote_granted=True))
    elected = after(server(E2, role=Role.CANDIDATE, granted=(N1,)), Receive(response))
    assert elected.volatile.role is Role.CANDIDATE
    leader = after(elected, BecomeLeader())
    assert leader.volatile.progress == {Progress(peer, 2) for peer in THREE}
    assert leader.volatile.votes_granted == {N1, N2}
    assert react(server(role=Role.CANDIDATE, granted=(N1,)), BecomeLeader()) is None


def test_newer_term_leaves_the_message() -> None:
    """A message of a newer term changes the term, and nothing but that and a loss can happen to it."""
    message = append(E3, term=4)
    assert choices(SYSTEM, server(), message) == {
        "update-term": (message,),
        "duplicate": (message, message),
        "drop": (),
    }


def test_step_down_keeps_votes_and_indexes() -> None:
    """A leader that adopts a newer term keeps what only candidates and leaders read."""
    leader = server(role=Role.LEADER, voted_for=N1, granted=(N1, N2), matching=1)
    follower = after(leader, UpdateTerm(append(term=4)))
    assert follower.volatile == evolve(leader.volatile, role=Role.FOLLOWER)
    assert follower.durable == Durable(4)


def test_restart_resets_votes_and_indexes() -> None:
    """A restart leaves the term, the vote and the log."""
    before = server(E2, role=Role.LEADER, voted_for=N1, granted=(N1, N2), matching=1, commit=1)
    assert after(before, Restart()) == evolve(before, volatile=started(THREE))


@pytest.mark.parametrize(
    ("local", "message", "kind"),
    [
        (server(role=Role.CANDIDATE), append(E3), "return-to-follower"),
        (server(E2), append(E3), "remove-conflict"),
        (server(E2, E2), append(E3), "remove-conflict"),
        (server(), append(E3), "append-entry"),
        (server(E2), append(E3, prev=E2), "append-entry"),
        (server(E3), append(E3), "receive"),
        (server(E3), append(), "receive"),
        (server(), append(E3, prev=E2), "receive"),
        (server(term=4, role=Role.LEADER), append(E3), "receive"),
    ],
    ids=[
        "candidate",
        "conflict",
        "conflict before the end",
        "first",
        "next",
        "known",
        "heartbeat",
        "gap",
        "old",
    ],
)
def test_one_branch_for_each_message(local: Server, message: Message, kind: str) -> None:
    """At an AppendEntries a server has one thing to do; only an answer takes the message away."""
    left = choices(SYSTEM, local, message)
    assert set(left) - {"duplicate", "drop"} == {kind}
    answered = [
        payload for payload in (one.payload for one in left[kind]) if not isinstance(payload, AppendEntries)
    ]
    assert (message in left[kind]) == (kind != "receive")
    assert len(answered) == (kind == "receive")


def test_conflict_removes_one_entry() -> None:
    """Where the logs differ at index 1, the last entry goes first, though it is at index 2."""
    assert after(server(E2, E2), RemoveConflict(append(E3))).durable.log == (E2,)


def test_appending_does_not_commit() -> None:
    """An entry is appended in one step; the message's commit index is taken in another."""
    message = append(E3, commit=1)
    longer = after(server(), AppendEntry(message))
    assert (longer.durable.log, longer.volatile.commit_index) == ((E3,), 0)
    assert after(longer, Receive(message)).volatile.commit_index == 1


def test_follower_commit_index_falls() -> None:
    """A follower takes the commit index of the message, even if it is less than its own."""
    assert after(server(E3, commit=1), Receive(append(E3, commit=0))).volatile.commit_index == 0


def test_leader_commit_index_falls() -> None:
    """A late answer takes the match index back, and the commit index after it."""
    leader = server(E3, E3, role=Role.LEADER, matching=2, commit=2)
    late = Receive(Message(N2, N1, AppendEntriesResponse(3, success=True, match_index=1)))
    behind = after(leader, late)
    assert behind.volatile.progress_of(N2) == Progress(N2, 2, 1)
    assert after(behind, AdvanceCommitIndex()).volatile.commit_index == 1


def test_entries_of_older_terms_are_not_committed() -> None:
    """Only an entry of the leader's term is committed by counting (§5.4.2), and the older ones with it."""
    assert after(server(E2, role=Role.LEADER, matching=1), AdvanceCommitIndex()).volatile.commit_index == 0
    assert (
        after(server(E2, E3, role=Role.LEADER, matching=2), AdvanceCommitIndex()).volatile.commit_index == 2
    )


def test_commit_index_sent_is_limited() -> None:
    """A leader sends no commit index beyond the entry that it sends."""
    leader = server(E3, E3, role=Role.LEADER, commit=2)
    assert sends(leader, SendAppendEntries(N3)) == [(N3, AppendEntries(3, 0, 0, (E3,), 1))]


def test_late_answers_count_whatever_the_role() -> None:
    """A follower counts votes and acknowledgements of its term, though it reads none of them."""
    vote = Receive(Message(N2, N1, RequestVoteResponse(3, vote_granted=True)))
    assert after(server(), vote).volatile.votes_granted == {N2}
    acknowledged = Receive(Message(N2, N1, AppendEntriesResponse(3, success=True, match_index=1)))
    assert after(server(), acknowledged).volatile.progress_of(N2).match_index == 1


def test_refusal_goes_back_to_the_first_entry() -> None:
    """A refusal takes the next index back by one, but not below 1, and leaves the match index."""
    refusal = Receive(Message(N2, N1, AppendEntriesResponse(3, success=False)))
    back = after(server(E3, role=Role.LEADER, matching=1), refusal)
    assert back.volatile.progress_of(N2) == Progress(N2, 1, 1)
    assert after(back, refusal).volatile.progress_of(N2) == Progress(N2, 1, 1)
