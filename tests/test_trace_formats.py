"""The formats of a trace: each read back by a parser that is not this project's, or by a strict one here."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import dining
import pydot
import pytest
from attrs import evolve
from console import HERE, ROOT, Ran, assert_refused, typed
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from stories import NAMES, replay_of, replay_of_run, runs, told, trace_of, zoo_story

from checker.case import make_case
from checker.errors import WrongUsage
from checker.render import dot, markdown, mermaid, phrases
from checker.render.as_test import trace_pytest
from checker.render.dot import trace_dot
from checker.render.forms import FORMS
from checker.render.itf import trace_itf
from checker.render.markdown import trace_markdown
from checker.render.mermaid import trace_mermaid
from checker.render.trace import render_trace
from checker.replay import replay
from checker.storyteller import story_of
from checker.trace import Trace, trace_id
from properties.description import Description

Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""
    return partial(typed, capsys)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file with the trace of a server that votes twice."""
    return written(tmp_path, trace_of("raft", "vote-twice", "election-safety"))


def written(folder: Path, trace: Trace) -> Path:
    path = folder / "trace.json"
    path.write_text(json.dumps(trace.as_json()), encoding="utf-8")
    return path


# Mermaid: the part of its grammar that is used, strictly

TEXT = r"(?:[^#;<>\n]|#(?:35|59|lt|gt);)+"
ID = r"[A-Za-z_]\w*"
GRAMMAR = {
    "title": rf"title {TEXT}",
    "participant": rf"participant (?P<id>{ID}) as {TEXT}",
    "arrow": rf"(?P<from>{ID})(?P<shaft>->>|-->>|-x)(?P<to>{ID}): (?P<said>{TEXT})",
    "note": rf"Note over (?P<first>{ID})(?:,(?P<last>{ID}))?: (?P<said>{TEXT})",
    "loop": rf"loop {TEXT}",
    "end": "end",
}


def read_mermaid(text: str) -> list[tuple[str, dict[str, str | None]]]:
    """Read a sequence diagram; raise if a line is none of the grammar, or names whom nobody introduced."""
    head, *lines = text.split("\n")
    assert head == "sequenceDiagram"
    read, known, depth = [], set(), 0
    for line in lines:
        kind, found = next(
            (kind, found) for kind, rule in GRAMMAR.items() if (found := re.fullmatch(rule, line.strip()))
        )
        parts = found.groupdict()
        if kind == "participant":
            assert parts["id"] not in known
            known.add(parts["id"])
        named = {parts.get(name) for name in ("from", "to", "first", "last")} - {None}
        assert named <= known
        depth += (kind == "loop") - (kind == "end")
        assert 0 <= depth <= 1
        read.append((kind, parts))
    assert depth == 0
    assert not known & mermaid.WORDS
    return read


def numbers_of(read: list[tuple[str, dict[str, str | None]]]) -> list[int]:
    """Return the numbers of the steps that a diagram shows, in order."""
    said = (parts["said"] for kind, parts in read if kind in {"arrow", "note"})
    return [int(found[1]) for text in said if (found := re.match(r"(\d+)\. ", text or ""))]


@pytest.mark.parametrize("name", NAMES)
def test_mermaid_of_the_zoo(name: str) -> None:
    """Every step is in the diagram once and in order; each message that arrives is an arrow."""
    story = zoo_story(name)
    read = read_mermaid(trace_mermaid(story))
    assert numbers_of(read) == list(range(1, len(story.steps()) + 1))
    arrows = [parts for kind, parts in read if kind == "arrow"]
    moved = [moment for moment in story.steps() if moment.received or moment.lost or moment.read]
    assert len(arrows) == len(moved)
    looped = [kind for kind, _ in read if kind == "loop"]
    assert bool(looped) == (story.loop is not None and story.loop < len(story.steps()))


