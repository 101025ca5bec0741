"""The compiled engine gives the reference search's answers: verdict, counts, trace."""

import signal
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import given, settings
from random_systems import Poke, State, properties, symmetric_systems, systems
from toys import Count, counters

from checker import reference
from checker.catalogue import complete, find_mutant, find_scenario
from checker.compiled import search as compiled
from checker.errors import WrongUsage
from checker.inspection import Inspector
from checker.verdict import Limits, Result, Verdict
from model.bounds import Bound
from model.process import Outcome, ProcessId
from model.world import Action, ActionKind, System
from properties.statement import Property, Shape, always


def comparable(result: Result) -> dict[str, Any]:
    """Return all of a result that does not depend on the engine."""
    return {
        "verdict": result.verdict,
        "states": result.states,
        "transitions": result.transitions,
        "depth": result.depth,
        "violation": result.violation,
        "violated": result.violated,
        "bounds_reached": result.bounds_reached,
        "witnesses": sorted(result.witnesses),
        "stopped_by": result.stopped_by,
    }


def built(
    name: str, mutant: str | None = None, **given_values: int | None
) -> tuple[System, tuple[Property, ...]]:
    """Return a system of the catalogue and its properties."""
    scenario = find_scenario(name)
    which, enough = find_mutant(scenario, mutant) if mutant else (None, {})
    parameters = complete(scenario, {**enough, **{k.replace("_", "-"): v for k, v in given_values.items()}})
    return scenario.build(parameters, which.protocol if which else None), tuple(scenario.properties)


RAFT_CASES: list[tuple[str, str | None, dict[str, int | None]]] = [
    ("raft", None, {}),
    ("raft-election", None, {}),
    ("raft-faults", None, {"servers": 2}),
    ("raft-partition", None, {"servers": 2}),
    ("raft", None, {"servers": 1, "crashes": 2, "entries": 2}),
    ("raft", None, {"servers": 2, "in_flight": 2, "copies": 2, "crashes": 1}),
    ("raft", None, {"terms": 1, "losses": 1, "duplicates": 1}),
    ("ongaro", None, {"servers": 2}),
    ("ongaro", None, {"servers": 2, "terms": 3, "in_flight": 2, "copies": 2, "entries": 0, "restarts": 0}),
    ("raft", "quorum-half", {}),
    ("raft", "vote-twice", {}),
    ("raft", "ack-before-fsync", {}),
]


@pytest.mark.parametrize(("name", "mutant", "parameters"), RAFT_CASES)
def test_agrees_on_raft(name: str, mutant: str | None, parameters: dict[str, int | None]) -> None:
    """On every Raft scenario, and on Ongaro's, the engines agree in everything, the trace included."""
    system, stated = built(name, mutant, **parameters)
    expected = comparable(reference.search(system, stated))
    assert expected == comparable(compiled.search(system, stated, workers=1))
    assert expected == comparable(compiled.search(system, stated, workers=2))


LARGE = "commit-old-term-by-count"
"""The mutant of Raft that takes the reference search by far the longest: `make deep` has it."""


@pytest.mark.parametrize(
    "hunt",
    [
        pytest.param(hunt, id=hunt.mutant.name, marks=pytest.mark.deep if hunt.mutant.name == LARGE else ())
        for hunt in find_scenario("raft").hunts
    ],
)
def test_agrees_on_each_hunt(hunt: Any) -> None:
    """Held against the one property that must kill it, each mutant dies by the same trace."""
    system, stated = built("raft", hunt.mutant.name)
    only = [one for one in stated if one.name == hunt.killed_by]
    expected = reference.search(system, only)
    assert expected.verdict == Verdict.VIOLATED
    assert comparable(expected) == comparable(compiled.search(system, only))


@settings(max_examples=150)
@given(systems(), properties())
def test_agrees_on_any_system(system: System, stated: tuple[Property, ...]) -> None:
    """On systems that mean nothing, the engines agree in everything, with one worker and with two."""
    expected = comparable(reference.search(system, stated, Limits(states=4000)))
    if expected["stopped_by"] is None:
        assert expected == comparable(compiled.search(system, stated))
        assert expected == comparable(compiled.search(system, stated, workers=2))


