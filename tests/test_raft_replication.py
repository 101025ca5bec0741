"""Replication, Figure 2 row by row (§5.3): what a leader sends, what a follower takes, and how they agree."""

import pytest
from scenes import (
    N1,
    N2,
    N3,
    THREE,
    after,
    answer,
    append,
    candidate,
    commit_index_of,
    crashed,
    follower,
    group_of,
    hears,
    leader,
    log_of,
    play,
    progress_of,
    role_of,
    sent,
    server_in,
    takes,
)

from model.raft.events import ClientRequest, SendAppendEntries
from model.raft.group import RaftBounds, raft_group
from model.raft.messages import AppendEntries, AppendEntriesResponse
from model.raft.rules import Raft
from model.raft.state import Entry, Server, Value

OK = AppendEntriesResponse(1, success=True, match_index=1)
REFUSED = AppendEntriesResponse(1, success=False)
REQUEST = ClientRequest(Value("v9"))

NO_LEADERS = [follower(), candidate(), crashed()]

each_size = pytest.mark.parametrize("size", range(1, 8))


# A client's request


def test_leader_appends_the_command() -> None:
    """The leader appends the command to its log as a new entry (§5.3), with its current term, and keeps
    what is there. When it sends it is another matter.
    """
    outcome = takes(leader(term=3, log=[1, 2]), REQUEST)
    assert outcome is not None
    assert (*log_of(1, 2), Entry(3, Value("v9"))) == outcome.local.durable.log
    assert outcome.sends == ()
    assert commit_index_of(outcome.local) == 0


@pytest.mark.parametrize(
    "server", [follower(), candidate(), crashed()], ids=["follower", "candidate", "down"]
)
def test_only_a_leader_is_asked(server: Server) -> None:
    """Clients talk to a leader: nobody else takes a request."""
    assert takes(server, REQUEST) is None


# The leader sends


@pytest.mark.parametrize(
    ("next_index", "expected"),
    [
        (1, append(1, term=4)),
        (2, append(1, term=4, after_index=1, after_term=1)),
        (3, append(4, term=4, after_index=2, after_term=1)),
        (4, append(term=4, after_index=3, after_term=4)),
    ],
    ids=str,
)
def test_append_entries(next_index: int, expected: AppendEntries) -> None:
    """If last log index >= nextIndex for a follower: send AppendEntries RPC with log entries starting at
    nextIndex (Figure 2, leaders); else a heartbeat. With it goes the index and the term of the entry
    before.
    """
    server = leader(term=4, log=[1, 1, 4], progress={N2: (next_index, 0)})
    (message,) = sent(server, SendAppendEntries(N2))
    assert (N1, N2, expected) == (message.source, message.destination, message.payload)
    assert server == after(server, SendAppendEntries(N2))


@pytest.mark.parametrize(("batch", "terms"), [(1, [1]), (2, [1, 1]), (3, [1, 1, 4]), (9, [1, 1, 4])])
def test_batch(batch: int, terms: list[int]) -> None:
    """An AppendEntries carries as many entries as there are, up to a batch."""
    server = leader(term=4, log=[1, 1, 4], progress={N2: (1, 0)})
    (message,) = sent(server, SendAppendEntries(N2), Raft(THREE, batch))
    assert append(*terms, term=4) == message.payload


def test_each_follower_gets_what_it_lacks() -> None:
    """The leader maintains a nextIndex for each follower (§5.3)."""
    server = leader(log=[1, 1], progress={N2: (2, 0), N3: (1, 0)})
    payloads = [sent(server, SendAppendEntries(peer))[0].payload for peer in (N2, N3)]
    assert [append(1, after_index=1, after_term=1), append(1)] == payloads


@pytest.mark.parametrize(
    "server", [follower(), candidate(), crashed()], ids=["follower", "candidate", "down"]
)
def test_only_a_leader_sends(server: Server) -> None:
    """Whoever does not lead sends no entries."""
    assert takes(server, SendAppendEntries(N2)) is None


def test_leader_sends_nothing_to_itself() -> None:
    """A leader needs no message to know its own log."""
    assert takes(leader(), SendAppendEntries(N1)) is None


# The follower receives: AppendEntries, receiver's implementation


def test_refuses_an_older_leader() -> None:
    """Reply false if term < currentTerm (AppendEntries 1); the answer carries the newer term, for the
    leader to update itself.
    """
    server = follower(term=3, voted_for=N3, log=[1], commit=1)
    old = append(2, term=2, after_index=1, after_term=1, commit=2)
    assert AppendEntriesResponse(3, success=False) == answer(server, old)
    assert server == hears(server, old)


