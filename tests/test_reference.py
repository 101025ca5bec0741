"""The reference search, on systems whose graph is known by hand."""

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import pytest
from attrs import evolve
from toys import (
    Count,
    below,
    counters,
    in_flight,
    never_back,
    never_to_anna,
    one_token,
    passing,
    reaches,
    ring,
    sum_below,
)

from checker.inspection import Inspector
from checker.reference import LOOK_UP_EVERY, search
from checker.verdict import DEADLOCK, Limits, Progress, Result, Verdict
from model.bounds import Bound
from model.raft.group import RaftBounds, raft_group
from model.raft.mutants.votes import QuorumHalf
from model.raft.state import Server
from properties.raft_safety import election_safety
from properties.statement import Finding, Property, Shape, always, sometimes


def counts(result: Result) -> tuple[int, int, int]:
    return result.states, result.transitions, result.depth


def told(result: Result) -> list[str]:
    assert result.violation is not None
    return [str(action) for action in result.violation.actions]


def stop_at(call: int) -> Callable[[Progress], None]:
    """Return a listener that is interrupted from the keyboard at this call."""
    calls = iter(range(1, call + 1))

    def tell(_: Progress) -> None:
        if next(calls) == call:
            raise KeyboardInterrupt

    return tell


# Graphs known by hand


@pytest.mark.parametrize("size", [1, 2, 5, 60])
def test_ring(size: int) -> None:
    """A ring is as many worlds, as many steps, and ends nowhere: one step less is its depth."""
    result = search(ring(size), [below(size)])
    assert result.verdict is Verdict.HOLDS
    assert (size, size, size - 1) == counts(result)


@pytest.mark.parametrize(("m", "n"), [(0, 0), (1, 0), (1, 1), (2, 3), (7, 5)])
def test_grid(m: int, n: int) -> None:
    """Two counters, in any order, are a grid: each world is found once, each step is counted."""
    result = search(counters(m, n), [sum_below(m + n + 1)])
    assert result.verdict is Verdict.HOLDS
    assert ((m + 1) * (n + 1), m * (n + 1) + n * (m + 1), m + n) == counts(result)


def test_token() -> None:
    """Two pass a token: one has it, it is on its way, the other has it, it is on its way back."""
    result = search(passing(), [one_token, in_flight])
    assert result.verdict is Verdict.HOLDS
    assert counts(result) == (4, 4, 3)
    assert result.witnesses == {"in-flight": "to Bert"}


def test_tokens_of_one_who_keeps_his() -> None:
    """As a set, the network holds one token at most each way: 6 worlds, and 15 steps between them.

    Bert has none, and in flight is nothing or one to Bert (1 and 2 steps lead from there); or he has one,
    and in flight is nothing, one to Bert, one to Anna, or both (2, 3, 3 and 4 steps).
    """
    result = search(passing(keeps=True), [in_flight])
    assert counts(result) == (6, 15, 4)


# Violations


def test_violation() -> None:
    """What is violated, how, and the shortest way there, its ties broken by the order of actions."""
    result = search(counters(3, 3), [below(2)])
    assert result.verdict is Verdict.VIOLATED
    assert result.exit_code == 12
    assert result.violation is not None
    assert (result.violation.property, result.violation.finding) == ("below-limit", "a counter reached 2")
    assert told(result) == ["c1 adds 1", "c1 adds 1"]


def test_ties_are_broken_by_the_order_of_actions() -> None:
    """Of several shortest ways to a world, the first in the order of actions is told."""
    assert told(search(counters(3, 3), [sum_below(3)])) == ["c1 adds 1"] * 3
    assert told(search(counters(1, 1), [sum_below(2)])) == ["c1 adds 1", "c2 adds 1"]


def test_level_is_finished() -> None:
    """After a violation the rest of its level is looked at, and no other: 6 worlds are within 2 steps."""
    result = search(counters(3, 3), [below(2)])
    assert counts(result) == (6, 6, 2)


def test_all_that_is_violated_at_that_depth() -> None:
    """Every property that is violated within as few steps is named, and the first found is told."""
    sum_of_two, sum_of_three = sum_below(2), evolve(sum_below(3), name="later")
    result = search(counters(3, 3), [sum_of_three, sum_of_two, below(2)])
    assert result.violated == ("below-limit", "sum-below-limit")
    assert result.violation is not None
    assert result.violation.property == "sum-below-limit"


def test_violated_at_the_beginning() -> None:
    """What the initial world violates is violated after no action: depth 0, and an empty trace."""
    result = search(counters(3), [below(0)])
    assert result.verdict is Verdict.VIOLATED
    assert counts(result) == (1, 0, 0)
    assert told(result) == []


def test_step_is_violated() -> None:
    """A property of steps is violated by a step, even one that leads to a world that was seen before."""
    result = search(ring(3), [never_back])
    assert result.violation is not None
    assert result.violation.finding == "from 2 to 0"
    assert told(result) == ["tick"] * 3
    assert counts(result) == (3, 3, 2)


