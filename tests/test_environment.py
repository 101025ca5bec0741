"""The environment: it brings requests and faults, counts them, and cuts and heals links."""

import pytest
from attrs import evolve
from scenes import N1, N2, N3, named, play, role_of, server_in

from model.environment import (
    ENVIRONMENT,
    Ask,
    Carry,
    Cut,
    Environment,
    Heal,
    Spend,
    budget,
    react,
)
from model.process import Event
from model.raft.group import RaftBounds, raft_group
from model.raft.state import Role, Value
from model.world import System, World

LINK, OTHER = frozenset((N1, N2)), frozenset((N1, N3))
FAULTS = RaftBounds(terms=1, requests=2, entries=2, crashes=2, losses=2, duplicates=2, cuts=2)


def environment_in(world: World) -> Environment:
    (found,) = (local for local in world.locals if isinstance(local, Environment))
    return found


def after(environment: Environment, *events: Event) -> Environment:
    for event in events:
        outcome = react(environment, event)
        assert outcome is not None
        assert outcome.sends == ()
        environment = outcome.local
    return environment


def enabled(system: System, world: World) -> list[str]:
    return [str(action) for action, _, beyond in system.actions(world) if not beyond]


@pytest.fixture
def system() -> System:
    """Return a group of three to which everything may happen twice."""
    return raft_group(FAULTS)


# The process


@pytest.mark.parametrize("field", ["crashes", "losses", "duplicates"])
def test_spend(field: str) -> None:
    """A fault is paid for: its count goes up by one, and no other does."""
    assert evolve(Environment(), **{field: 2}) == after(Environment(), Spend(field), Spend(field))


def test_ask() -> None:
    """Requests come in order, from 1, so that each value is stored once."""
    assert Environment(requests=2) == after(Environment(), Ask(1), Ask(2))
    assert react(Environment(), Ask(2)) is None
    assert react(Environment(requests=1), Ask(1)) is None


def test_cut_and_heal() -> None:
    """A cut counts and lasts until the link is healed, which is free."""
    assert Environment(cuts=1, cut_links=frozenset({LINK})) == after(Environment(), Cut(LINK))
    assert Environment(cuts=1) == after(Environment(), Cut(LINK), Heal(LINK))


def test_cut_link_cannot_be_cut() -> None:
    """What is cut is not cut again, and what is whole is not healed."""
    assert react(after(Environment(), Cut(LINK)), Cut(LINK)) is None
    assert react(Environment(), Heal(LINK)) is None


def test_carry() -> None:
    """A link carries messages unless it is cut, whichever others are."""
    environment = after(Environment(), Cut(LINK))
    assert react(environment, Carry(LINK)) is None
    assert environment == after(environment, Carry(OTHER))


def test_budget() -> None:
    """A budget is a bound on what was brought in the whole run."""
    bound = budget("cuts", 1)
    environment = after(Environment(), Cut(LINK), Heal(LINK))
    assert bound.name == "cuts"
    assert not bound.is_exceeded(environment)
    assert bound.is_exceeded(after(environment, Cut(OTHER)))


def test_environment_is_a_process(system: System) -> None:
    """The environment is an ordinary process of the system, the last one."""
    assert system.processes == (N1, N2, N3, ENVIRONMENT)


# Requests


def test_request_is_joint(system: System) -> None:
    """A client asks a leader in one step with the count; where nobody leads, nothing is counted."""
    assert not any(said.startswith("a client") for said in enabled(system, system.initial()))
    world = play(system, "n1 times out", "n2 receives", "n1 receives RequestVoteResponse")
    assert [said for said in enabled(system, world) if said.startswith("a client")] == [
        "a client asks n1 to store v1"
    ]
    world = play(system, "a client asks n1", world=world)
    assert environment_in(world).requests == 1
    assert [Value("v1")] == [entry.value for entry in server_in(world, N1).durable.log]
    assert [said for said in enabled(system, world) if said.startswith("a client")] == [
        "a client asks n1 to store v2"
    ]


# Faults


def test_crash_is_joint(system: System) -> None:
    """A server crashes in one step with the count; one that is down does not crash, and is not counted."""
    world = play(system, "n2 crashes")
    assert environment_in(world).crashes == 1
    assert server_in(world, N2).volatile is None
    assert system.step(world, named(system, world, "n2 crashes")) is None
    assert "n2 restarts" in enabled(system, world)


