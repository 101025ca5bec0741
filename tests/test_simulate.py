"""Simulation: the runs are real, the same for the same seed, and what they reach is counted right."""

from collections import Counter
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from random_systems import properties, systems
from toys import Count, Tick, counters, reaches

from checker import reference
from checker.case import make_case
from checker.catalogue import find_scenario
from checker.compiled.search import search
from checker.compiled.simulate import Plan, Strategy, _Walker, simulate
from checker.errors import WrongUsage
from checker.inspection import Inspector
from checker.render.simulation import render_simulation
from checker.shrink import shrink
from checker.simulation import run_simulation
from checker.verdict import Limits, Result, Verdict
from model.process import Outcome, ProcessId
from model.world import Action, ActionKind, System
from properties.statement import Property, Shape, always, sometimes


def actions_of(system: System, stated: tuple[Property, ...], plan: Plan, run: int) -> list[Any]:
    """Walk one run again, and return its actions; it may end before the plan's steps are taken."""
    walker = _Walker(system, stated, plan, lambda _: None)
    walker.state[0] = run
    walker._walk(run + 1)
    return [walker.tables.actions[aid] for aid in walker.record[: int(walker.kinds.sum())]]


def is_a_run(system: System, actions: list[Any]) -> bool:
    """Say whether each action is enabled and within the bounds where it is taken."""
    world = system.initial()
    for action in actions:
        stepped = system.step(world, action)
        if stepped is None or stepped[1]:
            return False
        world = stepped[0]
    return True


def witnesses_of(system: System, stated: tuple[Property, ...], actions: list[Any]) -> set[str]:
    """Return what a run sees, by the model and the properties alone."""
    return {sighting.stated.name for sighting in Inspector(stated).of_run(system, actions)}


@settings(max_examples=60)
@given(systems(), properties())
def test_walks_any_system(system: System, stated: tuple[Property, ...]) -> None:
    """In any system a walk takes enabled actions only, and reports what its runs see, no more, no less."""
    plan = Plan(runs=6, steps=12, seed=1, strategy=Strategy.UNIFORM)
    result = simulate(system, stated, plan)
    seen: Counter[str] = Counter()
    for run in range(result.runs):
        actions = actions_of(system, stated, plan, run)
        if result.failed_run == run:
            assert result.violation is not None
            assert list(result.violation.actions) == actions[: len(result.violation.actions)]
            actions = list(result.violation.actions)
        assert is_a_run(system, actions)
        objections = {s.stated.name for s in Inspector(stated).of_run(system, actions) if s.is_objection}
        assert bool(objections) == (result.failed_run == run)
        seen.update(witnesses_of(system, stated, actions))
    if result.violation is None:
        assert result.witnesses == {name: seen[name] for name in result.witnesses}


@pytest.mark.parametrize("strategy", list(Strategy))
def test_witnesses_are_counted_by_run(strategy: Strategy) -> None:
    """The number of runs that reached each witness is what replaying every run finds."""
    case = make_case("raft", {"crashes": 1, "cuts": 1})
    plan = Plan(runs=25, steps=60, seed=3, strategy=strategy)
    result = simulate(case.system, case.checked, plan)
    seen: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for run in range(plan.runs):
        actions = actions_of(case.system, case.checked, plan, run)
        assert is_a_run(case.system, actions)
        seen.update(witnesses_of(case.system, case.checked, actions))
        kinds.update(action.kind for action in actions)
    assert result.witnesses == {name: seen[name] for name in result.witnesses}
    assert result.kinds == {name: kinds[name] for name in result.kinds}
    assert result.steps == kinds.total()


def rings(count: int) -> System:
    """Return clocks that each go 0, 1, 2, 0, …: soon every reaction is known, long before every world is."""
    who = tuple(ProcessId(f"c{number}") for number in range(count))
    ticks = tuple(Action("tick", ((clock, Tick()),), sentence=f"{clock} ticks") for clock in who)
    kinds = (ActionKind("tick", "one ticks", ticks),)
    return System(who, (Count(),) * count, lambda _, at, __: Outcome(Count((at.number + 1) % 3)), kinds)


def all_at_two(clocks: tuple[Count, ...]) -> str | None:
    """Say when all clocks show two."""
    return "all show two" if all(clock.number == 2 for clock in clocks) else None


def test_a_witness_that_is_first_seen_late_counts_for_every_later_run() -> None:
    """When all reactions are known long since, what is seen anew counts for the next runs, too."""
    system, stated = rings(5), (sometimes(Shape.ALL, Count)(all_at_two),)
    plan = Plan(runs=200, steps=40)
    walker = _Walker(system, stated, plan, lambda _: None)
    seen = 0
    for run in range(plan.runs):
        walked = int(walker.kinds.sum())
        walker._walk(run + 1)
        actions = [walker.tables.actions[aid] for aid in walker.record[: int(walker.kinds.sum()) - walked]]
        seen += bool(witnesses_of(system, stated, actions))
    assert seen > 1
    assert {"all-at-two": seen} == simulate(system, stated, plan).witnesses


