"""A witness that is asked for by name: the shortest run that shows it, or that there is none."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from console import Ran, assert_refused, typed

from checker.case import make_case
from checker.check import check
from checker.engines import NAMES, Engine
from checker.render.text import render_report
from checker.trace import load

Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return partial(typed, capsys)


def test_the_shortest_run_is_shown(run: Run, tmp_path: Path) -> None:
    """The report says that it is seen, and tells the run; that is well, so that the exit code is 0."""
    file = tmp_path / "sight.json"
    ran = run("check", "raft", "--property", "leader-elected", "-o", file)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("raft: SEEN: leader-elected.\n")
    assert "What is seen: n1 leads term 1." in ran.out
    assert "  shows leader-elected: “A leader is elected.”" in ran.out
    assert "went wrong" not in ran.out
    assert "violates" not in ran.out
    assert len(load(file).actions) == 3
    again = run("replay", file)
    assert (again.code, again.err) == (0, "")
    assert again.out.endswith(": still there after 3 steps: n1 leads term 1.\n")
    assert run("replay", file, "--format", "json").json["seen"] is True
    assert "What is seen: " in run("show", file).out


def test_all_engines_show_the_same() -> None:
    """Every engine shows the same run."""
    shown = [
        check("kubernetes-proxy", property="dead-backend-kept", engine=Engine(name)).trace for name in NAMES
    ]
    assert shown[0] is not None
    assert shown[0].id == shown[1].id


def test_one_that_is_never_seen(run: Run) -> None:
    """That a witness is nowhere in the whole space is a verdict, and not a good one."""
    ran = run("check", "kubernetes-balancer-unchecked", "--property", "retry-succeeds")
    assert ran.code == 12
    assert "NEVER SEEN: retry-succeeds. Every reachable state within the" in ran.out
    told = run(
        "check", "kubernetes-balancer-unchecked", "--property", "retry-succeeds", "--format", "json"
    ).json
    assert (told["verdict"], told["witnesses"], told["trace"]) == ("never seen", [], None)


def test_a_limit_leaves_it_open(run: Run) -> None:
    """What was not seen before a limit may be seen after it."""
    ran = run("check", "raft", "--property", "leader-elected", "--max-depth", 2)
    assert ran.code == 20
    assert "INCOMPLETE" in ran.out
    assert "leader-elected was not seen in what was visited." in " ".join(ran.out.split())


def test_json_says_what_was_seen(run: Run) -> None:
    """The report names the witness as seen, and no property as violated."""
    told = run("check", "raft", "--property", "leader-elected", "--format", "json").json
    assert (told["verdict"], told["witnesses"]) == ("seen", ["leader-elected"])
    assert set(told["properties"].values()) == {"unchecked"}
    assert told["trace"]["property"] == "leader-elected"


def test_with_a_mutant() -> None:
    """It is looked for in what the mutant does, too."""
    report = check("raft", mutant="vote-twice", property="leader-elected")
    assert report.verdict == "seen"
    assert "with the mutant vote-twice: SEEN: leader-elected." in render_report(report)


@pytest.mark.parametrize("name", ["leader-elected", "leader-replaced"])
def test_a_sight_keeps_what_the_witness_says(name: str) -> None:
    """What is held against the scenario has the witness's name, sentence and shape."""
    case = make_case("raft", {}, property=name)
    (sight,) = case.checked
    witness = case.sought
    assert witness is not None
    assert (witness.name, witness.sentence, witness.shape) == (sight.name, sight.sentence, sight.shape)
    assert sight.kind.value in {"always", "step"}


def test_simulation_counts_them_all(run: Run) -> None:
    """A simulation counts the runs in which each witness is seen; it is not asked for one."""
    assert_refused(
        run("simulate", "raft", "--property", "leader-elected"),
        "leader-elected is a witness, and every simulation counts the runs in which it is seen; expected ",
    )
