"""Terms renamed by their order: nothing that a server does, or that is said of it, is changed by that."""

from collections.abc import Mapping
from itertools import islice, pairwise
from random import Random

import pytest
from attrs import evolve

from checker.catalogue import complete
from checker.inspection import Inspector, seen_by
from checker.quotient import lifted
from model.raft import messages
from model.raft.group import RaftBounds, raft_group
from model.raft.messages import AppendEntries
from model.raft.rules import Raft
from model.raft.state import Durable, Entry, History, Server, ServerId, Value
from model.raft.terms import ENDLESS_TERMS, TERMS, normal, told
from model.world import System, World
from properties import raft_progress, raft_safety, raft_steps, reachability
from properties.raft_progress_scenarios import PROGRESS_SCENARIOS
from properties.statement import Scenario, promises_in, properties_in

BOUNDS = RaftBounds(
    servers=3, terms=60, entries=3, requests=3, crashes=2, losses=3, duplicates=2, in_flight=5
)

NEEDS_HISTORY = {
    "leader-replaced",
    "entry-committed",
    "committed-on-majority",
    "leader-completeness",
    "state-machine-safety",
}
"""What is said of the past: not to be used with the renaming."""


def defaults(scenario: Scenario, **given: int) -> Mapping[str, int | None]:
    return complete(scenario, given)


def walk(system: System, seed: int, steps: int) -> list[tuple[World, int]]:
    """Return the worlds of a run at random, with the place of the action taken in each."""
    random, world, run = Random(seed), system.initial(), []  # noqa: S311  # a walk, no secret
    for _ in range(steps):
        enabled = [
            (place, stepped[0])
            for place, action in enumerate(system.candidates(world))
            if (stepped := system.step(world, action)) is not None and not stepped[1]
        ]
        if not enabled:
            break
        place, after = random.choice(enabled)
        run.append((world, place))
        world = after
    return run


def forgetful(world: World) -> World:
    """Return a world without what an observer noted of its past."""
    return World(
        tuple(
            evolve(local, history=History()) if isinstance(local, Server) else local for local in world.locals
        ),
        world.messages,
    )


RENAMING = [one for one in PROGRESS_SCENARIOS if one.build(defaults(one), one.protocol).quotient is not None]
"""The scenarios whose worlds are renamed."""

SYSTEMS = {"raft": raft_group(BOUNDS)} | {
    " ".join((one.name, *(hunt.mutant.name for hunt in hunted))): one.build(
        defaults(one, terms=20), hunted[0].mutant.protocol if hunted else one.protocol
    )
    for one in RENAMING
    for hunted in ((), *((hunt,) for hunt in one.hunts))
}
"""The systems that are walked: a group to which anything may happen, and those that are searched renamed."""

each_system = pytest.mark.parametrize("name", SYSTEMS)


@each_system
@pytest.mark.parametrize("seed", range(4))
def test_a_renamed_world_does_the_same(name: str, seed: int) -> None:
    """In the world that stands for another, the same actions are enabled, and lead to the same worlds."""
    system = SYSTEMS[name]
    for world, _ in walk(system, seed, 150):
        stands = normal(world)
        here = [system.step(world, action) for action in system.candidates(world)]
        there = [system.step(stands, action) for action in system.candidates(stands)]
        assert [one and normal(one[0]) for one in here] == [one and normal(one[0]) for one in there]


@each_system
@pytest.mark.parametrize("seed", range(3))
def test_what_is_said_is_the_same(name: str, seed: int) -> None:
    """The properties that do not speak of the past say of the renamed worlds what they say of these.

    So do those of steps: of a renamed world, and of what it leads to when it is not renamed once more.
    """
    stated = [
        one for one in properties_in(raft_safety, raft_steps, reachability) if one.name not in NEEDS_HISTORY
    ]
    inspector, system = Inspector(stated), SYSTEMS[name]
    run = walk(system, seed, 150)
    for (world, place), (after, _) in pairwise(run):
        said = [one.stated.name for one in inspector.of_world(forgetful(world))]
        assert said == [one.stated.name for one in inspector.of_world(normal(world))]
        stands = normal(world)
        stepped = system.step(stands, next(islice(system.candidates(stands), place, None)))
        assert stepped is not None
        said = [one.stated.name for one in inspector.of_step(world, after)]
        assert said == [one.stated.name for one in inspector.of_step(stands, stepped[0])]


