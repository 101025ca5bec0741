"""When time may run out: under each assumption, with links that are severed, frail, or cut."""

import pytest
from attrs import evolve
from scenes import N1, N2, N3, named, play, server_in

from model.raft.events import ElectionTimeout
from model.raft.group import RaftBounds, raft_group
from model.raft.opening import with_leader
from model.raft.stability import CheckQuorum, PreVote
from model.raft.state import Role, ServerId
from model.raft.timing import Timing
from model.world import System, World

LEADS = (
    "n1 times out",
    "n2 receives RequestVote(",
    "n1 receives RequestVoteResponse",
)
FAR = frozenset((N1, N3))


def group(timing: Timing, protocol: type = CheckQuorum, **more: object) -> System:
    return raft_group(RaftBounds(terms=3, timing=timing, **more), protocol)  # type: ignore[arg-type]  # as named


def times_out(system: System, world: World) -> set[ServerId]:
    """Return the servers that may stand for election now."""
    found = set()
    for action, _, _ in system.actions(world):
        if action.kind == "time-out":
            found |= {process for process, event in action.parts if isinstance(event, ElectionTimeout)}
    return found


@pytest.mark.parametrize(
    ("timing", "begun", "standing", "led"),
    [
        (Timing.ANY, {N1, N2, N3}, {N1, N2, N3}, {N2, N3}),
        (Timing.HEARTBEATS, {N1, N2, N3}, {N1, N2, N3}, set()),
        (Timing.BROADCAST, {N1, N2, N3}, set(), set()),
    ],
)
def test_who_may_stand(
    timing: Timing, begun: set[ServerId], standing: set[ServerId], led: set[ServerId]
) -> None:
    """Who leads holds back those it is connected to, and so does, if broadcast is fast, what can arrive."""
    system = group(timing)
    assert begun == times_out(system, system.initial())
    assert standing == times_out(system, play(system, *LEADS[:1]))
    assert led == times_out(system, play(system, *LEADS))


def test_together() -> None:
    """All stand in one and the same step; then none has the others' votes."""
    system = group(Timing.TOGETHER)
    world = play(system, "the time of all")
    assert {Role.CANDIDATE} == {server_in(world, name).running().role for name in (N1, N2, N3)}
    assert len(world.messages) == 6


def test_together_without_the_dead() -> None:
    """Who is down takes no part; who leads forbids it."""
    system = group(Timing.TOGETHER, down=1)
    world = play(system, "the time of all")
    assert server_in(world, N3).volatile is None
    assert server_in(world, N1).durable.current_term == 1
    led = play(group(Timing.HEARTBEATS), *LEADS)
    system = group(Timing.TOGETHER)
    assert system.step(led, named(system, led, "the time of all")) is None


def test_severed() -> None:
    """Who is cut off from the leader for ever is not held back by it, and what is sent there vanishes."""
    system = group(Timing.HEARTBEATS, severed=(FAR,))
    world = play(system, *LEADS)
    assert {N3} == times_out(system, world)
    assert {N2} == {message.destination for message in play(system, "n1 times out").messages}
    assert system.symmetries == ()


def test_cut_and_healed() -> None:
    """A link that is cut in the run holds nothing back until it is healed."""
    system = group(Timing.HEARTBEATS, cuts=1)
    world = play(system, *LEADS, "the link between n1 and n3 is cut")
    assert {N3} == times_out(system, world)
    assert set() == times_out(system, play(system, "the link between n1 and n3 is healed", world=world))


def test_frail() -> None:
    """Only frail links can be cut."""
    system = group(Timing.HEARTBEATS, cuts=1, frail=(FAR,))
    assert {FAR} == {
        action.parts[0][1].link for kind in system.kinds if kind.name == "cut" for action in kind.static
    }


def quorums(system: System, world: World) -> set[frozenset[ServerId]]:
    return {action.parts[0][1].heard for action, _, _ in system.actions(world) if action.kind == "quorum"}


def test_whom_a_leader_hears() -> None:
    """At any time a leader may have heard from anyone; where heartbeats arrive, from all that are up and
    connected.
    """
    every = {frozenset(heard) for heard in ((), (N2,), (N3,), (N2, N3))}
    assert every == quorums(group(Timing.ANY), play(group(Timing.ANY), *LEADS))
    timed = group(Timing.HEARTBEATS, cuts=2, crashes=1)
    world = play(timed, *LEADS)
    assert {frozenset((N2, N3))} == quorums(timed, world)
    world = play(timed, "the link between n1 and n3 is cut", world=world)
    assert {frozenset((N2,))} == quorums(timed, world)
    world = play(timed, "n2 crashes", world=world)
    assert {frozenset((N2,)), frozenset()} == quorums(timed, world)


def test_leases_end_as_time_runs_out() -> None:
    """A follower that is connected to its leader stays in the lease; one that is cut off does not."""
    system = group(Timing.HEARTBEATS, PreVote, cuts=2)
    world = evolve(system.initial(), locals=with_leader(system, N1).initial_locals)
    lapsing = "n3, cut off from n1, has not heard"
    assert not [action for action, _, _ in system.actions(world) if action.kind == "lease"]
    world = play(system, "the link between n1 and n3 is cut", lapsing, world=world)
    assert server_in(world, N3).running().leader is None
    assert server_in(world, N2).running().leader == N1