@settings(max_examples=150)
@given(symmetric_systems(), properties())
def test_symmetry_agrees_on_any_system(system: System, stated: tuple[Property, ...]) -> None:
    """With renamed worlds counted once, verdict, depth and length of the trace are as without."""
    expected = reference.search(system, stated, Limits(states=2000))
    if expected.stopped_by is not None:
        return
    for workers in (1, 2):
        result = compiled.search(system, stated, symmetric=True, workers=workers)
        for same in ("verdict", "depth", "violated", "bounds_reached"):
            assert getattr(expected, same) == getattr(result, same), same
        assert sorted(expected.witnesses) == sorted(result.witnesses)
        if expected.violation is None:
            assert result.violation is None
            assert orbits(system) == result.states
            assert expected.states == result.stands_for
        else:
            assert result.violation is not None
            assert len(expected.violation.actions) == len(result.violation.actions)
            assert breaks_something(system, stated, result.violation.actions)


def breaks_something(system: System, stated: tuple[Property, ...], actions: Any) -> bool:
    """Say whether a run, by the model's word, comes to an objection."""
    return any(sighting.is_objection for sighting in Inspector(stated).of_run(system, actions))


@settings(max_examples=75)
@given(systems())
def test_agrees_on_deadlocks(system: System) -> None:
    """Where a deadlock is looked for, the engines find the same one."""
    expected = comparable(reference.search(system, (), Limits(states=4000, deadlock=True)))
    if expected["stopped_by"] is None:
        assert expected == comparable(compiled.search(system, (), Limits(deadlock=True)))
        assert expected == comparable(compiled.search(system, (), Limits(deadlock=True), workers=2))


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("raft", {}),
        ("raft", {"servers": 2, "crashes": 1}),
        ("raft-election", {}),
        ("raft-faults", {"servers": 2}),
    ],
)
def test_symmetry_keeps_verdict_and_depth(name: str, parameters: dict[str, int | None]) -> None:
    """With renamed worlds counted once there are fewer states, as deep, with the same verdict."""
    system, stated = built(name, **parameters)
    all_of_them = compiled.search(system, stated)
    canonical = compiled.search(system, stated, symmetric=True)
    assert all_of_them.verdict == canonical.verdict
    assert all_of_them.depth == canonical.depth
    assert sorted(all_of_them.witnesses) == sorted(canonical.witnesses)
    assert all_of_them.states > canonical.states


def orbits(system: System) -> int:
    """Count the reachable worlds up to renaming, one by one, with every permutation written out."""
    from checker.compiled.symmetry import renamings  # noqa: PLC0415  # only here

    place = {process: number for number, process in enumerate(system.processes)}

    def image(world: Any, renaming: Any) -> Any:
        local_states = list(world.locals)
        for process, local in zip(system.processes, world.locals, strict=True):
            local_states[place[renaming.process(process)]] = renaming.of(local)
        return system.world(tuple(local_states), tuple(renaming.of(message) for message in world.messages))

    names = renamings(system, symmetric=True)
    seen, frontier = {system.initial()}, [system.initial()]
    while frontier:
        world = frontier.pop()
        for _, after, beyond in system.actions(world):
            if not beyond and after not in seen:
                seen.add(after)
                frontier.append(after)
    classes = set()
    for world in seen:
        images = frozenset(image(world, renaming) for renaming in names)
        assert images <= seen, "a renaming leads out of the reachable worlds: the ids are not interchangeable"
        classes.add(images)
    return len(classes)


def test_symmetry_counts_orbits() -> None:
    """The states under symmetry are the classes of worlds that renamings make of each other."""
    system, stated = built("raft", terms=1, requests=1)
    assert orbits(system) == compiled.search(system, stated, symmetric=True).states


@pytest.mark.parametrize("hunt", find_scenario("raft").hunts, ids=lambda hunt: hunt.mutant.name)
def test_symmetry_keeps_the_length_of_traces(hunt: Any) -> None:
    """A mutant dies as soon, and by a trace that replays."""
    system, stated = built("raft", hunt.mutant.name)
    plain = compiled.search(system, stated).violation
    canonical = compiled.search(system, stated, symmetric=True).violation
    assert plain is not None
    assert canonical is not None
    assert len(plain.actions) == len(canonical.actions)


def test_symmetry_refuses_a_property_that_is_not_symmetric() -> None:
    """A property that speaks of one server by name is refused with a sentence."""
    from model.raft.state import Server  # noqa: PLC0415  # only here

    @always(Shape.ONE, Server, cites="")
    def n1_never_leads(server: Server) -> str | None:
        """The first server never leads."""
        return "n1 leads" if server.id == "n1" and server.leads() else None

    system, _ = built("raft")
    with pytest.raises(WrongUsage, match="n1-never-leads tells interchangeable ids or values apart"):
        compiled.search(system, [n1_never_leads], symmetric=True)