def test_mermaid_shows_what_is_lost_and_copied() -> None:
    """A lost message ends in a cross, a duplicate is dotted, a crash and a cut are notes."""
    case = make_case("raft-faults", {})
    story = story_of(
        replay_of_run("raft-faults", chosen(case.system, "time-out", "lose", "duplicate", "crash", "restart"))
    )
    read = read_mermaid(trace_mermaid(story))
    assert [parts["shaft"] for kind, parts in read if kind == "arrow"] == ["-x", "-->>"]
    said = [parts["said"] or "" for kind, parts in read if kind == "note"]
    assert any(re.fullmatch(r"4\. n\d crashes", text) for text in said)
    assert any(text.startswith("down#59; on its disk term") for text in said)
    story = story_of(replay_of_run("raft-partition", chosen(make_case("raft-partition", {}).system, "cut")))
    said = [parts["said"] or "" for kind, parts in read_mermaid(trace_mermaid(story)) if kind == "note"]
    assert "1. the link between n1 and n2 is cut" in said
    assert story.moments[1].cuts == (("n1", "n2"),)


def chosen(system: Any, *kinds: str) -> list[Any]:
    """Return a run that takes the first enabled action of each of these kinds."""
    world, run = system.initial(), []
    for kind in kinds:
        action, world = next(
            (action, after)
            for action, after, beyond in system.actions(world)
            if action.kind == kind and not beyond
        )
        run.append(action)
    return run


def test_mermaid_escapes() -> None:
    """What would end a text, or begin a tag, is written as an entity."""
    assert "a#59; b#35;1 #lt;c#gt; d" == mermaid.escaped("a; b#1\n <c>  d")


def test_mermaid_renames_whom_it_cannot_name() -> None:
    """A process whose name is a word of the language, or no word, has another; its name is still shown."""
    story = zoo_story("write-on-one-disk")
    shown = trace_mermaid(story)
    assert "participant p2 as apiserver-cp1\n" in shown
    assert "participant etcd as etcd\n" in shown
    names = [evolve(process, id=f"{process.id}", name="end") for process in story.processes]
    assert "as end\n" in trace_mermaid(evolve(story, processes=tuple(names)))


def test_mermaid_parses_with_its_own_tool(tmp_path: Path) -> None:
    """Mermaid's own command line draws the diagram."""
    tool = shutil.which("mmdc")
    if tool is None:
        pytest.skip(
            "mmdc (Node.js: npm install -g @mermaid-js/mermaid-cli), Mermaid's own tool, is not installed"
        )
    source = tmp_path / "trace.mmd"
    source.write_text(trace_mermaid(zoo_story("vote-twice")))
    subprocess.run([tool, "-i", source, "-o", tmp_path / "trace.svg"], check=True, timeout=120)


# DOT

STRING = r'"(?:[^"\\]|\\.)*"'
NODE = re.compile(rf"    (?P<id>\w+) \[label=(?P<label>{STRING})(?:, \w+=\w+)*\];")
EDGE = re.compile(rf"    (?P<from>\w+) -> (?P<to>\w+) \[(?:label={STRING})?(?:(?:, )?\w+=\w+)*\];")