def test_restart_is_free(system: System) -> None:
    """A crashed server can restart at no cost."""
    world = play(system, "n2 crashes", "n2 restarts")
    assert Environment(crashes=1) == environment_in(world)
    assert role_of(server_in(world, N2)) is Role.FOLLOWER


def test_loss_removes_the_message(system: System) -> None:
    """A lost message is gone, and nobody has noticed."""
    before = play(system, "n1 times out")
    world = play(system, "lost: RequestVote", world=before)
    assert Environment(losses=1) == environment_in(world)
    assert before.messages[1:] == world.messages
    assert before.locals[:-1] == world.locals[:-1]


def test_duplicate_keeps_the_message(system: System) -> None:
    """A message that arrives once more than sent does what it does, and stays in flight."""
    before = play(system, "n1 times out")
    duplicated = play(system, "n2 receives a duplicate of RequestVote", world=before)
    delivered = play(system, "n2 receives RequestVote", world=before)
    assert Environment(duplicates=1) == environment_in(duplicated)
    assert delivered.locals[:-1] == duplicated.locals[:-1]
    assert set(before.messages) | set(delivered.messages) == set(duplicated.messages)


# Links


def test_cut_link_delivers_nothing(system: System) -> None:
    """What is in flight on a cut link waits."""
    before = play(system, "n1 times out")
    world = play(system, "the link between n1 and n2 is cut", world=before)
    assert before.messages == world.messages
    assert not any(said.startswith("n2 receives") for said in enabled(system, world))
    assert any(said.startswith("n3 receives") for said in enabled(system, world))


def test_delivered_after_healing(system: System) -> None:
    """What waited on a cut link may arrive after the link is healed."""
    world = play(system, "n1 times out", "the link between n1 and n2 is cut")
    healed = play(system, "the link between n1 and n2 is healed", world=world)
    assert environment_in(healed).cut_links == frozenset()
    assert server_in(play(system, "n2 receives RequestVote", world=healed), N2).durable.voted_for == N1


def test_link_is_cut_in_both_directions(system: System) -> None:
    """A cut link carries nothing either way: neither the request nor its answer."""
    world = play(system, "n1 times out", "n2 receives", "the link between n1 and n2 is cut")
    assert not any(said.startswith("n1 receives") for said in enabled(system, world))


def test_no_duplicate_on_a_cut_link(system: System) -> None:
    """A cut link delivers no duplicate either, so none is counted."""
    world = play(system, "n1 times out", "the link between n1 and n2 is cut")
    duplicate = named(system, world, "n2 receives a duplicate")
    assert system.step(world, duplicate) is None
    assert system.refusal(world, duplicate) == ("environment does not take Carry in the state that it is in")


def test_a_cut_loses_nothing_but_a_loss_may(system: System) -> None:
    """That a message vanishes is a fault of its own, on a cut link, too."""
    world = play(system, "n1 times out", "the link between n1 and n2 is cut", "lost: RequestVote")
    assert [message.destination for message in world.messages] == [N3]


def test_servers_on_both_sides_go_on(system: System) -> None:
    """A server does not notice a cut: it stands for election as ever, and sends into the void."""
    world = play(system, "the link between n1 and n2 is cut", "n1 times out", "n3 receives RequestVote")
    world = play(system, "n1 receives RequestVoteResponse(term 1, granted) from n3", world=world)
    assert role_of(server_in(world, N1)) is Role.LEADER


@pytest.mark.parametrize(
    ("fault", "limit"),
    [("crashes", "n1 crashes"), ("cuts", "the link between n1 and n2 is cut")],
)
def test_budget_is_for_the_whole_run(fault: str, limit: str) -> None:
    """What was mended is not paid back: a second fault is beyond a budget of one."""
    system = raft_group(RaftBounds(**{fault: 1}))
    mend = {"crashes": "n1 restarts", "cuts": "the link between n1 and n2 is healed"}[fault]
    world = play(system, limit, mend)
    stepped = system.step(world, named(system, world, limit))
    assert stepped is not None
    assert (fault,) == stepped[1]
