"""Votes and terms, Figure 2 row by row (§5.1, §5.2, §5.4.1): to whom a server gives its vote, and its ear."""

import pytest
from attrs import evolve
from broken import FreesVoteUnderLeader
from scenes import (
    N1,
    N2,
    N3,
    THREE,
    answer,
    candidate,
    follower,
    hears,
    leader,
    role_of,
)

from model.raft.messages import (
    AppendEntries,
    AppendEntriesResponse,
    Payload,
    RequestVote,
    RequestVoteResponse,
)
from model.raft.rules import Raft
from model.raft.state import Role, Server, ServerId

HEARTBEAT = AppendEntries(1, 0, 0, (), 0)


# Giving a vote: RequestVote, receiver's implementation


def test_refuses_an_older_term() -> None:
    """Reply false if term < currentTerm (RequestVote 1); the answer carries the voter's term, for the
    candidate to update itself.
    """
    voter, request = follower(term=3, voted_for=N3), RequestVote(2, 9, 2)
    assert RequestVoteResponse(3, vote_granted=False) == answer(voter, request)
    assert voter == hears(voter, request)


def test_grants_a_free_vote() -> None:
    """If votedFor is null, grant the vote (RequestVote 2), and remember to whom."""
    voter, request = follower(term=3), RequestVote(3, 0, 0)
    assert RequestVoteResponse(3, vote_granted=True) == answer(voter, request)
    assert follower(term=3, voted_for=N2) == hears(voter, request)


def test_grants_its_vote_again_to_the_same() -> None:
    """If votedFor is candidateId, grant the vote (RequestVote 2): a request may arrive twice."""
    voter, request = follower(term=3, voted_for=N2), RequestVote(3, 0, 0)
    assert RequestVoteResponse(3, vote_granted=True) == answer(voter, request)
    assert voter == hears(voter, request)


@pytest.mark.parametrize(
    "voter", [follower(term=3, voted_for=N3), candidate(term=3), leader(term=3)], ids=role_of
)
def test_votes_once_in_a_term(voter: Server) -> None:
    """Each server will vote for at most one candidate in a given term, first-come-first-served (§5.2)."""
    request = RequestVote(3, 9, 3)
    assert RequestVoteResponse(3, vote_granted=False) == answer(voter, request)
    assert voter == hears(voter, request)


@pytest.mark.parametrize(
    ("own", "last_index", "last_term", "granted"),
    [
        ((), 0, 0, True),
        ((), 1, 1, True),
        ((1,), 0, 0, False),
        ((1,), 1, 1, True),
        ((1,), 2, 1, True),
        ((1, 1), 1, 1, False),
        ((1, 1), 1, 2, True),
        ((1, 1, 1), 1, 2, True),
        ((1, 2), 2, 1, False),
        ((1, 2), 9, 1, False),
        ((1, 2), 2, 2, True),
        ((1, 2, 2), 2, 2, False),
        ((1, 2), 1, 3, True),
    ],
)
def test_log_is_up_to_date(own: tuple[int, ...], last_index: int, last_term: int, granted: bool) -> None:  # noqa: FBT001  # a table
    """If the logs have last entries with different terms, then the log with the later term is more up to
    date. If the logs end with the same term, then whichever log is longer is more up to date (§5.4.1).
    """
    request = RequestVote(4, last_index, last_term)
    assert RequestVoteResponse(4, granted) == answer(follower(term=4, log=own), request)


def test_refused_for_its_log_but_followed_in_its_term() -> None:
    """A candidate whose log is behind gets no vote, but its newer term counts."""
    voter = follower(term=3, voted_for=N3, log=[1, 2])
    assert RequestVoteResponse(4, vote_granted=False) == answer(voter, RequestVote(4, 1, 1))
    assert follower(term=4, log=[1, 2]) == hears(voter, RequestVote(4, 1, 1))


def test_new_term_new_vote() -> None:
    """In a term that it has just learnt of, a server has not voted."""
    voter = follower(term=3, voted_for=N3)
    assert follower(term=4, voted_for=N2) == hears(voter, RequestVote(4, 0, 0))


# Hearing of a leader


@pytest.mark.parametrize("server", [follower(voted_for=N3), candidate()], ids=role_of)
def test_candidate_hears_of_the_leader(server: Server) -> None:
    """If AppendEntries RPC received from new leader: convert to follower (Figure 2, candidates). The vote
    that it gave in this term it has given.
    """
    assert follower(voted_for=server.durable.voted_for) == hears(server, HEARTBEAT)


def test_candidate_hears_of_the_leader_in_time() -> None:
    """The leader is recognised even where its entries do not fit."""
    server, misfit = candidate(), AppendEntries(1, 7, 1, (), 0)
    assert role_of(hears(server, misfit)) is Role.FOLLOWER
    assert AppendEntriesResponse(1, success=False) == answer(server, misfit)


def test_candidate_hears_of_an_older_leader() -> None:
    """If the term in the RPC is smaller than the candidate's current term, then the candidate rejects the
    RPC and continues in candidate state (§5.2).
    """
    server = candidate(term=2, granted=[N1])
    assert server == hears(server, HEARTBEAT)
    assert AppendEntriesResponse(2, success=False) == answer(server, HEARTBEAT)


@pytest.mark.parametrize(
    "payload",
    [
        RequestVote(5, 0, 0),
        RequestVoteResponse(5, vote_granted=False),
        RequestVoteResponse(5, vote_granted=True),
        AppendEntries(5, 7, 5, (), 0),
        AppendEntriesResponse(5, success=False),
        AppendEntriesResponse(5, success=True, match_index=1),
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "server",
    [
        follower(term=4, voted_for=N3, log=[1, 4], commit=1),
        candidate(term=4, log=[1, 4], commit=1),
        leader(term=4, log=[1, 4], commit=1),
    ],
    ids=role_of,
)
def test_newer_term(server: Server, payload: Payload) -> None:
    """If RPC request or response contains term T > currentTerm: set currentTerm = T, convert to follower
    (Figure 2, all servers). Nothing else is lost: neither the log nor what is committed.
    """
    expected = evolve(follower(term=5, log=[1, 4], commit=1), history=server.history)
    assert expected == hears(server, payload)


def test_equal_term_changes_no_role() -> None:
    """A leader that hears of its own term goes on leading."""
    assert leader(term=4) == hears(leader(term=4), RequestVoteResponse(4, vote_granted=True))


# What the rules say of a vote is done


def test_vote_that_is_kept_in_a_new_term() -> None:
    """Were the rule that a new term frees the vote another one, a server would do as it says."""

    class KeepsVote(Raft):
        def vote_in_adopted_term(self, voted_for: ServerId | None) -> ServerId | None:
            return voted_for

    voter = hears(follower(term=1, voted_for=N3), RequestVote(2, 0, 0), N2, KeepsVote(THREE))
    assert follower(term=2, voted_for=N3) == voter


@pytest.mark.parametrize("fitting", [HEARTBEAT, AppendEntries(1, 7, 1, (), 0)], ids=["fits", "misfit"])
def test_vote_that_is_freed_under_a_leader(fitting: AppendEntries) -> None:
    """Were the rule that recognising a leader frees no vote another one, so it would be, whether or not
    the leader's entries fit.
    """
    server = hears(follower(voted_for=N3), fitting, N2, FreesVoteUnderLeader(THREE))
    assert follower() == server
