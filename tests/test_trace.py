"""Traces: ids that anyone can recompute, files that are believed only where they can be checked."""

import json
import re
from base64 import b32encode
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from console import ROOT, Ran, assert_refused, ended, started, typed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.catalogue import complete
from checker.check import check
from checker.engines import Engine
from checker.errors import WrongUsage
from checker.replay import replay
from checker.trace import load, make_trace
from checker.verdict import Limits, Violation
from properties.catalogue import RAFT

Run = Callable[..., Ran]
Content = dict[str, Any]

FIELDS = ("id", "scenario", "parameters", "mutant", "property", "finding", "actions", "steps")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""
    return partial(typed, capsys)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where a trace can be written."""
    return tmp_path / "trace.json"


def trace_of(
    scenario: str, mutant: str, stated: str | None = None, *, deadlock: bool = False, **parameters: int
) -> Content:
    """Return the trace, as JSON, of the violation that a mutant causes."""
    report = check(
        scenario,
        parameters,
        mutant=mutant,
        property=stated,
        limits=Limits(deadlock=deadlock),
        engine=Engine("reference"),
    )
    assert report.trace is not None
    content: Content = json.loads(json.dumps(report.trace.as_json()))
    return content


VOTES = trace_of("raft", "vote-twice", "election-safety")
"""Six steps: n1 is elected by n2; n3 stands, and n1 votes for it."""

FORKS = trace_of("dining:scenario", "dining:Grabs", "no-fork-is-snatched")
"""Two steps: p1 takes f1, and p2 takes it, too."""

STUCK = trace_of("dining:scenario", "dining:LeftFirst", deadlock=True)
"""Two steps: each takes the left fork."""


def write(path: Path, content: object) -> Path:
    """Write a trace file as it is, right or wrong."""
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def changed(trace: Content, **fields: object) -> Content:
    """Return a trace with other fields, and with the id that they make."""
    content = {**trace, **fields}
    return {**content, "id": id_of(content)}


def act(kind: str, *parts: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """Return an action without a message, as JSON."""
    return {"kind": kind, "parts": [list(part) for part in parts]}


# The id: its recipe, followed here without looking


def id_of(trace: Content) -> str:
    """Return ``ST-`` and the first 10 characters of base32(sha256(canonical JSON of what is replayed))."""
    replayed = {name: trace[name] for name in ("scenario", "parameters", "mutant", "actions")}
    return "ST-" + b32encode(sha256(canonical(replayed).encode("utf-8")).digest()).decode("ascii")[:10]


def canonical(value: object) -> str:
    """Return JSON with its keys in order, and no space."""
    if isinstance(value, dict):
        members = (f"{canonical(key)}:{canonical(value[key])}" for key in sorted(value))
        return "{" + ",".join(members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("trace", [VOTES, FORKS, STUCK], ids=["votes", "forks", "stuck"])
def test_id_can_be_recomputed(trace: Content) -> None:
    """The id follows from the scenario, the parameters, the mutant and the actions by the recipe alone."""
    assert trace["id"] == id_of(trace)


def test_id_is_for_ever() -> None:
    """The id of a trace is the same in every release: it may be cited."""
    assert STUCK["id"] == "ST-UPCXMIKUPB"


def test_id_beyond_ascii(file: Path) -> None:
    """What is not ASCII goes into the id as UTF-8, not as an escape."""
    assert canonical({"b": "Å", "a": None}) == '{"a":null,"b":"Å"}'
    trace = changed(FORKS, scenario="Ångström")
    with pytest.raises(WrongUsage, match="there is no scenario 'Ångström'"):
        replay(load(write(file, trace)))


def test_id_is_the_same_everywhere() -> None:
    """Two runs of the program, whatever the order of their sets, give the same trace, on either engine."""
    words = ("check", "raft", "--mutant", "vote-twice", "--property", "election-safety", "--format", "json")
    programs = [
        started(*words, "--engine", engine, PYTHONHASHSEED=seed)
        for engine in ("reference", "compiled")
        for seed in ("1", "2")
    ]
    assert [ended(program).json["trace"] for program in programs] == [VOTES] * 4


def test_id_says_what_is_replayed() -> None:
    """Another scenario, parameter, mutant or action makes another id; what is only told does not."""
    for other in (
        {"scenario": "raft-election"},
        {"parameters": {**VOTES["parameters"], "terms": 2}},
        {"mutant": None},
        {"actions": VOTES["actions"][:-1]},
    ):
        assert id_of({**VOTES, **other}) != VOTES["id"]
    assert id_of({**VOTES, "steps": [], "finding": "", "property": ""}) == VOTES["id"]


# There and back


@pytest.mark.parametrize(
    ("scenario", "mutant"),
    [
        ("raft", "quorum-half"),
        ("raft", "vote-twice"),
        ("raft", "ack-before-fsync"),
        ("dining:scenario", "dining:Grabs"),
    ],
)
def test_round_trip(run: Run, file: Path, scenario: str, mutant: str) -> None:
    """The trace that a check writes is the one that replays, with what it told."""
    report = check(scenario, mutant=mutant, engine=Engine("reference"))
    assert report.trace is not None
    write(file, report.trace.as_json())
    again = replay(load(file))
    assert again.trace == report.trace
    assert (again.finding, again.seen_after) == (report.trace.finding, len(report.trace.actions))
    assert run("replay", file).code == 12
    assert run("show", file, "--format", "json").json == json.loads(json.dumps(report.trace.as_json()))


def test_report_in_place_of_a_trace(run: Run, tmp_path: Path) -> None:
    """A file with the whole report is accepted in place of one with the trace alone."""
    report = tmp_path / "report.json"
    run("check", "raft", "--mutant", "vote-twice", "--property", "election-safety", "-o", report)
    assert load(report) == load(write(tmp_path / "trace.json", VOTES))


def test_layout_of_the_file(file: Path) -> None:
    """The order of the keys and the space between them do not matter."""
    file.write_text(json.dumps(dict(reversed(VOTES.items())), indent=7), encoding="utf-8")
    assert load(file) == load(write(file.with_name("plain.json"), VOTES))


def test_what_is_told_is_told_anew(run: Run, file: Path) -> None:
    """What a file says of its steps is not believed: they are made anew from its actions."""
    lies = {"steps": [{"sentence": "nothing happens", "changes": [], "sent": []}]}
    write(file, changed(FORKS, **lies))
    assert run("show", file, "--format", "json").json == FORKS
    shown = run("show", file).out
    assert "What went wrong: p2 snatched f1 from p1.\n" in shown
    assert "  2. p2 takes f1\n" in shown
    assert "nothing happens" not in shown


@pytest.mark.parametrize("command", ["show", "replay", "cite"])
@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            {"finding": "all is well"},
            "says of no-fork-is-snatched 'all is well', and its run 'p2 snatched f1 from",
        ),
        (
            {"property": "deadlock", "finding": "p2 snatched f1 from p1"},
            "of deadlock, and its run of no-fork",
        ),
    ],
)
def test_what_is_found_is_not_told_otherwise(
    run: Run, file: Path, command: str, edit: Content, said: str
) -> None:
    """A file that says of its run, or of its property, what is not so is refused by whoever takes it."""
    assert_refused(run(command, write(file, {**FORKS, **edit})), f"{file}", said, "the file was edited, or")


def test_a_report_that_contradicts_itself(run: Run, file: Path) -> None:
    """A report that says that all holds, and has a trace, was edited."""
    report = {"verdict": "holds", "trace": FORKS}
    assert_refused(
        run("replay", write(file, report)), "damaged report: its verdict is 'holds', and it has a trace"
    )


def steps_of(
    sentences: list[str], parameters: dict[str, int | None]
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the fields that each step of a run of Raft changed, and what it sent."""
    given = complete(RAFT, parameters)
    system = RAFT.build(given, None)
    world, run = system.initial(), []
    for sentence in sentences:
        (action,) = [action for action in system.candidates(world) if str(action) == sentence]
        stepped = system.step(world, action)
        assert stepped is not None
        world = stepped[0]
        run.append(action)
    trace = make_trace("raft", given, None, system, Violation("election-safety", "", tuple(run)))
    return [(tuple(change.field for change in step.changes), step.sent) for step in trace.steps]