def test_symmetry_needs_something_to_rename() -> None:
    """A system without interchangeable ids cannot be searched under symmetry."""
    system, stated = built("raft")
    with pytest.raises(WrongUsage, match="no interchangeable ids"):
        compiled.search(evolve(system, symmetries=()), stated, symmetric=True)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(states=1000), "the limit of 1,000 states"),
        (Limits(depth=5), "the limit of 5 actions"),
        (Limits(memory=1), "the limit of 0 MiB of memory"),
    ],
)
def test_limits_make_it_incomplete(limits: Limits, said: str) -> None:
    """A limit that is reached ends the search without a verdict on the rest."""
    system, stated = built("raft")
    result = compiled.search(system, stated, limits)
    assert result.verdict == Verdict.INCOMPLETE
    assert said == result.stopped_by
    assert result.states < 28_048


def test_an_interrupt_keeps_what_is_known() -> None:
    """Ctrl-C gives the verdict incomplete, with the counts so far."""
    system, stated = built("raft")

    def interrupt_at(progress: Any) -> None:
        if progress.depth == 10:
            raise KeyboardInterrupt

    result = compiled.search(system, stated, tell=interrupt_at)
    assert result.verdict == Verdict.INCOMPLETE
    assert result.interrupted
    assert result.depth == 10
    assert 0 < result.states < 28_048