def test_nothing_is_counted_after_the_step_that_fails() -> None:
    """Runs, steps and kinds are those up to the objection, even where it was far from any halt."""
    system, stated = rings(5), (always(Shape.ALL, Count, cites="")(all_at_two),)
    result = simulate(system, stated, Plan(runs=200, steps=40))
    assert result.violation is not None
    assert result.failed_run is not None
    assert result.failed_run > 0
    assert result.failed_run + 1 == result.runs
    assert result.failed_run * 40 + len(result.violation.actions) == result.steps
    assert {"tick": result.steps} == result.kinds


def witnesses(count: int) -> tuple[Property, ...]:
    """Return so many witnesses: that a counter reaches 1, that it reaches 2, and so on."""
    return tuple(evolve(reaches(number), name=f"reaches-{number}") for number in range(1, count + 1))


def test_as_many_witnesses_as_there_is_room_for() -> None:
    """Of 63 witnesses each is counted, the last, too."""
    result = simulate(counters(63), witnesses(63), Plan(runs=3, steps=100))
    assert dict.fromkeys((stated.name for stated in witnesses(63)), 3) == result.witnesses


def test_too_many_witnesses_are_refused() -> None:
    """More witnesses than there are bits for are refused with a sentence, not with an overflow."""
    with pytest.raises(WrongUsage, match="there are 64 witnesses; a simulation counts 63"):
        simulate(counters(1), witnesses(64), Plan())


def test_nothing_can_happen() -> None:
    """In a system without a single kind of action, each run is over before its first step."""
    result = simulate(System((), (), lambda *_: None, ()), (), Plan(runs=3))
    assert (3, 0, {}) == (result.runs, result.steps, result.kinds)


def test_the_seed_decides() -> None:
    """The same plan gives the same runs; another seed gives others."""
    case = make_case("raft", {})
    once, again, other = (
        simulate(case.system, case.checked, Plan(runs=200, steps=50, seed=seed)) for seed in (5, 5, 6)
    )
    assert once.kinds == again.kinds
    assert once.witnesses == again.witnesses
    assert once.kinds != other.kinds


def test_uniform_is_uniform() -> None:
    """Each of the actions that are enabled in a world is drawn as often as any other."""
    case = make_case("raft", {"terms": 1, "entries": 0, "requests": 0, "in-flight": None})
    plan = Plan(runs=3000, steps=1, strategy=Strategy.UNIFORM)
    walker = _Walker(case.system, case.checked, plan, lambda _: None)
    drawn: Counter[str] = Counter()
    for run in range(plan.runs):
        walker.state[0] = run
        walker._walk(run + 1)
        drawn[str(walker.tables.actions[walker.record[0]])] += 1
    assert len(drawn) == 3
    assert all(abs(count - 1000) < 120 for count in drawn.values())


def test_swarm_leaves_kinds_out() -> None:
    """Under swarm, some runs have no delivery at all, and others have many."""
    case = make_case("raft", {})
    plan = Plan(runs=60, steps=60, strategy=Strategy.SWARM)
    deliveries = [
        sum(action.kind == "deliver" for action in actions_of(case.system, case.checked, plan, run))
        for run in range(plan.runs)
    ]
    assert min(deliveries) == 0
    assert max(deliveries) > 20


def test_weights_are_factors() -> None:
    """A kind with the weight 0 is never taken, and one with a large weight more often."""
    case = make_case("raft", {"crashes": 9})
    none = simulate(case.system, case.checked, Plan(runs=200, weights={"crash": 0.0}))
    plain = simulate(case.system, case.checked, Plan(runs=200, steps=20))
    many = simulate(case.system, case.checked, Plan(runs=200, steps=20, weights={"crash": 50.0}))
    assert none.kinds["crash"] == 0
    assert many.kinds["crash"] > plain.kinds["crash"]


LARGE = "commit-old-term-by-count"
"""The mutant that takes longest to confirm: other strategies than the default are left to `make deep`."""