def test_what_a_step_sent() -> None:
    """A step tells what it sent, and neither what it received nor what was in flight before."""
    request = "RequestVote(term 1, last log index 0 of term 0)"
    answer = "RequestVoteResponse(term 1, granted) from n2 to n1"
    stands = (
        ("durable.current_term", "durable.voted_for", "volatile.role", "volatile.votes_granted"),
        (f"{request} from n1 to n2", f"{request} from n1 to n3"),
    )
    votes = ("durable.current_term", "durable.voted_for")
    run = [
        "n1 times out and stands for election",
        f"n2 receives a duplicate of {request} from n1",
        f"n2 receives {request} from n1",
        f"lost: {request} from n1 to n3",
    ]
    as_set = {"duplicates": 1, "losses": 1, "in-flight": None}
    assert steps_of(run, as_set) == [
        stands,
        ((*votes, "duplicates"), (answer,)),
        ((), ()),
        (("losses",), ()),
    ]
    assert steps_of(run, {**as_set, "copies": 2, "in-flight": 4}) == [
        stands,
        ((*votes, "duplicates"), (answer,)),
        ((), (answer,)),
        (("losses",), ()),
    ]


# What is gone


def test_gone(run: Run, file: Path) -> None:
    """A trace whose steps are possible, and whose property now holds, is gone: exit code 0."""
    stood = trace_of("raft", "quorum-half", "election-safety")
    healthy = changed(stood, mutant=None)
    write(file, healthy)
    ran = run("replay", file)
    said = f"{healthy['id']}: gone: every step is possible, and election-safety holds.\n"
    assert (ran.code, ran.out, ran.err) == (0, said, "")
    assert run("replay", file, "--format", "json").json == {
        "id": healthy["id"],
        "violated": False,
        "finding": None,
        "why_gone": "election-safety holds",
    }


