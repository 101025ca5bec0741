"""The command line: what it prints, on which screen, and its exit codes."""

import json
import os
import pty
import re
import resource
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import z3
from console import HERE, ROOT, Ran, assert_refused, ended, started, typed

from checker import catalogue, cli, screen
from checker.errors import WrongUsage
from checker.output import write
from checker.smt import Outcome, Proof
from properties.statement import Lemma, Row, Table

Run = Callable[..., Ran]

FOREVER = ("check", "raft", "--terms", 3, "--entries", 2, "--in-flight", 6)
"""A check that takes longer than any test waits."""

QUICK = ("--engine", "reference")
"""The plain engine: it has nothing to load."""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process, where a user's modules leave no trace."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    return partial(typed, capsys)


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Write a user's module into the folder in which the command is typed."""
    monkeypatch.chdir(tmp_path)

    def write(name: str, text: str) -> None:
        monkeypatch.delitem(sys.modules, name, raising=False)
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")

    return write


# What is there


def test_list(run: Run) -> None:
    """The list names scenarios with their parameters, properties, witnesses and mutants, each told."""
    ran = run("list")
    assert (ran.code, ran.err) == (0, "")
    for line in (
        "  raft-election",
        "      Three servers elect a leader, with every message in flight that there can be.",
        "      At most one leader can be elected in a given term. (Figure 3, §5.2)",
        "      by default: servers 3, terms 1, entries 0,",
        "  leader-elected",
        "  vote-twice",
        "      A server ignores that it has already voted in this term.",
    ):
        assert line in ran.out


def test_list_as_json(run: Run) -> None:
    """As JSON, the list can be followed: each scenario names its properties and its mutants."""
    listing = run("list", "--format", "json").json
    assert {"scenarios", "properties", "promises", "mutants", "lemmas", "tables", "claims"} == listing.keys()
    raft = next(scenario for scenario in listing["scenarios"] if scenario["name"] == "raft")
    assert set(raft["properties"]) <= {stated["name"] for stated in listing["properties"]}
    assert set(raft["mutants"]) <= {mutant["name"] for mutant in listing["mutants"]}
    assert raft["parameters"]["servers"] == 3


def test_every_listed_mutant_names_its_killer(run: Run) -> None:
    """The property that kills a mutant is one that can be asked for."""
    listing = run("list", "--format", "json").json
    checked = {stated["name"] for stated in listing["properties"] if stated["kind"] != "sometimes"}
    checked |= {promise["name"] for promise in listing["promises"]}
    assert {mutant["killed_by"] for mutant in listing["mutants"]} <= checked


def test_version(run: Run) -> None:
    """The version is the one in the project's description, or that of a checkout."""
    assert re.fullmatch(
        r"seatrial, version (0\.1\.0|\(a checkout that is not installed\))\n", run("--version").out
    )


def test_nothing_typed(run: Run) -> None:
    """Whoever types nothing is shown what can be typed."""
    ran = run()
    assert (ran.code, ran.out) == (2, "")
    assert "Usage: seatrial" in ran.err


@pytest.mark.parametrize("command", ["check", "list", "prove", "replay", "show", "simulate", "table", "zoo"])
def test_help(run: Run, command: str) -> None:
    """Each command explains itself, and is named in the help of the whole without being cut short."""
    assert run(command, "--help").out.startswith(f"Usage: seatrial {command} ")
    (line,) = [line for line in run("-h").out.splitlines() if line.startswith(f"  {command} ")]
    assert not line.endswith("...")


def test_help_of_check(run: Run) -> None:
    """The help of check tells the parameters of scenarios apart, each with its range."""
    options, parameters = run("check", "--help").out.split("Parameters of SCENARIO")
    assert "--max-states N" in options
    assert "--servers" not in options
    assert re.search(r"--servers N +servers in the group \[1 to 7\]", parameters)


@pytest.mark.parametrize("command", ["check", "simulate"])
def test_help_tells_what_a_parameter_means_where(run: Run, command: str) -> None:
    """Where a scenario means something else by a parameter, the help says so; all else it says once."""
    _, parameters = run(command, "--help").out.split("Parameters of SCENARIO")
    told = " ".join(parameters.split())
    assert "the highest term (terms start at 0) [0 or more]; raft-split-votes, raft-partial, " in told
    assert "; ongaro: the highest term (terms start at 1) [1 or more]; " in told
    assert (
        "[1 or more; none: no limit]; ongaro: messages in flight at once, copies counted [1 or more]" in told
    )
    assert told.count("servers in the group") == 1


# Verdicts and exit codes


def test_holds(run: Run) -> None:
    """A scenario that holds is reported with exit code 0."""
    ran = run("check", "raft-election", *QUICK)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("raft-election: HOLDS. Every reachable state within the bounds was visited.\n")
    assert "  witnesses not seen within these bounds: leader-replaced, entry-committed" in ran.out


def test_violated(run: Run) -> None:
    """A violation is reported with exit code 12, and its trace is told step by step."""
    ran = run("check", "raft", "--mutant", "quorum-half", *QUICK)
    assert (ran.code, ran.err) == (12, "")
    assert ran.out.startswith("raft with the mutant quorum-half: VIOLATED: election-safety.\n")
    assert "What went wrong: n1 and n2 were both elected in term 1.\n" in ran.out
    assert "\n  2. n2 times out and stands for election\n" in ran.out