@each_system
@pytest.mark.parametrize("seed", range(3))
def test_what_is_promised_is_the_same(name: str, seed: int) -> None:
    """What is lacking to a promise, and what triggers it, is so in the renamed world, and not otherwise."""
    promises = promises_in(raft_progress)
    assert promises
    for world, _ in walk(SYSTEMS[name], seed, 150):
        for promise in promises:
            asked = [seen_by(one.locals, promise.of, promise.sees) for one in (world, normal(world))]
            for question in (promise.lack, promise.trigger or promise.lack):
                here, there = map(question, asked)
                assert (here is None) == (there is None)


def test_a_walk_has_terms_to_rename() -> None:
    """The walks of these tests get to where something is renamed, and to where it is not only a shift."""
    system = SYSTEMS["raft"]
    worlds = [world for seed in range(12) for world, _ in walk(system, seed, 150)]
    lowest = [min(local.durable.current_term for local in world.locals[:3]) for world in worlds]
    assert max(lowest) >= 5
    assert any(
        entry.term < low
        for world, low in zip(worlds, lowest, strict=True)
        for local in world.locals[:3]
        for entry in local.durable.log
    )


def test_renamed_scenarios_walk_on() -> None:
    """Each system that is searched renamed is walked to where terms are renamed, but for the healthy one
    with PreVote: there, terms never grow so far.
    """
    renamed = {
        name
        for name, system in SYSTEMS.items()
        if any(normal(world) != forgetful(world) for seed in range(6) for world, _ in walk(system, seed, 150))
    }
    assert set(SYSTEMS) - renamed == {"raft-partial-prevote"}


def group(*terms: int, log: tuple[Entry, ...] = ()) -> World:
    servers = [
        Server(ServerId(f"n{number}"), Durable(term, log=log)) for number, term in enumerate(terms, start=1)
    ]
    return World(tuple(servers))


def test_same_up_to_a_term() -> None:
    """Worlds whose terms differ by a shift are the same, and it is told which."""
    assert normal(group(4, 6, 5)) == normal(group(2, 4, 3)) == group(1, 3, 2)
    assert told(group(2, 4, 3), group(4, 6, 5)) == "every current term + 2"


def test_distance_is_kept() -> None:
    """Two terms apart is not one term apart: the server behind can stand once more before it catches up."""
    assert normal(group(2, 4, 4)) != normal(group(2, 3, 3))


def test_the_first_term_is_kept_apart() -> None:
    """In term 0 nobody was ever elected: no world with a server in it stands for one without."""
    assert normal(group(0, 1, 1)) == group(0, 1, 1)
    assert normal(group(0, 0, 0)) != normal(group(1, 1, 1))


def test_terms_of_the_past_keep_their_order() -> None:
    """Terms that no server will be in again are only compared: nothing is kept but their order."""
    old = (Entry(2, Value("v1")), Entry(5, Value("v2")))
    new = (Entry(1, Value("v1")), Entry(2, Value("v2")))
    assert normal(group(9, 9, 9, log=old)) == group(3, 3, 3, log=new)


def test_no_term_is_missed() -> None:
    """Every field whose name speaks of a term is renamed, of whatever message."""
    records = [thing for thing in vars(messages).values() if hasattr(thing, "__attrs_attrs__")]
    named = {field.name for record in records for field in record.__attrs_attrs__ if "term" in field.name}
    assert {field.name for field in AppendEntries.__attrs_attrs__ if "term" in field.name} <= named  # type: ignore[attr-defined]
    assert named <= TERMS


def test_a_run_is_lifted() -> None:
    """A run told in renamed worlds is done again in its own: action for action, the same in the end."""
    system = evolve(raft_group(evolve(BOUNDS, terms=3)), quotient=ENDLESS_TERMS)
    world, stands, told_there, done = system.initial(), normal(system.initial()), [], []
    random = Random(3)  # noqa: S311  # a walk, no secret
    for _ in range(80):
        enabled = [
            place
            for place, action in enumerate(system.candidates(stands))
            if (stepped := system.step(stands, action)) is not None and not stepped[1]
        ]
        place = random.choice(enabled)
        told_there.append(next(islice(system.candidates(stands), place, None)))
        done.append(next(islice(system.candidates(world), place, None)))
        world = system.step(world, done[-1])[0]  # type: ignore[index]  # it is enabled
        stands = normal(system.step(stands, told_there[-1])[0])  # type: ignore[index]  # it is enabled
        assert normal(world) == stands
    assert tuple(done) == lifted(system, told_there)
    assert max(server.durable.current_term for server in world.locals[:3]) > 3, (
        "beyond what a bound would let"
    )


def test_protocol_is_the_one_that_is_meant() -> None:
    """The renaming is about this protocol: its rules compare terms, and add one to the server's own."""
    assert Raft(()).term_to_stand_in(7) == 8