def test_gone_is_shown_as_such(run: Run, file: Path) -> None:
    """A trace that is gone is shown with what its file says, and that this is not so."""
    write(file, changed(trace_of("raft", "quorum-half", "election-safety"), mutant=None))
    ran = run("show", file)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(
        "When it was written, the file said: n1 and n2 were both elected in term 1.\n"
        "On the model as it is now, election-safety holds.\n"
        "  it is about election-safety: “"
    )
    assert "role follower → candidate" in ran.out
    assert "role follower → leader" not in ran.out


def test_gone_deadlock(run: Run, file: Path) -> None:
    """A deadlock is gone where a step leads on."""
    write(file, changed(STUCK, actions=STUCK["actions"][:1]))
    ran = run("replay", file)
    assert (ran.code, ran.out) == (
        0,
        f"{id_of(load_json(file))}: gone: every step is possible, and there is no deadlock.\n",
    )


def load_json(path: Path) -> Content:
    """Return what is in a file."""
    content: Content = json.loads(path.read_text(encoding="utf-8"))
    return content


def test_found_on_the_way(run: Run, file: Path) -> None:
    """An objection on the way counts, even if the property does not object to the last step."""
    p2_lets_go = act(
        "eat", ("p2", {"type": "PutBack"}), ("f2", {"type": "PutBack"}), ("f1", {"type": "PutBack"})
    )
    p2_takes_f2 = act(
        "take", ("p2", {"type": "Take", "fork": "f2"}), ("f2", {"type": "TakenBy", "philosopher": "p2"})
    )
    write(file, changed(FORKS, actions=[*FORKS["actions"], p2_takes_f2, p2_lets_go]))
    ran = run("replay", file)
    assert ran.code == 12
    assert ran.out.endswith(": still there after 2 steps: p2 snatched f1 from p1.\n")