def test_deadlock(run: Run) -> None:
    """A deadlock is reported with exit code 11."""
    ran = run("check", "dining:scenario", "--mutant", "dining:LeftFirst", "--deadlock", *QUICK)
    assert (ran.code, ran.err) == (11, "")
    assert "dining:LeftFirst: DEADLOCK. A state was reached in which no action\n" in ran.out
    assert "\n  2. p2 takes f2\n" in ran.out


def test_deadlock_only_where_asked_for(run: Run) -> None:
    """Whoever does not ask for deadlocks is told that everything holds."""
    assert run("check", "dining:scenario", "--mutant", "dining:LeftFirst", *QUICK).code == 0


def test_no_deadlock(run: Run) -> None:
    """Whoever asks for deadlocks where there is none is told that everything holds."""
    assert run("check", "dining:scenario", "--deadlock", *QUICK).code == 0


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (("--max-states", 50), "the limit of 50 states"),
        (("--time-limit", 0.001), "the limit of 0.001 seconds"),
    ],
)
def test_incomplete(run: Run, limit: tuple[str, object], said: str) -> None:
    """A search that a limit ended is incomplete, exit code 20, and nothing is said to hold."""
    ran = run(*FOREVER, *limit, *QUICK)
    assert (ran.code, ran.err) == (20, "")
    assert f"raft: INCOMPLETE ({said}). What was visited violates nothing, and is not all.\n" in ran.out
    assert "\n  not violated in what was visited: election-safety," in ran.out
    assert "\n  witnesses not seen so far: " in ran.out
    assert "holds" not in ran.out


def test_incomplete_as_json(run: Run) -> None:
    """As JSON, an incomplete search says what stopped it, what it counted, and leaves all unchecked."""
    report = run(*FOREVER, "--max-states", 50, "--format", "json", *QUICK).json
    assert (report["verdict"], report["stopped_by"]) == ("incomplete", "the limit of 50 states")
    assert report["states"] >= 50
    assert {"unchecked"} == set(report["properties"].values())


def test_survived(run: Run) -> None:
    """A mutant that no property notices is said to have survived, with exit code 0."""
    ran = run("check", "raft", "--mutant", "ack-before-fsync", "--crashes", 0, *QUICK)
    assert ran.code == 0
    assert ran.out.startswith("raft with the mutant ack-before-fsync: HOLDS. The mutant survived")


def test_mutant_brings_its_parameters(run: Run) -> None:
    """With a mutant, parameters that are not given are those that suffice to show it; given ones stay."""
    words = ("check", "raft", "--mutant", "quorum-half", "--format", "json", *QUICK)
    assert {"terms": 1, "servers": 3}.items() <= run(*words).json["parameters"].items()
    assert {"terms": 2, "servers": 2}.items() <= run(*words, "--terms", 2, "--servers", 2).json[
        "parameters"
    ].items()


def test_one_property(run: Run) -> None:
    """Asked for one property, the search holds that one only, and says which were not asked for."""
    ran = run("check", "raft", "--mutant", "vote-twice", "--property", "election-safety", *QUICK)
    assert ran.code == 12
    assert ran.out.startswith("raft with the mutant vote-twice: VIOLATED: election-safety.\n")
    assert "\n  not asked for: log-matching," in ran.out


def test_the_default_engine(run: Run) -> None:
    """The engine that searches unless told otherwise comes to the same answer as the plain one."""
    words = ("check", "raft", "--mutant", "quorum-half", "--format", "json")
    by_default, plain = run(*words).json, run(*words, *QUICK).json
    for key in ("verdict", "states", "transitions", "depth", "properties", "witnesses", "trace"):
        assert plain[key] == by_default[key]


def test_workers(run: Run) -> None:
    """As many workers search as are asked for; with auto, as many as there are processors for them."""
    words = ("check", "dining:scenario", "--format", "json", "--workers")
    here = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    assert [run(*words, workers).json["workers"] for workers in ("2", "auto")] == [2, here]


def test_symmetry(run: Run) -> None:
    """Under symmetry there are fewer states to visit, and the report says so."""
    words = ("check", "raft-election", "--format", "json")
    full, folded = run(*words).json, run(*words, "--symmetry").json
    assert (full["symmetry"], folded["symmetry"]) == (False, True)
    assert folded["states"] < full["states"]
    assert (full["stands_for"], folded["stands_for"]) == (None, full["states"])


# The JSON report


REPORT = {
    "verdict", "scenario", "parameters", "mutant", "engine", "states", "transitions", "depth", "seconds",
    "stopped_by", "collision_probability", "properties", "fairness", "bounds_reached", "witnesses", "trace",
    "never_called_for", "workers", "symmetry", "stands_for", "mutant_rule",
}  # fmt: skip
TRACE = {"id", "scenario", "parameters", "mutant", "property", "finding", "actions", "steps"}


def test_report_as_json(run: Run) -> None:
    """As JSON a report is one object with these keys, and nothing else is printed."""
    ran = run("check", "raft-election", "--format", "json", *QUICK)
    report = ran.json
    assert (ran.code, ran.err, report.keys()) == (0, "", REPORT)
    assert (
        report["verdict"],
        report["scenario"],
        report["mutant"],
        report["trace"],
    ) == ("holds", "raft-election", None, None)
    assert {"holds"} == set(report["properties"].values())
    assert report["witnesses"] == ["leader-elected", "split-vote"]
    assert report["bounds_reached"] == ["terms"]
    assert report["parameters"]["in-flight"] is None


