"""The state machine out of any system: its rules, how deep its runs get, and what becomes of a failure."""

import os
import re
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from test_fuzz_raft import storm
from toys import Count, Holder, below, counters, in_flight, never_back, one_token, passing

from checker.catalogue import complete
from checker.errors import WrongUsage
from checker.inspection import Inspector
from checker.machine import Machine, Run, Violated, machine_of, sample
from checker.replay import replay
from checker.stateful import Fuzz
from checker.trace import encode_action, load
from checker.verdict import Violation
from model.raft.mutants.votes import VoteTwice
from model.world import System
from properties.catalogue import RAFT
from properties.statement import Scenario, Shape, always

ROOT = Path(__file__).parent.parent
FAULTS = {"crash", "lose", "duplicate", "cut"}
KINDS = ["deliver", "send", "request", "time-out", "restart", "heal", "duplicate", "lose", "crash", "cut"]
THOROUGH = settings(max_examples=60, stateful_step_count=80, derandomize=True, database=None)
QUICK = settings(max_examples=20, stateful_step_count=20, derandomize=True, database=None)

HONEST_TOKEN = Scenario("token", "Two pass a token.", (), lambda *_: passing(), (one_token, in_flight))
COPIED_TOKEN = evolve(HONEST_TOKEN, name="copied", build=lambda *_: passing(keeps=True))
FINITE = Scenario("finite", "Two count to 3.", (), lambda *_: counters(3, 3), (below(4), never_back))


@always(Shape.ONE, Holder, cites="")
def nobody_has_it(holder: Holder) -> str | None:
    """Nobody has the token."""
    return "somebody has the token" if holder.has_token else None


BROKEN_FROM_THE_START = evolve(HONEST_TOKEN, name="broken", properties=(nobody_has_it,))


def group(servers: int) -> System:
    return RAFT.build(complete(RAFT, storm(servers)), None)


def fuzz(folder: Path, **members: Any) -> type[Fuzz]:
    """Return a test class like a user's own."""
    return type("TestMine", (Fuzz,), {"traces": folder, "settings": THOROUGH, **members})


def failure_of(case: type[Fuzz]) -> tuple[Violated, str]:
    """Run a test class that fails; return how, and what it says beside."""
    with pytest.raises(Violated) as failed:
        case().test_keeps_its_properties()
    return failed.value, "\n".join(failed.value.__notes__)