def test_wrong_from_the_beginning(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong in the initial world makes a trace without a step, which replays."""
    (tmp_path / "hopeless.py").write_text(
        "import dining, attrs\n"
        "from properties.statement import Shape, always\n"
        "@always(Shape.ONE, dining.Fork, cites='')\n"
        "def no_forks(fork):\n"
        "    '''There are no forks.'''\n"
        "    return f'there is {fork.id}'\n"
        "scenario = attrs.evolve(dining.scenario, properties=(no_forks,))\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    file = tmp_path / "report.json"
    ran = run("check", "hopeless:scenario", "-o", file, "--engine", "reference")
    assert ran.code == 12
    assert "What went wrong: there is f1.\n  violates no-forks: “There are no forks.”\n" in ran.out
    assert ", 0 steps: it begins so.\n" in ran.out
    again = run("replay", file)
    assert (again.code, again.out.partition(": ")[2]) == (12, "still there after 0 steps: there is f1.\n")


# What is refused


@pytest.mark.parametrize("command", ["replay", "show"])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"seatrial",
        b"\x7fELF\x02\x01\x01\x00\xff\xfe",
        b'\xef\xbb\xbf{"actions": []}',
        json.dumps(VOTES).encode()[:-100],
        json.dumps(VOTES).encode("utf-16"),
        b"[" * 100_000,
        b"9" * 5_000,
    ],
    ids=["empty", "blank", "text", "binary", "marked", "cut", "utf-16", "deep", "long"],
)
def test_not_json(run: Run, file: Path, command: str, content: bytes) -> None:
    """A file that is not JSON is refused with one sentence."""
    file.write_bytes(content)
    assert_refused(run(command, file), f"{file} is no trace file: it is not JSON (")


@pytest.mark.parametrize(
    "content",
    [
        None,
        3,
        "ST-UPCXMIKUPB",
        [],
        [VOTES],
        {},
        {"actions": {}},
        {"#meta": {"format": "ITF"}, "vars": ["x"], "states": [{"#meta": {"index": 0}, "x": 1}]},
        {"verdict": "violated", "trace": "ST-UPCXMIKUPB"},
        {"verdict": "violated", "trace": {}},
    ],
)
def test_other_json(run: Run, file: Path, content: object) -> None:
    """JSON of another kind, from another tool say, is no trace file."""
    assert_refused(
        run("replay", write(file, content)), f"{file} is no trace file; expected a JSON object with id"
    )


def test_report_without_trace(run: Run, file: Path) -> None:
    """A report in which nothing was violated has nothing to replay."""
    run("check", "dining:scenario", "-o", file, "--engine", "reference")
    assert_refused(run("replay", file), f"{file} is a report without a trace: nothing was violated")


def test_folder(run: Run, tmp_path: Path) -> None:
    """A folder is no trace file."""
    assert_refused(run("show", tmp_path), f"{tmp_path} cannot be read: Is a directory")


@pytest.mark.parametrize("field", [field for field in FIELDS if field != "actions"])
def test_missing_field(run: Run, file: Path, field: str) -> None:
    """A trace that lacks a field is damaged, and the field is named."""
    content = {name: value for name, value in VOTES.items() if name != field}
    assert_refused(
        run("replay", write(file, content)),
        f"{file} is a damaged trace file: {field}: it is missing",
    )


@pytest.mark.parametrize(
    ("field", "value", "where"),
    [
        ("id", 7, "id: expected a text, and not 7"),
        ("id", None, "id: expected a text, and not null"),
        ("scenario", ["raft"], 'scenario: expected a text, and not ["raft"]'),
        ("parameters", [["servers", 3]], 'parameters: expected an object, and not [["servers", 3]]'),
        ("parameters", {"servers": "3"}, 'parameters, servers: expected a whole number or null, and not "3"'),
        ("parameters", {"servers": 3.0}, "parameters, servers: expected a whole number or null, and not 3.0"),
        (
            "parameters",
            {"servers": True},
            "parameters, servers: expected a whole number or null, and not true",
        ),
        ("mutant", 7, "mutant: expected a text or null, and not 7"),
        ("mutant", False, "mutant: expected a text or null, and not false"),
        ("property", None, "property: expected a text, and not null"),
        ("finding", None, "finding: expected a text, and not null"),
        ("actions", ["n1 times out"], 'action 1: expected an object, and not "n1 times out"'),
        ("actions", [None], "action 1: expected an object, and not null"),
        ("steps", [7], "step 1: expected an object, and not 7"),
        ("steps", [{"sentence": "", "changes": [{}]}], "step 1, change 1, process: it is missing"),
        ("steps", "none", 'steps: expected a list, and not "none"'),
        ("steps", {"1": "n1 times out"}, "steps: expected a list, and not {"),
        (
            "steps",
            [*VOTES["steps"][:4], {**VOTES["steps"][4], "sent": 7}],
            "step 5, sent: expected a list, and not 7",
        ),
        ("steps", [{**VOTES["steps"][0], "sent": [None]}], "step 1, sent 1: expected a text, and not null"),
        (
            "steps",
            [{**VOTES["steps"][0], "why": ""}],
            'step 1: it has "why", of which this version knows nothing',
        ),
        ("loop", "1", 'loop: expected a whole number or null, and not "1"'),
        ("fair", 1, "fair: expected true or false, and not 1"),
        ("colour", "red", 'it has "colour", of which this version knows nothing'),
    ],
)
def test_wrong_type(run: Run, file: Path, field: str, value: object, where: str) -> None:
    """A field of another type, or one that does not belong there, is damage, and it is said where."""
    assert_refused(
        run("replay", write(file, {**VOTES, field: value})), f"{file} is a damaged trace file: ", where
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "ST-AAAAAAAAAA"},
        {"id": ""},
        {"scenario": "raft-election"},
        {"parameters": {**VOTES["parameters"], "terms": 2}},
        {"parameters": {}},
        {"mutant": None},
        {"mutant": "quorum-half"},
        {"actions": []},
        {"actions": VOTES["actions"][::-1]},
        {"actions": [{**VOTES["actions"][0], "kind": "crash"}, *VOTES["actions"][1:]]},
    ],
)
def test_tampered(run: Run, file: Path, fields: Content) -> None:
    """A trace that was changed without its id is damaged, and both ids are named."""
    content = {**VOTES, **fields}
    assert_refused(
        run("replay", write(file, content)),
        f"{file} is a damaged trace file: it says {content['id']}, but its scenario, parameters, mutant and "
        f"actions make {id_of(content)}",
    )


def test_half_a_character(run: Run, file: Path) -> None:
    """Half of a surrogate pair, which JSON can say and UTF-8 cannot, is damage."""
    assert_refused(
        run("replay", write(file, {**VOTES, "scenario": "\ud83d"})), f"{file} is a damaged trace file: "
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"scenario": "rafd"}, "there is no scenario 'rafd'; did you mean raft"),
        ({"scenario": "nowhere:raft"}, "nowhere:raft: the module 'nowhere' cannot be imported"),
        ({"mutant": "vote-thrice"}, "there is no mutant of raft 'vote-thrice'; did you mean vote-twice?"),
        ({"mutant": ""}, "there is no mutant of raft ''; expected one of 21, such as "),
        ({"property": "safety"}, "there is no property or promise of raft 'safety'; did you mean "),
        ({"parameters": {"servers": 99}}, "--servers 99 makes no sense; expected a whole number from 1 to 7"),
        ({"parameters": {"servers": None}}, "--servers none makes no sense; expected a whole number"),
        ({"parameters": {"seats": 2}}, "there is no parameter of raft 'seats'"),
        ({"parameters": {"in-flight": 1}}, "--in-flight 1 forbids every election among 3 servers"),
    ],
)  # fmt: skip
def test_unknown(run: Run, file: Path, fields: Content, said: str) -> None:
    """A trace of what there is not, or with parameters that make no sense, is refused by its id."""
    content = changed(VOTES, **fields)
    assert_refused(run("replay", write(file, content)), f"{content['id']}: {said}")


def test_not_in_flight(run: Run, file: Path) -> None:
    """A message that is not in flight cannot be received: which step it is, and which message, is said."""
    first, _, *rest = VOTES["actions"]
    assert_refused(
        run("replay", write(file, changed(VOTES, actions=[first, *rest]))),
        ": step 2 is not enabled (deliver): its message is not in flight: "
        '{"destination":"n1","payload":{"term":1,"type":"RequestVoteResponse","vote_granted":true},"source":"n2"',
    )


def test_not_taken(run: Run, file: Path) -> None:
    """An event that a process does not take is told in the action's words, with the process."""
    trace = changed(FORKS, mutant=None)
    assert_refused(
        run("replay", write(file, trace)),
        f"{trace['id']}: step 2 is not enabled (p2 takes f1): "
        "f1 does not take TakenBy in the state that it is in",
    )


def test_no_such_kind(run: Run, file: Path) -> None:
    """A kind of action that the scenario, with its parameters, does not have is told with those it has."""
    crash = act("crash", ("environment", {"type": "Spend", "field": "crashes"}), ("n1", {"type": "Crash"}))
    assert_refused(
        run("replay", write(file, changed(VOTES, actions=[crash]))),
        ": step 1 is of the kind 'crash', which this scenario with these parameters does not have; "
        "expected one of: deliver, send, request, time-out",
    )
    assert_refused(
        run("replay", write(file, changed(VOTES, actions=[{}]))), ": step 1 is of the kind None, which"
    )


def test_no_such_action(run: Run, file: Path) -> None:
    """An action of a process that there is not is told as it stands."""
    n9 = act("time-out", ("n9", {"type": "ElectionTimeout"}))
    assert_refused(
        run("replay", write(file, changed(VOTES, actions=[n9]))),
        ": step 1 is not enabled (time-out): there is no such action: "
        '{"parts":[["n9",{"type":"ElectionTimeout"}]]}',
    )


def test_beyond_a_bound(run: Run, file: Path) -> None:
    """A step beyond a bound is refused, and the bound is named."""
    time_out = VOTES["actions"][0]
    assert_refused(
        run("replay", write(file, changed(VOTES, actions=[time_out, time_out]))),
        ": step 2 is not enabled (n1 times out and stands for election): it goes beyond the bound on terms",
    )


@pytest.mark.parametrize("term", [1.0, True, "1"])
def test_almost_the_same_action(run: Run, file: Path, term: object) -> None:
    """A number of another type is another action, though Python takes 1, 1.0 and True for equal."""
    actions = json.loads(json.dumps(VOTES["actions"]))
    assert actions[1]["message"]["payload"]["term"] == 1
    actions[1]["message"]["payload"]["term"] = term
    assert_refused(
        run("replay", write(file, changed(VOTES, actions=actions))), ": step 2 is not enabled (deliver)"
    )


def test_action_with_more_to_it(run: Run, file: Path) -> None:
    """An action that says more than an action says is none."""
    more = {**VOTES["actions"][0], "comment": "here it begins"}
    assert_refused(
        run("replay", write(file, changed(VOTES, actions=[more]))), ": step 1 is not enabled (time-out)"
    )


def test_step_after_the_end(run: Run, file: Path) -> None:
    """After a deadlock no step is possible."""
    assert_refused(
        run("replay", write(file, changed(STUCK, actions=STUCK["actions"] * 2))),
        ": step 3 is not enabled (p1 takes f1)",
    )


# What is damaged anywhere

COMMITTED = sorted((ROOT / "traces").glob("*/*.json"))
SMALL = [path for path in COMMITTED if path.stat().st_size < 12_000]
"""Traces that replay in a moment."""

Place = tuple[Any, Any]
"""A container in some JSON, and the key or the index of what is in it."""


def places(value: Any) -> list[Place]:
    """Return every place in some JSON."""
    items: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    return [place for key, inner in items for place in ((value, key), *places(inner))]


ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 9), st.just(1.5), st.text(max_size=4), st.just([]), st.just({})
)


