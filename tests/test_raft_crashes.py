"""Crashes and restarts (§5.1, Figure 2, state): what is on disk, what is in memory, what is not heard."""

import pytest
from attrs import evolve
from scenes import (
    N1,
    N2,
    N3,
    after,
    answer,
    candidate,
    commit_index_of,
    crashed,
    follower,
    group_of,
    hears,
    leader,
    named,
    play,
    receive,
    role_of,
    server_in,
    takes,
)

from model.process import Event
from model.raft.events import ClientRequest, Crash, ElectionTimeout, Restart, SendAppendEntries
from model.raft.group import RaftBounds, raft_group
from model.raft.messages import (
    AppendEntries,
    AppendEntriesResponse,
    Payload,
    RequestVote,
    RequestVoteResponse,
)
from model.raft.state import Role, Server, Value, Volatile

RUNNING = [
    follower(term=3, voted_for=N2, log=[1, 2], commit=1),
    candidate(term=3, log=[1, 2], commit=1, granted=[N1, N2], refused=[N3]),
    leader(term=3, log=[1, 2], commit=1, progress={N2: (3, 2)}),
]
PAYLOADS: list[Payload] = [
    RequestVote(9, 9, 9),
    RequestVoteResponse(9, vote_granted=True),
    AppendEntries(9, 0, 0, (), 0),
    AppendEntriesResponse(9, success=True, match_index=9),
]

each_running = pytest.mark.parametrize("server", RUNNING, ids=role_of)


# Crash


@each_running
def test_crash_loses_what_is_in_memory(server: Server) -> None:
    """A crash takes the volatile state, and leaves the persistent state: term, vote and log (Figure 2)."""
    outcome = takes(server, Crash())
    assert outcome is not None
    assert evolve(server, volatile=None) == outcome.local
    assert outcome.sends == ()


def test_crashed_server_does_not_crash() -> None:
    """What is down does not go down again."""
    assert takes(crashed(), Crash()) is None


@pytest.mark.parametrize(
    "event",
    [ElectionTimeout(), ClientRequest(Value("v1")), SendAppendEntries(N2), *map(receive, PAYLOADS)],
    ids=lambda event: type(getattr(event, "message", event)).__name__,
)
def test_crashed_server_hears_nothing(event: Event) -> None:
    """While it is down, a server takes no message, no request and no time-out."""
    assert takes(crashed(), event) is None


@each_running
def test_observer_forgets_nothing(server: Server) -> None:
    """What an observer remembers of a server outlives its crash and its restart."""
    assert server.history == after(after(server, Crash()), Restart()).history


# Restart


@each_running
def test_restarts_from_disk(server: Server) -> None:
    """A server restarts as a follower, with its term, its vote and its log, and knows nothing to be
    committed (Figure 2: commitIndex is initialized to 0).
    """
    restarted = after(after(server, Crash()), Restart())
    assert server.durable == restarted.durable
    assert Volatile(Role.FOLLOWER, commit_index=0) == restarted.volatile


@each_running
def test_running_server_does_not_restart(server: Server) -> None:
    """What is up does not start."""
    assert takes(server, Restart()) is None


@each_running
def test_votes_once_in_spite_of_a_crash(server: Server) -> None:
    """A server that has voted, crashed and restarted refuses its vote to another in the same term."""
    restarted = after(after(server, Crash()), Restart())
    stranger = N3 if server.durable.voted_for != N3 else N2
    assert RequestVoteResponse(3, vote_granted=False) == answer(restarted, RequestVote(3, 9, 3), stranger)


def test_votes_of_a_crashed_candidate_do_not_count() -> None:
    """A candidate that crashed is none any more: an answer that comes late elects nobody."""
    restarted = after(after(candidate(), Crash()), Restart())
    assert restarted == hears(restarted, RequestVoteResponse(1, vote_granted=True))


def test_learns_again_what_is_committed() -> None:
    """A restarted server learns from its leader what is committed, and the observer notes nothing new."""
    heartbeat = AppendEntries(1, 2, 1, (), 2)
    server = hears(follower(log=[1, 1]), heartbeat)
    restarted = after(after(server, Crash()), Restart())
    assert commit_index_of(restarted) == 0
    assert server == hears(restarted, heartbeat)


# In a group


def test_message_waits_for_a_crashed_server() -> None:
    """What is sent to a server that is down may arrive after its restart."""
    system = raft_group(RaftBounds(terms=1, crashes=1))
    world = play(system, "n1 times out", "n2 crashes")
    delivery = named(system, world, "n2 receives RequestVote(")
    assert system.step(world, delivery) is None
    world = play(system, "n2 restarts", str(delivery), world=world)
    assert server_in(world, N2).durable.voted_for == N1


def test_leader_that_crashed_is_none() -> None:
    """A leader that restarts is a follower of its own term, in which nobody else can be elected."""
    system = raft_group(RaftBounds(terms=1, crashes=1))
    elected = ("n1 times out", "n2 receives RequestVote(", "n1 receives RequestVoteResponse")
    world = play(system, *elected, "n1 crashes", "n1 restarts")
    server = server_in(world, N1)
    assert (role_of(server), server.durable.current_term, server.durable.voted_for) == (Role.FOLLOWER, 1, N1)


def test_entry_outlives_the_crash_of_its_leader() -> None:
    """What a majority stored is in the log of the next leader (§5.4.1), whoever crashed."""
    system = raft_group(RaftBounds(terms=2, crashes=1))
    world = play(
        system,
        *("n1 times out", "n2 receives RequestVote(", "n3 receives RequestVote("),
        "n1 receives RequestVoteResponse",
        *("a client asks n1 to store v1", "n1 sends AppendEntries to n2", "n2 receives AppendEntries("),
        *("n1 receives AppendEntriesResponse", "n1 crashes"),
    )
    assert [Value("v1")] == [known.entry.value for known in server_in(world, N1).history.committed]
    without = play(system, "n3 times out", "n2 receives RequestVote(", world=world)
    assert "n3 receives RequestVoteResponse(term 2, refused) from n2" in map(str, system.candidates(without))
    world = play(system, "n2 times out", "n3 receives RequestVote(", "n2 receives", world=world)
    assert role_of(server_in(world, N2)) is Role.LEADER
    assert [Value("v1")] == [one.value for one in server_in(world, N2).durable.log]


@pytest.mark.parametrize("size", range(1, 8))
def test_down_from_the_beginning(size: int) -> None:
    """The last servers of a group may be down before the run begins, as many as one likes."""
    for down in range(size + 1):
        system = raft_group(RaftBounds(servers=size, down=down))
        servers = [server_in(system.initial(), name) for name in group_of(size)]
        assert [True] * (size - down) + [False] * down == [server.volatile is not None for server in servers]


def test_down_for_good_without_a_budget() -> None:
    """Where nothing is said of crashes, what is down stays down; with a budget for crashes, it may start."""
    for crashes, may_restart in ((0, False), (1, True)):
        system = raft_group(RaftBounds(servers=2, down=1, crashes=crashes))
        offered = [str(action) for action, _, _ in system.actions(system.initial())]
        assert may_restart == ("n2 restarts" in offered)


def test_majority_left_elects_and_commits() -> None:
    """A group goes on as long as any majority of the servers is up (§5.1): two of three are enough."""
    system = raft_group(RaftBounds(down=1, terms=1))
    world = play(
        system,
        *("n1 times out", "n2 receives RequestVote(", "n1 receives RequestVoteResponse"),
        *("a client asks n1", "n1 sends AppendEntries to n2", "n2 receives AppendEntries(", "n1 receives"),
    )
    assert commit_index_of(server_in(world, N1)) == 1
