"""Bounds: they forbid steps, and never change what the protocol would do."""

import pytest
from scenes import N1, N2, follower, named, play
from toys import Count, Holder, below, counters

from checker.reference import search
from model.bounds import Bound, exceeded
from model.raft.group import RaftBounds, raft_group
from model.world import World

SMALL = Bound("small", 1, Count, lambda local: local.number)
TINY = Bound("tiny", 0, Count, lambda local: local.number)


def worlds_of(bounds: RaftBounds) -> set[World]:
    """Return every world within bounds."""
    system = raft_group(bounds)
    known = {system.initial()}
    fresh = known
    while fresh:
        steps = {(after, beyond) for world in fresh for _, after, beyond in system.actions(world)}
        fresh = {after for after, beyond in steps if not beyond} - known
        known = known | fresh
    return known


# One bound


@pytest.mark.parametrize(("number", "beyond"), [(0, False), (1, False), (2, True)])
def test_limit_is_within(number: int, beyond: bool) -> None:  # noqa: FBT001  # a table
    """A bound is a limit that may be reached and not be passed."""
    assert beyond == SMALL.is_exceeded(Count(number))


def test_bound_is_on_one_class() -> None:
    """A bound measures the local states of its class only."""
    assert not TINY.is_exceeded(Holder(has_token=True))
    assert not TINY.is_exceeded(follower(term=9))


def test_bounds_are_named_in_their_order() -> None:
    """Of several bounds, those that are exceeded are named, in their order."""
    assert exceeded([TINY, SMALL], Count(2)) == ("tiny", "small")
    assert exceeded([SMALL, TINY], Count(2)) == ("small", "tiny")
    assert exceeded([SMALL, TINY], Count(1)) == ("tiny",)
    assert exceeded([SMALL, TINY], Count(0)) == ()


# In a search


def test_bound_ends_a_search() -> None:
    """A counter without an end is exhausted up to its bound, which is then named as reached."""
    result = search(counters(None, None, bounds=[SMALL]), [below(2)])
    assert (result.states, result.transitions, result.depth, result.bounds_reached) == (4, 4, 2, ("small",))


def test_bound_that_is_not_reached() -> None:
    """A bound that forbade nothing is not named."""
    assert search(counters(1, bounds=[SMALL]), [below(2)]).bounds_reached == ()


def test_forbidden_is_not_stuck() -> None:
    """Where only a bound stands in the way there is no deadlock: the protocol would go on."""
    system = counters(None, bounds=[TINY])
    ((_, after, beyond),) = system.actions(system.initial())
    assert (World((Count(1),)), ("tiny",)) == (after, beyond)


# The bounds of a Raft group


@pytest.mark.parametrize(
    ("bounds", "path", "last", "beyond"),
    [
        (RaftBounds(terms=1, in_flight=2), ["n1 times out"], "n1 times out", ("terms", "in-flight")),
        (RaftBounds(terms=1), ["n1 times out"], "n1 times out", ("terms",)),
        (RaftBounds(terms=2, in_flight=2), ["n1 times out"], "n2 times out", ("in-flight",)),
        (RaftBounds(servers=1, entries=0), ["n1 times out"], "a client asks n1", ("entries",)),
        (
            RaftBounds(servers=1, requests=1, crashes=1),
            ["n1 times out", "n1 crashes", "n1 restarts"],
            "n1 crashes",
            ("crashes",),
        ),
        (RaftBounds(losses=1), ["n1 times out", "lost: RequestVote"], "lost: RequestVote", ("losses",)),
        (
            RaftBounds(duplicates=1),
            ["n1 times out", "n2 receives a duplicate"],
            "n3 receives a duplicate",
            ("duplicates",),
        ),
        (
            RaftBounds(cuts=1),
            ["the link between n1 and n2 is cut"],
            "the link between n1 and n3 is cut",
            ("cuts",),
        ),
        (
            RaftBounds(servers=2, copies=2, duplicates=2),
            ["n1 times out", *["n2 receives a duplicate of RequestVote("] * 2],
            "n2 receives RequestVote(",
            ("copies",),
        ),
    ],
    ids=lambda given: "+".join(given) if isinstance(given, tuple) else "",
)
def test_what_each_bound_forbids(
    bounds: RaftBounds, path: list[str], last: str, beyond: tuple[str, ...]
) -> None:
    """Terms, entries, messages, copies and every fault are limited, each under its own name."""
    system = raft_group(bounds)
    world = play(system, *path)
    stepped = system.step(world, named(system, world, last))
    assert stepped is not None
    assert beyond == stepped[1]


def test_requests_end_with_their_number() -> None:
    """There are as many requests as the bound says: the next one is forbidden by that, and by no other."""
    system = raft_group(RaftBounds(servers=1, entries=9, requests=2))
    world = play(system, "n1 times out", "a client asks n1 to store v1", "a client asks n1 to store v2")
    assert [
        (str(action), beyond) for action, _, beyond in system.actions(world) if action.kind == "request"
    ] == [("a client asks n1 to store v3", ("requests",))]


@pytest.mark.parametrize(
    "larger",
    [
        {"terms": 2},
        {"entries": 2, "requests": 2},
        {"crashes": 1},
        {"losses": 1},
        {"duplicates": 1},
        {"cuts": 1},
        {"in_flight": 2},
    ],
    ids=str,
)
def test_bounds_never_touch_the_protocol(larger: dict[str, int]) -> None:
    """Whatever can happen within bounds can happen within larger ones, and more can."""
    bounds = {"servers": 2, "terms": 1, "entries": 1, "requests": 1, "in_flight": 1}
    assert worlds_of(RaftBounds(**bounds)) < worlds_of(RaftBounds(**bounds | larger))


def test_limits_on_copies_make_a_bag() -> None:
    """With one copy at most the network is a set, with more a bag, and without a limit, too."""
    kept = {copies: raft_group(RaftBounds(copies=copies)).network.bag for copies in (1, 2, None)}
    assert kept == {1: False, 2: True, None: True}


@pytest.mark.parametrize(
    "bounds",
    [
        *({"servers": 0}, {"servers": 8}, {"terms": -1}, {"entries": -1}, {"batch": 0}, {"down": -1}),
        *({"requests": -1}, {"crashes": -1}, {"losses": -1}, {"duplicates": -1}, {"cuts": -1}),
        *({"in_flight": 0}, {"copies": 0}, {"servers": 3, "down": 4}),
    ],
    ids=str,
)
def test_bounds_that_make_no_sense(bounds: dict[str, int]) -> None:
    """No group of none or of more than 7, nor more of it down than there are, nor less than nothing."""
    with pytest.raises(ValueError, match=r"must be [<>]="):
        RaftBounds(**bounds)


def test_larger_group_begins_like_a_smaller_one() -> None:
    """The servers of a group are called n1, n2, … and begin alike."""
    (one, *_), (first, second, *_) = (raft_group(RaftBounds(servers=n)).initial_locals for n in (1, 2))
    assert (one, N1, N2) == (first, first.id, second.id)