def test_message_is_violated() -> None:
    """A property of messages is held against each one in flight."""
    result = search(passing(), [never_to_anna])
    assert result.violation is not None
    assert result.violation.finding == "Bert sends it to Anna"
    assert told(result) == ["Anna passes the token", "Bert receives the token", "Bert passes the token"]


def test_all_together_violate() -> None:
    """A property of all processes is held against them together."""
    result = search(passing(keeps=True), [one_token])
    assert told(result) == ["Anna passes the token", "Bert receives the token"]


def test_steps_beyond_a_bound_are_not_judged() -> None:
    """What a bound forbids does not happen: no property is held against it."""
    result = search(counters(None, bounds=[Bound("small", 2, Count, lambda local: local.number)]), [below(3)])
    assert (result.verdict, result.bounds_reached) == (Verdict.HOLDS, ("small",))
    assert counts(result) == (3, 2, 2)


def test_trace_leads_to_the_violation() -> None:
    """The actions of a violation, taken one by one, lead to a world in which the property objects."""
    system = raft_group(RaftBounds(terms=1, requests=0), QuorumHalf)
    result = search(system, [election_safety])
    assert result.violation is not None
    inspector = Inspector([election_safety])
    seen = inspector.of_run(system, result.violation.actions)
    assert result.violation.finding == seen[0].finding
    assert inspector.of_run(system, result.violation.actions[:-1]) == ()


# Deadlocks


def test_deadlock() -> None:
    """Where a deadlock is looked for, a world without any action is one."""
    result = search(counters(2, 1), [below(9)], Limits(deadlock=True))
    assert result.verdict is Verdict.DEADLOCK
    assert result.exit_code == 11
    assert result.violation is not None
    assert (result.violation.property, result.violation.finding) == (DEADLOCK, "no action is enabled")
    assert told(result) == ["c1 adds 1", "c1 adds 1", "c2 adds 1"]


def test_end_is_no_deadlock_unless_asked() -> None:
    """A system may come to its end."""
    assert search(counters(2, 1), [below(9)]).verdict is Verdict.HOLDS


def test_no_deadlock() -> None:
    """What goes on for ever has no deadlock, nor has what only a bound stops."""
    bounded = counters(None, bounds=[Bound("small", 2, Count, lambda local: local.number)])
    for system in (ring(3), bounded):
        assert search(system, [below(9)], Limits(deadlock=True)).verdict is Verdict.HOLDS


def test_deadlock_before_a_violation() -> None:
    """A deadlock is one step nearer than what the steps of the same level lead to, so it is told."""

    def one_way(process: Any, local: Count, event: Any) -> Any:
        return None if local.number == 1 else count(process, local, event)

    count = counters(9).react
    fork = evolve(counters(9, amounts=(1, 2)), react=one_way)
    result = search(fork, [below(4)], Limits(deadlock=True))
    assert (result.verdict, told(result)) == (Verdict.DEADLOCK, ["c1 adds 1"])
    assert result.violated == ("below-limit", DEADLOCK)


# Sights


def test_first_sight() -> None:
    """A *sometimes* property is told as it was first seen; that it is seen again changes nothing."""
    result = search(counters(3), [reaches(2)])
    assert result.verdict is Verdict.HOLDS
    assert result.witnesses == {"reaches-limit": "a counter reached 2"}


def test_not_seen() -> None:
    """A *sometimes* property that is not seen is no violation."""
    result = search(counters(3), [reaches(4)])
    assert (result.verdict, result.witnesses) == (Verdict.HOLDS, {})


def test_seen_in_a_step() -> None:
    """A *sometimes* property may be seen in a step."""

    @sometimes(Shape.STEP, Count)
    def comes_round(before: Count, after: Count) -> Finding:
        """It begins anew."""
        return f"after {before.number}" if after.number < before.number else None

    assert search(ring(4), [comes_round]).witnesses == {"comes-round": "after 3"}


def test_until() -> None:
    """A search may end with the level in which something is seen, and says so: it is incomplete."""
    result = search(counters(9, 9), [reaches(2), below(9)], until="reaches-limit")
    assert result.verdict is Verdict.INCOMPLETE
    assert result.stopped_by == "reaches-limit was seen"
    assert counts(result) == (6, 6, 2)


def test_until_the_beginning() -> None:
    """What is seen in the initial world needs no search."""
    result = search(counters(9), [reaches(0)], until="reaches-limit")
    assert (result.stopped_by, counts(result)) == ("reaches-limit was seen", (1, 0, 0))


def test_until_never() -> None:
    """What is never seen lets the search exhaust the space."""
    result = search(counters(3), [reaches(4)], until="reaches-limit")
    assert (result.verdict, result.stopped_by) == (Verdict.HOLDS, None)


# Limits


