"""The zoo: each mutant hunted, told, walked for at random, and held against the healthy protocol."""

import json
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import dining
import pytest
from attrs import evolve
from console import Ran, assert_refused, typed

from checker import zoo
from checker.catalogue import scenarios
from checker.render import zoo as rendered
from checker.replay import replay
from checker.rule_source import beside, right_and_wrong
from checker.trace import load
from checker.verdict import Limits
from checker.zoo import Controls, Exhibit, exhibits, exit_code, find_exhibit, hunt, score_of, walk
from model.rules import mutant_of
from model.world import System
from properties.statement import Hunt, Scenario

Run = Callable[..., Ran]

HERE = Path(__file__).parent


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process, in the folder that has `dining`."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.chdir(HERE)
    return partial(typed, capsys)


def of_dining(protocol: type, killed_by: str = "no-fork-is-snatched", name: str = "wrong") -> Scenario:
    """Return the philosophers with one mutant that is hunted."""
    return evolve(dining.scenario, hunts=(Hunt(mutant_of(protocol, name=name), killed_by, {"seats": 2}),))


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Callable[[Scenario], str]:
    """Put a scenario where `dining:zoo` finds it."""

    def put(scenario: Scenario) -> str:
        monkeypatch.setattr(dining, "zoo", scenario, raising=False)
        return "dining:zoo"

    return put


def ever_snatching(parameters: Mapping[str, Any], _: type | None = None) -> System:
    """Build a table at which everybody grabs, whatever the protocol."""
    return dining.build(parameters, dining.Grabs)


# What is there


def test_every_hunt_of_the_catalogue_is_in_the_zoo_once() -> None:
    """The zoo has each mutant that some scenario hunts, where it is hunted first."""
    names = [one.name for one in exhibits()]
    assert {hunt.mutant.name for scenario in scenarios() for hunt in scenario.hunts} == set(names)
    assert len(set(names)) == len(names)
    assert find_exhibit("vote-twice").found_as == "raft"


def test_list(run: Run) -> None:
    """A line tells of a mutant its rule, the property violated, the source, steps, states and time."""
    ran = run("zoo", "--scenario", "raft-prevote")
    assert (ran.code, ran.err) == (0, "")
    (line,) = [line for line in ran.out.splitlines() if "leader-grants-prevote" in line]
    assert ["leader-grants-prevote", "raft-prevote", "in_lease", "leader-grants-no-pre-vote"] == line.split()[
        :4
    ]
    assert ["7", "106"] == line.split()[-3:-1]
    assert "daos-stack/raft#70" in line
    assert "control" not in ran.out
    assert "\n2 of 2 mutants killed, each by the property named; " in ran.out


def test_list_on_a_narrow_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a line has no room for a mutant, it is told in several."""
    monkeypatch.setattr(rendered, "columns", lambda: 100)
    ran = run("zoo", "--scenario", "raft-prevote")
    assert "\n  prevote-raises-term\n      the rule term_while_asking, in raft-prevote; violates" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 100


# One of them


def test_one_is_told(run: Run) -> None:
    """Of one mutant the mistake is told, the rule right and wrong, how it is found, and the trace."""
    ran = run("zoo", "vote-twice")
    assert (ran.code, ran.err) == (0, "")
    for told in (
        "vote-twice: KILLED by election-safety.\n  A server ignores that it has already voted in this term.",
        "The rule vote_is_free: “Each server votes for at most one candidate in a term, first come,",
        "return voted_for is None or voted_for == candidate",
        "return True",
        "found breadth first: 6 steps, proved the shortest",
        "Trace ST-2PAWDJDPDQ, 6 steps:",
    ):
        assert told in ran.out


def test_one_of_liveness_is_told(run: Run) -> None:
    """A mutant that breaks a promise is shown by a lasso, and that is not said to be the shortest."""
    ran = run("zoo", "candidate-ignores-same-term-append", "--format", "json")
    assert (ran.code, ran.json["verdict"], ran.json["property"]) == (0, "violated", "candidates-follow")
    assert (ran.json["shortest"], ran.json["found_by"]) == (False, "liveness")
    assert ran.json["trace"]["loop"] is not None
    told = run("zoo", "candidate-ignores-same-term-append").out
    assert "found by liveness only: a lasso of 15 steps" in told


def test_one_as_a_file_replays(run: Run, tmp_path: Path) -> None:
    """What -o writes of one mutant is a report with a trace in it, which runs again."""
    file = tmp_path / "mutant.json"
    assert run("zoo", "prevote-raises-term", "-o", file).code == 0
    assert replay(load(file)).finding == "n1 went from term 0 to 1 as a pre-candidate"
    assert "return current_term" in json.loads(file.read_text(encoding="utf-8"))["right"]


# The rule, right and wrong


def test_sources_are_bare() -> None:
    """Of a rule's source is shown what it does: no decorator, no docstring, no note to a linter."""
    right, wrong = right_and_wrong(find_exhibit("vote-twice").hunt.mutant)
    head = "def vote_is_free(self, voted_for: ServerId | None, candidate: ServerId) -> bool:"
    assert ("Raft", (head, "    return voted_for is None or voted_for == candidate")) == (
        right.owner,
        right.lines,
    )
    assert ("VoteTwice", (head, "    return True")) == (wrong.owner, wrong.lines)


