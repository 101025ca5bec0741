"""Promises, scene by scene: what holds under which fairness, and what is shown where it does not."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from textwrap import dedent

import post
import pytest
from attrs import evolve
from console import Ran, typed
from feast import feast, hungry, race

from checker.case import make_case
from checker.check import check
from checker.engines import COMPILED, REFERENCE, Engine
from checker.errors import WrongUsage
from checker.liveness.judge import judge
from checker.replay import replay
from checker.report import Report
from checker.trace import Trace
from checker.verdict import Limits
from properties.promise import Fairness

Run = Callable[..., Ran]

PLAIN = Engine(REFERENCE)

engines = pytest.mark.parametrize(
    "engine", [PLAIN, Engine(COMPILED), Engine(COMPILED, workers=2)], ids=["plain", "compiled", "two workers"]
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return partial(typed, capsys)


def trace_of(report: Report) -> Trace:
    assert report.trace is not None
    return report.trace


@engines
def test_holds_under_the_fairness_it_states(engine: Engine) -> None:
    """With free forks taken in the end, everybody eats; the report says what was assumed."""
    report = check("feast:feast", engine=engine)
    assert report.result.exit_code == 0
    assert report.standing() == {
        "no-fork-in-two-hands": "holds",
        "no-fork-is-snatched": "holds",
        "somebody-eats-again": "holds",
        "who-has-a-fork-eats": "holds",
        "the-last-eats": "holds",
    }
    assert report.fairness()["the-last-eats"] == "strong on taking a fork, weak on eating"


@engines
def test_weak_is_not_strong(engine: Engine) -> None:
    """A fork that is free again and again may be overlooked for ever if fairness is weak: p2 starves."""
    report = check("feast:hungry", engine=engine)
    assert report.result.exit_code == 13
    assert report.result.promises == {"the-last-eats-if-all-are-weak": "violated", "the-last-eats": "holds"}
    trace = trace_of(report)
    assert (trace.property, trace.loop) == ("the-last-eats-if-all-are-weak", 0)
    assert [step.sentence for step in trace.steps] == ["p1 takes f1", "p1 takes f2", "p1 eats"]


@engines
def test_without_fairness_nothing_need_happen(engine: Engine) -> None:
    """Without any fairness, the run in which nothing ever happens breaks the promise, and is shown so."""
    report = check("feast:feast", engine=engine, fair=False)
    trace = trace_of(report)
    assert (trace.property, trace.loop, trace.steps) == ("somebody-eats-again", 0, ())
    assert trace.finding == "from some time on and for ever, nobody has both forks"
    assert set(report.fairness().values()) == {"none: whatever can be put off for ever may be"}


@engines
def test_a_deadlock_breaks_promises(engine: Engine) -> None:
    """Where no action is enabled, nothing is owed, and nothing comes about."""
    report = check("feast:feast", mutant="dining:LeftFirst", property="somebody-eats-again", engine=engine)
    trace = trace_of(report)
    assert [step.sentence for step in trace.steps] == ["p1 takes f1", "p2 takes f2"]
    assert trace.loop == 2


@engines
def test_leads_to(engine: Engine) -> None:
    """What is triggered and never comes about is told with the moment at which it was triggered."""
    report = check("feast:feast", mutant="dining:LeftFirst", property="who-has-a-fork-eats", engine=engine)
    assert trace_of(report).finding == (
        "after step 1 p1 has a fork in hand, and from then on and for ever, nobody has both forks"
    )


@engines
def test_eventually_always(engine: Engine) -> None:
    """What is left again and again is not kept for good: the loop goes through where it is lacking."""
    report = check("feast:endless", engine=engine)
    trace = trace_of(report)
    assert report.result.promises == {"the-feast-ends": "violated"}
    assert trace.finding == "again and again, for ever, p1 has a fork in hand"
    assert len(trace.steps) > (trace.loop or 0)


# Bounds do not lie


@engines
def test_undetermined_at_the_bound(engine: Engine) -> None:
    """Where a bound forbids what is owed before the goal is there, the promise is neither kept nor broken."""
    report = check("feast:race", engine=engine)
    assert (report.result.verdict.value, report.result.exit_code) == ("undetermined", 20)
    assert report.standing() == {"somebody-is-at-three": "undetermined"}
    assert report.result.bounds_reached == ("goal",)
    trace = trace_of(report)
    assert ([step.sentence for step in trace.steps], trace.loop) == (["c1 adds 1", "c1 adds 1"], None)
    assert trace.finding == (
        "after step 2 no counter is at three, and what comes next is not shown: the bound on goal forbids "
        "what is owed then (c1 adds 1)"
    )


@engines
@pytest.mark.parametrize("name", ["all-stay-apart", "all-are-low-again", "three-leads-back"])
def test_what_comes_after_the_bound_is_open(name: str, engine: Engine) -> None:
    """What can be broken behind a bound does not hold, be all within it as promised."""
    report = check("feast:apart", property=name, engine=engine)
    assert report.standing()[name] == "undetermined"
    assert "the bound on goal forbids what is owed then" in trace_of(report).finding


@engines
def test_undetermined_though_others_go_on(engine: Engine) -> None:
    """It is no matter that runs inside the bounds reach the goal: one was turned back before it did."""
    report = check("feast:apart", engine=engine)
    assert report.standing()["all-stay-apart"] == "undetermined"
    assert trace_of(report).finding == (
        "after step 2 the goal is there, and whether it stays is not shown: the bound on goal forbids "
        "what is owed then (c1 adds 1)"
    )


@engines
def test_beyond_the_bound_it_holds(engine: Engine) -> None:
    """With the bound out of the way, the same promise is kept."""
    assert check("feast:race", {"goal": 3}, engine=engine).standing() == {"somebody-is-at-three": "holds"}


@engines
def test_violated_whatever_the_bound(engine: Engine) -> None:
    """A run that breaks the promise and owes nothing, bound or not, is a violation: no fairness, no debts."""
    report = check("feast:race", engine=engine, fair=False)
    assert report.standing() == {"somebody-is-at-three": "violated"}


# What only grows


def test_a_loop_that_grows() -> None:
    """Counters that go on together for ever come back to where they were, but for every count."""
    report = check("feast:race_for_ever")
    trace = trace_of(report)
    assert (report.result.engine, report.result.states) == ("reference", 5)
    assert [step.sentence for step in trace.steps] == ["c1 adds 1", "c2 adds 1"]
    assert (trace.loop, trace.returns) == (0, "every count + 1")


def test_bounds_measure_the_normal_form() -> None:
    """Under a quotient, a bound is on how far the counters are apart, not on how far they are."""
    report = check("feast:race_for_ever", {"goal": 1})
    assert report.result.states == 3
    assert report.result.bounds_reached == ("goal",)


def test_no_letter_is_starved() -> None:
    """Fairness is owed to each letter: that others of its kind arrive in its place is no fair run."""
    report = check("post:first_arrives")
    assert report.standing() == {"the-first-arrives": "unchecked"}
    assert (report.result.verdict.value, report.result.exit_code) == ("incomplete", 20)
    assert report.result.stopped_by is not None
    assert report.result.stopped_by.startswith("the-first-arrives: with renamed worlds, what is owed to each")


def test_no_letter_need_be_starved() -> None:
    """A run in which each letter arrives in its turn is fair, though one is always on its way."""
    report = check("post:all_arrive", {"letters": 3})
    assert report.standing() == {"all-have-arrived": "violated"}
    trace = trace_of(report)
    assert replay(trace).finding == trace.finding == "from some time on and for ever, a letter is on its way"
    assert trace.returns == "2 more letters sent"


def test_who_starves_is_named() -> None:
    """The judge follows a letter from turn to turn, and says which one never arrives."""
    case = make_case("post:first_arrives", {}, None, None)
    run = post.run_of(case.system, "send", "send", 2)
    said = judge(case.system, post.the_first_arrives, post.SURE, run, 1)
    assert said.why_not == "it is not fair: it puts off for ever that letter 1 arrives"
    assert said.starves


def test_who_waits_for_a_turn_is_not_starved() -> None:
    """A letter that lasts for a turn, and is in the place of one that is taken then, is not put off."""
    system = make_case("post:all_arrive", {"letters": 3}, None, None).system
    run = post.run_of(system, "send", 1, "send", "send", 2)
    assert judge(system, post.all_have_arrived, post.FAIR, run, 3).standing == "violated"


def test_weak_is_owed_only_what_can_always_be_taken() -> None:
    """Weak fairness is owed to a letter that is on its way at all times, and to no other."""
    weak = Fairness("weak on the arrival of each letter", weak=("arrive",))
    case = make_case("post:first_arrives", {}, None, None)
    said = judge(case.system, post.the_first_arrives, weak, post.run_of(case.system, "send", "send", 2), 1)
    assert said.why_not == "it is not fair: it puts off for ever that letter 1 arrives"
    lossy = make_case("post:all_may_be_lost", {}, None, None).system
    assert (
        judge(lossy, post.a_letter_arrives, weak, post.run_of(lossy, "send", "lose"), 0).standing
        == "violated"
    )


def test_a_class_is_not_owed_what_no_letter_is() -> None:
    """Some letter can arrive again and again, and each only once: to lose them all is fair to each."""
    report = check("post:all_may_be_lost")
    assert report.standing() == {"a-letter-arrives": "violated"}
    assert [step.sentence for step in trace_of(report).steps] == ["a letter is sent", "1 is lost"]


def test_a_letter_sent_again_is_the_same() -> None:
    """A letter that is lost, and on its way again under the same name, is owed to as one that stayed."""
    assert check("post:in_turn", {"renamed": 0}, engine=PLAIN).standing() == {"letter-one-arrives": "holds"}
    assert check("post:in_turn").standing() == {"letter-one-arrives": "unchecked"}


# What a user sees


def test_shown(run: Run, tmp_path: Path) -> None:
    """The text says which fairness was assumed, what never comes about, and how the loop goes on."""
    file = tmp_path / "trace.json"
    ran = run("check", "feast:hungry", "--engine", "reference", "-o", file)
    assert ran.code == 13
    told = ran.out.partition("witnesses seen")[2].splitlines()[1:]
    assert [line.rstrip() for line in told[:4]] == dedent(
        """\
          fairness assumed for the-last-eats-if-all-are-weak: weak on taking a fork and on eating
          fairness assumed for the-last-eats: strong on taking a fork, weak on eating

        What went wrong: from some time on and for ever, p2 has not both forks.
        """
    ).splitlines()
    assert "  promised as the-last-eats-if-all-are-weak: “Again and again the last philosopher" in ran.out
    assert "\n  ↻ it is as in the beginning, exactly, and goes on so for ever\n" in ran.out
    again = run("replay", file)
    trace = json.loads(file.read_text(encoding="utf-8"))["trace"]
    assert again.code == 13
    assert again.out == f"{trace['id']}: still there after 3 steps: {trace['finding']}.\n"


def test_undetermined_shown(run: Run, tmp_path: Path) -> None:
    """What is undetermined says so, exits with 20, and so does its trace when it is replayed."""
    file = tmp_path / "trace.json"
    ran = run("check", "feast:race", "--engine", "reference", "-o", file)
    assert ran.code == 20
    assert ran.out.startswith("feast:race: UNDETERMINED at the bound: somebody-is-at-three.\n")
    assert "\n  undetermined at the bound: somebody-is-at-three\n" in ran.out
    assert (
        "\nWhat is open: after step 2 no counter is at three, and what comes next is not shown: the"
        in ran.out
    )
    assert "\n  promised as somebody-is-at-three: “At some time a counter is at three.”\n" in ran.out
    again = run("replay", file)
    assert again.code == 20
    assert ": still undetermined after 2 steps: " in again.out


def test_as_json(run: Run) -> None:
    """As JSON, a lasso says where it returns to; a report, which fairness each promise was held under."""
    ran = run("check", "feast:race_for_ever", "--format", "json")
    assert ran.json["verdict"] == "violated"
    assert ran.json["fairness"] == {"one-is-two-ahead": "weak on adding"}
    assert ran.json["properties"] == {"one-is-two-ahead": "violated"}
    trace = ran.json["trace"]
    assert (trace["loop"], trace["returns"], trace["fair"]) == (0, "every count + 1", True)


@pytest.mark.parametrize(
    ("loop", "why"),
    [
        (1, "its loop does not close"),
        (3, "it is not fair: it puts off for ever that p1 takes f1"),
    ],
)
def test_a_lasso_that_is_none(loop: int, why: str) -> None:
    """A trace whose loop is no loop, or puts off what it owes, shows nothing: it says why."""
    trace = trace_of(check("feast:hungry", engine=PLAIN))
    again = replay(evolve(trace, loop=loop))
    assert (again.finding, again.why_gone) == (None, why)


def test_a_lasso_under_another_fairness() -> None:
    """What breaks a promise under weak fairness is no fair run under strong."""
    trace = trace_of(check("feast:hungry", engine=PLAIN))
    again = replay(evolve(trace, property="the-last-eats"))
    assert again.why_gone == "it is not fair: it puts off for ever that p2 takes f1"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"loop": 9}, "its loop returns to step 9; expected 0 to 3, where it has been"),
        ({"property": "no-fork-in-two-hands"}, "no-fork-in-two-hands is no promise; expected one that is"),
    ],
)
def test_a_damaged_lasso(changes: dict[str, object], sentence: str) -> None:
    """A lasso that cannot be one is refused with a sentence."""
    trace = trace_of(check("feast:hungry", engine=PLAIN))
    with pytest.raises(WrongUsage, match=sentence):
        replay(evolve(trace, **changes))


def test_symmetry_is_refused() -> None:
    """Who owes what is lost when names are exchanged: promises are not settled under symmetry."""
    with pytest.raises(WrongUsage, match="--symmetry makes no sense for a promise"):
        check("feast:feast", engine=Engine(COMPILED, symmetric=True))


def test_promises_wait_for_an_exhausted_space() -> None:
    """A promise is not settled on a part of the space, nor after a violation."""
    report = check("feast:feast", limits=Limits(depth=1), engine=PLAIN)
    assert report.standing()["the-last-eats"] == "unchecked"
    report = check("feast:feast", mutant="dining:Grabs", engine=PLAIN)
    assert (report.result.exit_code, report.standing()["the-last-eats"]) == (12, "unchecked")


def test_promises_are_listed(run: Run) -> None:
    """One promise can be asked for by its name; another name gets the nearest."""
    report = check("feast:feast", property="the-last-eats", engine=PLAIN)
    assert report.standing()["somebody-eats-again"] == "unchecked"
    assert report.standing()["the-last-eats"] == "holds"
    ran = run("check", "feast:feast", "--property", "the-last-eat")
    assert ran.code == 2
    assert ran.err.endswith("'the-last-eat'; did you mean the-last-eats or who-has-a-fork-eats?\n")


def test_names_of_the_scenes() -> None:
    """The scenes of this file are about what they say they are about."""
    assert [promise.name for promise in feast.promises][-1] == "the-last-eats"
    assert hungry.promises[0].fairness.strong == ()
    assert race.parameters[0].default == 2


def test_as_itf(run: Run, tmp_path: Path) -> None:
    """In ITF every state has every variable, whole numbers are big, and a lasso says where it returns."""
    file = tmp_path / "trace.json"
    run("check", "feast:race_for_ever", "-o", file)
    shown = run("show", file, "--format", "itf").json
    assert (shown["vars"], shown["loop"]) == (["c1", "c2", "messages", "mbt::actionTaken"], 0)
    assert [state["mbt::actionTaken"] for state in shown["states"]] == ["init", "add", "add"]
    assert shown["states"][1] == {
        "#meta": {"index": 1},
        "c1": {"number": {"#bigint": "1"}},
        "c2": {"number": {"#bigint": "0"}},
        "messages": {"#map": []},
        "mbt::actionTaken": "add",
    }


def test_a_trace_without_a_loop_as_itf(run: Run, tmp_path: Path) -> None:
    """A trace that is no lasso has no loop in ITF; messages in flight are counted."""
    file = tmp_path / "trace.json"
    run("check", "raft", "--mutant", "vote-twice", "--property", "election-safety", "-o", file)
    shown = run("show", file, "--format", "itf").json
    assert "loop" not in shown
    assert all(set(shown["vars"]) | {"#meta"} == set(state) for state in shown["states"])
    (message, count), *_ = shown["states"][1]["messages"]["#map"]
    assert (message["payload"]["term"], count) == ({"#bigint": "1"}, {"#bigint": "1"})