@pytest.mark.parametrize("look", [1, 5, 20, 30])
@pytest.mark.parametrize("search", [reference.search, compiled.search])
def test_counts_of_an_interrupted_search(search: Any, look: int) -> None:
    """What an interrupted search has counted is what one that goes on had told by then."""
    system, stated = built("raft")
    told: list[Any] = []
    search(system, stated, tell=told.append)
    left = look

    def interrupt(_: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise KeyboardInterrupt

    result = search(system, stated, tell=interrupt)
    assert result.interrupted
    expected = told[look - 1]
    assert (expected.states, expected.transitions) == (result.states, result.transitions)
    assert expected.depth == result.depth


@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("press_at", [1, 10, 20])
def test_counts_of_a_search_interrupted_in_a_batch(press_at: int) -> None:
    """Ctrl-C in a batch leaves the counts as they are between two batches."""
    system, stated = built("raft")
    told: list[Any] = []
    compiled.search(system, stated, tell=told.append)
    searching = compiled.Exploration(system, stated, Limits(), lambda _: None, None, False, 1)  # noqa: FBT003
    append, appended = searching.origins.append, 0

    def press_and_append(*found: Any) -> None:
        nonlocal appended
        appended += 1
        if appended == press_at:
            signal.raise_signal(signal.SIGINT)  # the states are counted, their transitions not yet
        append(*found)

    searching.origins.append = press_and_append  # type: ignore[method-assign]
    result = searching.run()
    assert result.interrupted
    assert (result.states, result.transitions) in [(one.states, one.transitions) for one in told]


def test_ends_with_the_level_in_which_a_witness_is_seen() -> None:
    """With `until`, both engines stop after the same level."""
    system, stated = built("raft")
    expected = comparable(reference.search(system, stated, until="entry-committed"))
    assert expected == comparable(compiled.search(system, stated, until="entry-committed"))


def test_wide_worlds() -> None:
    """Worlds with more messages than a row has room for at first are kept whole."""
    system, stated = built("raft", servers=5, terms=1, entries=0, requests=0, in_flight=None)
    expected = comparable(reference.search(system, stated, Limits(states=3000)))
    result = comparable(compiled.search(system, stated, Limits(depth=4)))
    again = comparable(reference.search(system, stated, Limits(depth=4)))
    assert expected["verdict"] == Verdict.INCOMPLETE
    assert again == result


def test_keys_that_wait_are_kept_when_buffers_grow() -> None:
    """A batch with more than its buffers hold loses nothing: all is as with buffers that never grow."""
    system, stated = built("raft", servers=5, terms=2, duplicates=3, in_flight=None, crashes=1, requests=1)
    enough = 1 << 20

    def searching() -> compiled.Exploration:
        limits = Limits(states=150_000)
        return compiled.Exploration(system, stated, limits, lambda _: None, None, False, 1)  # noqa: FBT003

    growing, large = searching(), searching()
    few = len(growing.crew.workers[0].prints)
    for worker in large.crew.workers:
        worker._make_room_for(enough)
        for keys in (worker.steps, worker.pairs, worker.alls):
            keys.make_room(enough)
    expected = comparable(large.run())
    assert expected["states"] >= 150_000
    assert expected == comparable(growing.run())
    assert any(few < len(worker.prints) for worker in growing.crew.workers), "they grew"
    assert all(enough == len(worker.prints) for worker in large.crew.workers), "they did not"


def test_orbits_are_told_only_of_a_symmetric_beginning() -> None:
    """Where one server is down from the start, the canonical states stand for some that are not reachable."""
    system, stated = built("raft", down=1, requests=1)
    assert compiled.search(system, stated, symmetric=True).stands_for is None
    system, stated = built("raft", requests=1)
    canonical = compiled.search(system, stated, symmetric=True)
    assert compiled.search(system, stated).states == canonical.stands_for


def many_at_once(processes: int) -> System:
    """Return a system in which one joint action changes every process."""
    ids = tuple(ProcessId(f"p{number}") for number in range(processes))
    everyone = Action("all", tuple((process, Poke(0)) for process in ids), sentence="all at once")

    def react(process: ProcessId, local: Any, event: Any) -> Outcome | None:
        return Outcome(State(local.number + 1)) if local.number < 5 else None

    kinds = (ActionKind("all", "all", (everyone,)),)
    return System(ids, tuple(State(0) for _ in ids), react, kinds)


@pytest.mark.parametrize("processes", [7, 40, 64])
def test_one_action_may_change_every_process(processes: int) -> None:
    """A joint action of all processes makes keys of all pairs of them, and each has its place."""

    @always(Shape.PAIR, State, cites="")
    def same(a: State, b: State) -> str | None:
        """All processes are in the same state."""
        return None if a == b else "two differ"

    system = many_at_once(processes)
    expected = comparable(reference.search(system, (same,)))
    assert expected == comparable(compiled.search(system, (same,)))
    assert expected["states"] == 6


def test_too_many_candidates_are_refused() -> None:
    """More actions in a world than can be numbered are refused with a sentence, not searched wrongly."""
    process = ProcessId("p")
    static = tuple(Action("poke", ((process, Poke(number)),), sentence="") for number in range(70_000))
    system = System((process,), (State(0),), lambda *_: None, (ActionKind("poke", "poke", static),))
    with pytest.raises(WrongUsage, match="a world offers up to 70,000 actions"):
        compiled.search(system, ())


def bounded(count: int) -> System:
    """Return a counter that each of so many bounds keeps from its second step."""
    bounds = (Bound(f"bound-{number}", 1, Count, lambda local: local.number) for number in range(count))
    return counters(None, bounds=bounds)


def test_as_many_bounds_as_there_is_room_for() -> None:
    """With in-flight and copies, 31 bounds have room, and each that was reached is named."""
    expected = comparable(reference.search(bounded(29), ()))
    assert 29 == len(expected["bounds_reached"])
    assert expected == comparable(compiled.search(bounded(29), ()))


def test_too_many_bounds_are_refused() -> None:
    """More bounds than there are bits for are refused with a sentence, not with an overflow."""
    with pytest.raises(WrongUsage, match="steps go beyond 42 different bounds; the compiled engine takes 31"):
        compiled.search(bounded(40), ())


def test_nothing_can_happen() -> None:
    """A system without a single kind of action has one world."""
    expected = comparable(reference.search(System((), (), lambda *_: None, ()), ()))
    assert 1 == expected["states"]
    assert expected == comparable(compiled.search(System((), (), lambda *_: None, ()), ()))


def test_values_that_look_the_same_are_refused() -> None:
    """Two classes of one name would have one fingerprint: they are refused with a sentence."""

    def record() -> type:
        @frozen
        class Idle:
            """A local state."""

        return Idle

    one, other = record(), record()
    process = ProcessId("p")
    poke = Action("poke", ((process, Poke(0)),), sentence="poke")
    system = System(
        (process,),
        (one(),),
        lambda _, local, __: Outcome(other()) if isinstance(local, one) else None,
        (ActionKind("poke", "poke", (poke,)),),
    )
    with pytest.raises(WrongUsage, match="look the same when written down"):
        compiled.search(system, ())


def test_an_interrupt_keeps_a_violation_that_was_found() -> None:
    """Ctrl-C in the level of a violation loses nothing of it."""
    system, stated = built("raft", "vote-twice")
    found = compiled.search(system, stated)

    def interrupt(_: Any) -> None:
        if searching.watch.violated:
            raise KeyboardInterrupt

    searching = compiled.Exploration(system, stated, Limits(), interrupt, None, False, 1)  # noqa: FBT003
    searching._batch = lambda: 1  # type: ignore[method-assign]  # a row at a time
    result = searching.run()
    assert result.interrupted
    assert Verdict.VIOLATED == result.verdict
    assert found.violation == result.violation
