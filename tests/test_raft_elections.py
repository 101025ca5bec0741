"""Elections, Figure 2 row by row (§5.2): who stands, who counts, and who wins."""

import pytest
from scenes import (
    N1,
    N2,
    N3,
    THREE,
    after,
    answer,
    candidate,
    commit_index_of,
    follower,
    group_of,
    hears,
    leader,
    log_of,
    play,
    role_of,
    sent,
    server_in,
    takes,
)

from model.raft.events import ElectionTimeout
from model.raft.group import RaftBounds, raft_group
from model.raft.messages import (
    AppendEntries,
    RequestVote,
    RequestVoteResponse,
)
from model.raft.rules import Raft
from model.raft.state import Durable, Progress, Role, Server, Volatile

GRANTED, REFUSED = RequestVoteResponse(1, vote_granted=True), RequestVoteResponse(1, vote_granted=False)
HEARTBEAT = AppendEntries(1, 0, 0, (), 0)

each_size = pytest.mark.parametrize("size", range(1, 8))


# Beginning


@each_size
def test_initial_state(size: int) -> None:
    """When servers start up, they begin as followers (§5.2), in term 0, without a vote (Figure 2)."""
    servers = raft_group(RaftBounds(servers=size)).initial_locals[:-1]
    begun = Durable(current_term=0, voted_for=None, log=()), Volatile(Role.FOLLOWER, commit_index=0)
    assert [Server(name, *begun) for name in group_of(size)] == list(servers)


# Standing for election


@each_size
def test_requests_votes_from_all_others(size: int) -> None:
    """A candidate sends RequestVote to all other servers (Figure 2, candidates)."""
    group = group_of(size)
    outgoing = sent(follower(N1), ElectionTimeout(), Raft(group))
    assert list(group[1:]) == [message.destination for message in outgoing]
    assert {N1} >= {message.source for message in outgoing}


@pytest.mark.parametrize("server", [follower(term=3, voted_for=N2), candidate(term=3)], ids=role_of)
def test_stands_in_a_new_term(server: Server) -> None:
    """To begin an election, a follower increments its current term, becomes a candidate and votes for
    itself (§5.2); so does a candidate when its time elapses.
    """
    standing = after(server, ElectionTimeout())
    assert Durable(4, N1) == standing.durable
    assert Volatile(Role.CANDIDATE, votes_granted=frozenset({N1})) == standing.volatile


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ((), RequestVote(6, last_log_index=0, last_log_term=0)),
        ((1,), RequestVote(6, last_log_index=1, last_log_term=1)),
        ((1, 1, 4), RequestVote(6, last_log_index=3, last_log_term=4)),
    ],
    ids=str,
)
def test_request_includes_the_log(log: tuple[int, ...], expected: RequestVote) -> None:
    """The RPC includes information about the candidate's log (§5.4.1): its last index and term."""
    assert {expected} == {message.payload for message in sent(follower(term=5, log=log), ElectionTimeout())}


def test_earlier_votes_are_forgotten() -> None:
    """The votes of an election that led to nothing do not count in the next."""
    standing = after(candidate(granted=[N1, N2], refused=[N3]), ElectionTimeout(), Raft(group_of(5)))
    assert Volatile(Role.CANDIDATE, votes_granted=frozenset({N1})) == standing.volatile


def test_standing_forgets_no_commit() -> None:
    """A server that stands for election knows what is committed, as before."""
    assert commit_index_of(after(follower(log=[1, 1], commit=2), ElectionTimeout())) == 2


def test_leader_does_not_stand() -> None:
    """A leader does not time out."""
    assert takes(leader(), ElectionTimeout()) is None


def test_group_of_one_elects_itself() -> None:
    """A server alone has a majority with its own vote, and asks nobody."""
    outcome = takes(follower(), ElectionTimeout(), Raft((N1,)))
    assert outcome is not None
    assert role_of(outcome.local) is Role.LEADER
    assert outcome.sends == ()


# Counting votes


@each_size
def test_majority_elects(size: int) -> None:
    """A candidate wins an election if it receives votes from a majority of the servers in the full
    cluster for the same term (§5.2), and not one vote sooner.
    """
    group = group_of(size)
    rules = Raft(group)
    server = after(follower(N1, term=0), ElectionTimeout(), rules)
    votes = 1
    for voter in group[1:]:
        assert (Role.LEADER if 2 * votes > size else Role.CANDIDATE) is role_of(server)
        server = hears(server, GRANTED, voter, rules)
        votes += 1
    assert role_of(server) is Role.LEADER


def test_vote_counts_once() -> None:
    """A server's vote counts once, however often its answer arrives."""
    rules = Raft(group_of(5))
    server = candidate()
    for _ in range(3):
        server = hears(server, GRANTED, N2, rules)
    assert candidate(granted=[N1, N2]) == server