def read_dot(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the nodes and edges of a graph; raise if a line is neither, nor one of its head."""
    lines = text.split("\n")
    assert re.fullmatch(rf"digraph {STRING} {{", lines[0])
    assert lines[-1] == "}"
    assert [line.split(" ")[4].partition("=")[0] for line in lines[1:5]] == [
        *("label", "labelloc=t;".partition("=")[0], "node", "edge")
    ]
    nodes, edges = [], []
    for line in lines[5:-1]:
        if found := EDGE.fullmatch(line):
            edges.append((found["from"], found["to"]))
        else:
            found = NODE.fullmatch(line)
            assert found is not None, line
            nodes.append(found["id"])
    return nodes, edges


@pytest.mark.parametrize("name", NAMES)
def test_dot_of_the_zoo(name: str) -> None:
    """Every edge joins nodes that there are, each of which is there once; every step is an edge."""
    story = zoo_story(name)
    nodes, edges = read_dot(trace_dot(story))
    assert len(nodes) == len(set(nodes))
    assert {node for edge in edges for node in edge} <= set(nodes)
    worlds = [moment for moment in story.moments if moment.same_as is None]
    assert len([node for node in nodes if node.startswith("s") and node != "stopped"]) == len(worlds)
    own = [edge for edge in edges if edge[0][0] == edge[1][0] == "s" and edge[1] != "stopped"]
    assert len(own) in {len(story.steps()), len(story.steps()) + (story.loop is not None)}


def test_dot_draws_a_loop() -> None:
    """A run that comes back to where it was is a ring; its last state is drawn once."""
    story = told(trace_of("feast:race_for_ever"))
    nodes, edges = read_dot(trace_dot(story))
    assert story.loop == 0
    assert (edges[0][0], edges[-1][1]) == ("s0", "s0")
    assert len(nodes) in {len(story.moments), len(story.moments) - 1}


def test_dot_refuses_what_nobody_reads() -> None:
    """A graph of more than a few hundred states is refused, in a sentence."""
    story = zoo_story("vote-twice")
    long = evolve(story, moments=story.moments[:1] * (dot.MOST + 1), parting=None)
    with pytest.raises(WrongUsage, match=f"has {dot.MOST + 1} states, and a graph of more than {dot.MOST}"):
        trace_dot(long)


def test_dot_escapes() -> None:
    """A quotation mark, a backslash and a line break are written as the language has them."""
    assert r'"a\"b\\c\nd"' == dot.quoted('a"b\\c\nd')
    assert r'"a\lb\l"' == dot.quoted("a\nb", "\\l")


@pytest.mark.filterwarnings("ignore:.* deprecated - use:DeprecationWarning")  # pydot, of pyparsing
@pytest.mark.parametrize("name", ["vote-twice", "candidate-ignores-same-term-append", "write-on-one-disk"])
def test_dot_is_read_by_others(name: str) -> None:
    """A parser that is not this project's finds each node, with its label, and each edge, with its step."""
    story = zoo_story(name)
    source = trace_dot(story)
    (graph,) = pydot.graph_from_dot_data(source) or ()
    nodes, edges = read_dot(source)
    found = [node for node in graph.get_nodes() if node.get_name() not in {"node", "edge"}]
    assert nodes == [node.get_name() for node in found]
    assert sorted(edges) == sorted((edge.get_source(), edge.get_destination()) for edge in graph.get_edges())
    labels = {edge.get("label") for edge in graph.get_edges()}
    for moment in story.steps():
        said = "\n".join([f"{moment.number}. {moment.sentence}", *map(phrases.mistake, moment.applied)])
        assert dot.quoted(said) in labels
    healthy = story.parting.moments if story.parting else ()
    dashed = [node.get_name() for node in found if node.get("style") == "dashed"]
    assert [f"h{moment.number}" for moment in healthy] == dashed


@pytest.mark.parametrize("name", ["vote-twice", "candidate-ignores-same-term-append", "write-on-one-disk"])
def test_dot_parses_with_its_own_tool(name: str) -> None:
    """Graphviz reads the graph, with as many nodes and edges as there are."""
    tool = shutil.which("dot")
    if tool is None:
        pytest.skip("dot, of Graphviz, is not installed: apt-get install graphviz")
    source = trace_dot(zoo_story(name))
    ran = subprocess.run([tool, "-Tplain"], input=source, capture_output=True, text=True, check=True)
    assert ran.stderr == ""
    nodes, edges = read_dot(source)
    lines = [line.partition(" ")[0] for line in ran.stdout.splitlines()]
    assert (lines.count("node"), lines.count("edge")) == (len(nodes), len(edges))


# Markdown


def texts(tokens: list[Any]) -> list[str]:
    """Return the text of each inline token, as a reader sees it: code as it is, line breaks as spaces."""
    return [
        "".join(" " if child.type == "softbreak" else child.content for child in token.children or [])
        for token in tokens
        if token.type == "inline"
    ]


@pytest.mark.parametrize("name", NAMES)
def test_markdown_of_the_zoo(name: str) -> None:
    """A parser of Markdown finds each step once, in order, word for word; the diagram is in a block."""
    story, again = zoo_story(name), replay_of(name)
    shown = trace_markdown(story, again)
    tokens = MarkdownIt("commonmark").parse(shown)
    heading, *rest = texts(tokens)
    assert heading == " ".join(f"{story.id}: {story.finding}".split())
    steps = [" ".join(moment.sentence.split()) for moment in story.steps()]
    assert [text for text in rest if text in set(steps)] == steps
    (ordered,) = [token for token in tokens if token.type == "ordered_list_open"]
    assert ordered.attrs == {}
    items = [token for token in tokens if token.type == "list_item_open" and token.level == 1]
    assert len(items) >= len(steps)
    fences = {token.info: token.content for token in tokens if token.type == "fence"}
    assert fences["mermaid"] == f"{trace_mermaid(story)}\n"
    html = [token for token in tokens if token.type in {"html_block", "html_inline"}]
    assert html == []
    assert shown.count(story.command) == 1


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=40))
def test_markdown_escapes(text: str) -> None:
    """Whatever a model says is shown as it is: in a heading, a list, a step and a paragraph."""
    plain = " ".join(text.split())
    shown = markdown.escaped(text)
    for before in ("# ", "- ", "1. ", ""):
        tokens = MarkdownIt("commonmark").parse(f"{before}x {shown}")
        assert [f"x {plain}".strip()] == texts(tokens)


