"""The reference search against a dumb one that shares nothing with it."""

from functools import cache
from itertools import product
from typing import Any

import dumb
import pytest
from toys import (
    Count,
    counters,
    in_flight,
    passing,
    ring,
)

from checker.reference import search
from checker.verdict import Verdict
from model.bounds import Bound
from model.network import Network
from model.raft.group import RaftBounds, raft_group
from model.raft.mutants.disks import AckBeforeFsync
from model.raft.mutants.votes import QuorumHalf, VoteTwice
from model.raft.rules import Raft
from model.raft.state import Server
from model.world import System
from properties.raft_safety import election_safety, leader_completeness
from properties.statement import Property


@pytest.mark.parametrize(
    "bounds",
    [
        RaftBounds(servers=1, terms=3, entries=3, requests=3),
        RaftBounds(servers=1, terms=2, entries=1, requests=2, crashes=2),
        RaftBounds(servers=2, terms=2, entries=1, requests=2, in_flight=2),
        RaftBounds(servers=2, terms=1, entries=2, requests=2, batch=2, in_flight=2),
        RaftBounds(servers=2, terms=1, crashes=1, losses=1, duplicates=1, cuts=1, in_flight=1),
        RaftBounds(servers=2, terms=1, duplicates=1, losses=1, in_flight=3, copies=2),
        RaftBounds(servers=2, terms=1, requests=0, in_flight=4, copies=None),
        RaftBounds(servers=2, terms=2, entries=1, requests=1, crashes=1, down=1, in_flight=2),
        RaftBounds(servers=3, terms=1, entries=0, requests=0),
        RaftBounds(servers=3, terms=1, requests=0, cuts=1, in_flight=2),
        RaftBounds(servers=3, terms=2, entries=1, requests=1, down=1, in_flight=2),
        RaftBounds(servers=4, terms=1, entries=0, requests=0, in_flight=3),
    ],
    ids=lambda bounds: f"{bounds.servers} servers, {bounds.terms} terms",
)
def test_counts_agree(bounds: RaftBounds) -> None:
    """A search that shares nothing with this one counts as many worlds and as many steps."""
    system = raft_group(bounds)
    result = search(system, [election_safety])
    assert result.verdict is Verdict.HOLDS
    assert dumb.count(system) == (result.states, result.transitions)


@pytest.mark.parametrize(
    "system",
    [
        ring(5),
        counters(3, 4, 2),
        counters(None, 2, bounds=[Bound("small", 3, Count, lambda local: local.number)]),
        passing(),
        passing(keeps=True),
        passing(keeps=True, network=Network(bag=True, capacity=4)),
        passing(keeps=True, network=Network(bag=True, copies=3)),
    ],
    ids=["ring", "counters", "bounded", "token", "tokens", "bag", "copies"],
)
def test_counts_of_toys_agree(system: System) -> None:
    """The same, where there is no Raft."""
    result = search(system, [in_flight])
    assert dumb.count(system) == (result.states, result.transitions)


def test_dumb_search_can_disagree() -> None:
    """The second search depends on the model: with other bounds it counts otherwise."""
    assert dumb.count(counters(2, 3)) == (12, 17)
    assert dumb.count(counters(2, 2)) != dumb.count(counters(2, 3))


@pytest.mark.parametrize(
    ("protocol", "stated", "bounds", "steps", "states"),
    [
        (QuorumHalf, election_safety, RaftBounds(terms=1, entries=0, requests=0), 2, 19),
        (VoteTwice, election_safety, RaftBounds(terms=1, entries=0, requests=0), 6, 568),
        (
            AckBeforeFsync,
            leader_completeness,
            RaftBounds(terms=2, entries=1, requests=1, crashes=1, in_flight=2),
            14,
            22118,
        ),
    ],
    ids=["quorum-half", "vote-twice", "ack-before-fsync"],
)
def test_trace_is_the_shortest(
    protocol: type[Raft], stated: Property, bounds: RaftBounds, steps: int, states: int
) -> None:
    """No shorter run violates the property: so says a search that knows nothing of the other."""
    system, check = raft_group(bounds, protocol), cache(stated.check)

    def is_bad(local_states: dict[Any, Any]) -> bool:
        servers = [local for local in local_states.values() if isinstance(local, Server)]
        return any(check(a, b) is not None for a, b in product(servers, repeat=2))

    result = search(system, [stated])
    assert result.violation is not None
    assert (steps, states) == (len(result.violation.actions), result.states)
    assert steps == dumb.distance(system, is_bad)