def test_bounds_have_the_names_of_parameters(run: Run) -> None:
    """A bound that was reached is called what it is given by, in the text and as JSON."""
    report = run("check", "raft-election", "--in-flight", 2, "--format", "json", *QUICK).json
    assert ["in-flight", "terms"] == report["bounds_reached"]
    assert set(report["bounds_reached"]) <= set(report["parameters"])


def test_violation_as_json(run: Run) -> None:
    """The report of a violation has the trace in it: as many steps as actions, each told."""
    ran = run("check", "raft", "--mutant", "quorum-half", "--format", "json", *QUICK)
    report, trace = ran.json, ran.json["trace"]
    assert (ran.code, report["verdict"], report["mutant"]) == (12, "violated", "quorum-half")
    assert (
        report["properties"]["election-safety"],
        report["properties"]["log-matching"],
    ) == ("violated", "unchecked")
    assert trace.keys() == TRACE
    assert ("raft", "quorum-half", report["parameters"]) == (
        trace["scenario"],
        trace["mutant"],
        trace["parameters"],
    )
    assert [action["kind"] for action in trace["actions"]] == ["time-out", "time-out"]
    assert [step["sentence"] for step in trace["steps"]] == [
        "n1 times out and stands for election",
        "n2 times out and stands for election",
    ]


def test_json_in_any_encoding() -> None:
    """JSON on the screen is ASCII, so that no encoding of a terminal can spoil it."""
    assert ended(started("list", "--format", "json", PYTHONIOENCODING="ascii")).out.isascii()


def test_output_file(run: Run, tmp_path: Path) -> None:
    """With -o the report goes to the file as JSON, and the screen keeps the text."""
    file = tmp_path / "report.json"
    ran = run("check", "raft", "--mutant", "quorum-half", "-o", file, *QUICK)
    assert (ran.code, ran.err) == (12, "")
    assert ran.out.startswith("raft with the mutant quorum-half: VIOLATED: election-safety.\n")
    assert ran.out.endswith(f"\nThe report is in {file}; to run its trace again: seatrial replay {file}\n")
    report = json.loads(file.read_text(encoding="utf-8"))
    assert report.keys() == REPORT
    assert f"Trace {report['trace']['id']}, 2 steps:\n" in ran.out


def test_output_file_and_json(run: Run, tmp_path: Path) -> None:
    """With -o the screen keeps the text even where JSON is asked for: that is in the file."""
    ran = run("check", "raft-election", "-o", tmp_path / "report.json", "--format", "json", *QUICK)
    assert ran.out.startswith("raft-election: HOLDS.")


def test_output_file_is_for_readers(tmp_path: Path) -> None:
    """In a file, which is UTF-8 wherever it is read, JSON says a name beyond ASCII as it is."""
    file = tmp_path / "report.json"
    write(file, {"name": "Ångström"})
    assert file.read_text(encoding="utf-8") == '{\n  "name": "Ångström"\n}\n'


def test_output_file_is_replaced(run: Run, tmp_path: Path) -> None:
    """A report takes the place of an older one."""
    file = tmp_path / "report.json"
    file.write_text("x" * 100_000, encoding="utf-8")
    run("check", "dining:scenario", "-o", file, *QUICK)
    assert json.loads(file.read_text(encoding="utf-8"))["verdict"] == "holds"