@pytest.mark.parametrize("response", [GRANTED, REFUSED], ids=str)
@pytest.mark.parametrize("server", [candidate(term=2), follower(term=2), leader(term=2)], ids=role_of)
def test_late_vote_is_not_counted(server: Server, response: RequestVoteResponse) -> None:
    """Only votes of the term in which it stands count for a candidate: one of an older term is ignored."""
    assert server == hears(server, response)


@pytest.mark.parametrize("response", [GRANTED, REFUSED], ids=str)
@pytest.mark.parametrize("server", [follower(voted_for=N1), leader()], ids=role_of)
def test_only_candidates_count(server: Server, response: RequestVoteResponse) -> None:
    """A vote that arrives when the election is over changes nothing."""
    assert server == hears(server, response)


def test_new_leader() -> None:
    """For each server, nextIndex is initialized to leader last log index + 1, matchIndex to 0 (Figure 2)."""
    elected = hears(candidate(term=1, log=[1, 1], commit=1), GRANTED)
    progress = frozenset(Progress(peer, next_index=3, match_index=0) for peer in (N2, N3))
    assert Volatile(Role.LEADER, commit_index=1, progress=progress) == elected.volatile
    assert Durable(1, N1, log_of(1, 1)) == elected.durable


def test_election_is_remembered_by_the_observer() -> None:
    """An observer notes the term in which a server was elected, and that once."""
    assert candidate().history.elected == ()
    assert hears(candidate(), GRANTED).history.elected == (1,)
    assert hears(hears(candidate(), GRANTED), GRANTED, N3).history.elected == (1,)


@pytest.mark.parametrize(("size", "refusals"), [(2, 1), (3, 2), (4, 2), (5, 3), (6, 3), (7, 4)], ids=str)
def test_refused_by_too_many(size: int, refusals: int) -> None:
    """A candidate that can no longer get a majority gives up, as in etcd; until then it waits."""
    group = group_of(size)
    server = candidate()
    for refused, voter in enumerate(group[1 : refusals + 1]):
        assert candidate(refused=group[1 : refused + 1]) == server
        server = hears(server, REFUSED, voter, Raft(group))
    assert follower(voted_for=N1) == server


def test_giving_up_frees_no_vote() -> None:
    """A candidate that gave up has voted for itself all the same."""
    lost = hears(hears(candidate(), REFUSED, N2), REFUSED, N3)
    assert RequestVoteResponse(1, vote_granted=False) == answer(lost, RequestVote(1, 0, 0))


# In a group


@each_size
def test_election(size: int) -> None:
    """In a group of any size, a server that all others vote for leads, and all are in its term."""
    system = raft_group(RaftBounds(servers=size, terms=1))
    votes = [
        sentence
        for voter in group_of(size)[1:]
        for sentence in (f"{voter} receives RequestVote(", f"n1 receives {GRANTED} from {voter}")
    ]
    world = play(system, "n1 times out", *votes)
    roles = [role_of(server_in(world, name)) for name in group_of(size)]
    assert [Role.LEADER] + [Role.FOLLOWER] * (size - 1) == roles
    assert {1} == {server_in(world, name).durable.current_term for name in group_of(size)}


def test_split_vote() -> None:
    """Votes could be split so that no candidate obtains a majority; when this happens, each candidate will
    start a new election by incrementing its term (§5.2).
    """
    system = raft_group(RaftBounds(terms=2))
    world = play(system, *(f"{name} times out" for name in THREE))
    while delivery := next((action for action in system.candidates(world) if action.kind == "deliver"), None):
        world = play(system, str(delivery), world=world)
    servers = [server_in(world, name) for name in THREE]
    assert [(1, name) for name in THREE] == [
        (server.durable.current_term, server.durable.voted_for) for server in servers
    ]
    assert {Role.FOLLOWER} == {role_of(server) for server in servers}
    world = play(system, "n2 times out", "n3 receives RequestVote(", "n2 receives", world=world)
    assert role_of(server_in(world, N2)) is Role.LEADER


def test_stale_leader_steps_down() -> None:
    """If a candidate or leader discovers that its term is out of date, it immediately reverts to follower
    state (§5.1).
    """
    system = raft_group(RaftBounds(terms=2))
    world = play(system, "n1 times out", "n2 receives RequestVote(", "n1 receives RequestVoteResponse")
    assert role_of(server_in(world, N1)) is Role.LEADER
    world = play(system, "n2 times out", "n1 receives RequestVote(", world=world)
    assert role_of(server_in(world, N1)) is Role.FOLLOWER
    assert server_in(world, N1).durable.voted_for == N2