def test_right_is_what_is_overridden() -> None:
    """The right rule is that of the nearest ancestor which has one: that of the variant, not of Raft."""
    right, _ = right_and_wrong(find_exhibit("leader-grants-prevote").hunt.mutant)
    assert right.owner != "Raft"
    assert right.sentence


def test_a_rule_without_source() -> None:
    """A rule whose source is nowhere to be read has no lines, and is no reason to fail."""
    nowhere: dict[str, Any] = {}
    exec("def first(self, left, right):\n    return left\n", nowhere)  # noqa: S102  # what has no file
    typed_in = type("TypedIn", (dining.Manners,), {"first": nowhere["first"]})
    right, wrong = right_and_wrong(mutant_of(typed_in, name="typed-in"))
    assert right.lines
    assert wrong.lines == ()


def test_side_by_side_where_there_is_room() -> None:
    """Two texts stand side by side; a long head is broken for that; else there is no room."""
    short = ("def f(a: dict[str, int], b: int) -> int:", "    return a")
    assert beside(short, ("def f() -> int:", "    return b"), 60) == [
        "def f(a: dict[str, int], b: int) -> int:   def f() -> int:",
        "    return a                                   return b",
    ]
    assert beside(short, ("def f() -> int:",), 45) == [
        "def f(                   def f(",
        "    a: dict[str, int],   ) -> int:",
        "    b: int,",
        ") -> int:",
        "    return a",
    ]
    assert beside(short, ("def f() -> int:",), 30) is None


# All of them, with their controls