def test_output_that_fails_keeps_the_older_report(tmp_path: Path) -> None:
    """Where a report has no room, the one before it stays, and nothing else is left."""
    file = tmp_path / "report.json"
    write(file, {"name": "older"})
    file.chmod(0o640)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        with pytest.raises(WrongUsage, match="cannot be written: File too large"):
            write(file, {"name": "newer" * 1000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert {"name": "older"} == json.loads(file.read_text(encoding="utf-8"))
    write(file, {"name": "newer"})
    assert {"name": "newer"} == json.loads(file.read_text(encoding="utf-8"))
    assert 0o640 == file.stat().st_mode & 0o777
    assert [file] == list(tmp_path.iterdir())


def test_output_to_a_link(tmp_path: Path) -> None:
    """A link stays a link, as /dev/stdout must: what it points to is written."""
    file, link = tmp_path / "report.json", tmp_path / "latest.json"
    file.touch()
    link.symlink_to(file)
    write(link, {"name": "new"})
    assert link.is_symlink()
    assert {"name": "new"} == json.loads(file.read_text(encoding="utf-8"))


def test_output_to_standard_output() -> None:
    """The report can go where the text goes."""
    ran = ended(started("check", "dining:scenario", "-o", "/dev/stdout", *QUICK))
    assert (ran.code, ran.err) == (0, "")
    assert '"verdict": "holds"' in ran.out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_output_that_fails_late(run: Run) -> None:
    """Where the report cannot be written after all, what was found is printed nonetheless."""
    ran = run("check", "dining:scenario", "-o", "/dev/full", *QUICK)
    assert (ran.code, ran.err) == (2, "seatrial: /dev/full cannot be written: No space left on device\n")
    assert ran.out.startswith("dining:scenario: HOLDS.")


# Wrong usage


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "missing argument 'SCENARIO'; see seatrial check --help"),
        ("rafd", "there is no scenario 'rafd'; did you mean raft"),
        ("''", "there is no scenario ''; expected one of "),
        ("raft --mutant vote-thrice", "there is no mutant of raft 'vote-thrice'; did you mean vote-twice?"),
        ("raft --mutant ''", "there is no mutant of raft ''; expected one of 21, such as "),
        (
            "raft --property log-machine",
            "no property or promise of raft 'log-machine'; did you mean log-matching",
        ),
        ("raft --servers 0", "--servers 0 makes no sense; expected a whole number from 1 to 7"),
        ("raft --servers 8", "--servers 8 makes no sense; expected a whole number from 1 to 7"),
        ("raft --servers three", "--servers three makes no sense; expected a whole number from 1 to 7"),
        ("raft --servers 2.5", "--servers 2.5 makes no sense; expected a whole number from 1 to 7"),
        ("raft --servers none", "--servers none makes no sense; expected a whole number from 1 to 7"),
        ("raft --crashes -1", "--crashes -1 makes no sense; expected a whole number, 0 or more"),
        ("raft --in-flight 0", "expected a whole number, 1 or more, or none (no limit)"),
        ("raft --in-flight 1", "--in-flight 1 forbids every election among 3 servers"),
        ("raft --copies 2 --in-flight none", "--in-flight none goes with --copies 1 only"),
        ("raft --down 4", "--down 4 is more than there are servers (3)"),
        ("raft --max-states 0", "--max-states 0 makes no sense; expected a whole number, 1 or more"),
        ("raft --max-states 1e6", "--max-states 1e6 makes no sense; expected a whole number, 1 or more"),
        ("raft --time-limit 0", "--time-limit 0 makes no sense; expected a number of seconds above 0"),
        ("raft --time-limit nan", "--time-limit nan makes no sense; expected a number of seconds above 0"),
        ("raft --time-limit soon", "--time-limit soon makes no sense; expected a number of seconds above 0"),
        ("raft --workers 0", "--workers 0 makes no sense; expected a whole number from 1 to 64, or auto"),
        ("raft --engine reference --workers 2", "--engine reference has one worker"),
        ("raft --engine steam", "invalid value for '--engine': 'steam' is not one of"),
        ("raft --set terms", "--set terms makes no sense; expected NAME=N"),
        ("raft --set terms=many", "--terms many makes no sense; expected a whole number, 0 or more"),
        ("raft --set term=1", "there is no parameter of raft 'term'; did you mean terms?"),
        ("raft --server 3", "no such option '--server'; did you mean --servers"),
        ("raft --qqqqqq", "no such option '--qqqqqq'; see seatrial check --help"),
        ("raft --servers", "option '--servers' requires an argument; see seatrial "),
        ("raft raft", "got unexpected extra argument (raft); see seatrial check --help"),
        ("raft --format yaml", "invalid value for '--format': 'yaml' is not one of 'text', 'json'"),
        ("raft -o no/folder/report.json", "--output no/folder/report.json: there is no folder no/folder"),
        ("raft -o .", "--output . is a folder; expected a file"),
        ("raft -o ''", "--output . is a folder; expected a file"),
    ],
)
def test_wrong_usage(run: Run, words: str, said: str) -> None:
    """What makes no sense is refused with one sentence, which says what was wrong and what was expected."""
    assert_refused(run("check", *shlex.split(words)), said)


def test_symmetry_of_many(run: Run) -> None:
    """Who asks for more renamings than pay is told so, and gets them."""
    shallow = ("--symmetry", "--max-depth", 1)
    assert run("check", "raft", "--servers", 5, *shallow).err == ""
    many = run("check", "raft", "--servers", 6, *shallow)
    assert many.code == 20
    assert many.err.startswith(
        "seatrial: --symmetry has 720 renamings here, and each value is renamed by each"
    )


@pytest.mark.parametrize("weight", ["1e308", "1000001", "inf", "nan", "-1", "much", ""])
def test_weights_out_of_range(run: Run, weight: str) -> None:
    """A weight so large that the sum of all would be no number is refused, like what is no weight at all."""
    ran = run("simulate", "raft", "--weight", f"deliver={weight}", "--weight", "send=1")
    assert_refused(ran, "expected KIND=X, with X a number from 0 to 1,000,000")


def test_the_largest_weight(run: Run) -> None:
    """With the largest weight that there is, actions are taken."""
    weight = ("--weight", "time-out=1000000")
    assert run("simulate", "raft", "--runs", 2, *weight, "--format", "json").json["steps"] > 0


def test_unknown_command(run: Run) -> None:
    """A command that there is not is refused, and the nearest is named."""
    assert_refused(run("chekc"), "no such command 'chekc'; did you mean check?")


@pytest.mark.parametrize("words", ["rafd", "raft --servers 0", "raft --qqq", "raft --max-states 0"])
def test_wrong_usage_overwrites_nothing(run: Run, tmp_path: Path, words: str) -> None:
    """What is refused leaves an existing report as it is."""
    file = tmp_path / "report.json"
    file.write_text("precious", encoding="utf-8")
    assert_refused(run("check", *words.split(), "-o", file))
    assert file.read_text(encoding="utf-8") == "precious"


def test_wrong_usage_makes_nothing(run: Run, tmp_path: Path) -> None:
    """What is refused makes no file."""
    assert_refused(run("check", "rafd", "-o", tmp_path / "report.json"))
    assert list(tmp_path.iterdir()) == []


