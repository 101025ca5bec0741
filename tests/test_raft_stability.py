"""What keeps a leader in office: leases, quorums that are checked, pre-votes; and the leader's no-op."""

import pytest
from attrs import evolve
from scenes import (
    N1,
    N2,
    N3,
    THREE,
    after,
    answer,
    candidate,
    entry,
    follower,
    hears,
    leader,
    receive,
    role_of,
    sent,
    takes,
)

from checker.reference import search
from checker.verdict import Verdict
from model.raft.events import ElectionTimeout, LeaderTimeout, QuorumTimeout
from model.raft.group import RaftBounds, raft_group
from model.raft.messages import (
    AppendEntries,
    PreVoteResponse,
    RequestPreVote,
    RequestVote,
    RequestVoteResponse,
)
from model.raft.mutants.offices import PrevoteDeadlock
from model.raft.no_op import NO_OP, NoOp
from model.raft.stability import CheckQuorum, PreVote
from model.raft.state import Durable, Entry, History, Role, Server, ServerId, Volatile
from properties import raft_roles
from properties.raft_roles import (
    leader_grants_no_pre_vote,
    leader_unseated,
    pre_candidate_keeps_its_term,
    term_begins_with_a_candidate,
)

CHECKS, ASKS = CheckQuorum(THREE), PreVote(THREE)
HEARTBEAT = AppendEntries(1, 0, 0, (), 0)


def in_lease(server: Server, of: ServerId = N2) -> Server:
    return evolve(server, volatile=evolve(server.running(), leader=of))


def asking(
    *,
    term: int = 1,
    voted_for: ServerId | None = None,
    log: tuple[int, ...] = (),
    granted: tuple[ServerId, ...] = (N1,),
) -> Server:
    server = follower(term=term, voted_for=voted_for, log=log)
    return evolve(server, volatile=Volatile(Role.PRE_CANDIDATE, votes_granted=frozenset(granted)))


# Leases


def test_whom_a_server_heard_from() -> None:
    """A server that hears from the leader of its term remembers it; with Raft alone it does not."""
    assert hears(follower(), HEARTBEAT, N2, CHECKS).running().leader == N2
    assert hears(follower(), HEARTBEAT, N2).running().leader is None


@pytest.mark.parametrize("event", [LeaderTimeout(), ElectionTimeout()], ids=str)
def test_time_ends_a_lease(event: object) -> None:
    """When time runs out, the leader is forgotten."""
    assert after(in_lease(follower()), event, CHECKS).running().leader is None


def test_no_lease_no_end() -> None:
    """A server that heard from nobody has no lease that could end."""
    assert takes(follower(), LeaderTimeout(), CHECKS) is None


@pytest.mark.parametrize("server", [in_lease(follower()), leader()], ids=["follows", "leads"])
@pytest.mark.parametrize("asked", [RequestVote(2, 0, 0), RequestPreVote(2, 0, 0)], ids=["vote", "pre-vote"])
def test_a_lease_makes_deaf(server: Server, asked: RequestVote | RequestPreVote) -> None:
    """In a lease, a server ignores who asks for votes in a newer term: no answer, no newer term."""
    assert server == hears(server, asked, N3, ASKS)
    assert sent(server, receive(asked, N3), ASKS) == ()


def test_a_newer_leader_is_heard_in_a_lease() -> None:
    """A lease does not keep a server from a leader of a newer term."""
    heard = hears(in_lease(follower()), AppendEntries(2, 0, 0, (), 0), N3, CHECKS)
    assert (heard.durable.current_term, heard.running().leader) == (2, N3)


def test_a_newer_term_ends_a_lease() -> None:
    """Whom a server heard from led an earlier term."""
    heard = hears(in_lease(follower()), RequestVoteResponse(2, vote_granted=False), N3, CHECKS)
    assert heard.running().leader is None


# Quorums that are checked


@pytest.mark.parametrize(
    ("heard", "role"),
    [((), Role.FOLLOWER), ((N2,), Role.LEADER), ((N2, N3), Role.LEADER)],
    ids=["nobody", "one", "both"],
)
def test_a_leader_checks_its_quorum(heard: tuple[ServerId, ...], role: Role) -> None:
    """A leader steps down if an election time-out passes without a round of answers from a majority
    (dissertation, §6.2); it keeps its term and its vote.
    """
    checked = after(leader(), QuorumTimeout(frozenset(heard)), CHECKS)
    assert (role, Durable(1, N1)) == (role_of(checked), checked.durable)