def test_limit_of_states() -> None:
    """A search that has found as many worlds as allowed stops, and its answer is incomplete."""
    result = search(counters(99, 99), [sum_below(999)], Limits(states=1000))
    assert result.verdict is Verdict.INCOMPLETE
    assert result.exit_code == 20
    assert result.stopped_by == "the limit of 1,000 states"
    assert 1000 <= result.states < 1000 + 2 * LOOK_UP_EVERY


def test_limit_of_seconds() -> None:
    """A search without time does nothing, and its answer is incomplete."""
    result = search(counters(9), [below(99)], Limits(seconds=0))
    assert (result.verdict, result.stopped_by) == (Verdict.INCOMPLETE, "the limit of 0 seconds")
    assert counts(result) == (1, 0, 0)


def test_limit_of_depth() -> None:
    """A search that may look three actions ahead sees what is three actions away, and no more."""
    result = search(counters(9, 9), [reaches(3), below(4)], Limits(depth=3))
    assert (result.verdict, result.stopped_by) == (Verdict.INCOMPLETE, "the limit of 3 actions")
    assert counts(result) == (10, 12, 3)
    assert "reaches-limit" in result.witnesses


def test_limit_of_memory() -> None:
    """A search that may not use what the program uses already does nothing."""
    result = search(counters(9), [below(99)], Limits(memory=2**20))
    assert (result.verdict, result.stopped_by) == (Verdict.INCOMPLETE, "the limit of 1 MiB of memory")


def test_limits_that_are_not_reached() -> None:
    """A space that is smaller than its limits is exhausted."""
    limits = Limits(states=99, seconds=99, depth=99)
    assert search(counters(3, 3), [below(9)], limits).verdict is Verdict.HOLDS


def test_violation_within_limits() -> None:
    """What was found before a limit stopped the search is a violation all the same."""
    assert search(counters(9), [below(3)], Limits(depth=3)).verdict is Verdict.VIOLATED


def test_interrupted() -> None:
    """A search that is interrupted from the keyboard tells what it has counted so far."""
    heard: list[Progress] = []

    def tell(progress: Progress) -> None:
        heard.append(progress)
        if len(heard) == 4:
            raise KeyboardInterrupt

    result = search(counters(9, 9), [below(99)], tell=tell)
    assert result.verdict is Verdict.INCOMPLETE
    assert result.interrupted
    assert result.exit_code == 130
    assert result.stopped_by == "the search was interrupted"
    assert (heard[-1].states, heard[-1].transitions, heard[-1].depth) == counts(result) == (10, 12, 3)


def test_interrupted_at_once() -> None:
    """A search that is interrupted before its first step has seen the initial world."""
    assert counts(search(ring(3), [below(9)], tell=stop_at(1))) == (1, 0, 0)


def test_progress() -> None:
    """A search tells at each level, and every so many worlds, how far it is."""
    heard: list[Progress] = []
    search(counters(2, 1), [below(9)], tell=heard.append)
    assert [(said.states, said.transitions, said.depth, said.frontier) for said in heard] == [
        (1, 0, 0, 1),
        (3, 2, 1, 2),
        (5, 5, 2, 2),
        (6, 7, 3, 1),
    ]


def test_progress_within_a_level() -> None:
    """In a level of many worlds, it tells in between how many are left."""
    heard: list[Progress] = []
    search(counters(*[1] * 12), [below(9)], tell=heard.append)
    widest = [said.frontier for said in heard if said.depth == 6]
    assert widest == [924, 924 - LOOK_UP_EVERY]


# Properties


def test_property_is_asked_about_its_class_only() -> None:
    """A property that speaks of another class of process is not asked."""
    shapes = (Shape.ONE, Shape.PAIR, Shape.ALL, Shape.STEP)

    def fail(*_: object) -> Finding:
        raise AssertionError("asked")

    stated = [Property(shape.value, "", "", never_back.kind, shape, Server, fail) for shape in shapes]
    assert search(ring(2), stated).verdict is Verdict.HOLDS


def test_pairs_are_asked_in_both_orders() -> None:
    """A property of pairs is asked about any two processes, in both orders, and each with itself."""
    asked = []

    @always(Shape.PAIR, Count, cites="")
    def asking(a: Count, b: Count) -> Finding:
        """Ask."""
        asked.append((a.number, b.number))
        return None

    search(counters(1, 1), [asking])
    assert sorted(asked) == sorted(product((0, 1), repeat=2))


def test_all_are_asked_about_together() -> None:
    """A property of all gets the processes of its class, in the order of the system."""
    asked = []

    @always(Shape.ALL, Server, cites="")
    def asking(servers: Sequence[Server]) -> Finding:
        """Ask."""
        asked.append([str(server.id) for server in servers])
        return None

    search(raft_group(RaftBounds(terms=0)), [asking])
    assert asked == [["n1", "n2", "n3"]]


def test_two_searches_agree() -> None:
    """A search gives the same each time, but for the time it takes."""
    system = raft_group(RaftBounds(servers=2))
    first, second = (search(system, [election_safety]) for _ in range(2))
    assert evolve(first, seconds=0) == evolve(second, seconds=0)