@pytest.mark.parametrize(
    ("log", "index", "term"),
    [((), 1, 1), ((1,), 2, 1), ((1,), 1, 2), ((1, 2), 2, 1), ((1, 1, 2), 3, 3)],
    ids=str,
)
def test_refuses_what_does_not_fit(log: tuple[int, ...], index: int, term: int) -> None:
    """Reply false if log doesn't contain an entry at prevLogIndex whose term matches prevLogTerm
    (AppendEntries 2). Nothing is appended, deleted or committed.
    """
    server, misfit = (
        follower(term=3, log=log),
        append(3, term=3, after_index=index, after_term=term, commit=9),
    )
    assert AppendEntriesResponse(3, success=False) == answer(server, misfit)
    assert server == hears(server, misfit)


@pytest.mark.parametrize(
    ("log", "message", "expected"),
    [
        ((1,), append(3, term=3), (3,)),
        ((1, 1, 1), append(3, term=3), (3,)),
        ((1, 2, 2, 2), append(3, term=3, after_index=1, after_term=1), (1, 3)),
        ((1, 2, 2), append(2, 3, term=3, after_index=1, after_term=1), (1, 2, 3)),
        ((1, 1, 2), append(1, 3, 3, term=3, after_index=1, after_term=1), (1, 1, 3, 3)),
    ],
    ids=str,
)
def test_conflicting_entries_go(
    log: tuple[int, ...], message: AppendEntries, expected: tuple[int, ...]
) -> None:
    """If an existing entry conflicts with a new one (same index but different terms), delete the existing
    entry and all that follow it (AppendEntries 3).
    """
    server = hears(follower(term=3, log=log), message)
    assert log_of(*expected) == server.durable.log


@pytest.mark.parametrize(
    ("log", "message", "expected"),
    [
        ((), append(1), (1,)),
        ((1,), append(1, after_index=1, after_term=1), (1, 1)),
        ((1,), append(1, 1, 1), (1, 1, 1)),
        ((1, 1), append(1), (1, 1)),
        ((1, 1, 1), append(1, after_index=1, after_term=1), (1, 1, 1)),
        ((1, 1), append(), (1, 1)),
        ((1, 1), append(after_index=1, after_term=1), (1, 1)),
    ],
    ids=str,
)
def test_new_entries_are_appended(
    log: tuple[int, ...], message: AppendEntries, expected: tuple[int, ...]
) -> None:
    """Append any new entries not already in the log (AppendEntries 4). What is there and does not conflict
    stays: a message that comes late takes nothing away.
    """
    server = hears(follower(log=log), message)
    assert log_of(*expected) == server.durable.log


@pytest.mark.parametrize(
    ("log", "message", "match_index"),
    [
        ((), append(), 0),
        ((), append(1), 1),
        ((1, 1, 1), append(1), 1),
        ((1, 1, 1), append(after_index=2, after_term=1), 2),
        ((1,), append(1, 1, after_index=1, after_term=1), 3),
    ],
    ids=str,
)
def test_acknowledges_what_was_shown_to_match(
    log: tuple[int, ...], message: AppendEntries, match_index: int
) -> None:
    """A follower acknowledges what this message showed to match, and not the length of its log, the rest
    of which may be another leader's.
    """
    assert AppendEntriesResponse(1, success=True, match_index=match_index) == answer(
        follower(log=log), message
    )


def test_entries_of_a_newer_leader() -> None:
    """A follower that hears of a newer leader takes its term and its entries in one step."""
    server = hears(follower(term=1, voted_for=N3, log=[1]), append(2, term=2))
    assert follower(term=2, log=[2]) == server


def test_a_message_that_arrives_twice_changes_nothing() -> None:
    """Raft RPCs are idempotent, so this causes no harm (§5.5)."""
    message = append(1, 1, commit=1)
    server = hears(follower(), message)
    assert server == hears(server, message)
    assert answer(follower(), message) == answer(server, message)


# The leader receives an answer


def test_acknowledgement() -> None:
    """If successful: update nextIndex and matchIndex for follower (Figure 2, leaders)."""
    server = hears(leader(term=2, log=[1, 1, 2]), AppendEntriesResponse(2, success=True, match_index=2))
    assert progress_of(server, N2) == (3, 2)
    assert progress_of(server, N3) == (4, 0)


@pytest.mark.parametrize(
    ("before", "expected"),
    [((3, 0), (2, 0)), ((2, 0), (1, 0)), ((1, 0), (1, 0)), ((3, 2), (3, 2)), ((4, 2), (3, 2))],
)
def test_refusal(before: tuple[int, int], expected: tuple[int, int]) -> None:
    """After a rejection, the leader decrements nextIndex and retries (§5.3), but never goes behind what is
    known to match, nor before the first index.
    """
    server = leader(term=1, log=[1, 1, 1], progress={N2: before})
    assert expected == progress_of(hears(server, REFUSED), N2)