def test_only_a_leader_checks() -> None:
    """Who does not lead has no quorum to check."""
    assert takes(follower(), QuorumTimeout(frozenset()), CHECKS) is None


# Pre-votes: who asks


def test_asking_changes_nothing() -> None:
    """A pre-candidate does not raise its term, and votes for nobody (dissertation, §9.6)."""
    asked = after(follower(term=3, voted_for=N2), ElectionTimeout(), ASKS)
    assert Durable(3, N2) == asked.durable
    assert Volatile(Role.PRE_CANDIDATE, votes_granted=frozenset({N1})) == asked.volatile


def test_asks_about_the_next_term() -> None:
    """A request for a pre-vote carries the term in which the server would stand, and its log."""
    outgoing = sent(follower(term=3, log=[1, 2]), ElectionTimeout(), ASKS)
    assert [(N2, RequestPreVote(4, 2, 2)), (N3, RequestPreVote(4, 2, 2))] == [
        (message.destination, message.payload) for message in outgoing
    ]


def test_a_majority_of_pre_votes_begins_an_election() -> None:
    """A server that would win stands: in a new term, with its own vote, and asks for the others'."""
    outcome = takes(asking(), receive(PreVoteResponse(2, vote_granted=True)), ASKS)
    assert outcome is not None
    assert Durable(2, N1) == outcome.local.durable
    assert role_of(outcome.local) is Role.CANDIDATE
    assert {RequestVote(2, 0, 0)} == {message.payload for message in outcome.sends}


@pytest.mark.parametrize(
    ("response", "counted"),
    [
        (PreVoteResponse(2, vote_granted=True), True),
        (PreVoteResponse(1, vote_granted=True), False),
        (PreVoteResponse(3, vote_granted=True), False),
        (PreVoteResponse(1, vote_granted=False), True),
        (PreVoteResponse(0, vote_granted=False), False),
    ],
    ids=str,
)
def test_which_pre_votes_count(response: PreVoteResponse, *, counted: bool) -> None:
    """Only those for its next term count, and refusals in its own."""
    assert counted == ASKS.counts_pre_vote(response, Role.PRE_CANDIDATE, 1)
    assert not ASKS.counts_pre_vote(response, Role.CANDIDATE, 1)


def test_a_refusal_tells_a_newer_term() -> None:
    """Who asks and is refused by one of a newer term goes on in that term, as a follower."""
    refused = hears(asking(), PreVoteResponse(5, vote_granted=False), N2, ASKS)
    assert (5, Role.FOLLOWER) == (refused.durable.current_term, role_of(refused))


def test_a_group_of_one_needs_nobody() -> None:
    """A server alone asks itself, stands, and leads, in one step."""
    assert role_of(after(follower(), ElectionTimeout(), PreVote((N1,)))) is Role.LEADER


# Pre-votes: who is asked


def test_a_pre_vote_is_no_vote() -> None:
    """To grant a pre-vote changes neither the term nor the vote."""
    asked = follower(term=1, voted_for=N3)
    assert PreVoteResponse(2, vote_granted=True) == answer(asked, RequestPreVote(2, 0, 0), N2, ASKS)
    assert asked == hears(asked, RequestPreVote(2, 0, 0), N2, ASKS)


@pytest.mark.parametrize(
    ("server", "granted"),
    [
        (follower(term=1), True),
        (follower(term=2), True),
        (follower(term=2, voted_for=N2), True),
        (follower(term=2, voted_for=N3), False),
        (follower(term=3), False),
        (follower(term=1, log=[1]), False),
        (candidate(term=1), True),
    ],
    ids=["older", "same", "same vote", "another vote", "newer", "longer log", "candidate"],
)
def test_who_grants(server: Server, *, granted: bool) -> None:
    """A pre-vote is granted to whom the server could give its vote in that term."""
    response = answer(server, RequestPreVote(2, 0, 0), N2, ASKS)
    assert granted == response.vote_granted  # type: ignore[union-attr]  # it is a pre-vote's
    assert (2 if granted else server.durable.current_term) == response.term


