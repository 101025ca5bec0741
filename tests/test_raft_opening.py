"""Groups that do not begin at rest: what has happened before the run, and that a healthy group did it."""

import pytest
from scenes import N1, N2, N3, group_of, server_in

from checker.catalogue import complete, find_scenario
from checker.errors import WrongUsage
from model.raft.group import RaftBounds, raft_group
from model.raft.membership_group import MembershipBounds, membership_group
from model.raft.opening import with_entry, with_late_server, with_leader, with_promotion
from model.raft.prompt import PromptChange
from model.raft.rules import Raft
from model.raft.stability import CheckQuorum
from model.raft.state import Configuration, ServerId
from model.raft.timing import Timing
from model.world import System

GROUP = raft_group(RaftBounds())


def configuration_of(system: System, server: ServerId) -> object:
    """Return the last entry in a server's log."""
    return server_in(system.initial(), server).durable.log[-1].value


def test_a_group_that_begins_with_a_leader() -> None:
    """Everyone has heard the outcome of the first election, and nothing is in flight."""
    led = with_leader(raft_group(RaftBounds(timing=Timing.HEARTBEATS), CheckQuorum), N2)
    world = led.initial()
    assert [1, 1, 1] == [server_in(world, name).durable.current_term for name in (N1, N2, N3)]
    assert server_in(world, N2).leads()
    assert [N2, N2] == [server_in(world, name).running().leader for name in (N1, N3)]
    assert world.messages == ()


def test_who_is_down_hears_nothing() -> None:
    """A server that is down from the beginning has not heard of the leader; what was sent to it is lost."""
    world = with_leader(raft_group(RaftBounds(down=1)), N1).initial()
    assert server_in(world, N1).leads()
    assert (server_in(world, N3).durable.current_term, world.messages) == (0, ())


def test_an_entry_that_everyone_knows_to_be_committed() -> None:
    """The entry is in every log, and every commit index is at it; the request is counted."""
    world = with_entry(GROUP, N1).initial()
    assert [1, 1, 1] == [server_in(world, name).running().commit_index for name in (N1, N2, N3)]
    assert ["v1"] * 3 == [server_in(world, name).durable.log[0].value for name in (N1, N2, N3)]
    assert world.locals[-1].requests == 1  # type: ignore[attr-defined]  # the environment's


def test_a_server_that_is_late() -> None:
    """Whoever was cut off is two terms later and lacks what the other has; the leader has crashed."""
    world = with_late_server(GROUP, N1, N3).initial()
    assert server_in(world, N1).volatile is None
    assert [1, 3] == [server_in(world, name).durable.current_term for name in (N2, N3)]
    assert [1, 0] == [len(server_in(world, name).durable.log) for name in (N2, N3)]
    assert server_in(world, N2).running().commit_index == 1
    assert world.messages == ()


def test_a_promotion_that_a_learner_has_not_heard_of() -> None:
    """The voters have the configuration in which the learner is one of them; it has that of a learner."""
    bounds = MembershipBounds(members=2, changes=2, learners=True)
    begun = with_promotion(membership_group(bounds, PromptChange), N1, N3, frozenset((N1, N2)))
    assert Configuration(frozenset(group_of(3))) == configuration_of(begun, N2)
    assert Configuration(frozenset((N1, N2)), learners=frozenset((N3,))) == configuration_of(begun, N3)
    assert [True, False, False] == [
        server_in(begun.initial(), name).volatile is None for name in (N1, N2, N3)
    ]
    assert begun.initial().locals[-1].changes == 2  # type: ignore[attr-defined]  # the environment's


def test_a_mutant_begins_where_the_healthy_group_does() -> None:
    """What has happened before the run was done by healthy servers: even by those that would never stand."""

    class Idle(Raft):
        def may_stand(self, server: ServerId, role: object) -> bool:  # the mistake
            return False

    scenario = find_scenario("raft-return")
    parameters = complete(scenario, {})
    healthy, idle = (scenario.build(parameters, protocol) for protocol in (None, Idle))
    assert healthy.initial_locals == idle.initial_locals


@pytest.mark.parametrize(
    ("scenario", "given", "said"),
    [
        ("raft-return", {"terms": 0}, "--terms 0: more is used before the run"),
        ("raft-return", {"down": 2}, "--down 2: a majority has elected a leader before the run; expected 1"),
        ("raft-single-change-of-four", {"requests": 0}, "--requests 0: 1 is made before the run"),
        ("raft-single-change-of-four", {"entries": 0}, "--entries 0: more is used before the run"),
        ("raft-prevote-migration", {"servers": 2}, "--servers 2: without its leader, no majority is left"),
        ("raft-learner", {"down": 1}, "--down 1: the leader is down, and no other; expected 0"),
        ("raft-learner", {"servers": 8}, "--servers 8 makes no sense"),
    ],
)
def test_what_leaves_no_room_for_it_is_refused(scenario: str, given: dict[str, int], said: str) -> None:
    """Parameters under which that could not have happened are refused, with what was expected."""
    with pytest.raises(WrongUsage) as refused:
        complete(find_scenario(scenario), given)
    assert str(refused.value).startswith(said)