@given(st.text(st.sampled_from("`ab -"), max_size=12))
def test_markdown_code(text: str) -> None:
    """A command is shown as it is, whatever backquotes it has."""
    if text.strip():
        tokens = MarkdownIt("commonmark").parse(f"x {markdown.code(text)}")
        code = [child for token in tokens for child in token.children or [] if child.type == "code_inline"]
        assert [child.content.strip() for child in code] == [text.strip()]


# ITF

KINDS = {"#bigint", "#tup", "#set", "#map"}


def assert_itf(value: Any) -> None:
    """Assert that a value is one of ITF: numbers are big, and no field begins with a number sign."""
    if isinstance(value, bool | str):
        return
    if isinstance(value, list):
        for one in value:
            assert_itf(one)
        return
    assert isinstance(value, dict), f"{value!r} is no value of ITF"
    special = KINDS & set(value)
    if special:
        assert len(value) == 1
        (kind,), (content,) = special, value.values()
        if kind == "#bigint":
            assert re.fullmatch(r"-?\d+", content)
            return
        assert isinstance(content, list)
        for one in content:
            if kind == "#map":
                assert len(one) == 2
            assert_itf(one)
        keys = [json.dumps(one[0] if kind == "#map" else one, sort_keys=True) for one in content]
        assert kind == "#tup" or len(keys) == len(set(keys))
        return
    for name, one in value.items():
        assert not name.startswith("#")
        assert_itf(one)


def assert_itf_trace(shown: Any) -> None:
    """Assert that an object is a trace in ITF, as Apalache's ADR 015 has it."""
    assert set(shown) <= {"#meta", "params", "vars", "states", "loop"}
    assert len(shown["vars"]) == len(set(shown["vars"]))
    for number, state in enumerate(shown["states"]):
        assert state["#meta"]["index"] == number
        assert set(state) - {"#meta"} == set(shown["vars"])
        for name in shown["vars"]:
            assert_itf(state[name])
    if "loop" in shown:
        assert 0 <= shown["loop"] < len(shown["states"])


@pytest.mark.parametrize("name", NAMES)
def test_itf_of_the_zoo(name: str) -> None:
    """Every trace of the zoo is a trace in ITF, with a state for each moment."""
    again = replay_of(name)
    shown = json.loads(json.dumps(trace_itf(again)))
    assert_itf_trace(shown)
    assert len(shown["states"]) == len(again.run) + 1
    assert shown.get("loop") == again.trace.loop


def in_order(value: Any) -> Any:
    """Return a value of ITF with its sets and maps in one order: they have none."""
    if isinstance(value, list):
        return [in_order(one) for one in value]
    if not isinstance(value, dict):
        return value
    ordered = {name: in_order(one) for name, one in value.items()}
    for kind in ("#set", "#map"):
        if kind in ordered:
            ordered[kind] = sorted(ordered[kind], key=lambda one: json.dumps(one, sort_keys=True))
    return ordered


