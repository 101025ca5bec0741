"""Commitment, Figure 2 row by row (§5.3, §5.4.2): what a leader takes for committed, and who learns it."""

import pytest
from scenes import N1, N2, N3, after, append, commit_index_of, entry, follower, group_of, hears, leader, sent

from model.raft.events import ClientRequest, SendAppendEntries
from model.raft.messages import AppendEntries, AppendEntriesResponse
from model.raft.rules import Raft
from model.raft.state import Value

OK = AppendEntriesResponse(1, success=True, match_index=1)
REQUEST = ClientRequest(Value("v9"))

each_size = pytest.mark.parametrize("size", range(1, 8))


# The leader counts


@each_size
def test_committed_on_a_majority(size: int) -> None:
    """A log entry is committed once the leader that created the entry has replicated it on a majority of
    the servers (§5.3), and not one server sooner.
    """
    group = group_of(size)
    rules = Raft(group)
    server = after(leader(group=group), REQUEST, rules)
    holders = 1
    for peer in group[1:]:
        assert (1 if 2 * holders > size else 0) == commit_index_of(server)
        server = hears(server, OK, peer, rules)
        holders += 1
    assert commit_index_of(server) == 1


def test_the_same_follower_counts_once() -> None:
    """A follower that acknowledges an entry twice holds it once."""
    group = group_of(5)
    server = leader(log=[1], group=group)
    for _ in range(3):
        server = hears(server, OK, N2, Raft(group))
    assert commit_index_of(server) == 0


@pytest.mark.parametrize(
    ("acknowledged", "expected"), [((1, 0), 1), ((2, 1), 2), ((3, 1), 3), ((1, 3), 3), ((0, 0), 0)]
)
def test_the_largest_index_on_a_majority(acknowledged: tuple[int, int], expected: int) -> None:
    """If there exists an N such that N > commitIndex, a majority of matchIndex[i] >= N, and log[N].term ==
    currentTerm: set commitIndex = N (Figure 2, leaders).
    """
    server = leader(log=[1, 1, 1])
    for peer, match_index in zip((N2, N3), acknowledged, strict=True):
        server = hears(server, AppendEntriesResponse(1, success=True, match_index=match_index), peer)
    assert expected == commit_index_of(server)


def test_committed_with_all_before_it() -> None:
    """To commit an entry also commits all preceding entries in the leader's log, including entries created by
    previous leaders (§5.3): the observer notes each of them, in the term in which it was committed.
    """
    server = hears(leader(term=4, log=[1, 2, 4]), AppendEntriesResponse(4, success=True, match_index=3))
    assert commit_index_of(server) == 3
    assert [(known.index, known.entry.term, known.term) for known in server.history.committed] == [
        (1, 1, 4),
        (2, 2, 4),
        (3, 4, 4),
    ]


def test_figure_8() -> None:
    """Raft never commits log entries from previous terms by counting replicas. Only log entries from the
    leader's current term are committed by counting replicas (§5.4.2): Figure 8, (c) and (e).
    """
    group = group_of(5)
    rules = Raft(group)
    s1 = leader(term=4, log=[1, 2], commit=1, group=group)
    for peer in (N2, N3):
        s1 = hears(s1, AppendEntriesResponse(4, success=True, match_index=2), peer, rules)
    assert commit_index_of(s1) == 1  # (c): the entry of term 2 is on a majority, and not committed
    s1 = after(s1, REQUEST, rules)
    for peer in (N2, N3):
        s1 = hears(s1, AppendEntriesResponse(4, success=True, match_index=3), peer, rules)
    assert commit_index_of(s1) == 3  # (e): an entry of term 4 is, and with it all before it


def test_commit_index_stays() -> None:
    """A leader's commit index never falls: what it learnt as a follower it knows."""
    server = leader(term=4, log=[1, 2], commit=2)
    assert commit_index_of(after(server, REQUEST)) == 2
    assert commit_index_of(hears(server, AppendEntriesResponse(4, success=True, match_index=1))) == 2


def test_group_of_one_commits_alone() -> None:
    """A server alone is a majority: what it appends is committed at once."""
    server = after(leader(term=2, log=[1], group=(N1,)), REQUEST, Raft((N1,)))
    assert commit_index_of(server) == 2
    assert [known.index for known in server.history.committed] == [1, 2]


def test_leader_of_more_does_not_commit_alone() -> None:
    """A leader of two does not take an entry for committed that nobody else has."""
    server = after(leader(group=(N1, N2)), REQUEST, Raft((N1, N2)))
    assert commit_index_of(server) == 0


# The followers learn


def test_commit_index_travels() -> None:
    """The leader keeps track of the highest index it knows to be committed, and it includes that index in
    future AppendEntries RPCs so that the other servers eventually find out (§5.3).
    """
    server = hears(leader(log=[1]), OK)
    (message,) = sent(server, SendAppendEntries(N3))
    assert append(after_index=1, after_term=1, commit=1) == message.payload


@pytest.mark.parametrize(
    ("commit", "message", "expected"),
    [
        (0, append(after_index=2, after_term=1, commit=1), 1),
        (0, append(after_index=2, after_term=1, commit=2), 2),
        (0, append(after_index=2, after_term=1, commit=9), 2),
        (0, append(after_index=1, after_term=1, commit=3), 1),
        (0, append(1, commit=3), 1),
        (0, append(1, after_index=2, after_term=1, commit=3), 3),
        (0, append(1, 1, after_index=1, after_term=1, commit=9), 3),
        (2, append(after_index=3, after_term=1, commit=1), 2),
        (2, append(after_index=1, after_term=1, commit=3), 2),
    ],
    ids=str,
)
def test_follower_commit_index(commit: int, message: AppendEntries, expected: int) -> None:
    """If leaderCommit > commitIndex, set commitIndex = min(leaderCommit, index of last new entry)
    (AppendEntries 5): what lies behind this message may be another leader's.
    """
    assert expected == commit_index_of(hears(follower(log=[1, 1, 1], commit=commit), message))


def test_follower_is_taken_to_apply_what_is_committed() -> None:
    """Once a follower learns that a log entry is committed, it applies the entry (§5.3): once, and all
    before it.
    """
    server = hears(follower(log=[1, 1]), append(after_index=2, after_term=1, commit=2))
    assert [(1, entry(1, 1), 1), (2, entry(1, 2), 1)] == [
        (known.index, known.entry, known.term) for known in server.history.committed
    ]
    assert server == hears(server, append(after_index=2, after_term=1, commit=2))