def test_late_acknowledgement_takes_nothing_back() -> None:
    """What is known to match increases monotonically (Figure 2, matchIndex): an answer that comes late or
    twice does no harm.
    """
    server = leader(log=[1, 1], commit=2, progress={N2: (3, 2)})
    assert server.volatile == hears(server, AppendEntriesResponse(1, success=True, match_index=1)).volatile


def test_late_refusal_takes_no_match_back() -> None:
    """A refusal that comes late changes nothing of what is known to match."""
    server = leader(log=[1, 1], commit=2, progress={N2: (3, 2)})
    assert server.volatile == hears(server, REFUSED).volatile


@pytest.mark.parametrize("response", [OK, REFUSED], ids=str)
@pytest.mark.parametrize(
    "server", [leader(term=2, log=[1, 2]), candidate(term=2), follower(term=2)], ids=role_of
)
def test_answer_of_an_older_term_is_not_counted(server: Server, response: AppendEntriesResponse) -> None:
    """What a follower said to a leader of an older term does not count in this one: its log may have
    changed since.
    """
    assert server == hears(server, response)


@pytest.mark.parametrize("response", [OK, REFUSED], ids=str)
@pytest.mark.parametrize("server", [candidate(log=[1]), follower(log=[1])], ids=role_of)
def test_only_a_leader_counts_answers(server: Server, response: AppendEntriesResponse) -> None:
    """An answer to whoever does not lead changes nothing."""
    assert server == hears(server, response)


# Figure 7


LEADER_OF_8 = (1, 1, 1, 4, 4, 5, 5, 6, 6, 6)


@pytest.mark.parametrize("batch", [1, 4])
@pytest.mark.parametrize(
    "log",
    [
        pytest.param((1, 1, 1, 4, 4, 5, 5, 6, 6), id="a"),
        pytest.param((1, 1, 1, 4), id="b"),
        pytest.param((1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6), id="c"),
        pytest.param((1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7), id="d"),
        pytest.param((1, 1, 1, 4, 4, 4, 4), id="e"),
        pytest.param((1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3), id="f"),
    ],
)
def test_figure_7(log: tuple[int, ...], batch: int) -> None:
    """When the leader at the top comes to power, it is possible that any of scenarios (a-f) could occur in
    follower logs (Figure 7). Once it has appended an entry of its own, each becomes as the leader's.
    """
    rules = Raft(THREE, batch)
    top = after(leader(term=8, log=LEADER_OF_8), REQUEST, rules)
    server = follower(N2, term=7, log=log)
    exchanges = 0
    while progress_of(top, N2) != (12, 11):
        (message,) = sent(top, SendAppendEntries(N2), rules)
        assert isinstance(message.payload, AppendEntries)
        said = answer(server, message.payload, N1, rules)
        server = hears(server, message.payload, N1, rules)
        top = hears(top, said, N2, rules)
        exchanges += 1
        assert exchanges < 20, "the leader goes back at each refusal, and on at each acknowledgement"
    assert top.durable.log == server.durable.log
    assert commit_index_of(top) == 11


# In a group


@each_size
def test_replication(size: int) -> None:
    """In a group of any size, a leader stores a value on every server, and all learn that it is committed."""
    group = group_of(size)
    system = raft_group(RaftBounds(servers=size, terms=1))
    said = ["n1 times out"]
    for peer in group[1:]:
        said += [
            f"{peer} receives RequestVote(",
            f"n1 receives RequestVoteResponse(term 1, granted) from {peer}",
        ]
    said += ["a client asks n1 to store v1"]
    for _ in ("the entry", "the commit index"):
        for peer in group[1:]:
            said += [f"n1 sends AppendEntries to {peer}", f"{peer} receives AppendEntries("]
            said += [f"n1 receives AppendEntriesResponse(term 1, success up to index 1) from {peer}"]
    world = play(system, *said)
    for name in group:
        server = server_in(world, name)
        assert (Entry(1, Value("v1")),) == server.durable.log
        assert commit_index_of(server) == 1
    assert world.messages == ()


def test_entry_overwritten() -> None:
    """The leader handles inconsistencies by forcing the followers' logs to duplicate its own (§5.3): a
    value that no majority stored may give way to another.
    """
    system = raft_group(RaftBounds(terms=2, requests=2))
    elected = ["n2 receives RequestVote(", "n1 receives RequestVoteResponse(term 1, granted)"]
    world = play(system, "n1 times out", *elected, "a client asks n1 to store v1")
    later = ["n3 receives RequestVote(term 2", "n2 receives RequestVoteResponse(term 2, granted)"]
    world = play(system, "n2 times out", *later, world=world)
    world = play(system, "a client asks n2 to store v2", "n2 sends AppendEntries to n1", world=world)
    assert [Value("v1")] == [one.value for one in server_in(world, N1).durable.log]
    world = play(system, "n1 receives AppendEntries(", world=world)
    assert [Value("v2")] == [one.value for one in server_in(world, N1).durable.log]