def test_output_without_permission(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that must not be written is refused before the search, not after it."""
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    assert_refused(run(*FOREVER, "-o", tmp_path / "report.json"), "cannot be written: permission denied")


# A user's own


def test_own_scenario(run: Run) -> None:
    """A scenario of a user's own is checked like any other, under the name by which it was asked for."""
    report = run("check", "dining:scenario", "--format", "json").json
    assert (
        report["verdict"],
        report["scenario"],
        report["parameters"],
    ) == ("holds", "dining:scenario", {"seats": 2})
    assert (report["states"], report["transitions"], report["depth"]) == (5, 6, 2)
    assert report["properties"] == {"no-fork-in-two-hands": "holds", "no-fork-is-snatched": "holds"}
    assert report["witnesses"] == ["somebody-eats"]


def test_own_parameters(run: Run) -> None:
    """A scenario of a user's own has parameters of its own, which --set gives."""
    three = run("check", "dining:scenario", "--set", "seats=3", "--format", "json", *QUICK).json
    assert (three["parameters"], three["verdict"]) == ({"seats": 3}, "holds")
    assert three["states"] > 5
    assert_refused(run("check", "dining:scenario", "--set", "seats=1"), "expected a whole number from 2 to 5")
    assert_refused(run("check", "dining:scenario", "--set", "chairs=2"), "expected one of: seats")
    assert_refused(
        run("check", "dining:scenario", "--servers", 3), "there is no parameter of dining 'servers'"
    )


def test_own_mutant_of_own_scenario(run: Run) -> None:
    """A mutant of a user's own is a class with one rule overridden, and its docstring tells the mistake."""
    ran = run("check", "dining:scenario", "--mutant", "dining:LeftFirst", "--deadlock", *QUICK)
    told = "  the mistake, dining:LeftFirst, is in the rule first: Everybody takes the left fork first.\n"
    assert told in ran.out


def test_own_mutant_without_words(run: Run) -> None:
    """Of a mutant without a docstring only the rule is named; its protocol's docstring is none of its own."""
    ran = run("check", "dining:scenario", "--mutant", "dining:Grabs", *QUICK)
    assert ran.code == 12
    assert "  the mistake, dining:Grabs, is in the rule is_free\n" in ran.out


def test_own_mutant_of_raft(run: Run, module: Callable[[str, str], None]) -> None:
    """A user's subclass of Raft with one rule overridden is checked as a mutant."""
    module(
        "deaf_raft",
        "from model.raft.rules import Raft\n"
        "class Deaf(Raft):\n"
        '    """A candidate counts votes of any term."""\n'
        "    def vote_quorum(self): return 1\n",
    )
    ran = run("check", "raft-election", "--mutant", "deaf_raft:Deaf", *QUICK)
    assert ran.code == 12
    assert ran.out.startswith("raft-election with the mutant deaf_raft:Deaf: VIOLATED: election-safety.\n")


def test_own_mutant_that_survives(run: Run) -> None:
    """A mutant that changes nothing survives."""
    ran = run("check", "dining:scenario", "--mutant", "dining:JustAsGood", *QUICK)
    assert ran.code == 0
    assert "HOLDS. The mutant survived" in ran.out


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            "def log_is_up_to_date(self): return True",
            "Bad.log_is_up_to_date takes (self); expected the arguments of the rule: (self, last_log_index,",
        ),
        (
            "def vote_quorum(self, more): return 1",
            "Bad.vote_quorum takes (self, more); expected the arguments",
        ),
        ("vote_quorum = 1", "Bad.vote_quorum is no method; expected vote_quorum(self)"),
        (
            "def vote_quorum(self): return 1 // 0",
            "Bad.vote_quorum (bad_raft.py, line 3) raised ZeroDivisionError",
        ),
    ],
)
def test_own_mutant_that_cannot_be_asked(
    run: Run, module: Callable[[str, str], None], rule: str, said: str
) -> None:
    """A rule that takes other arguments than it is asked with, or raises, is told in one sentence."""
    module("bad_raft", f"from model.raft.rules import Raft\nclass Bad(Raft):\n    {rule}\n")
    for engine in ("reference", "compiled"):
        assert_refused(run("check", "raft", "--mutant", "bad_raft:Bad", "--engine", engine), said)
    assert_refused(run("simulate", "raft", "--mutant", "bad_raft:Bad"), said)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("def first_next_index(self, log): return -5", "term_at (state.py, line "),
    ],
)
def test_own_mutant_that_returns_what_it_may_not(
    run: Run, module: Callable[[str, str], None], rule: str, said: str
) -> None:
    """What a wrong rule returns may fail somewhere else: the rule that may be why is named with it."""
    module("odd_raft", f"from model.raft.rules import Raft\nclass Odd(Raft):\n    {rule}\n")
    for words in (("check", "raft"), ("simulate", "raft")):
        ran = run(*words, "--mutant", "odd_raft:Odd")
        assert_refused(ran, said)
        name = rule.partition("(")[0].removeprefix("def ")
        assert ran.err.endswith(f"; this is with the mutant odd_raft:Odd, which overrides {name}\n")


def test_own_mutant_that_departs_in_more_than_one_rule(run: Run, module: Callable[[str, str], None]) -> None:
    """Rules that a mutant inherits from a wrong class count: one could not say which did the harm."""
    module(
        "heirs_raft",
        "from model.raft.rules import Raft\n"
        "class One(Raft):\n"
        "    def vote_quorum(self): return 1\n"
        "class Heir(One): pass\n"
        "class Two(One):\n"
        "    def commit_quorum(self): return 1\n"
        "class Typo(Raft):\n"
        "    def vote_quorums(self): return 1\n",
    )
    assert run("check", "raft-election", "--mutant", "heirs_raft:Heir", *QUICK).code == 12
    said = (
        "heirs_raft:Two: a mutant overrides exactly one rule of its protocol; Two: commit_quorum, vote_quorum"
    )
    assert_refused(run("check", "raft", "--mutant", "heirs_raft:Two"), said)
    assert_refused(run("check", "raft", "--mutant", "heirs_raft:Typo"), "Typo: none (vote_quorums: no rule)")