@pytest.mark.parametrize("name", NAMES)
def test_itf_round_trip(name: str) -> None:
    """The library itf-py reads every trace, and writes what it has read."""
    itf_py = pytest.importorskip("itf_py", reason="itf-py is not installed")
    shown = json.loads(json.dumps(trace_itf(replay_of(name))))
    again = itf_py.trace_to_json(itf_py.trace_from_json(shown))
    assert in_order(again) == in_order({"params": [], "loop": None, **shown})


# As a test


def under_pytest(folder: Path, content: str) -> "subprocess.CompletedProcess[str]":
    """Run a test file under pytest, from a folder where a user's own modules are found."""
    (folder / "test_trace.py").write_text(content, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder / "test_trace.py")],
        cwd=HERE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(HERE)])},
        capture_output=True,
        text=True,
        check=False,
    )


def test_pytest_passes(tmp_path: Path, run: Run, file: Path) -> None:
    """The test that is written passes; it has the trace in it, and needs no other file."""
    shown = run("show", file, "--format", "pytest").out
    file.unlink()
    ran = under_pytest(tmp_path, shown)
    assert (0, True) == (ran.returncode, "2 passed" in ran.stdout), ran.stdout


@pytest.mark.parametrize(
    ("scenario", "mutant", "stated"),
    [
        ("dining:scenario", "dining:Grabs", "no-fork-is-snatched"),
        ("feast:race_for_ever", None, None),
        ("kubernetes-writes", "write-on-one-disk", "acknowledged-survives"),
    ],
)
def test_pytest_of_other_systems(
    tmp_path: Path, scenario: str, mutant: str | None, stated: str | None
) -> None:
    """A user's own system, a lasso and a cluster are tested in the same way."""
    ran = under_pytest(tmp_path, trace_pytest(replay(trace_of(scenario, mutant, stated))))
    assert (0, True) == (ran.returncode, "2 passed" in ran.stdout), ran.stdout


@pytest.mark.parametrize(
    ("old", "new", "passed"),
    [
        ("STILL_THERE = True", "STILL_THERE = False", 1),  # it is still there
        ("'last_log_index': 0", "'last_log_index': 1", 0),  # not the trace that its id names
        ("'terms': 1", "'terms': 2", 0),
    ],
)
def test_pytest_can_fail(tmp_path: Path, old: str, new: str, passed: int) -> None:
    """The test that is written fails once something else is so than was when it was written."""
    content = trace_pytest(replay(trace_of("raft", "vote-twice", "election-safety")))
    assert old in content
    ran = under_pytest(tmp_path, content.replace(old, new, 1))
    assert ran.returncode == 1
    assert f"{2 - passed} failed" in ran.stdout


# Any run in any format


@pytest.mark.parametrize(
    ("scenario", "parameters"),
    [("raft-faults", {}), ("ongaro", {"copies": 2, "in-flight": 3}), ("kubernetes-writes", {})],
)
def test_any_run_can_be_shown(scenario: str, parameters: dict[str, int]) -> None:
    """Whatever happens in a run, each format shows it, and is well formed."""
    system = make_case(scenario, parameters).system

    @settings(max_examples=25, deadline=None)
    @given(st.data())
    def draw(data: st.DataObject) -> None:
        again = replay_of_run(scenario, data.draw(runs(system, 25)), **parameters)
        story = story_of(again)
        assert numbers_of(read_mermaid(trace_mermaid(story))) == list(range(1, len(again.run) + 1))
        read_dot(trace_dot(story))
        assert_itf_trace(json.loads(json.dumps(trace_itf(again))))
        MarkdownIt("commonmark").parse(trace_markdown(story, again))

    draw()


# The commands