def test_an_old_pre_vote_is_answered() -> None:
    """One who asks about an old term learns of the newer: to drop it silently is a deadlock (etcd#8501)."""
    assert PreVoteResponse(7, vote_granted=False) == answer(
        follower(term=7), RequestPreVote(2, 0, 0), N2, ASKS
    )
    assert sent(follower(term=7), receive(RequestPreVote(2, 0, 0)), PrevoteDeadlock(THREE)) == ()


# What is promised of them


class AdoptsWhatIsAsked(PreVote):
    """A server adopts the term that a pre-vote speaks of."""

    def term_told(self, payload: object) -> int:
        return payload.term  # type: ignore[attr-defined, no-any-return]  # a message


class VotesForItself(PreVote):
    """A server that leads answers pre-votes as any other."""

    def in_lease(self, role: Role, leader: ServerId | None) -> bool:
        return False


class RaisesItsTerm(PreVote):
    """A pre-candidate raises its term."""

    def term_while_asking(self, current_term: int) -> int:
        return current_term + 1


@pytest.mark.parametrize(
    ("protocol", "broken", "steps"),
    [
        (AdoptsWhatIsAsked, term_begins_with_a_candidate, 2),
        (VotesForItself, leader_grants_no_pre_vote, 7),
        (RaisesItsTerm, pre_candidate_keeps_its_term, 1),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_each_promise_can_be_broken(protocol: type[PreVote], broken: raft_roles.Finding, steps: int) -> None:
    """Each has a mistake that breaks it, which the healthy group survives."""
    bounds = RaftBounds(servers=2, terms=1, entries=0, requests=0, in_flight=2)
    result = search(raft_group(bounds, protocol), [broken])  # type: ignore[list-item]  # a property
    assert result.violation is not None
    assert steps == len(result.violation.actions)
    assert search(raft_group(bounds, PreVote), [broken]).verdict is Verdict.HOLDS  # type: ignore[list-item]  # a property


def test_what_they_object_to() -> None:
    """The sentences of what is promised."""
    led = evolve(leader(), history=History(pre_votes_as_leader=(1,)))
    assert leader_grants_no_pre_vote(led) == "n1 led term 1 and granted a pre-vote"
    assert pre_candidate_keeps_its_term(follower(term=1), asking(term=2)) == (
        "n1 went from term 1 to 2 as a pre-candidate"
    )
    assert pre_candidate_keeps_its_term(follower(term=1), asking(term=1, voted_for=N1)) == (
        "n1 voted for itself as a pre-candidate"
    )
    assert pre_candidate_keeps_its_term(asking(), asking(voted_for=N2)) is None
    assert term_begins_with_a_candidate((follower(term=2), follower(N2, term=2, voted_for=N3))) == (
        "n1 is in term 2, and nobody stood for election in it"
    )
    assert term_begins_with_a_candidate((follower(term=1), candidate(N2, term=2))) is None
    assert term_begins_with_a_candidate((follower(term=0),)) is None


def test_leader_unseated() -> None:
    """A leader that learns of a newer term is unseated; one that steps down in its term is not."""
    assert leader_unseated(leader(), follower(term=2)) == "n1 led term 1, and follows in term 2"
    assert leader_unseated(leader(), follower(term=1)) is None
    assert leader_unseated(leader(), evolve(leader(), volatile=None)) is None
    assert leader_unseated(follower(), follower(term=2)) is None


# The no-op


def test_a_new_leader_appends_a_no_op() -> None:
    """A new leader appends an entry of its own term, and what it sends begins with that."""
    voted = hears(candidate(term=2, log=[1]), RequestVoteResponse(2, vote_granted=True), N2, NoOp(THREE))
    assert (entry(1, 1), Entry(2, NO_OP)) == voted.durable.log
    known = voted.progress_of(N3)
    assert known is not None
    assert known.next_index == 2


def test_a_no_op_alone_is_committed() -> None:
    """In a group of one, the no-op is committed at once."""
    alone = after(follower(term=1, log=[1]), ElectionTimeout(), NoOp((N1,)))
    assert alone.running().commit_index == 2