@pytest.mark.parametrize(
    ("strategy", "hunt"),
    [
        pytest.param(
            strategy,
            hunt,
            id=f"{strategy.value}-{hunt.mutant.name}",
            marks=pytest.mark.deep if hunt.mutant.name == LARGE and strategy is not Strategy.KINDS else (),
        )
        for strategy in Strategy
        for hunt in find_scenario("raft").hunts
    ],
)
def test_finds_each_mutant(hunt: Any, strategy: Strategy) -> None:
    """Each mutant fails in some run, shrinks, and a search confirms the shortest trace."""
    plan = Plan(runs=60_000, steps=100, strategy=strategy)
    report = run_simulation("raft", {}, plan, mutant=hunt.mutant.name, property=hunt.killed_by)
    case = make_case("raft", {}, hunt.mutant.name, hunt.killed_by)
    expected = reference.search(case.system, case.checked).violation
    assert Verdict.VIOLATED == report.verdict
    assert report.trace is not None
    assert report.shortened is not None
    assert expected is not None
    assert report.shortened.shortest
    assert len(expected.actions) == len(report.trace.actions)
    assert report.shortened.found >= report.shortened.shrunk >= len(expected.actions)


@pytest.mark.parametrize("hunt", find_scenario("raft").hunts, ids=lambda hunt: hunt.mutant.name)
def test_the_control_survives(hunt: Any) -> None:
    """The healthy protocol survives the simulation that a mutant does not."""
    report = run_simulation("raft", hunt.parameters, Plan(runs=2000, steps=100), property=hunt.killed_by)
    assert Verdict.INCOMPLETE == report.verdict
    assert report.trace is None


def test_shrinking_is_one_minimal() -> None:
    """Without any one of its actions, a shrunk run fails no more."""
    given_values = {"terms": 4, "crashes": 2, "losses": 2, "duplicates": 2, "in-flight": None}
    case = make_case("raft", given_values, "ack-before-fsync", "leader-completeness")
    stated = next(one for one in case.checked if one.name == "leader-completeness")
    found = simulate(case.system, [stated], Plan(runs=20_000, steps=150)).violation
    assert found is not None
    shrunk = shrink(case.system, stated, found)
    assert len(shrunk.actions) < len(found.actions)
    assert is_a_run(case.system, list(shrunk.actions))
    for left_out in range(len(shrunk.actions)):
        kept = [*shrunk.actions[:left_out], *shrunk.actions[left_out + 1 :]]
        world, before, seen = case.system.initial(), None, []
        inspector = Inspector([stated])
        for action in kept:
            stepped = case.system.step(world, action)
            if stepped is None or stepped[1]:
                continue
            before, world = world, stepped[0]
            seen += [*inspector.of_step(before, world), *inspector.of_world(world)]
        assert not [sighting for sighting in seen if sighting.is_objection]


def interrupted_search(*given: Any) -> Result:
    """Search until somebody presses Ctrl-C, which is at once."""

    def interrupt(_: Any) -> None:
        raise KeyboardInterrupt

    return search(*given, interrupt)


@pytest.mark.parametrize(
    ("name", "instead", "why"),
    [
        ("CONFIRM", Limits(states=10), "the limit of 10 states"),
        ("CONFIRM", Limits(seconds=1e-9), "the limit of 1e-09 seconds"),
        ("search", interrupted_search, "the search was interrupted"),
    ],
)
def test_says_why_it_is_not_known_to_be_the_shortest(
    monkeypatch: pytest.MonkeyPatch, name: str, instead: Any, why: str
) -> None:
    """What ended the search for a shorter run is told: a limit, or an interrupt."""
    monkeypatch.setattr(f"checker.simulation.{name}", instead)
    report = run_simulation("raft", {}, Plan(runs=2000), mutant="vote-twice", property="election-safety")
    assert report.shortened is not None
    assert not report.shortened.shortest
    told = " ".join(render_simulation(report).split())
    assert f"not known: the search for a shorter one is incomplete ({why})" in told


def test_an_objection_to_the_first_world_is_found() -> None:
    """A property that objects to the initial world fails in run 0, after no action."""
    case = make_case("raft", {})
    election = next(one for one in case.checked if one.name == "leader-elected")
    broken = evolve(election, kind=type(election.kind).ALWAYS, check=lambda server: f"{server.id} is there")
    result = simulate(case.system, [broken], Plan(runs=10))
    assert result.violation is not None
    assert result.violation.actions == ()
    assert result.failed_run == 0


def test_an_interrupt_keeps_what_is_known() -> None:
    """Ctrl-C ends a simulation with what was walked so far."""
    case = make_case("raft", {})

    def interrupt(_: Any) -> None:
        raise KeyboardInterrupt

    result = simulate(case.system, case.checked, Plan(runs=200_000, steps=200), interrupt)
    assert result.interrupted
    assert 0 < result.runs < 200_000
    assert result.steps > 0


def test_the_time_limit_ends_it() -> None:
    """A time limit that is reached ends a simulation."""
    case = make_case("raft", {})
    result = simulate(case.system, case.checked, Plan(runs=500_000, steps=100, seconds=0.1))
    assert result.stopped_by == "the limit of 0.1 seconds"
    assert np.sum(list(result.kinds.values())) == result.steps
