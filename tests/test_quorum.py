"""The arithmetic of majorities, against counting on one's fingers."""

from itertools import combinations

import pytest
from scenes import group_of

from model.raft.quorum import VoteResult, is_quorum, majority, tolerated
from model.raft.rules import Raft
from model.raft.state import Progress

each_size = pytest.mark.parametrize("members", range(1, 8))


def subsets(members: int) -> list[frozenset[int]]:
    """Return every set of the members."""
    everyone = range(members)
    return [frozenset(some) for size in range(members + 1) for some in combinations(everyone, size)]


def outnumbers_the_rest(some: frozenset[int], members: int) -> bool:
    """Say what a majority is, in other words: more are in than out."""
    return len(some) > len(frozenset(range(members)) - some)


@each_size
def test_is_quorum(members: int) -> None:
    """A quorum is any set of members that outnumbers the rest."""
    for some in subsets(members):
        assert outnumbers_the_rest(some, members) == is_quorum(len(some), members)


@each_size
def test_majority(members: int) -> None:
    """A majority is the size of the smallest sets that outnumber the rest."""
    smallest = min(len(some) for some in subsets(members) if outnumbers_the_rest(some, members))
    assert smallest == majority(members)


@each_size
def test_quorums_meet(members: int) -> None:
    """Any two quorums have a member in common, and of some smaller sets no two need to."""
    quorums = [some for some in subsets(members) if is_quorum(len(some), members)]
    smaller = [some for some in subsets(members) if len(some) == majority(members) - 1]
    assert all(a & b for a in quorums for b in quorums)
    assert any(not a & b for a in smaller for b in smaller)


@each_size
def test_tolerated(members: int) -> None:
    """So many members can fail, whichever they are, and a quorum is left; with one more, none is."""
    left = {
        size: {is_quorum(members - len(down), members) for down in subsets(members) if len(down) == size}
        for size in range(members + 1)
    }
    assert left[tolerated(members)] == {True}
    assert left[tolerated(members) + 1] == {False}


@each_size
def test_vote_result(members: int) -> None:
    """An election is won when a majority granted, lost when no majority can any more, else pending."""
    group = group_of(members)
    rules = Raft(group)
    for granted in subsets(members):
        for refused in subsets(members):
            if granted & refused:
                continue
            silent = frozenset(range(members)) - granted - refused
            if outnumbers_the_rest(granted, members):
                expected = VoteResult.WON
            elif outnumbers_the_rest(granted | silent, members):
                expected = VoteResult.PENDING
            else:
                expected = VoteResult.LOST
            votes = (frozenset(group[number] for number in some) for some in (granted, refused))
            assert expected == rules.vote_result(*votes)


@each_size
def test_replicas(members: int) -> None:
    """An entry is committed when the leader and those who match outnumber those who do not."""
    group = group_of(members)
    rules = Raft(group)
    leader, *peers = group
    for matching in range(members):
        progress = [Progress(peer, 4, 3 if place < matching else 2) for place, peer in enumerate(peers)]
        holders = rules.replicas(3, leader, progress)
        assert holders == frozenset(group[: matching + 1])
        assert outnumbers_the_rest(frozenset(range(matching + 1)), members) == rules.is_replicated(holders)
