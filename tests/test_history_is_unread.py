"""A server's history is the observer's: whatever is written into it, the server does the same."""

from collections.abc import Iterator
from functools import cache

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from scenes import RULES, follower

from checker.reference import search
from model.process import Event, Local, Message, Outcome, ProcessId, React
from model.raft.events import ElectionTimeout
from model.raft.group import RaftBounds, raft_group
from model.raft.handlers import HANDLERS
from model.raft.state import Committed, Entry, History, Server, Value
from properties.raft_safety import election_safety

Reaction = tuple[Server, Event]

terms = st.integers(0, 9)
entries = st.builds(Entry, terms, st.sampled_from([Value("v1"), Value("v2"), Value("junk")]))
junk = st.builds(
    History,
    elected=st.lists(terms, max_size=3).map(tuple),
    committed=st.lists(st.builds(Committed, st.integers(1, 3), entries, terms), max_size=3).map(tuple),
)

JUNK = (
    History(),
    History(elected=(1, 2)),
    History(elected=(9,), committed=(Committed(1, Entry(9, Value("junk")), 9),)),
    History(committed=tuple(Committed(index, Entry(1, Value("v1")), 1) for index in (1, 2))),
)


def without_history(outcome: Outcome | None) -> tuple[Server, tuple[Message, ...]] | None:
    """Return all of an outcome but what it writes into the history."""
    return None if outcome is None else (evolve(outcome.local, history=History()), outcome.sends)


def reads_history(react: React, server: Server, event: Event, history: History) -> bool:
    """Say whether a server does something else because another history was put into it."""
    changed = evolve(server, history=history)
    return without_history(react(server.id, server, event)) != without_history(
        react(server.id, changed, event)
    )


def healthy(process: ProcessId, local: Local, event: Event) -> Outcome | None:
    return HANDLERS[type(event)](RULES, local, event)


@cache
def reactions() -> tuple[Reaction, ...]:
    """Return every local state of a server in runs of three, each with every event that it meets there."""
    met: dict[Reaction, None] = {}
    for bounds in (
        RaftBounds(terms=2, entries=1, requests=2, in_flight=2),
        RaftBounds(terms=1, entries=1, requests=1, in_flight=2, crashes=1),
    ):
        system = raft_group(bounds)
        react = system.react

        def noting(process: ProcessId, local: Local, event: Event, react: React = react) -> Outcome | None:
            if isinstance(local, Server):
                met[local, event] = None
            return react(process, local, event)

        search(evolve(system, react=noting), [election_safety])
    return tuple(met)


def histories_in(some: tuple[Reaction, ...]) -> Iterator[History]:
    yield from dict.fromkeys(server.history for server, _ in some)


def test_there_is_much_to_look_at() -> None:
    """The runs take servers through many states, with and without a history."""
    assert len(reactions()) > 3000
    assert len(list(histories_in(reactions()))) > 10


@pytest.mark.parametrize("history", JUNK, ids=["empty", "elected", "both", "committed"])
def test_no_history_changes_what_a_server_does(history: History) -> None:
    """In every state that a run leads to, at every event, a server does the same whatever its history."""
    readers = [
        (server, event) for server, event in reactions() if reads_history(healthy, server, event, history)
    ]
    assert readers == []


@given(number=st.integers(0), history=junk)
def test_no_junk_changes_what_a_server_does(number: int, history: History) -> None:
    """The same, for whatever one may write into a history."""
    server, event = reactions()[number % len(reactions())]
    assert not reads_history(healthy, server, event, history)


def test_one_who_reads_is_caught() -> None:
    """A server that stands for election only if it was never elected reads its history, and is caught."""

    def once(process: ProcessId, local: Local, event: Event) -> Outcome | None:
        return None if local.history.elected else healthy(process, local, event)

    assert reads_history(once, follower(), ElectionTimeout(), History(elected=(1,)))
    assert not reads_history(healthy, follower(), ElectionTimeout(), History(elected=(1,)))


def test_history_is_kept() -> None:
    """What an observer has noted stays noted, and what is new comes behind it."""
    for server, event in reactions():
        outcome = healthy(server.id, server, event)
        if outcome is not None:
            old, new = server.history, outcome.local.history
            assert old.elected == new.elected[: len(old.elected)]
            assert old.committed == new.committed[: len(old.committed)]