@pytest.mark.parametrize("form", FORMS)
def test_show(run: Run, file: Path, form: str) -> None:
    """A trace is shown in every format, and in no other than that of the renderer."""
    again = replay(trace_of("raft", "vote-twice", "election-safety"))
    assert run("show", file, "--format", form) == Ran(0, f"{FORMS[form](story_of(again), again)}\n", "")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("check raft --mutant vote-twice --property election-safety", 12),
        ("zoo vote-twice", 0),
        ("simulate raft --mutant vote-twice --property election-safety --runs 200", 12),
    ],
)
def test_other_commands_show_their_trace(run: Run, form: str, words: str, code: int) -> None:
    """What ends in a trace prints it in any format, and nothing else, with the exit code that it has."""
    ran = run(*words.split(), "--format", form)
    again = replay(trace_of("raft", "vote-twice", "election-safety"))
    assert (code, f"{FORMS[form](story_of(again), again)}\n") == (ran.code, ran.out)


def test_a_report_and_a_diagram(run: Run, tmp_path: Path) -> None:
    """With a file, the report is written there, and said to be on the other screen: here is a diagram."""
    report = tmp_path / "report.json"
    words = ["raft", "--mutant", "quorum-half", "--property", "election-safety", "--format", "mermaid"]
    ran = run("check", *words, "-o", report)
    assert ran.out.startswith("sequenceDiagram\n")
    assert (
        f"seatrial: the report is in {report}; to run its trace again: seatrial replay {report}\n" in ran.err
    )
    assert json.loads(report.read_text())["verdict"] == "violated"
    assert ran.out == run("show", report, "--format", "mermaid").out


@pytest.mark.parametrize(
    ("words", "code", "verdict"),
    [
        ("check raft --servers 2 --terms 1 --requests 0 --entries 0", 0, "holds"),
        ("check raft --max-states 100", 20, "incomplete"),
        ("simulate raft --runs 2", 20, "incomplete"),
    ],
)
def test_no_trace(run: Run, words: str, code: int, verdict: str) -> None:
    """Where there is no trace, a sentence says so, and nothing is printed; the exit code is the verdict's."""
    ran = run(*words.split(), "--format", "mermaid")
    said = f"there is no trace to show as mermaid: no run was found that violates anything ({verdict})"
    assert (code, "") == (ran.code, ran.out)
    assert f"seatrial: {said}\n" in ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("show {file} --format yaml", "'yaml' is not one of 'text', 'json', 'markdown', 'mermaid'"),
        ("check raft --format svg", "'svg' is not one of 'text', 'json', 'markdown', 'mermaid'"),
        ("zoo --format mermaid", "--format mermaid shows one trace, and there is one of each mutant"),
        ("zoo --by simulation --format dot", "--format dot shows one trace"),
        ("list --format mermaid", "'mermaid' is not one of 'text', 'json'"),
    ],
)
def test_wrong_formats(run: Run, file: Path, words: str, said: str) -> None:
    """A format that there is not is refused in a sentence."""
    assert_refused(run(*words.format(file=file).split()), said)


def test_text_tells_the_story(run: Run, file: Path) -> None:
    """The text tells who voted for whom, where the mistake was made, what broke, and the healthy run."""
    lines = run("show", file).out
    plain = " ".join(lines.split())
    for said in (
        "n1 was elected in term 1 with the votes of n1 and n2; ",
        "n3 was elected in term 1 with the votes of n1 and n3: n1 voted twice",
        "the mistake: vote_is_free (voted_for n1, candidate n3) says yes; the right rule says no",
        "from here one-vote-per-term is broken: in term 1, n1 voted for n1 and then for n3",
        "from here election-safety is broken: n1 and n3 were both elected in term 1",
        "The healthy protocol, led through the same steps, parts from this run at step 5: ",
        "n1: voted for n1 (with the mistake: n3)",
    ):
        assert said in plain


class Grumpy(Description):
    """A description that fails."""

    def summary(self, local: Any) -> str | None:
        raise ValueError(f"I will not describe {local.id}")


GRUMPY = evolve(dining.scenario, description=Grumpy())