def test_own_mutant_that_takes_anything(run: Run, module: Callable[[str, str], None]) -> None:
    """A rule may name its arguments as it likes."""
    module(
        "sloppy_raft",
        "from model.raft.rules import Raft\n"
        "class Sloppy(Raft):\n"
        "    def log_is_up_to_date(self, *whatever): return True\n",
    )
    assert run("check", "raft-election", "--mutant", "sloppy_raft:Sloppy", *QUICK).code == 0


NO_SCENARIO = """
from attrs import evolve
from dining import Philosopher, scenario
from properties.statement import Shape, always

def build(parameters, protocol):
    return {}[parameters["seats"]]

@always(Shape.ONE, Philosopher, cites="")
def sense(philosopher):
    \"\"\"It makes sense.\"\"\"
    return philosopher.sense

unbuilt = evolve(scenario, build=build)
senseless = evolve(scenario, properties=(sense,))
"""


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("unbuilt", "build (no_scenario.py, line 7) raised KeyError: 2"),
        ("senseless", "sense (no_scenario.py, line 12) raised AttributeError: 'Philosopher' object has no"),
    ],
)
@pytest.mark.parametrize("command", ["check", "simulate"])
def test_own_scenario_that_raises(
    run: Run, module: Callable[[str, str], None], command: str, name: str, said: str
) -> None:
    """What a scenario raises as it is built, or its property as it is asked, is told in one sentence."""
    module("no_scenario", NO_SCENARIO)
    assert_refused(run(command, f"no_scenario:{name}"), said)