def test_all_as_json(run: Run) -> None:
    """Each dies by its named property, each control survives: exit code 0, and a score."""
    ran = run("zoo", "--all", "--scenario", "raft-prevote", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json["score"] == {"killed": 2, "of": 2}
    first = ran.json["mutants"][0]
    assert {
        "name", "scenario", "sentence", "rule", "property", "cites", "parameters", "verdict", "control",
        "control_states",
        "control_unseen", "steps", "states", "seconds", "shortest", "stopped_by", "found_by", "trace",
    } == first.keys()  # fmt: skip
    for key, value in {
        "name": "leader-grants-prevote", "property": "leader-grants-no-pre-vote", "verdict": "violated",
        "control": "holds", "control_states": 610, "steps": 7, "states": 106, "shortest": True,
    }.items():  # fmt: skip
        assert value == first[key]
    assert len(first["trace"]["actions"]) == 7


def test_all_as_text(run: Run) -> None:
    """With --all a line tells of the control, too."""
    ran = run("zoo", "--all", "--scenario", "raft-prevote")
    (line,) = [line for line in ran.out.splitlines() if "prevote-raises-term" in line]
    assert line.endswith("holds")
    assert "\n2 of 2 controls hold, those of the same bounds searched once; " in ran.out


def test_a_mutant_that_survives(run: Run, table: Callable[[Scenario], str]) -> None:
    """A mutant that is none is told to have survived, with the bounds; exit code 12."""
    name = table(of_dining(dining.JustAsGood))
    ran = run("zoo", "--all", "--scenario", name)
    assert ran.code == 12
    assert "\nwrong: SURVIVED within seats 2\n" in ran.out
    assert "\n0 of 1 mutants killed" in ran.out
    assert ran.out.count("holds") == 1, "the control does hold"
    told = run("zoo", "wrong", "--scenario", name)
    assert told.code == 12
    assert told.out.startswith(
        "wrong: SURVIVED. Within the bounds below, no-fork-is-snatched holds.\n  The rule is written in"
    )


def test_a_control_that_is_violated(run: Run, table: Callable[[Scenario], str]) -> None:
    """A property that objects to the healthy protocol as well shows nothing: exit code 12."""
    name = table(evolve(of_dining(dining.Grabs), build=ever_snatching))
    ran = run("zoo", "--all", "--scenario", name)
    assert ran.code == 12
    assert "wrong: the control is VIOLATED: no-fork-in-two-hands, no-fork-is-snatched within seats 2" in (
        " ".join(ran.out.split())
    )
    assert run("zoo", "--scenario", name).code == 0, "without its control, it dies"


def test_a_hunt_that_is_given_up() -> None:
    """Where a limit ends the search and the walks find nothing, nothing is said of the mutant: 20."""
    exhibit = Exhibit(of_dining(dining.JustAsGood), "dining:scenario", Hunt(
        mutant_of(dining.JustAsGood, name="dining:JustAsGood"), "no-fork-is-snatched", {}))  # fmt: skip
    found = hunt(exhibit, Limits(depth=1))
    assert ("incomplete", None, None) == (found.verdict, found.trace, found.shortest)
    assert exit_code([found]) == 20
    assert score_of([found]).as_json() == {"killed": 0, "of": 1}
    assert "dining:JustAsGood: INCOMPLETE (the limit of 1 actions) within seats 2" in rendered.render_zoo(
        [found]
    )


def test_walks_find_what_the_search_gave_up() -> None:
    """Where a limit ends the search, random walks look further, and it is said how the mutant was found."""
    found = hunt(find_exhibit("vote-twice"), Limits(states=50))
    assert ("violated", True, 0) == (found.verdict, found.is_killed, exit_code([found]))
    assert isinstance(found.as_json(), dict)
    assert {"found_by": "simulation", "steps": 6, "shortest": True}.items() <= found.as_json().items()  # type: ignore[union-attr, operator]
    assert "the search gave up (the limit of 50 states); found by random walks" in " ".join(
        rendered.render_exhibit(found).split()
    )


def test_what_is_interrupted_ends_the_hunt() -> None:
    """Whoever interrupts a hunt gets exit code 130, whatever was found before."""
    found = hunt(find_exhibit("prevote-raises-term"))
    result = evolve(found.report.result, interrupted=True)
    assert [0, 130] == [exit_code([found]), exit_code([found, evolve(found, control=result)])]


def test_a_control_in_which_nothing_happens_is_told() -> None:
    """What the mutant comes to and its control never does is told: such a control shows little."""
    found = hunt(find_exhibit("vote-twice"))
    control = Controls().of(found.exhibit)
    assert evolve(found, control=control).unseen == ()
    idle = evolve(found, control=evolve(control, witnesses={}))
    assert "leader-elected" in idle.unseen
    assert "vote-twice: its control never comes to leader-elected" in rendered.render_zoo([idle])


def test_a_control_is_searched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mutants that are hunted under the same parameters share one control; others do not."""
    searched = []
    search = zoo.search_case

    def counted(*given: Any) -> Any:
        searched.append(given[0].parameters)
        return search(*given)

    monkeypatch.setattr(zoo, "search_case", counted)
    controls = Controls()
    first, second, other = map(find_exhibit, ("quorum-half", "vote-twice", "match-index-regress"))
    assert controls.of(first) is controls.of(second)
    assert controls.of(other) is not controls.of(first)
    assert [first.parameters, other.parameters] == searched


# A second way: by random walks


@pytest.mark.parametrize(
    ("name", "runs", "steps", "failed_after", "shrunk"),
    [
        ("quorum-half", 1, 3, 3, 2),
        ("vote-twice", 1, 11, 11, 6),
        ("no-stepdown-on-higher-term", 1, 11, 11, 8),
        ("stale-term-vote-counted", 495, 98_638, 20, 14),
        ("vote-cleared-on-same-term-stepdown", 4, 612, 12, 8),
        ("duplicate-votes-counted", 8_936, 1_771_945, 9, 8),
        ("no-log-check-in-vote", 15, 2_814, 14, 12),
        ("compare-last-term-only", 103, 19_690, 25, 19),
        ("compare-length-only", 302, 54_726, 22, 18),
        ("match-index-too-high", 1, 22, 22, 13),
        ("truncate-without-conflict", 39, 7_620, 20, 11),
        ("match-index-regress", 31, 6_029, 29, 12),
        ("stale-term-append-accepted", 393, 69_505, 27, 21),
        ("no-prev-term-check", 168, 29_946, 28, 18),
        ("nack-treated-as-ack", 56, 10_477, 32, 16),
        ("commit-quorum-half", 1, 11, 11, 9),
        ("commit-index-regress", 12, 2_227, 27, 13),
        ("commit-old-term-by-count", 936, 163_695, 33, 26),
        ("vote-not-persisted", 76, 12_402, 9, 8),
        ("term-not-persisted", 76, 12_240, 15, 8),
        ("ack-before-fsync", 5_356, 997_730, 16, 14),
        ("commit-without-min", 7, 1_052, 28, 15),
        ("leader-grants-prevote", 6, 102, 13, 7),
        ("prevote-raises-term", 1, 1, 1, 1),
        ("write-on-one-disk", 28, 5_412, 12, 5),
        ("anyone-may-lead", 203, 40_415, 15, 6),
        ("read-before-own-commit", 874, 174_619, 19, 8),
        ("forgets-in-crash", 487, 97_210, 10, 7),
        ("restore-under-apiservers", 3, 423, 23, 7),
        ("restore-keeps-later-writes", 2, 227, 27, 6),
        ("no-authoriser", 2, 208, 8, 2),
        ("one-certificate-for-all", 2, 211, 11, 5),
        ("store-open-to-all", 1, 4, 4, 2),
        ("stop-when-cut-off", 1, 6, 6, 2),
        ("bind-without-precondition", 1, 13, 13, 8),
        ("no-admission", 1, 16, 16, 8),
        ("read-without-quorum", 417, 83_225, 25, 10),
        ("restore-under-kubelets", 1, 58, 58, 15),
        ("watch-skips-one", 3, 439, 39, 10),
        ("last-write-wins", 12, 2_216, 16, 14),
        ("take-lease-at-once", 1, 9, 9, 5),
        ("lead-without-lease", 1, 3, 3, 2),
        ("create-over", 40, 7_884, 84, 21),
        ("suspect-at-first-sight", 1, 9, 9, 5),
        ("serve-from-the-ending", 1, 61, 61, 13),
        ("stick-to-last", 2, 24, 12, 10),
        ("forget-expected", 193, 38_456, 56, 11),
        ("joint-left-before-committed", 11, 1_833, 15, 10),
        ("direct-config-switch", 2_400, 409_306, 17, 12),
        ("reconfig-before-own-term-commit", 119, 19_638, 17, 14),
        ("quorum-over-union", 106, 10_733, 24, 19),
        ("conf-change-at-apply-lag", 159, 23_681, 55, 20),
        ("trust-cache-after-restart", 293, 58_460, 60, 20),
        ("evict-by-force", 2, 253, 53, 14),
        ("forget-assumed", 2, 210, 10, 6),
        ("ignore-room", 1, 31, 31, 9),
        ("one-range-for-all", 1, 38, 38, 10),
        ("remove-without-kubelet", 20, 3_902, 102, 10),
        ("report-end-early", 242, 48_254, 54, 15),
        ("delete-the-oldest", 1, 9, 9, 3),
        ("evict-when-all-are-silent", 1, 6, 6, 5),
        ("untaint-at-first-sight", 1, 3, 3, 3),
        ("reuse-address-early", 2, 238, 38, 10),
        ("take-name-for-pod", 3_911, 782_091, 91, 22),
        ("proxy-flushes", 2, 202, 2, 2),
        ("check-the-port", 1, 6, 6, 2),
    ],
)
def test_found_at_random(name: str, runs: int, steps: int, failed_after: int, shrunk: int) -> None:
    """By walks drawn from seed 0 each mutant is found as well: after so many runs and steps."""
    walked = walk(find_exhibit(name), 0)
    assert walked.trace.property == find_exhibit(name).hunt.killed_by
    assert (runs, steps) == (walked.simulation.runs, walked.simulation.steps)
    assert (failed_after, shrunk) == (walked.shortened.found, walked.shortened.shrunk)


def test_every_mutant_of_safety_is_found_at_random() -> None:
    """There is a line above for each mutant that breaks no promise."""
    (mark,) = test_found_at_random.pytestmark  # type: ignore[attr-defined]  # pytest has put it there
    found = {name for name, *_ in mark.args[1]}
    assert {one.name for one in exhibits() if one.promise is None} == found


def test_one_by_simulation(run: Run) -> None:
    """By simulation it is told how many runs and steps it took, and from which seed."""
    ran = run("zoo", "vote-not-persisted", "--by", "simulation", "--seed", 0)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("vote-not-persisted: KILLED by election-safety, in run 75.\n")
    assert "  76 runs of up to 200 steps, 12,402 steps in all, " in ran.out
    assert "(strategy kinds, seed 0)" in ran.out
    assert "  the run failed after 9 steps; shrunk to 8, the shortest there is within the bounds" in ran.out


def test_weights_of_a_hunt(run: Run) -> None:
    """Where the run that shows a mutant is rare, its hunt weighs kinds of action, and that is told."""
    ran = run("zoo", "evict-by-force", "--by", "simulation")
    assert "(strategy kinds, seed 0; weights: heal 0.1)" in " ".join(ran.out.split())


def test_a_seed_is_heeded(run: Run) -> None:
    """From another seed other runs are drawn, and the same ones each time."""
    words = ("zoo", "vote-not-persisted", "--by", "simulation", "--format", "json", "--seed")
    took = [run(*words, seed).json["walked_steps"] for seed in (0, 1, 1)]
    assert took[1] == took[2]
    assert took[0] != took[1]


def test_not_found_by_simulation(run: Run) -> None:
    """Too few runs find nothing, which shows nothing: exit code 20."""
    ran = run("zoo", "ack-before-fsync", "--by", "simulation", "--runs", 1)
    assert ran.code == 20
    assert ran.out.startswith(
        "ack-before-fsync: NOT FOUND. Runs at random never show that a mutant survives."
    )


def test_all_by_simulation(run: Run) -> None:
    """Asked for none, random walks look for all; what only a lasso shows is told to be so."""
    ran = run("zoo", "--by", "simulation", "--scenario", "raft-prevote")
    assert (ran.code, ran.err) == (0, "")
    assert "2 of 2 mutants found by random walks (seed 0)." in ran.out
    live = run("zoo", "--by", "simulation", "--scenario", "raft-followers")
    assert "candidates-follow" in live.out
    assert "by liveness only" in live.out
    report = run("zoo", "--by", "simulation", "--scenario", "raft-followers", "--format", "json").json
    assert {"liveness"} == {one["found_by"] for one in report["mutants"]}


# What is refused


def test_refusals(run: Run) -> None:
    """What makes no sense is refused in a sentence."""
    assert_refused(
        run("zoo", "vote-twise"), "there is no mutant in the zoo 'vote-twise'; did you mean vote-twice"
    )
    assert_refused(run("zoo", "vote-twice", "--all"), "--all hunts all")
    assert_refused(run("zoo", "--seed", 1), "expected --by simulation")
    assert_refused(run("zoo", "--all", "--by", "simulation"), "random walks never exhaust one")
    assert_refused(run("zoo", "--scenario", "dining:scenario"), "no mutant is hunted in dining:scenario")
    liveness = run("zoo", "candidate-ignores-same-term-append", "--by", "simulation")
    assert_refused(liveness, "is found by liveness only: it breaks the promise candidates-follow")


def test_ones_own_mutant_survives_within_named_bounds(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An override that changes nothing is said to have survived; what was searched and cut short is told."""
    (tmp_path / "mine.py").write_text(
        "from model.raft.rules import Raft\n\n\nclass Same(Raft):\n"
        "    def vote_is_free(self, voted_for, candidate):\n        return voted_for in (None, candidate)\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    ran = run("check", "raft-election", "--mutant", "mine:Same")
    assert ran.code == 0
    assert ran.out.startswith("raft-election with the mutant mine:Same: HOLDS. The mutant survived: within")
    assert "\n  parameters: servers 3, terms 1, entries 0," in ran.out
    assert "\n  bounds reached: terms\n" in ran.out
