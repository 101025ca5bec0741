"""Citing a trace: the id is recomputed, the trace replayed, and a file that was edited refused."""

import json
import re
import shlex
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from console import ROOT, Ran, assert_refused, typed
from pages import TRACES
from stories import NAMES, QUICK, replay_of, trace_of

from checker.catalogue import find_scenario
from checker.citation import citation_of
from checker.command import command_of
from checker.contradiction import differences
from checker.release import AUTHOR, YEAR
from checker.replay import replay
from checker.trace import Trace, load, trace_id

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
        r"The seatrial project \(2026\)\. raft with the mutant vote-twice violates election-safety in 6 "
        r"steps: n1 and n3 were both elected in term 1\. Trace ST-2PAWDJDPDQ of seatrial( [\d.]+)?; "
        rf"made again by: {command}",
        text,
    )
    assert bibtex[0] == "@misc{ST-2PAWDJDPDQ,"
    assert bibtex[-1] == "}"


def test_author_and_year_are_of_the_release() -> None:
    """The author is the one of the package, and the year the one that the changes of its version have."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [{"name": AUTHOR}] == project["authors"]
    heading = next(
        line
        for line in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("## ")
    )
    assert project["version"] in heading
    assert str(YEAR) == re.findall(r"\b20\d\d\b", heading)[0]


def entry_of(bibtex: str) -> tuple[str, str, dict[str, str]]:
    """Read a BibTeX entry, strictly: its kind, its key, and its fields, each in braces that balance."""
    head = re.match(r"@(\w+)\{([^\s,{}]+),", bibtex)
    assert head is not None
    fields, place = {}, head.end()
    while (field := re.compile(r"\s*(\w+)\s*=\s*\{").match(bibtex, place)) is not None:
        depth, end = 1, field.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(bibtex[end], 0)
            end += 1
        assert field[1] not in fields
        fields[field[1]] = bibtex[field.end() : end - 1]
        assert bibtex[end] == ","
        place = end + 1
    assert bibtex[place:].strip() == "}"
    return head[1], head[2], fields


def test_bibtex_is_well_formed() -> None:
    """It is one entry with all that a reference wants, and what TeX would take for its own is escaped."""
    trace = trace_of("dining:scenario", "dining:Grabs", "no-fork-is-snatched")
    bibtex = citation_of(trace, Path("trace.json")).bibtex
    kind, key, fields = entry_of(bibtex)
    assert ("misc", trace.id) == (kind, key)
    assert {"author", "title", "year", "howpublished", "note"} <= set(fields)
    assert ("{The seatrial project}", "2026") == (fields["author"], fields["year"])
    for name, value in fields.items():
        assert not re.search(r"(?<!\\)[_%#&$]", value), name
    assert r"-{}-mutant" in fields["note"]


def sight() -> Any:
    """Return the trace of a witness, as JSON."""
    return json.loads(json.dumps(trace_of("raft", stated="leader-elected").as_json()))


def lasso() -> Any:
    """Return the committed trace of a loop, as JSON."""
    return json.loads((TRACES / "zoo" / "learner-refuses-vote.json").read_text(encoding="utf-8"))


def test_what_it_shows_is_said(run: Run, tmp_path: Path) -> None:
    """A property is violated, a witness is shown, a promise broken, a deadlock reached: each is said so."""
    for trace, said in (
        (twice(), "raft with the mutant vote-twice violates election-safety in 6 steps: n1 and n3"),
        (sight(), "raft shows the witness leader-elected in 3 steps: n1 leads term 1"),
        (
            lasso(),
            "with the mutant learner-refuses-vote breaks the promise a-majority-elects in 5 steps: from",
        ),
        (
            trace_of("dining:scenario", "dining:LeftFirst", deadlock=True, seats=3).as_json(),
            "with the mutant dining:LeftFirst ends in a deadlock in 3 steps: no action is enabled",
        ),
    ):
        file = write(tmp_path, trace)
        ran = run("cite", file)
        assert (0, 2) == (ran.code, ran.out.count(said)), ran.err
        assert (" violates " in ran.out) == (" violates " in said)
        test = run("show", file, "--format", "pytest").out
        assert said.partition(" steps")[0] in test
        assert (" violates " in test) == (" violates " in said)


def test_a_witness_that_is_gone_is_no_violation_that_is(run: Run, tmp_path: Path) -> None:
    """What no longer shows a witness is not said to violate nothing."""
    content = {**sight(), "property": "split-vote"}
    assert_refused(
        run("cite", write(tmp_path, content)),
        "it says 'n1 leads term 1' of split-vote, and its run of leader-elected",
    )


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            {"finding": "all is well"},
            "says of election-safety 'all is well', and its run 'n1 and n3 were both elec",
        ),
        ({"steps": []}, "it tells 0 steps, and a replay has 6"),
        (
            {"property": "log-matching"},
            "says 'n1 and n3 were both elected in term 1' of log-matching, and its run of",
        ),
        (
            {"property": "one-vote-per-term"},
            "it says of one-vote-per-term 'n1 and n3 were both elected in term 1', and",
        ),
        ({"fair": False}, "it says how its loop returns, or under which fairness, and has no loop"),
        ({"returns": "nothing"}, "it says how its loop returns, or under which fairness, and has no loop"),
        ({"loop": 1}, "it has a loop, but election-safety is no promise"),
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
        assert_refused(
            run("cite", write(tmp_path, content)), "cannot be cited: ", said, "the file was edited, or"
        )


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"loop": 0}, "says that it returns to step 0, and its run returns to step 2"),
        ({"loop": 5}, "says that it returns to step 5, and its run returns to step 2"),
        ({"loop": 6}, "its loop returns to step 6; expected 0 to 5"),
        ({"loop": None}, "says that it returns to step None, and its run returns to step 2"),
        (
            {"fair": False},
            "says that fair is false, and its run breaks a-majority-elects under the fairness that",
        ),
        ({"returns": "every term"}, "says that its loop returns but for 'every term', and its run None"),
        ({"finding": "all is well"}, "says of a-majority-elects 'all is well', and its run 'from"),
        ({"property": "election-safety"}, "it has a loop, but election-safety is no promise"),
        ({"scenario": "raft"}, "but its scenario, parameters, mutant and actions make"),
        ({"steps": []}, "it tells 0 steps, and a replay has 5"),
        ({"actions": []}, "but its scenario, parameters, mutant and actions make"),
    ],
)
def test_a_lasso_that_was_edited_is_refused(
    run: Run, tmp_path: Path, edit: dict[str, Any], said: str
) -> None:
    """Where it returns to, under which fairness, and how the world differs then: all is checked."""
    file = write(tmp_path, {**lasso(), **edit})
    assert_refused(run("cite", file), said)
    told_anew = "steps" in edit
    for command in ("show", "replay"):
        if told_anew:
            assert "" == run(command, file).err, "what its steps say is told anew"
        else:
            assert_refused(run(command, file), said)


def test_what_is_open_and_what_is_gone_contradicts_nothing(run: Run, tmp_path: Path) -> None:
    """A run that a bound turns back, and one that is fair no more, are what they say."""
    file = tmp_path / "trace.json"
    assert 20 == run("check", "feast:race", "-o", file).code
    assert ("", 20) == (run("cite", file).err, run("replay", file).code)
    assert "leaves the promise somebody-is-at-three undetermined" in run("cite", file).out
    content = {**lasso(), "mutant": None}
    parts = [content[name] for name in ("scenario", "parameters", "mutant", "actions")]
    content["actions"] = parts[3] = parts[3][:2]
    file = write(tmp_path, {**content, "loop": 2, "id": trace_id(*parts)})
    ran = run("replay", file)
    assert (0, "") == (ran.code, ran.err)
    assert "gone: every step is possible, but it is not fair" in ran.out
    assert_refused(run("cite", file), "cannot be cited: on the model as it is now, it is not fair")


@pytest.mark.parametrize("path", sorted(TRACES.glob("*/*.json")), ids=lambda path: path.stem)
def test_the_committed_traces_say_what_they_do(path: Path) -> None:
    """No committed trace contradicts its run: each is the first reading of its actions."""
    written = load(path)
    assert [] == list(differences(written, replay(written)))


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