def test_an_error_of_the_checker_is_told_in_full(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody but the checker had a part in is raised as it is, for whoever mends it."""
    monkeypatch.setattr(cli, "listing_json", object)
    with pytest.raises(TypeError, match="not JSON serializable"):
        cli.main(["list", "--format", "json"])


BAD_FROM_THE_START = """
from attrs import evolve
from dining import Philosopher, scenario
from properties.statement import Shape, always

@always(Shape.ONE, Philosopher, cites="")
def nobody_is_hungry(philosopher):
    \"\"\"Nobody waits for a fork.\"\"\"
    return f"{philosopher.id} is hungry"

hungry = evolve(scenario, name="hungry", properties=(nobody_is_hungry,))
"""


@pytest.mark.parametrize("command", ["check", "simulate"])
def test_the_first_state_is_objected_to(run: Run, module: Callable[[str, str], None], command: str) -> None:
    """What is violated before anything happens has a trace of no step, which replays."""
    module("too_hungry", BAD_FROM_THE_START)
    ran = run(command, "too_hungry:hungry", "-o", "trace.json")
    assert (ran.code, ran.err) == (12, "")
    assert "What went wrong: p1 is hungry." in ran.out
    assert "still there after 0 steps: p1 is hungry." in run("replay", "trace.json").out


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("dining:TwoMistakes", "overrides exactly one rule of its protocol; TwoMistakes: first, is_free"),
        ("dining:NoMistake", "a mutant overrides exactly one rule of its protocol; NoMistake: none"),
        ("dining:Manners", "a mutant overrides exactly one rule of its protocol; Manners: none"),
        ("dining:Fork", "dining:Fork is no mutant of dining; expected a subclass of dining.Manners"),
        ("dining:build", "dining:build is no mutant of dining; expected a subclass of dining.Manners"),
        ("dining:Nowhere", "the module 'dining' has no 'Nowhere'; expected a mutant"),
        ("nowhere:Nobody", "the module 'nowhere' cannot be imported: ModuleNotFoundError: No module named"),
    ],
)  # fmt: skip
def test_not_a_mutant(run: Run, name: str, said: str) -> None:
    """A class that is no subclass of the protocol, or overrides no rule or two, is refused as a mutant."""
    assert_refused(run("check", "dining:scenario", "--mutant", name), name, said)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("dining:setting", "the module 'dining' has no 'setting'; expected a scenario"),
        ("dining:build", "dining:build is no scenario: it has no name,"),
        ("properties.statement:Scenario", "is no scenario: it is a class, not an object of it"),
        ("dinning:scenario", "cannot be imported: ModuleNotFoundError: No module named 'dinning'"),
        (":scenario", "cannot be imported: ValueError: Empty module name"),
        ("dining:", "the module 'dining' has no ''; expected a scenario"),
    ],
)
def test_not_a_scenario(run: Run, name: str, said: str) -> None:
    """What is no scenario is refused as one, and it is said what it lacks."""
    assert_refused(run("check", name), name, said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 / 0\n", "ZeroDivisionError: division by zero"),
        ("def broken(:\n", "SyntaxError: invalid syntax"),
        ("import sys\nsys.exit('not today')\n", "SystemExit: not today"),
        ("raise ValueError('two\\nlines')\n", "ValueError: two lines"),
    ],
)
def test_broken_module(run: Run, module: Callable[[str, str], None], text: str, said: str) -> None:
    """A user's module that cannot be imported is refused, with what it raised, on one line."""
    module("broken_module", text)
    assert_refused(
        run("check", "broken_module:scenario"), f"the module 'broken_module' cannot be imported: {said}"
    )


# Replay and show


@pytest.fixture
def report(run: Run, tmp_path: Path) -> Path:
    """Return the file with the report of a violation."""
    file = tmp_path / "report.json"
    run("check", "raft", "--mutant", "quorum-half", "-o", file, *QUICK)
    return file


def test_replay(run: Run, report: Path) -> None:
    """A violation that is still there is said to be, with exit code 12."""
    trace = json.loads(report.read_text(encoding="utf-8"))["trace"]["id"]
    ran = run("replay", report)
    assert (ran.code, ran.err) == (12, "")
    assert f"{trace}: still there after 2 steps: n1 and n2 were both elected in term 1.\n" == ran.out
    as_json = run("replay", report, "--format", "json")
    assert (12, {"id": trace, "violated": True, "finding": "n1 and n2 were both elected in term 1"}) == (
        as_json.code,
        as_json.json,
    )


def test_replay_of_a_deadlock(run: Run, tmp_path: Path) -> None:
    """A deadlock replays with exit code 11."""
    file = tmp_path / "report.json"
    run("check", "dining:scenario", "--mutant", "dining:LeftFirst", "--deadlock", "-o", file, *QUICK)
    ran = run("replay", file)
    assert ran.code == 11
    assert ran.out.endswith(": still there after 2 steps: no action is enabled.\n")


def test_show(run: Run, report: Path) -> None:
    """To show a trace prints what the check printed of it, with exit code 0."""
    checked = run("check", "raft", "--mutant", "quorum-half", *QUICK)
    shown = run("show", report)
    assert (shown.code, shown.err) == (0, "")
    assert checked.out.endswith(f"\n\n{shown.out}")


def test_show_as_json(run: Run, report: Path) -> None:
    """As JSON, a trace is shown as it stands in the report."""
    assert (
        json.loads(report.read_text(encoding="utf-8"))["trace"]
        == run("show", report, "--format", "json").json
    )


@pytest.mark.parametrize("command", ["replay", "show"])
def test_no_trace(run: Run, command: str, tmp_path: Path) -> None:
    """Without a file, or with one that is not there, nothing is replayed or shown."""
    assert_refused(run(command), "missing argument 'TRACE'")
    missing = tmp_path / "nowhere.json"
    assert_refused(run(command, missing), f"{missing} cannot be read: No such file or directory")


# Proofs and tables


def test_prove(run: Run) -> None:
    """A lemma that is proved is told as such, with exit code 0."""
    ran = run("prove", "majority-is-least")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("majority-is-least: PROVED\n  ")
    assert ran.out.endswith("\n\n1 lemma: 1 proved, 0 refuted by a counterexample, all as expected\n")


def test_prove_as_json(run: Run) -> None:
    """As JSON a lemma has its outcome, what was expected, and its counterexample."""
    (proof,) = run("prove", "halves-intersect", "--format", "json").json["lemmas"]
    assert (proof["name"], proof["outcome"], proof["expected"]) == ("halves-intersect", "refuted", "refuted")
    assert proof["counterexample"]
    assert proof["told"]


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ((Outcome.PROVED, Outcome.PROVED), 0),
        ((Outcome.PROVED, Outcome.REFUTED), 12),
        ((Outcome.PROVED, Outcome.VACUOUS), 12),
        ((Outcome.PROVED, Outcome.UNKNOWN), 20),
        ((Outcome.UNKNOWN, Outcome.REFUTED), 12),
    ],
)
def test_exit_codes_of_prove(
    run: Run, monkeypatch: pytest.MonkeyPatch, outcomes: tuple[Outcome, ...], code: int
) -> None:
    """A lemma that came out otherwise than expected is a violation; one without an answer is incomplete."""
    made = [Lemma(f"lemma-{number}", "It is so.", "", bool, str) for number in range(len(outcomes))]
    answers = dict(zip([lemma.name for lemma in made], outcomes, strict=True))
    monkeypatch.setattr(cli, "lemmas", lambda: made)
    monkeypatch.setattr(cli, "run_proof", lambda lemma: Proof(lemma, answers[lemma.name], 0.0))
    ran = run("prove")
    assert ran.code == code
    surprises = [name for name, outcome in answers.items() if outcome is not Outcome.PROVED]
    told = f"NOT as expected: {', '.join(surprises)}\n" if surprises else "all as expected\n"
    assert ran.out.endswith(told)


@pytest.mark.parametrize(("expected", "code", "told"), [("proved", 0, "proved"), ("refuted", 12, "mismatch")])
def test_exit_codes_of_table(
    run: Run, monkeypatch: pytest.MonkeyPatch, expected: str, code: int, told: str
) -> None:
    """A table of which each row is confirmed is printed with exit code 0, one with a mismatch with 12."""
    lemma = Lemma("a-lemma", "It is so.", "", lambda: z3.BoolVal(expected == "proved"), str)
    table = Table("numbers", "Numbers.", ("n", "n + 1"), (Row(("1", "2"), lemma),))
    monkeypatch.setattr(catalogue, "tables", lambda: (table,))
    ran = run("table", "numbers")
    assert (ran.code, ran.err) == (code, "")
    assert [line.split() for line in ran.out.splitlines() if "confirmed" in line or "2" in line] == [
        ["n", "n", "+", "1", "confirmed", "by"],
        ["1", "2", told],
    ]
    assert ("MISMATCH: a-lemma is refuted" in ran.out) == (code == 12)
    (row,) = run("table", "numbers", "--format", "json").json["rows"]
    assert (row["cells"], row["confirmed_by"]) == (["1", "2"], told)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("prove halves-intersekt", "there is no lemma 'halves-intersekt'; did you mean halves-intersect"),
        ("prove ''", "there is no lemma ''; expected one of "),
        ("table tolerances", "there is no table 'tolerances'; did you mean tolerance?"),
        ("table", "missing argument 'NAME'; see seatrial table --help"),
    ],
)
def test_no_such_lemma_or_table(run: Run, words: str, said: str) -> None:
    """A lemma or a table that there is not is refused, and the nearest is named."""
    assert_refused(run(*shlex.split(words)), said)


