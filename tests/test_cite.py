"""Citing a trace: the id is recomputed, the trace replayed, and a file that was edited refused."""

import json
import re
import shlex
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from console import Ran, assert_refused, typed
from stories import NAMES, QUICK, replay_of, trace_of

from checker.catalogue import find_scenario
from checker.citation import citation_of
from checker.command import command_of
from checker.trace import Trace

Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""
    return partial(typed, capsys)


def twice() -> Any:
    """Return the trace of a server that votes twice, as JSON."""
    return json.loads(json.dumps(trace_of("raft", "vote-twice", "election-safety").as_json()))


def write(folder: Path, content: Any) -> Path:
    path = folder / "trace.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_citation(run: Run, tmp_path: Path) -> None:
    """The id comes first, then the command that makes the trace again, then text and BibTeX."""
    ran = run("cite", write(tmp_path, twice()))
    command = "seatrial check raft --mutant vote-twice --property election-safety"
    identity, _, shown, _, text, _, *bibtex = ran.out.splitlines()
    assert (0, "ST-2PAWDJDPDQ", f"  {command}", "") == (ran.code, identity, shown, ran.err)
    assert re.fullmatch(
        r"ST-2PAWDJDPDQ: raft with the mutant vote-twice violates election-safety in 6 steps: n1 and n3 were "
        rf"both elected in term 1\. A trace of seatrial( [\d.]+)?; made again by: {command}",
        text,
    )
    assert bibtex[0] == "@misc{ST-2PAWDJDPDQ,"
    assert bibtex[-1] == "}"


def test_bibtex_is_well_formed() -> None:
    """Each field is in balanced braces, and what TeX would take for a command of its own is escaped."""
    trace = trace_of("dining:scenario", "dining:Grabs", "no-fork-is-snatched")
    bibtex = citation_of(trace, Path("trace.json")).bibtex
    head, *fields, foot = bibtex.splitlines()
    assert (f"@misc{{{trace.id},", "}") == (head, foot)
    for field in fields:
        name, value = re.fullmatch(r"  (\w+) += (\{.*\}),", field).groups()  # type: ignore[union-attr]  # it must be
        bare = re.sub(r"\\[&%$#_{}]", "", value)
        assert bare.count("{") == bare.count("}")
        assert not re.search(r"(?<!\\)[_%#&$]", value), name
    assert r"-{}-mutant" in bibtex


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"finding": "all is well"}, "it says 'all is well', and a replay 'n1 and n3 were both elected"),
        ({"steps": []}, "it tells 0 steps, and a replay has 6"),
        ({"property": "log-matching"}, "ST-2PAWDJDPDQ does not violate log-matching"),
        ({"id": "ST-AAAAAAAAAA"}, "it says ST-AAAAAAAAAA, but its scenario"),
        ({"parameters": {}}, "it says ST-2PAWDJDPDQ, but its scenario, parameters, mutant and actions make"),
        ({"mutant": None}, "it says ST-2PAWDJDPDQ, but its scenario, parameters, mutant and actions make"),
    ],
)
def test_what_was_edited_is_refused(run: Run, tmp_path: Path, edit: dict[str, Any], said: str) -> None:
    """A file that says what its trace does not do is refused, and what differs is said."""
    assert_refused(run("cite", write(tmp_path, {**twice(), **edit})), said)


def test_steps_that_were_edited_are_refused(run: Run, tmp_path: Path) -> None:
    """The first step that tells what a replay does not do is named: its sentence, changes, or messages."""
    for step, field, value, said in (
        (
            2,
            "sentence",
            "n2 votes for n3",
            "step 3 says 'n2 votes for n3', and in a replay it is 'n1 receives",
        ),
        (4, "sent", [], "step 5 sends 'nothing more', and in a replay 'RequestVoteResponse(term 1, granted)"),
        (5, "changes", [], "step 6 has 'no such change', and in a replay 'n3: volatile.role candidate"),
    ):
        content = twice()
        content["steps"][step][field] = value
        assert_refused(run("cite", write(tmp_path, content)), "cannot be cited, for it was edited", said)


def test_the_first_difference_is_said(run: Run, tmp_path: Path) -> None:
    """Of several edits the first is told."""
    content = twice()
    for step in content["steps"]:
        step["sentence"] = "nothing happens"
    ran = run("cite", write(tmp_path, {**content, "finding": "nothing"}))
    assert_refused(ran, "step 1 says 'nothing happens'")
    assert "step 2" not in ran.err


@pytest.mark.parametrize("name", NAMES)
def test_every_trace_of_the_zoo_can_be_cited(name: str) -> None:
    """A trace that was found by a hunt is cited by the hunt's own names: no parameter need be given."""
    exhibit = next(one for one in QUICK if one.name == name)
    citation = citation_of(replay_of(name).trace, Path("trace.json"))
    command = f"seatrial check {exhibit.found_as} --mutant {name} --property {exhibit.hunt.killed_by}"
    assert command == citation.command


@pytest.mark.parametrize(
    ("trace", "said"),
    [
        (trace_of("raft", "quorum-half", "election-safety", servers=2), "--servers 2"),
        (trace_of("raft", "quorum-half", "election-safety", terms=2, requests=1), "--terms 2 --requests 1"),
        (trace_of("raft", "vote-twice", "election-safety", in_flight=4), "--in-flight 4"),
        (trace_of("dining:scenario", "dining:LeftFirst", deadlock=True, seats=3), "--deadlock --set seats=3"),
    ],
    ids=["servers", "terms", "in-flight", "deadlock"],
)
def test_the_command_makes_the_trace_again(run: Run, trace: Trace, said: str) -> None:
    """The command gives the parameters that are not as they would be anyway, and finds the same trace."""
    command = citation_of(trace, Path("trace.json")).command
    assert command.endswith(said)
    _, *words = shlex.split(command)
    assert trace.id == run(*words, "--format", "json").json["trace"]["id"]


def test_a_lasso_is_made_again_with_its_fairness(run: Run, tmp_path: Path) -> None:
    """A promise that is broken without any fairness is made again without any."""
    file = tmp_path / "trace.json"
    run("check", "feast:race_for_ever", "--no-fairness", "-o", file)
    ran = run("cite", file)
    command = ran.out.splitlines()[2].strip()
    assert "--no-fairness" in command
    assert "breaks the promise" in ran.out
    _, *words = shlex.split(command)
    trace = run(*words, "--format", "json").json["trace"]
    assert ran.out.startswith(trace["id"])
    assert trace["fair"] is False


def test_no_parameter_is_said_without_need() -> None:
    """A scenario with its own values, and no mutant, is checked by its name and the property."""
    trace = trace_of("feast:race_for_ever")
    words = command_of(trace, find_scenario("feast:race_for_ever"))
    assert f"seatrial check feast:race_for_ever --property {trace.property}" == words