@st.composite
def damaged(draw: st.DrawFn) -> Content:
    """Draw a committed trace that was damaged in some places; maybe with the id that it has now."""
    content: Content = json.loads(draw(st.sampled_from(SMALL)).read_text(encoding="utf-8"))
    for _ in range(draw(st.integers(1, 3))):
        found = places(content)
        if not found:
            break
        inside, key = draw(st.sampled_from(found))
        match draw(st.sampled_from(["delete", "replace", "swap", "add"])):
            case "delete":
                del inside[key]
            case "replace":
                inside[key] = draw(ANYTHING)
            case "swap":
                other, its = draw(st.sampled_from(found))
                value = json.loads(json.dumps(inside[key]))
                inside[key], other[its] = json.loads(json.dumps(other[its])), value
            case _ if isinstance(inside, dict):
                inside[draw(st.text(max_size=4))] = draw(ANYTHING)
            case _:
                inside.insert(key, draw(ANYTHING))
    if draw(st.booleans()) and {"scenario", "parameters", "mutant", "actions"} <= content.keys():
        content["id"] = id_of(content)
    return content


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=damaged(), command=st.sampled_from(["show", "replay", "cite"]))
def test_damage_is_told_in_a_sentence(
    capsys: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
    content: Content,
    command: str,
) -> None:
    """Whatever was damaged: one sentence and exit code 2, or it is a trace all the same."""
    file = write(tmp_path_factory.mktemp("damaged") / "trace.json", content)
    ran = typed(capsys, command, file)
    if ran.code == 2:
        assert_refused(ran)
        assert not re.search(r"Error|cattrs|NoneType|Traceback|object at 0x", ran.err), ran.err
    else:
        assert ran.err == ""
        assert ran.code in ({0, 11, 12, 13, 20} if command == "replay" else {0})
        again = load(file)
        assert again.id == id_of(content if "actions" in content else content["trace"])