# As a program


def test_as_a_program() -> None:
    """Run as a program, it ends with the exit code of the verdict, and finds modules where it is run."""
    ran = ended(started("check", "dining:scenario", "--mutant", "dining:Grabs", *QUICK))
    assert (ran.code, ran.err) == (12, "")


def test_poor_encoding() -> None:
    """A screen that lacks a character shows a question mark in its place."""
    ran = ended(
        started("check", "dining:scenario", "--mutant", "dining:Grabs", *QUICK, PYTHONIOENCODING="ascii")
    )
    assert (ran.code, ran.err) == (12, "")
    assert "       f1: held_by p1 ? p2\n" in ran.out


def test_reader_who_leaves() -> None:
    """If whoever reads the output has gone, the exit code still is that of the verdict."""
    process = started("check", "dining:scenario", "--mutant", "dining:Grabs", *QUICK)
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    assert process.stderr is not None
    assert (process.stderr.read(), process.wait(timeout=60)) == (b"", 12)
    process.stderr.close()


def on_terminal(*words: object, interrupt: bool = False, arguments: tuple[str, ...] = ()) -> tuple[Ran, str]:
    """Run a program whose standard error is a terminal; return what it did, and what the terminal got."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "checker", *map(str, words), *arguments],
        cwd=HERE,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100", "LINES": "25"},
        stdout=subprocess.PIPE,
        stderr=theirs,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # no threads yet
    )
    os.close(theirs)
    seen = b""
    try:
        while got := os.read(ours, 1 << 16):
            seen += got
            if interrupt and re.search(rb"depth [4-9]", seen):
                process.send_signal(signal.SIGINT)
                interrupt = False
    except OSError:  # that is how Linux says that the other side has been closed
        pass
    finally:
        os.close(ours)
    assert process.stdout is not None
    out = process.stdout.read().decode()
    process.stdout.close()
    return Ran(process.wait(timeout=60), out, ""), seen.decode()


@pytest.mark.parametrize("engine", ["reference", "compiled"])
def test_interrupted(engine: str) -> None:
    """Ctrl-C ends a search with exit code 130: incomplete, with what was counted so far."""
    ran, _ = on_terminal(*FOREVER, "--engine", engine, interrupt=True)
    assert ran.code == 130
    assert ran.out.startswith(
        "raft: INCOMPLETE (the search was interrupted). What was visited violates nothing"
    )
    depth = re.search(r"transitions, depth ([0-9]+),", ran.out)
    assert depth is not None
    assert int(depth[1]) >= 4


def test_interrupted_as_json() -> None:
    """As JSON, an interrupted search is incomplete, and says who stopped it."""
    ran, _ = on_terminal(*FOREVER, "--format", "json", *QUICK, interrupt=True)
    assert (
        ran.code,
        ran.json["verdict"],
        ran.json["stopped_by"],
    ) == (130, "incomplete", "the search was interrupted")


def test_interrupted_while_it_is_loaded(tmp_path: Path) -> None:
    """Ctrl-C before there is a command line ends it with exit code 130, too, and without a traceback."""
    (tmp_path / "click.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n")
    ran = ended(started("list", PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}"))
    assert (130, "", "seatrial: interrupted\n") == (ran.code, ran.out, ran.err)


def test_progress_on_a_terminal() -> None:
    """On a terminal a line says how far the search is, and is wiped away at the end."""
    ran, seen = on_terminal(*FOREVER, "--time-limit", 0.5, *QUICK)
    assert ran.code == 20
    assert re.search(
        r"depth \d: [\d,]+ states \([\d,]+/s\), [\d,]+ transitions, [\d,]+ left in this level", seen
    )
    *_, after_the_last_wipe = seen.split("\x1b[2K")
    assert after_the_last_wipe == ""


def test_progress_elsewhere(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where standard error is no terminal, now and then a line of its own says how far the search is."""
    monkeypatch.setattr(screen, "NARROW_EVERY", 0.0)
    ran = run("check", "raft-election", *QUICK)
    assert ran.out.startswith("raft-election: HOLDS.")
    lines = ran.err.splitlines()
    assert re.match(r"depth 0: 1 states? \([\d,]+/s\), 0 transitions, 1 left in this level", lines[0])
    assert len(lines) > 4_963 / 500, "one for each 500 states, and one for each level"


def test_no_progress_elsewhere() -> None:
    """Where standard error is no terminal, even if colours are wanted, a short search says nothing there."""
    assert ended(started(*FOREVER, "--time-limit", 0.5, *QUICK, FORCE_COLOR="1")).err == ""