def test_a_description_that_fails(run: Run) -> None:
    """What was found is told all the same, and in a sentence whose fault it is that no more is."""
    words = ("test_trace_formats:GRUMPY", "--mutant", "dining:Grabs", "--property", "no-fork-is-snatched")
    ran = run("check", *words)
    assert ran.code == 12
    assert "  2. p2 takes f1" in ran.out
    assert "the mistake:" not in ran.out
    assert ran.err.startswith("seatrial: no more is told of the trace than its steps: Grumpy.summary (")
    assert_refused(run("check", *words, "--format", "mermaid"), "raised ValueError: I will not describe p1")


GONE = {
    "violation": (trace_of("raft", "vote-twice", "election-safety"), 3, "election-safety holds"),
    "deadlock": (trace_of("dining:scenario", "dining:LeftFirst", deadlock=True), 1, "there is no deadlock"),
    "witness": (trace_of("raft", stated="leader-elected"), 2, "leader-elected is not seen"),
    "lasso": (trace_of("feast:race_for_ever"), 1, "its loop does not close"),
}
"""Traces, how many of their steps are kept, and what is so of what is left."""


@pytest.mark.parametrize("form", ["text", *FORMS])
@pytest.mark.parametrize("name", GONE)
def test_what_is_gone_is_told_as_what_the_file_says(run: Run, tmp_path: Path, name: str, form: str) -> None:
    """What its run does not show no format tells as a fact: no finding, no violation, no loop."""
    found, kept, held = GONE[name]
    actions = found.actions[:kept]
    identity = trace_id(found.scenario, found.parameters, found.mutant, actions)
    forged = evolve(found, id=identity, actions=actions, steps=(), finding="n1 ate n2")
    ran = run("show", written(tmp_path, forged), "--format", form)
    assert (0, "") == (ran.code, ran.err)
    shown = re.sub(r"(?s)<(style|script|ul class=\"legend\").*?</\1>", "", ran.out)
    if form == "pytest":
        shown, _, _ = shown.partition("TRACE = {")
    plain = " ".join(re.sub(r"<[^>]*>", " ", shown).replace("\\n", " ").split())
    said = r"[Ww]hen it was written, the file said: n1 ate n2"
    assert re.search(
        rf"{said}\W+(?:Note over \S+ )?On the model as it is now, {held}\.", without_lanes(plain)
    )
    assert plain.count("n1 ate n2") == len(re.findall(said, plain))
    assert not re.search(rf"went wrong|[Tt]his (violates|shows)|violates {found.property}|for ever", plain)
    assert "loop" not in (json.loads(ran.out) if form == "itf" else {})
    assert "color=red" not in plain


def without_lanes(shown: str) -> str:
    """Return a diagram without its participants: what is said of it stands behind them."""
    return re.sub(r"participant \S+ as \S+ ", "", shown)


# What is no violation, in every format


def test_a_witness_went_not_wrong(run: Run, tmp_path: Path) -> None:
    """Of what is to be seen no format says that it is violated, broken, wrong or a mistake."""
    file = written(tmp_path, trace_of("raft", stated="leader-elected"))
    for form in ("text", *FORMS):
        ran = run("show", file, "--format", form)
        assert (0, "") == (ran.code, ran.err)
        shown = re.sub(r"<(style|script).*?</\1>", "", ran.out, flags=re.DOTALL)
        assert not re.search(r"violat|went wrong|color=red|[Tt]he mistake|broken by", shown), form
    assert "ok" == run("show", file, "--format", "itf").json["#meta"]["status"]
    assert "color=darkgreen" in run("show", file, "--format", "dot").out
    assert "breaking" not in re.sub(r"(?s)<style.*?</style>", "", run("show", file, "--format", "html").out)


def test_of_the_members_of_a_store_only_what_changed() -> None:
    """A step of a group in one process is told member by member; those that stay as they are, not at all."""
    again = replay_of("write-on-one-disk")
    text = render_trace(again.trace, again.scenario, story_of(again))
    assert "       etcd: db1 revision 0 → 1; db1 items {} → {thing a @1}\n" in text
    assert "       etcd: db1 is_up yes → no; leader db1 → none\n" in text
    assert "members" not in text.partition("Trace ST-")[2].replace("(members 3)", "")
