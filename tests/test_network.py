"""The messages in flight: a set or a bag, its limits, and an order that is the same everywhere."""

import subprocess
import sys
from itertools import combinations, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import N1, N2, N3, entry, leader

from checker.reference import search
from model.network import Network, order_of
from model.process import Message
from model.raft.group import RaftBounds, raft_group
from model.raft.messages import AppendEntries, RequestVote, RequestVoteResponse
from model.raft.state import Role
from properties.statement import Shape, sometimes

SET, BAG = Network(), Network(bag=True)
A = Message(N1, N2, RequestVote(1, 0, 0))
B = Message(N1, N3, RequestVote(1, 0, 0))
C = Message(N2, N1, RequestVoteResponse(1, vote_granted=True))

messages = st.lists(st.sampled_from([A, B, C]), max_size=6)


# Set and bag


def test_set_ignores_what_is_in_flight() -> None:
    """In a set, sending what is already in flight changes nothing."""
    assert SET.after((A,), None, (A,)) == (A,)


def test_bag_counts_copies() -> None:
    """In a bag, copies are counted."""
    assert BAG.after((A,), None, (A,)) == (A, A)


@pytest.mark.parametrize("network", [SET, BAG])
def test_one_copy_is_removed(network: Network) -> None:
    """What is delivered leaves the network, one copy of it."""
    assert network.after((A, B), A, ()) == (B,)
    assert BAG.after((A, A), A, ()) == (A,)


def test_removed_before_sent() -> None:
    """A server that answers a message with the same message leaves it in flight."""
    assert SET.after((A,), A, (A,)) == (A,)


def test_what_is_not_in_flight_cannot_be_removed() -> None:
    """Nothing that is not in flight is delivered."""
    with pytest.raises(ValueError, match="not in list"):
        SET.after((A,), B, ())


@given(messages)
def test_set_is_a_set(sent: list[Message]) -> None:
    """Whatever is sent, and in whichever order, a set holds each message once, in the fixed order."""
    assert sorted(set(sent), key=order_of) == list(SET.after((), None, tuple(sent)))


@given(messages)
def test_bag_is_a_bag(sent: list[Message]) -> None:
    """Whatever is sent, and in whichever order, a bag holds each message as often, in the fixed order."""
    assert sorted(sent, key=order_of) == list(BAG.after((), None, tuple(sent)))


# Limits


def test_no_limit() -> None:
    """Without a capacity and a limit on copies, nothing is beyond a bound."""
    assert BAG.exceeded((A,) * 50) == ()


def test_capacity_counts_copies() -> None:
    """The capacity counts all messages, copies included."""
    assert Network(bag=True, capacity=2).exceeded((A, A)) == ()
    assert Network(bag=True, capacity=2).exceeded((A, A, B)) == ("in-flight",)
    assert Network(capacity=1).exceeded((A, B)) == ("in-flight",)


def test_copies_are_of_one_message() -> None:
    """The limit on copies is for each message."""
    assert Network(bag=True, copies=2).exceeded((A, A, B, B, C)) == ()
    assert Network(bag=True, copies=2).exceeded((A, B, B, B)) == ("copies",)


def test_both_limits() -> None:
    """What is beyond both limits is beyond both by name."""
    assert Network(bag=True, capacity=1, copies=1).exceeded((A, A)) == ("in-flight", "copies")


def test_capacity_of_none_at_all() -> None:
    """Capacity 0 lets nothing fly; it is not "no limit"."""
    assert Network(capacity=0).exceeded((A,)) == ("in-flight",)


@pytest.mark.parametrize("limits", [{"capacity": -1}, {"copies": 0}])
def test_limits_that_make_no_sense(limits: dict[str, int]) -> None:
    """A negative capacity and no copy at all are refused."""
    with pytest.raises(ValueError, match="must be >="):
        Network(bag=True, **limits)


# Order


VALUES = [
    *(None, 0, 1, 2, -1, "", "a", "b", N1, N2, Role.LEADER, Role.CANDIDATE),
    *((), (1,), (1, 2), (2,), ("a",), ((),), (None,), (N1, 2)),
    *(frozenset(), frozenset({1}), frozenset({1, 2}), frozenset({N1, N2}), frozenset({(1,), ()})),
    *(entry(1, 1), entry(1, 2), entry(2, 1), A, B, C, leader(), leader(term=2), leader(log=[1])),
    *(AppendEntries(1, 0, 0, (), 0), AppendEntries(1, 0, 0, (entry(1, 1),), 0)),
]


def test_order_is_total() -> None:
    """Of any two different values, one comes first, and the other does not."""
    for a, b in combinations(VALUES, 2):
        assert (order_of(a) < order_of(b)) != (order_of(b) < order_of(a)), f"{a!r} and {b!r}"


def test_order_is_consistent() -> None:
    """However values are mixed, sorting them gives the same."""
    expected = sorted(VALUES, key=order_of)
    for start in range(len(VALUES)):
        assert expected == sorted([*VALUES[start:], *VALUES[:start]], key=order_of)


def test_order_of_messages() -> None:
    """Messages are ordered by source, then destination, then what they say."""
    for some in permutations([C, B, A]):
        assert sorted(some, key=order_of) == [A, B, C]


def test_order_of_numbers() -> None:
    """Numbers are ordered as numbers: 9 before 10."""
    nine, ten = RequestVote(9, 0, 0), RequestVote(10, 0, 0)
    assert [nine, ten] == sorted([ten, nine], key=order_of)


def test_order_tells_all_that_a_run_meets_apart() -> None:
    """Each message that is in flight somewhere in a run has a place of its own in the order."""
    met = set()

    @sometimes(Shape.MESSAGE, object)
    def collected(message: Message) -> None:
        met.add(message)

    search(raft_group(RaftBounds(servers=2, requests=1)), [collected])
    assert len(met) > 30
    assert len(met) == len({order_of(message) for message in met})


SORT = """
from model.network import order_of
from test_network import VALUES
print([VALUES.index(value) for value in sorted(set(VALUES), key=order_of)])
"""


def test_order_is_the_same_on_every_machine() -> None:
    """The order does not depend on hashes, which Python draws anew for each run."""
    here = Path(__file__).parent
    outputs = {
        subprocess.run(
            [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(here)!r}){SORT}"],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ""},
            cwd=here.parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1