def machines(system: System, steps: int, visit: Any, **options: Any) -> None:
    """Run a machine, and visit it after each step."""

    class Visited(machine_of(system, RAFT.properties, **options)):  # type: ignore[misc]  # made at run time
        def take(self, kind: str, chosen: Any) -> None:
            before = self.applications
            super().take(kind, chosen)
            assert self.applications == before + 1
            visit(self, kind, chosen)

    run_state_machine_as_test(
        Visited,
        settings=settings(
            max_examples=15,
            stateful_step_count=steps,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


# The rules


def test_one_rule_for_each_kind() -> None:
    """The machine has exactly one rule for each kind of action, mild first."""
    machine = machine_of(group(3), RAFT.properties)
    names = [name for name in dir(machine) if name.startswith("rule_")]
    assert [kind.replace("-", "_") for kind in KINDS] == [re.sub(r"^rule_\d+_", "", name) for name in names]
    assert len(KINDS) == len(machine.setup_state().rules)
    assert {"take"} == {rule.function.__name__ for rule in machine.setup_state().rules}


def test_a_rule_is_off_unless_its_kind_is_enabled_within_the_bounds() -> None:
    """A rule's precondition is that an action of its kind is enabled and within the bounds.

    Where no action is, the first rule is on, and takes none.
    """
    system = group(3)

    def visit(machine: Machine, *_: object) -> None:
        offered = {action.kind for action, _, beyond in system.actions(machine.world) if not beyond}
        rules = machine.setup_state().rules
        on = {kind for kind, rule in zip(KINDS, rules, strict=True) if rule.preconditions[0](machine)}
        assert offered == set(machine.menu)
        assert (offered or {"deliver"}) == on

    machines(system, 30, visit, rests=dict.fromkeys(KINDS, 0))


def test_a_rule_takes_actions_of_its_kind() -> None:
    """A rule takes actions of its kind, and as many as it may at most."""

    def visit(machine: Machine, kind: str, chosen: Any) -> None:
        assert {action.kind for action in chosen} <= {kind}
        assert len(chosen) <= {"deliver": 20, "send": 3}.get(kind, 2)
        assert f"[{'; '.join(map(str, chosen))}]" == repr(chosen)

    machines(group(3), 30, visit, bursts={"send": 3})


def test_a_kind_rests() -> None:
    """After it was taken, a kind is off for as long as was drawn, unless all that is enabled rests."""
    last: dict[str, int] = {}

    def visit(machine: Machine, kind: str, _: object) -> None:
        last[kind] = machine.applications
        for other in machine.awake:
            woken_early = machine.applications < machine.wakes[other]
            assert not woken_early or all(
                machine.wakes[other] <= machine.wakes[enabled] for enabled in machine.menu
            )
        assert machine.wakes[kind] == machine.applications + machine.rests[kind]
        assert machine.rests["deliver"] == 0

    machines(group(3), 30, visit)
    assert set(last) >= {"deliver", "time-out", "crash"}


def test_every_action_is_enabled_and_within_the_bounds() -> None:
    """A run takes what is enabled, and nothing that goes beyond a bound."""
    system = group(5)
    runs = sample(system, RAFT.properties, runs=10, steps=60, seed=1)
    assert runs
    for run in runs:
        world = system.initial()
        for action in run.actions:
            stepped = system.step(world, action)
            assert stepped is not None
            assert () == stepped[1]
            world = stepped[0]
        seen = Inspector(RAFT.properties).of_run(system, run.actions)
        assert run.witnesses == {sighting.stated.name for sighting in seen}


def test_the_same_seed_makes_the_same_runs() -> None:
    """The same seed makes the same runs, and another makes others."""

    def runs(seed: int) -> list[Run]:
        return sample(group(3), RAFT.properties, runs=5, steps=20, seed=seed)

    assert runs(1) == runs(1)
    assert runs(1) != runs(2)


def test_a_run_that_has_nothing_left_to_do_idles() -> None:
    """A system that comes to an end is fuzzed like any other, up to its end, and that is no error."""
    runs = sample(FINITE.build({}, None), FINITE.properties, runs=9, steps=40, seed=1)
    assert 6 == median(len(run.actions) for run in runs) == max(len(run.actions) for run in runs)


# How deep


@pytest.mark.parametrize(
    ("servers", "least_share", "least_actions"),
    [pytest.param(3, 0.4, 60, id="3 servers"), pytest.param(5, 0.25, 90, id="5 servers")],
)
def test_runs_are_deep(servers: int, least_share: float, least_actions: int) -> None:
    """In a good share of runs a leader is elected, an entry committed and a fault suffered.

    Measured over many seeds (``benchmarks/fuzz_depth.py``), it is 58 to 78 % of the runs of 3 servers
    with 81 to 132 actions, and 37 to 68 % of those of 5 with 141 to 193.
    """
    runs = [
        run
        for seed in (1, 2)
        for run in sample(group(servers), RAFT.properties, runs=40, steps=80, seed=seed)
    ]
    deep = [
        run
        for run in runs
        if run.witnesses >= {"leader-elected", "entry-committed"} and FAULTS & set(run.kinds())
    ]
    assert least_share <= len(deep) / len(runs)
    assert least_actions <= median(len(run.actions) for run in runs)
    assert set(KINDS) == set().union(*(run.kinds() for run in runs))


# What goes wrong


FOUND = ("quorum-half", "vote-twice", "ack-before-fsync")
"""Mistakes that a storm shows within a few dozen runs. Simulation finds the others, too."""


@pytest.mark.parametrize(
    "hunt", [hunt for hunt in RAFT.hunts if hunt.mutant.name in FOUND], ids=lambda hunt: hunt.mutant.name
)
def test_finds_each_mutant(hunt: Any, tmp_path: Path) -> None:
    """Each mutant fails, and its trace is a run of it that ends in what the property objects to."""
    case = fuzz(tmp_path, scenario=RAFT, mutant=hunt.mutant.name, parameters=storm(3))
    violated, told = failure_of(case)
    path = next(tmp_path.iterdir())
    trace = load(path)
    assert f"{trace.id}.json" == path.name
    assert f"Trace {trace.id}, " in told
    assert told.endswith(f"To replay it: seatrial replay {path}")
    assert f"{trace.property}: {trace.finding}" == str(violated)

    system = RAFT.build(complete(RAFT, storm(3)), hunt.mutant.protocol)
    before = world = system.initial()
    for wanted in trace.actions:
        enabled = {
            str(encode_action(action)): after for action, after, beyond in system.actions(world) if not beyond
        }
        before, world = world, enabled[str(dict(wanted))]
    stated = [one for one in RAFT.properties if one.name == trace.property]
    inspector = Inspector(stated)
    seen = (*inspector.of_step(before, world), *inspector.of_world(world))
    assert trace.finding == seen[0].finding == replay(trace).finding


def test_the_healthy_protocol_survives_the_same(tmp_path: Path) -> None:
    """With the very same settings, the healthy protocol keeps its properties, and writes nothing."""
    fuzz(tmp_path, scenario=RAFT, parameters=storm(3))().test_keeps_its_properties()
    assert [] == list(tmp_path.iterdir())


def test_a_mutant_can_be_a_class_and_a_scenario_a_name(tmp_path: Path) -> None:
    """A scenario may be named, a mutant may be its class, and what is not given is what its hunt uses."""
    failure_of(fuzz(tmp_path, scenario="raft", mutant=VoteTwice))
    trace = load(next(tmp_path.iterdir()))
    hunted_with = next(hunt.parameters for hunt in RAFT.hunts if hunt.mutant.protocol is VoteTwice)
    assert ("raft", "vote-twice") == (trace.scenario, trace.mutant)
    assert hunted_with.items() <= trace.parameters.items()


def test_a_system_of_ones_own(tmp_path: Path) -> None:
    """Any system can be fuzzed: two who pass a token, and one who keeps a copy."""
    fuzz(tmp_path, scenario=HONEST_TOKEN, settings=QUICK)().test_keeps_its_properties()
    violated, told = failure_of(fuzz(tmp_path, scenario=COPIED_TOKEN, settings=QUICK))
    assert "one-token: both have the token" == str(violated)
    assert ["pass", "deliver"] == [action.kind for action in violated.violation.actions]
    trace = load(next(tmp_path.iterdir()))
    assert f"{__name__}:COPIED_TOKEN" == trace.scenario
    assert f"To replay it (where Python can import {__name__}): seatrial replay" in told
    assert "both have the token" == replay(trace).finding


def test_the_initial_world_counts(tmp_path: Path) -> None:
    """What a property objects to before anything has happened is a failure, with an empty trace."""
    violated, told = failure_of(fuzz(tmp_path, scenario=BROKEN_FROM_THE_START, settings=QUICK))
    assert Violation("nobody-has-it", "somebody has the token", ()) == violated.violation
    assert ", 0 steps" in told


def test_a_step_counts(tmp_path: Path) -> None:
    """What a property objects to in a step is a failure."""
    scenario = evolve(
        FINITE, build=lambda *_: counters(3, amounts=(1, -1)), properties=(never_back,), name="back and forth"
    )
    violated, _ = failure_of(fuzz(tmp_path, scenario=scenario, settings=QUICK))
    assert "never-back: from 0 to -1" == str(violated)
    assert 1 == len(violated.violation.actions)


def test_a_scenario_without_a_name_is_not_mistaken_for_one(tmp_path: Path) -> None:
    """A scenario that is found nowhere is told by where it is used, never by the name of another."""
    scenario = evolve(COPIED_TOKEN, name="raft")
    failure_of(fuzz(tmp_path, scenario=scenario, settings=QUICK))
    assert "TestMine.scenario" in load(next(tmp_path.iterdir())).scenario


def test_a_fuzz_of_nothing() -> None:
    """A test class without a scenario is told what it lacks."""
    with pytest.raises(WrongUsage, match="TestMine has nothing to fuzz; expected: scenario = my_scenario"):
        type("TestMine", (Fuzz,), {})().test_keeps_its_properties()


def test_parameters_are_checked() -> None:
    """A parameter that does not exist is refused before anything is run."""
    with pytest.raises(WrongUsage, match="there is no parameter of raft 'server'; did you mean"):
        type(
            "TestMine", (Fuzz,), {"scenario": RAFT, "parameters": {"server": 3}}
        )().test_keeps_its_properties()


def test_an_error_of_the_model_is_not_swallowed(tmp_path: Path) -> None:
    """An exception in the model is raised as it is: it is no violation, and leaves no trace."""

    def react(process: object, local: Count, event: object) -> None:
        raise ZeroDivisionError("the model is wrong")

    scenario = evolve(FINITE, build=lambda *_: evolve(counters(3), react=react))
    with pytest.raises(ZeroDivisionError, match="the model is wrong"):
        fuzz(tmp_path, scenario=scenario, settings=QUICK)().test_keeps_its_properties()
    assert [] == list(tmp_path.iterdir())


# As a user meets it


def test_three_lines(tmp_path: Path) -> None:
    """Three lines of a test file fuzz a scenario; what fails shows its trace, and a file that replays."""
    (tmp_path / "my_system.py").write_text(
        "from toys import in_flight, one_token, passing\n"
        "from properties.statement import Scenario\n"
        "stated = (one_token, in_flight)\n"
        "my_scenario = Scenario('mine', 'Mine.', (), lambda *_: passing(keeps=True), stated)\n"
    )
    (tmp_path / "test_mine.py").write_text(
        "from checker.stateful import Fuzz\n"
        "from my_system import my_scenario\n"
        "class TestMine(Fuzz):\n"
        "    scenario = my_scenario\n"
    )
    path = os.pathsep.join(map(str, (ROOT, ROOT / "tests", tmp_path)))

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": path},
            text=True,
            encoding="utf-8",
            capture_output=True,
            check=False,
        )

    tested = run("pytest", "-W", "error", "--hypothesis-show-statistics", "test_mine.py")
    assert "1 failed in" in tested.stdout
    assert "test_mine.py::TestMine::test_keeps_its_properties" in tested.stdout
    for line in (
        "What went wrong: both have the token.",
        "violates one-token: “At most one of two has the token.”",
        ", 2 steps:",
        "1. Anna passes the token",
        "2. Bert receives the token",
    ):
        assert line in tested.stdout
    assert "%, seen: in-flight" in tested.stdout
    assert "%, taken: pass" in tested.stdout
    assert "state.take" not in tested.stdout
    file = re.search(r"seatrial replay (seatrial-traces/ST-\w{10}\.json)", tested.stdout)
    assert file is not None

    replayed = run("checker", "replay", file[1])
    assert "still there after 2 steps: both have the token" in replayed.stdout
    assert 12 == replayed.returncode


ONE_SENTENCE = """
import itertools
from checker.stateful import Fuzz
from model.raft.rules import Raft
numbers = itertools.count(1)
class Counts(Raft):
    def vote_quorum(self):
        return next(numbers)
class TestImpure(Fuzz):
    scenario, mutant = "raft", Counts
class TestUnknown(Fuzz):
    scenario = "rafft"
class TestTooMany(Fuzz):
    scenario, parameters = "raft", {"sservers": 3}
"""


def test_what_makes_no_sense_is_one_sentence(tmp_path: Path) -> None:
    """An impure rule and wrong names are told as the command line does: no frames, nothing of Hypothesis."""
    (tmp_path / "test_mine.py").write_text(ONE_SENTENCE)
    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-W", "error", "-p", "no:cacheprovider", "test_mine.py"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, tmp_path)))},
        text=True,
        encoding="utf-8",
        capture_output=True,
        check=False,
    )
    said = [line for line in tested.stdout.splitlines() if line.startswith("E ")]
    assert 3 == len(said), tested.stdout
    for line, words in zip(
        said,
        (
            "vote_quorum of the mutant test_mine:Counts answered 1 and then 3 to the same question; a rule",
            "there is no scenario 'rafft'; did you mean raft or ",
            "there is no parameter of raft 'sservers'; did you mean servers or ",
        ),
        strict=True,
    ):
        assert words in line
    for word in ("checker/", "hypothesis/", "Falsifying", "Flaky"):
        assert word not in tested.stdout.partition("= FAILURES =")[2]


def test_profiles() -> None:
    """Of the three profiles, `ci` is the same every time, `deep` is long; none has a deadline."""
    profiles = {name: settings.get_profile(name) for name in ("dev", "ci", "deep")}
    assert {"ci"} == {name for name, profile in profiles.items() if profile.derandomize}
    assert {None} == {profile.deadline for profile in profiles.values()}
    assert profiles["dev"].max_examples < profiles["ci"].max_examples < profiles["deep"].max_examples
